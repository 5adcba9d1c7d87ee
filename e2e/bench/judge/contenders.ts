/** The judges side by side. Each is asked about a run and tells at which look it first called for a roll-back. */
import { judgeKayenta } from '../../../shared/domain/health/kayenta/judge.ts';
import { defaultKayentaPolicy, kayentaMetric } from '../../../shared/domain/health/kayenta/defaults.ts';
import type { KayentaSeries } from '../../../shared/domain/health/kayenta/model.ts';
import { defaultHealthPolicy } from '../../../shared/domain/health/defaults.ts';
import type { HealthPolicy } from '../../../shared/domain/health/model.ts';
import { defaultSequentialPolicy } from '../../../shared/domain/health/sequential/defaults.ts';
import { sequentialJudge } from '../../../shared/domain/health/sequential/judge.ts';
import { judgeByThresholds } from '../../../shared/domain/health/threshold-judge.ts';
import { inputOfReadings, p95Of, totalsOfRun } from './inputs.ts';
import { type BenchMetric, lookCount, requestsPerLook, type Scenario } from './scenarios.ts';
import { bucketBounds, type Run, type SlotRun } from './traffic.ts';

/** What a judge made of a run. */
export interface Finding {
	/** The look, 1 to 30, at which it first called for a roll-back; null when it never did. */
	readonly alarm: number | null;
	/** It ended with "promote". */
	readonly isPromoted: boolean;
}

export const contenders = ['sequential', 'limit', 'limits', 'kayentaOnce', 'kayentaRepeated'] as const;
export type Contender = (typeof contenders)[number];

const never: Finding = { alarm: null, isPromoted: false };

/** The policy of a cell: all of alpha on its metrics. An undecided end is held, so that only shown promotions count. */
export function sequentialPolicyOf(scenario: Scenario): HealthPolicy {
	const { promoteUnits } = scenario;
	const chosen = defaultSequentialPolicy.metrics.filter(({ name }) =>
		scenario.metrics.some((metric) => metric === name),
	);
	const metrics =
		promoteUnits === null
			? chosen
			: chosen.map((metric) => ({ ...metric, promoteMargin: { in: 'units', value: promoteUnits } as const }));
	return {
		...defaultHealthPolicy,
		sequential: {
			role: 'decide',
			...defaultSequentialPolicy,
			metrics,
			undecidedAtEnd: 'hold',
			drift: { ...defaultSequentialPolicy.drift, ...(scenario.allowsDrift ? {} : { sd: 0 }) },
		},
	};
}

export function bySequentialJudge(policy: HealthPolicy, run: Run, scenario: Scenario): Finding {
	let memory = sequentialJudge.start();
	let look = 0;
	let isPromoted = false;
	for (const input of totalsOfRun(run, scenario)) {
		const looked = sequentialJudge.look(policy, input, memory);
		if (looked.verdict.answer === 'roll-back') return { alarm: look, isPromoted: false };
		isPromoted = looked.verdict.answer === 'promote';
		memory = looked.memory;
		look += 1;
	}
	return { alarm: null, isPromoted };
}

/**
 * One fixed limit over the last minute, broken once (Argo's failureLimit 0): error rate above 2 %, p95 above 1.5 times
 * the stable slot's. The judge wants rates BELOW the limit; the hair makes exactly 2 % pass.
 */
const oneLimit: HealthPolicy = {
	...defaultHealthPolicy,
	absolute: { role: 'decide', errorRate: 0.02 + 1e-9, p95Latency: null, throughputChange: null, memory: null },
	baseline: { role: 'decide', errorRateRatio: null, p95LatencyRatio: 1.5, throughputDrop: null },
	windowMs: 60_000,
};

function byLimits(policy: HealthPolicy, run: Run, scenario: Scenario): Finding {
	const minutes = policy.windowMs / 60_000;
	for (let look = 1; look <= lookCount; look += 1) {
		const { outcome } = judgeByThresholds(policy, inputOfReadings(run, { look, minutes, scenario }));
		if (outcome === 'unhealthy') return { alarm: look, isPromoted: false };
	}
	return never;
}

/** Kayenta's own numbers, one metric, either direction. */
const kayentaPolicies = {
	errors: { ...defaultKayentaPolicy, metrics: [kayentaMetric('errors')] },
	p95: { ...defaultKayentaPolicy, metrics: [kayentaMetric('p95')] },
} as const;

type KayentaCell = keyof typeof kayentaPolicies;
const firstKayentaLook = 5;

/** One point a minute: what Kayenta would have read from the source. */
function pointsOf(run: SlotRun, metric: KayentaCell, scenario: Scenario): readonly number[] {
	if (metric === 'errors') return run.errors.map((count) => count / requestsPerLook);
	const boundsMs = bucketBounds[scenario.buckets];
	return run.latency.map((_, minute) => p95Of(run, boundsMs, minute, minute + 1));
}

function fails(metric: KayentaCell, { canary, baseline }: Pick<KayentaSeries, 'canary' | 'baseline'>, look: number) {
	const series = { metric, canary: canary.slice(0, look), baseline: baseline.slice(0, look) };
	return judgeKayenta(kayentaPolicies[metric], [series]).classification === 'Fail';
}

function byKayenta(run: Run, metric: KayentaCell, scenario: Scenario): readonly [once: Finding, repeated: Finding] {
	const canary = pointsOf(run.canary, metric, scenario);
	const baseline = pointsOf(run.stable, metric, scenario);
	const atEnd = fails(metric, { canary, baseline }, lookCount);
	const once = atEnd ? { alarm: lookCount, isPromoted: false } : never;
	for (let look = firstKayentaLook; look < lookCount; look += 1) {
		if (fails(metric, { canary, baseline }, look)) return [once, { alarm: look, isPromoted: false }];
	}
	return [once, once];
}

/** The single metric of a cell, where the others can be compared on it; null for cells of several metrics. */
function onlyMetric(metrics: readonly BenchMetric[]): KayentaCell | null {
	const [first, second] = metrics;
	return second === undefined && (first === 'errors' || first === 'p95') ? first : null;
}

/** Every judge that can judge the cell. */
export function judgeRun(policy: HealthPolicy, run: Run, scenario: Scenario): ReadonlyMap<Contender, Finding> {
	const metric = onlyMetric(scenario.metrics);
	const sequential = bySequentialJudge(policy, run, scenario);
	const limits = byLimits(defaultHealthPolicy, run, scenario);
	if (metric === null) {
		return new Map([
			['sequential', sequential],
			['limits', limits],
		]);
	}
	const [kayentaOnce, kayentaRepeated] = byKayenta(run, metric, scenario);
	return new Map<Contender, Finding>([
		['sequential', sequential],
		['limit', byLimits(oneLimit, run, scenario)],
		['limits', limits],
		['kayentaOnce', kayentaOnce],
		['kayentaRepeated', kayentaRepeated],
	]);
}
