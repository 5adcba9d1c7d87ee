/** Minutes of two slots, as looks of a judge. */
import { testInstant, wellInput } from '../fixtures.ts';
import type { HealthPolicy, JudgeInput, Verdict, WatchProgress } from '../model.ts';
import { defaultHealthPolicy } from '../defaults.ts';
import type { SlotTotals } from '../totals.ts';
import { type SequentialMemory, sequentialJudge } from './judge.ts';
import type { SequentialMetric, SequentialPolicy } from './model.ts';

export const lookMs = 60_000;

/** What a slot did in a minute. */
export interface Minute {
	readonly requests: number;
	readonly errors: number;
	/** Typical latency in ms; absent where there is no histogram. */
	readonly latency?: number;
	readonly memory?: number;
}

export type Pair = readonly [canary: Minute, stable: Minute];

/** A minute in which nothing is wrong, and two slots alike in it. */
export const well = { requests: 600, errors: 6, latency: 100, memory: 0.4 } as const satisfies Minute;
export const same: Pair = [well, well];

/** Shape of latency about its typical value, in shares of a thousand. */
const shape = [20, 80, 150, 200, 200, 150, 100, 60, 30, 10];
const boundsMs = Array.from({ length: 60 }, (_, index) => 5 * 1.15 ** index);

function bucketsOf({ requests, latency }: Minute): readonly number[] {
	const counts = new Array<number>(boundsMs.length + 1).fill(0);
	if (latency === undefined) return counts;
	shape.forEach((share, index) => {
		const value = latency * (0.5 + index * 0.15);
		const bucket = boundsMs.findIndex((bound) => value <= bound);
		const place = bucket < 0 ? boundsMs.length : bucket;
		counts[place] = (counts[place] ?? 0) + Math.round((share * requests) / 1_000);
	});
	return counts;
}

export function totalsStart(slot: 'blue' | 'green'): SlotTotals {
	return {
		slot,
		version: slot === 'green' ? '2.0.0' : '1.0.0',
		epoch: 'one',
		at: testInstant,
		requests: 0,
		events: { errors: 0 },
		latency: { boundsMs, counts: boundsMs.map(() => 0).concat(0) },
		gauges: {},
		source: 'Prometheus',
		query: 'test',
	};
}

export function totalsAfter(before: SlotTotals, minute: Minute): SlotTotals {
	const grown = bucketsOf(minute);
	return {
		...before,
		at: before.at + lookMs,
		requests: (before.requests ?? 0) + minute.requests,
		events: { errors: (before.events['errors'] ?? 0) + minute.errors },
		latency: {
			boundsMs,
			counts: (before.latency?.counts ?? []).map((count, index) => count + (grown[index] ?? 0)),
		},
		gauges: minute.memory === undefined ? {} : { memory: minute.memory },
	};
}

export function progressAt(look: number, looks: number, changes: Partial<WatchProgress> = {}): WatchProgress {
	return {
		stepIndex: 0,
		elapsedMs: Math.min(look, looks) * lookMs,
		plannedMs: looks * lookMs,
		isLastStep: true,
		stepElapsed: look >= looks,
		clockRate: 1,
		...changes,
	};
}

/** One look a minute, the first one before any request. The deadline is the last of them unless `looks` says otherwise. */
export function looksOf(pairs: readonly Pair[], looks = pairs.length): readonly JudgeInput[] {
	let [canary, stable] = [totalsStart('green'), totalsStart('blue')];
	const inputs = [wellInput({ totals: { canary, stable }, progress: progressAt(0, looks) })];
	pairs.forEach(([own, other], index) => {
		[canary, stable] = [totalsAfter(canary, own), totalsAfter(stable, other)];
		const progress = progressAt(index + 1, looks);
		inputs.push(wellInput({ at: canary.at, totals: { canary, stable }, progress }));
	});
	return inputs;
}

export const repeat = (pair: Pair, count: number): readonly Pair[] => Array.from({ length: count }, () => pair);

export const errorMetric: SequentialMetric = {
	name: 'errors',
	label: 'error rate',
	unit: 'ratio',
	measured: { kind: 'events', from: 'errors' },
	direction: 'increase',
	harmMargin: { in: 'units', value: 0.0002 },
	promoteMargin: { in: 'share', value: 0.5 },
	criticality: 'roll-back',
	minimumSamples: 100,
};

export const latencyMetric: SequentialMetric = {
	...errorMetric,
	name: 'p95',
	label: 'p95',
	unit: 'ms',
	measured: { kind: 'latency', quantile: 0.95 },
	harmMargin: { in: 'share', value: 0.02 },
	promoteMargin: { in: 'share', value: 0.2 },
};

export function policyOf(metrics: readonly SequentialMetric[], changes: Partial<SequentialPolicy> = {}): HealthPolicy {
	return { ...defaultHealthPolicy, sequential: { ...defaultHealthPolicy.sequential, metrics, ...changes } };
}

export interface Judged {
	readonly verdicts: readonly Verdict[];
	readonly last: Verdict;
	readonly memory: SequentialMemory;
}

export function judgeAll(policy: HealthPolicy, inputs: readonly JudgeInput[]): Judged {
	const verdicts: Verdict[] = [];
	let memory = sequentialJudge.start();
	for (const input of inputs) {
		const looked = sequentialJudge.look(policy, input, memory);
		verdicts.push(looked.verdict);
		memory = looked.memory;
	}
	const last = verdicts.at(-1);
	if (last === undefined) throw new Error('a judge needs a look');
	return { verdicts, last, memory };
}

/** The evidence of one metric. */
export function evidenceFor({ evidence }: Verdict, name: string) {
	const found = evidence?.find(({ metric }) => metric === name);
	if (found === undefined) throw new Error(`no evidence for ${name}`);
	return found;
}
