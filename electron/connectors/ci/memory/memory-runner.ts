/** A runner that lives in memory and does what a test says: for the engine's tests and benches. */
import type { PipelineRunner } from '../../../engine/pipeline-ports.ts';
import { actsOf } from './acts.ts';
import { controlsOf, type MemoryControls } from './controls.ts';
import { leavingsOf, runsOf } from './readings.ts';
import { createWorld, type MemoryRunnerOptions } from './world.ts';

export type { MemoryRunnerOptions } from './world.ts';

export interface MemoryRunner extends PipelineRunner, MemoryControls {
	readonly kind: 'memory';
}

export function createMemoryRunner(options: MemoryRunnerOptions): MemoryRunner {
	const world = createWorld(options);
	return {
		kind: 'memory',
		label: world.label,
		host: options.host ?? 'memory.test',
		can: world.can,
		...runsOf(world),
		...leavingsOf(world),
		...actsOf(world),
		onChange(listener) {
			world.listeners.add(listener);
			return () => world.listeners.delete(listener);
		},
		async close() {
			world.faults.set(null);
		},
		...controlsOf(world),
	};
}
