/** What the judges are tried on: nulls, in which both slots are the same, and versions that are worse. Data only. */

/** How a slot's rate or speed moves from minute to minute. */
export type Swings =
	| { readonly kind: 'none' }
	/** A fresh factor each minute: gamma with mean 1. */
	| { readonly kind: 'gamma'; readonly variance: number; readonly isShared: boolean }
	/** The log of the factor is a stationary AR(1): it drifts slowly. `sd` is the stationary one. */
	| { readonly kind: 'drift'; readonly rho: number; readonly sd: number; readonly isShared: boolean };

export const metricNames = ['errors', 'p95', 'memory'] as const;
export type BenchMetric = (typeof metricNames)[number];

export interface Scenario {
	/** Names the cell in the result, and seeds it. */
	readonly id: string;
	readonly label: string;
	readonly isNull: boolean;
	/** False for nulls beyond those of the issue; they are shown and do not count for its targets. */
	readonly isAskedFor: boolean;
	/** Metrics that the policy of the cell watches; alpha is spent on all of them together. */
	readonly metrics: readonly BenchMetric[];
	readonly swings: Swings;
	/** Share of requests that fail, of the stable slot. */
	readonly errorRate: number;
	/** Median latency of the stable slot, ms. */
	readonly medianMs: number;
	/** The canary's error rate and its latencies as multiples of the stable slot's. */
	readonly errorFactor: number;
	readonly latencyFactor: number;
	readonly buckets: 'fine' | 'prometheus';
	/** False where the policy is told that the slots never drift apart by themselves: what the drift allowance costs. */
	readonly allowsDrift: boolean;
	/** Margin of non-inferiority in the metric's own unit, where it is not the default. */
	readonly promoteUnits: number | null;
}

/** Every cell: 30 looks of one minute, 300 requests in each for each slot. */
export const lookCount = 30;
export const lookMs = 60_000;
export const requestsPerLook = 300;
/** Standard deviation of the log of a latency. */
export const latencyLogSd = 0.5;

const none: Swings = { kind: 'none' };
const gamma = (variance: number, isShared: boolean): Swings => ({ kind: 'gamma', variance, isShared });
const drift = (isShared: boolean): Swings => ({ kind: 'drift', rho: 0.8, sd: 0.3, isShared });

const plain = {
	isNull: false,
	isAskedFor: true,
	swings: none,
	errorRate: 0.01,
	medianMs: 100,
	errorFactor: 1,
	latencyFactor: 1,
	buckets: 'fine',
	allowsDrift: true,
	promoteUnits: null,
} as const;

type Changes = Partial<Omit<Scenario, 'id' | 'label' | 'metrics'>>;

function scenario(
	metrics: readonly BenchMetric[],
	words: readonly [id: string, label: string],
	changes: Changes,
): Scenario {
	return { ...plain, id: words[0], label: words[1], metrics, ...changes };
}

const errors = (id: string, label: string, changes: Changes) =>
	scenario(['errors'], [`errors-${id}`, `errors: ${label}`], changes);
const latency = (id: string, label: string, changes: Changes) =>
	scenario(['p95'], [`latency-${id}`, `latency: ${label}`], changes);
const three = (id: string, label: string, changes: Changes) =>
	scenario(metricNames, [`three-${id}`, `three metrics: ${label}`], changes);

/** The null scenarios but for the raised base, which errors and latency have in their own way. */
const nulls: readonly (readonly [id: string, label: string, swings: Swings])[] = [
	['null', 'same, plain', none],
	['null-shared', 'same, shared minute swings (var .5)', gamma(0.5, true)],
	['null-own-10', 'same, swings of each slot (var .1)', gamma(0.1, false)],
	['null-own-25', 'same, swings of each slot (var .25)', gamma(0.25, false)],
	['null-own-50', 'same, swings of each slot (var .5)', gamma(0.5, false)],
	['null-shared-drift', 'same, shared drift', drift(true)],
	['null-own-drift', 'same, drift of each slot', drift(false)],
];

/** The same judge for a team that knows that its slots do not drift apart. */
const noDrift = (
	[
		['null', 'same, plain', { isNull: true }],
		['null-own-50', 'same, swings of each slot (var .5)', { isNull: true, swings: gamma(0.5, false) }],
		['null-own-drift', 'same, drift of each slot after all', { isNull: true, swings: drift(false) }],
		['15', '1.5 times', { errorFactor: 1.5 }],
		['2', '2 times', { errorFactor: 2 }],
		['2-shared', '2 times, shared minute swings (var .5)', { errorFactor: 2, swings: gamma(0.5, true) }],
	] as const
).map(([id, label, changes]) =>
	errors(`no-drift-${id}`, `${label}; no drift allowed for`, { ...changes, isAskedFor: false, allowsDrift: false }),
);

/** All cells in the order of the table. */
export const scenarios: readonly Scenario[] = [
	...nulls.map(([id, label, swings]) => errors(id, label, { isNull: true, swings })),
	errors('null-base', 'same, plain, base 1.8 %', { isNull: true, errorRate: 0.018 }),
	errors('null-busy-own-50', 'same, swings of each slot (var .5), base 3 %', {
		...{ isNull: true, isAskedFor: false, errorRate: 0.03, swings: gamma(0.5, false) },
	}),
	errors('null-busy-drift', 'same, drift of each slot, base 3 %', {
		...{ isNull: true, isAskedFor: false, errorRate: 0.03, swings: drift(false) },
	}),
	errors('15', '1.5 times', { errorFactor: 1.5 }),
	errors('2', '2 times', { errorFactor: 2 }),
	errors('3', '3 times', { errorFactor: 3 }),
	errors('5', '5 times', { errorFactor: 5 }),
	errors('2-shared', '2 times, shared minute swings (var .5)', { errorFactor: 2, swings: gamma(0.5, true) }),
	errors('2-own-25', '2 times, swings of each slot (var .25)', { errorFactor: 2, swings: gamma(0.25, false) }),
	errors('margin-null', 'same, margin .5 points', { isNull: true, promoteUnits: 0.005 }),
	errors('margin-15', '1.5 times, margin .5 points', { errorFactor: 1.5, promoteUnits: 0.005 }),
	...noDrift,
	...nulls.map(([id, label, swings]) => latency(id, label, { isNull: true, swings })),
	latency('null-base', 'same, plain, 1.8 times as slow', { isNull: true, medianMs: 180 }),
	latency('null-coarse', "same, plain, Prometheus' buckets", { isNull: true, buckets: 'prometheus' }),
	latency('20', '20 % slower', { latencyFactor: 1.2 }),
	latency('20-coarse', "20 % slower, Prometheus' buckets", { latencyFactor: 1.2, buckets: 'prometheus' }),
	three('null', 'same, plain', { isNull: true }),
	three('2', 'errors 2 times', { errorFactor: 2 }),
];

/** The cell of that name. */
export function scenarioOf(id: string): Scenario {
	const found = scenarios.find((one) => one.id === id);
	if (found === undefined) throw new Error(`The bench has no scenario ${id}.`);
	return found;
}
