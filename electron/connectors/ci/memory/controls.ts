/** What a test makes happen on the host of a memory runner. */
import type { Job, ReportedRun } from '../../../../shared/domain/pipeline/model.ts';
import type { RateBudget } from '../../../engine/pipeline-ports.ts';
import type { FaultSwitches, MemoryOperation } from './faults.ts';
import { changeJob, type GivenRun, type MemoryRun } from './runs.ts';
import type { AskedStart, MemoryWorld } from './world.ts';

export interface MemoryControls {
	readonly faults: FaultSwitches;
	/** A new run, whose jobs without needs wait for a machine. Its native id. */
	given(run?: GivenRun): string;
	/** Changes a job by its name; jobs that wait for it, and the run, follow by themselves. */
	setJob(nativeId: string, name: string, change: Partial<Job>): void;
	/** Changes what the host says about a run, past every rule. */
	setRun(nativeId: string, change: Partial<ReportedRun>): void;
	appendLog(nativeId: string, name: string, text: string): void;
	/** The host loses what the log had but the last `keep` characters. */
	cutLog(nativeId: string, name: string, keep: number): void;
	/** The run leaves files behind, as one artifact. */
	leave(nativeId: string, name: string, files: Readonly<Record<string, string>>): void;
	setBudget(budget: RateBudget | null, notBefore?: number | null): void;
	skewClock(ms: number): void;
	/** How often each operation was called, including refused and failed calls. */
	calls(operation: MemoryOperation): number;
	starts(): readonly AskedStart[];
}

export function controlsOf(world: MemoryWorld): MemoryControls {
	const { clock, change } = world;
	return {
		faults: world.faults,
		given: (run = {}) => world.add(run),
		setJob: (nativeId, name, to) => change(nativeId, (entry) => changeJob(entry, name, to, clock.now())),
		setRun: (nativeId, to) =>
			change(nativeId, (entry) => {
				entry.run = { ...entry.run, ...to };
				entry.revision += 1;
			}),
		appendLog: (nativeId, name, text) => changeLog(world, nativeId, name, (log) => ({ ...log, text: log.text + text })),
		cutLog: (nativeId, name, keep) =>
			changeLog(world, nativeId, name, ({ text }) => ({
				text: text.slice(-keep),
				gap: 'The host kept only the end of the log.',
			})),
		leave: (nativeId, name, files) =>
			change(nativeId, (entry) => {
				const sizeBytes = Object.values(files).reduce((sum, text) => sum + Buffer.byteLength(text), 0);
				const id = `artifact-${entry.left.length + 1}`;
				entry.left.push({ artifact: { id, name, sizeBytes, isExpired: false, url: null }, files });
				entry.revision += 1;
			}),
		setBudget(budget, notBefore = null) {
			Object.assign(world, { budget, notBefore });
		},
		skewClock(ms) {
			world.skewMs = ms;
		},
		calls: world.calls,
		starts: () => [...world.starts],
	};
}

type Log = MemoryRun['logs'] extends Map<string, infer Value> ? Value : never;

function changeLog(world: MemoryWorld, nativeId: string, name: string, act: (log: Log) => Log): void {
	world.change(nativeId, (entry) => {
		const id = entry.run.jobs.find((job) => job.name === name)?.id;
		if (id === undefined) throw new Error(`The run has no job ${name}.`);
		entry.logs.set(id, act(entry.logs.get(id) ?? { text: '', gap: null }));
	});
}
