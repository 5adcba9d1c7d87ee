/** From `health:` in the file to the policy that judges: every default filled in. */
import type { AnalysisMetric } from '../domain/health/analysis/model.ts';
import { defaultKayentaPolicy } from '../domain/health/kayenta/defaults.ts';
import type { KayentaPolicy } from '../domain/health/kayenta/model.ts';
import type { HealthPolicy } from '../domain/health/model.ts';
import { defaultSequentialMetrics } from '../domain/health/sequential/defaults.ts';
import type { Margin, MetricKind, SequentialMetric } from '../domain/health/sequential/model.ts';
import type { FileAnalysis, FileKayenta } from './file/brought-along.ts';
import type { FileHealth } from './file/health.ts';
import type { FileSequential, FileSequentialMetric } from './file/sequential.ts';
import type { WrittenMargin } from './units.ts';

const quantileName = /^p(\d{1,2}(?:\.\d+)?)$/;

/** What a metric of the sequential judge is measured by; null where the file does not say. */
export function measuredBy(name: string, given: FileSequentialMetric): MetricKind | null {
	if (given.event !== undefined) return { kind: 'events', from: given.event };
	if (given.gauge !== undefined) return { kind: 'gauge', from: given.gauge };
	if (given.quantile !== undefined) return { kind: 'latency', quantile: given.quantile };
	const known = defaultSequentialMetrics.find((metric) => metric.name === name);
	if (known !== undefined) return known.measured;
	const percent = Number(quantileName.exec(name)?.[1]);
	return percent > 0 ? { kind: 'latency', quantile: Number((percent / 100).toPrecision(12)) } : null;
}

/** Unit of a metric: requests have shares, latencies times; only a gauge may choose. */
export function unitOf(name: string, given: FileSequentialMetric): SequentialMetric['unit'] {
	const measured = measuredBy(name, given);
	if (measured?.kind === 'events') return 'ratio';
	if (measured?.kind === 'latency') return 'ms';
	return given.unit ?? defaultSequentialMetrics.find((metric) => metric.name === name)?.unit ?? 'number';
}

function marginOf(written: WrittenMargin | undefined, otherwise: Margin): Margin {
	if (written === undefined) return otherwise;
	return { in: written.unit === 'share' ? 'share' : 'units', value: written.value };
}

/** Figures of a metric that nobody knew before: any worsening is harm, and half as much again is excluded. */
const unknownMetric = {
	direction: 'increase',
	harmMargin: { in: 'share', value: 0 },
	promoteMargin: { in: 'share', value: 0.5 },
	criticality: 'roll-back',
} as const;

/** Requests that a metric of requests needs where the file does not say: what it says for the limits. */
function withMinimum(metric: SequentialMetric, minimumRequests: number): SequentialMetric {
	return metric.measured.kind === 'gauge' ? metric : { ...metric, minimumSamples: minimumRequests };
}

function buildSequentialMetric(name: string, given: FileSequentialMetric, minimumRequests: number): SequentialMetric {
	const measured = measuredBy(name, given) ?? { kind: 'events', from: name };
	const sameKind = defaultSequentialMetrics.find((metric) => metric.measured.kind === measured.kind);
	const known = defaultSequentialMetrics.find((metric) => metric.name === name);
	// Another quantile is judged as the p95 is; another gauge or event has nothing in common with memory or errors.
	const base = known ?? (measured.kind === 'latency' ? sameKind : undefined) ?? unknownMetric;
	return {
		name,
		label: given.label ?? known?.label ?? name.replaceAll('_', ' '),
		unit: unitOf(name, given),
		measured,
		direction: given.direction ?? base.direction,
		harmMargin: marginOf(given.harm, base.harmMargin),
		promoteMargin: marginOf(given.margin, base.promoteMargin),
		criticality: given.criticality ?? base.criticality,
		minimumSamples: given.minimum ?? (measured.kind === 'gauge' ? (sameKind?.minimumSamples ?? 5) : minimumRequests),
	};
}

function buildSequential(
	given: FileSequential,
	role: HealthPolicy['sequential']['role'],
	minimumRequests: number,
): HealthPolicy['sequential'] {
	const known = defaultSequentialMetrics.flatMap((metric) => {
		const changes = Object.hasOwn(given.metrics, metric.name) ? given.metrics[metric.name] : undefined;
		if (changes === undefined) return [withMinimum(metric, minimumRequests)];
		return changes === null ? [] : [buildSequentialMetric(metric.name, changes, minimumRequests)];
	});
	const isKnown = (name: string): boolean => defaultSequentialMetrics.some((metric) => metric.name === name);
	const others = Object.entries(given.metrics).flatMap(([name, metric]) =>
		metric === null || isKnown(name) ? [] : [buildSequentialMetric(name, metric, minimumRequests)],
	);
	const { alpha, beta, undecidedAtStep, undecidedAtEnd, block, drift } = given;
	return {
		...{ role, alpha, beta, undecidedAtStep, undecidedAtEnd },
		metrics: [...known, ...others],
		blockMs: block,
		drift: { sd: drift.sd, memoryMs: drift.memory },
	};
}

function buildKayenta(given: FileKayenta): KayentaPolicy {
	const { pass, marginal, tolerance, toleranceOf, confidence, minimumPoints, metrics, groupWeights } = given;
	return {
		...{ tolerance, toleranceOf, confidence, minimumPoints, groupWeights },
		thresholds: { pass, marginal },
		metrics:
			metrics?.map(
				({ name, groups, direction, critical, muted, noData, nan, outliers, outlierFactor, effect, query }) => ({
					...{ name, groups, direction, critical, muted },
					whenNoData: noData,
					nanStrategy: nan,
					outliers: { strategy: outliers, factor: outlierFactor },
					effectSize: {
						measure: effect.measure,
						allowedIncrease: effect.allowedIncrease ?? null,
						allowedDecrease: effect.allowedDecrease ?? null,
						criticalIncrease: effect.criticalIncrease ?? null,
						criticalDecrease: effect.criticalDecrease ?? null,
					},
					query: query ?? null,
				}),
			) ?? defaultKayentaPolicy.metrics,
	};
}

function buildAnalysis({ metrics }: FileAnalysis): readonly AnalysisMetric[] {
	return metrics.map((metric) => ({
		name: metric.name,
		query: metric.query,
		successCondition: metric.success ?? null,
		failureCondition: metric.failure ?? null,
		intervalMs: metric.interval ?? null,
		initialDelayMs: metric.initialDelay,
		count: metric.count ?? null,
		limits: {
			failureLimit: metric.failureLimit,
			inconclusiveLimit: metric.inconclusiveLimit,
			consecutiveErrorLimit: metric.consecutiveErrorLimit,
			consecutiveSuccessLimit: metric.consecutiveSuccessLimit,
		},
		dryRun: metric.dryRun,
	}));
}

function buildLimitGroups({ judges, ...health }: FileHealth): Pick<HealthPolicy, 'absolute' | 'baseline'> {
	const absolute = judges.absolute ?? (health.inform.includes('absolute') ? 'inform' : 'decide');
	const baseline = judges.baseline ?? (health.inform.includes('baseline') ? 'inform' : 'decide');
	// A group that is off has no limits; a rule without a limit is never judged.
	const kept = <V>(role: string, value: V): V | null => (role === 'off' ? null : value);
	return {
		absolute: {
			role: absolute === 'decide' ? 'decide' : 'inform',
			errorRate: kept(absolute, health.errorRate),
			p95Latency: kept(absolute, health.p95),
			throughputChange: kept(absolute, health.throughputChange),
			memory: kept(absolute, health.memory),
		},
		baseline: {
			role: baseline === 'decide' ? 'decide' : 'inform',
			errorRateRatio: kept(baseline, health.baseline.errorRate),
			p95LatencyRatio: kept(baseline, health.baseline.p95),
			throughputDrop: kept(baseline, health.baseline.throughputDrop),
			...(judges.baseline === 'decide' ? { yields: false } : {}),
		},
	};
}

/** The policy of a `health:` section without errors. */
export function buildHealth(health: FileHealth): HealthPolicy {
	const { judges, limits, sequential, kayenta, analysis } = health;
	const { failureLimit, inconclusiveLimit, consecutiveErrorLimit, dryRun } = limits;
	return {
		...buildLimitGroups(health),
		minimumRequests: health.minimumRequests,
		windowMs: health.window,
		limits: { failureLimit, inconclusiveLimit, consecutiveErrorLimit, ...(dryRun.length > 0 ? { dryRun } : {}) },
		sequential: buildSequential(sequential, judges.sequential ?? 'decide', health.minimumRequests),
		kayenta: {
			role: judges.kayenta ?? 'off',
			...(kayenta === undefined ? defaultKayentaPolicy : buildKayenta(kayenta)),
		},
		analysis: {
			role: judges.analysis ?? (analysis === undefined ? 'off' : 'decide'),
			metrics: analysis === undefined ? [] : buildAnalysis(analysis),
		},
	};
}
