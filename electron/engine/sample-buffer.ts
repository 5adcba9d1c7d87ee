/** Collects samples and writes them in batches: replay wants them, but no fsync per second is due to them. */
import type { Clock, Logger, Store, StoredSample } from './ports.ts';

export interface SampleBuffer {
	add(deploymentId: string, sample: StoredSample): void;
	flush(): Promise<void>;
}

const flushAfterMs = 5_000;

export function createSampleBuffer(ports: {
	readonly store: Store;
	readonly clock: Clock;
	readonly logger: Logger;
}): SampleBuffer {
	const waiting = new Map<string, StoredSample[]>();

	async function flushOne(deploymentId: string): Promise<void> {
		const samples = waiting.get(deploymentId);
		if (samples === undefined) return;
		waiting.delete(deploymentId);
		const saved = await ports.store.saveSamples(deploymentId, samples);
		// A replay with a gap is better than a memory that grows while the disk is full.
		if (!saved.ok) ports.logger.warn({ deploymentId, problem: saved.problem }, 'samples were not saved');
	}

	return {
		add(deploymentId, sample) {
			const list = waiting.get(deploymentId);
			if (list !== undefined) {
				list.push(sample);
				return;
			}
			waiting.set(deploymentId, [sample]);
			// Each deployment at its own time: all of them at once would make a click wait.
			ports.clock.after(flushAfterMs, () => void flushOne(deploymentId));
		},
		async flush() {
			for (const deploymentId of [...waiting.keys()]) await flushOne(deploymentId);
		},
	};
}
