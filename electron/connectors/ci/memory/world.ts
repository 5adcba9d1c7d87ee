/** The host that a memory runner talks to: its runs, its clock and how it treats questions. */
import type { ReportedRun } from '../../../../shared/domain/pipeline/model.ts';
import type { Failure } from '../../../../shared/domain/result.ts';
import type { Polled, RateBudget, RunnerAbilities } from '../../../engine/pipeline-ports.ts';
import type { Clock } from '../../../engine/ports.ts';
import { createFaults, type FaultBoard, type MemoryOperation } from './faults.ts';
import { type GivenRun, type MemoryRun, newRun } from './runs.ts';

export interface MemoryRunnerOptions {
	readonly clock: Clock;
	readonly label?: string;
	readonly host?: string;
	readonly branches?: readonly string[];
	/** What it cannot; it can everything otherwise. */
	readonly can?: Partial<RunnerAbilities>;
}

export interface AskedStart {
	readonly branch: string;
	readonly commit: string | null;
	readonly inputs: Readonly<Record<string, string>>;
	readonly startedBy: string;
}

export interface MemoryWorld {
	readonly clock: Clock;
	readonly label: string;
	readonly branches: readonly string[];
	readonly can: RunnerAbilities;
	readonly faults: FaultBoard;
	readonly starts: AskedStart[];
	readonly listeners: Set<(nativeId: string) => void>;
	budget: RateBudget | null;
	notBefore: number | null;
	skewMs: number;
	/** Counts the call; null when it may go on. */
	enter(operation: MemoryOperation, signal?: AbortSignal): Promise<Failure | null>;
	calls(operation: MemoryOperation): number;
	/** Newest first, of one branch or all. */
	list(branch: string | null): readonly MemoryRun[];
	find(nativeId: string): MemoryRun | undefined;
	/** A new run; its native id. */
	add(given: GivenRun): string;
	/** Changes a run that the test knows, and tells of it. */
	change(nativeId: string, act: (entry: MemoryRun) => void): void;
	/** An answer is unchanged when the same question had the same answer last time. */
	polled<T>(question: string, revision: string, value: T): Polled<T>;
}

const everything: RunnerAbilities = {
	start: true,
	rerun: true,
	rerunFailed: true,
	cancel: true,
	followLog: true,
	answer: true,
};

export function createWorld(options: MemoryRunnerOptions): MemoryWorld {
	const { clock, label = 'Memory', branches = ['main', 'feature'] } = options;
	const runs: MemoryRun[] = [];
	const counts = new Map<MemoryOperation, number>();
	const told = new Map<string, string>();
	const world: MemoryWorld = {
		...{ clock, label, branches, can: { ...everything, ...options.can }, faults: createFaults(label, clock) },
		...{ starts: [], listeners: new Set(), budget: null, notBefore: null, skewMs: 0 },
		enter(operation, signal) {
			counts.set(operation, (counts.get(operation) ?? 0) + 1);
			return world.faults.meet(operation, signal);
		},
		calls: (operation) => counts.get(operation) ?? 0,
		list: (branch) => runs.toReversed().filter(({ run }) => branch === null || run.branch === branch),
		find: (nativeId) => runs.find((each) => each.run.nativeId === nativeId),
		add(given) {
			const entry = newRun(runs.length + 1, given, clock.now());
			runs.push(entry);
			return tell(world, entry.run);
		},
		change(nativeId, act) {
			const entry = world.find(nativeId);
			if (entry === undefined) throw new Error(`The test knows no run ${nativeId}.`);
			act(entry);
			tell(world, entry.run);
		},
		polled(question, revision, value) {
			const isUnchanged = told.get(question) === revision;
			told.set(question, revision);
			const { skewMs: clockSkewMs, budget, notBefore } = world;
			return { value, isUnchanged, asOf: clock.now(), clockSkewMs, budget, notBefore };
		},
	};
	return world;
}

function tell(world: MemoryWorld, { nativeId }: ReportedRun): string {
	for (const listener of world.listeners) listener(nativeId);
	return nativeId;
}
