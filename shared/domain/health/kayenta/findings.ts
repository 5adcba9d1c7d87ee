/** What the Kayenta judge found, as evidence and reasons. */
import { formatCounted, formatNumber, formatPercent } from '../../format.ts';
import type { EvidenceUnit, MetricEvidence, Strength } from '../evidence/model.ts';
import { describeFinding, intervalWords, samplesWords, type Wordless } from '../evidence/words.ts';
import type { HealthPolicy, MetricName, Reason, RuleRole, VerdictOutcome } from '../model.ts';
import type { SideMemory, Sides } from './blocks.ts';
import type { KayentaLabel, KayentaMetric, KayentaMetricResult, KayentaResult } from './model.ts';

interface Known {
	readonly label: string;
	readonly unit: EvidenceUnit;
	readonly reading: MetricName | null;
}

const knownMetrics: Readonly<Record<string, Known>> = {
	errors: { label: 'error rate', unit: 'ratio', reading: 'errorRate' },
	p95: { label: 'p95', unit: 'ms', reading: 'p95Latency' },
	memory: { label: 'memory', unit: 'ratio', reading: 'memory' },
};

function knownOf({ name, query = null }: KayentaMetric): Known {
	const known = query === null && Object.hasOwn(knownMetrics, name) ? knownMetrics[name] : undefined;
	return known ?? { label: name, unit: 'number', reading: null };
}

const answers: Readonly<Record<KayentaLabel, MetricEvidence['answer']>> = {
	Pass: 'promote',
	High: 'roll-back',
	Low: 'roll-back',
	Nodata: 'not-judged',
	NodataFailMetric: 'unknown',
	Error: 'unknown',
};

/** The p-value speaks of a difference either way; it is evidence for harm only where the difference is on the side of harm. */
function harmOf(metric: KayentaMetric, { pValue, cles }: KayentaMetricResult, confidence: number): Strength | null {
	if (pValue === null || cles === null) return null;
	if (metric.direction === 'increase' && cles < 0.5) return null;
	if (metric.direction === 'decrease' && cles > 0.5) return null;
	return { kind: 'p-value', value: pValue, line: 1 - confidence };
}

function assumptionOf({ kayenta }: HealthPolicy): string {
	const confidence = formatPercent(kayenta.confidence);
	const chance = formatPercent(1 - kayenta.confidence);
	return `each look is a test of its own at ${confidence}, as in Kayenta: nothing corrects for looking again, so over a deployment a false alarm is likelier than ${chance}; points of different blocks are taken as independent`;
}

/** A pass in Kayenta's sense is that no harm was shown, which is less than that there is none. */
function wordsOf(evidence: Wordless, result: KayentaMetricResult): string {
	if (result.label === 'Pass') {
		const interval = intervalWords(evidence);
		const found = interval === null ? result.reason : interval;
		return `no harm shown in ${evidence.label}: ${found}; ${samplesWords(evidence)}`;
	}
	if (result.label === 'High' || result.label === 'Low') return describeFinding(evidence);
	return `${evidence.label} is not judged: ${result.reason}`;
}

export function roleOf(policy: HealthPolicy, muted: boolean): RuleRole {
	return policy.kayenta.role === 'decide' && !muted ? 'decide' : 'inform';
}

/** Evidence of one metric. */
export function evidenceOf(
	policy: HealthPolicy,
	metric: KayentaMetric,
	result: KayentaMetricResult,
	sides: Sides<SideMemory>,
): MetricEvidence {
	const { confidence, minimumPoints } = policy.kayenta;
	const { label, unit } = knownOf(metric);
	const evidence: Wordless = {
		metric: metric.name,
		label,
		judge: 'kayenta',
		role: roleOf(policy, metric.muted),
		criticality: metric.muted ? 'inform' : 'roll-back',
		answer: answers[result.label],
		unit,
		direction: metric.direction,
		canary: result.mean.canary,
		stable: result.mean.baseline,
		estimate: result.shift === null ? null : { kind: 'difference', ...result.shift, confidence },
		harmMargin: result.margin,
		promoteMargin: null,
		samples: { canary: result.points.canary, stable: result.points.baseline },
		samplesAre: 'point',
		minimumSamples: minimumPoints,
		harm: harmOf(metric, result, confidence),
		nonInferior: null,
		assumption: assumptionOf(policy),
		source: sides.canary.source,
		query: metric.query ?? sides.canary.query,
		at: sides.canary.closedAt,
	};
	return { ...evidence, words: wordsOf(evidence, result) };
}

function metricReason(
	policy: HealthPolicy,
	metric: KayentaMetric,
	result: KayentaMetricResult,
	evidence: MetricEvidence,
	isFailing: boolean,
): Reason {
	const isBad = result.label === 'High' || result.label === 'Low' || result.label === 'NodataFailMetric';
	const outcomes = { Pass: 'passed', Nodata: 'not-judged', Error: 'unknown' } as const;
	const outcome = result.label === 'Pass' || result.label === 'Nodata' || result.label === 'Error';
	return {
		rule: `kayenta.${metric.name}`,
		metric: knownOf(metric).reading,
		outcome: outcome ? outcomes[result.label] : 'failed',
		// A failure that the score still allows is shown, and decides nothing.
		role: isBad && !isFailing ? 'inform' : roleOf(policy, metric.muted),
		value: result.mean.canary,
		baseline: result.mean.baseline,
		limit: result.margin,
		count: result.points.canary,
		text: evidence.words,
	};
}

const scoreOutcomes = { healthy: 'passed', unhealthy: 'failed', inconclusive: 'unknown' } as const;

/** The score first, then each metric. */
export function reasonsOf(
	policy: HealthPolicy,
	result: KayentaResult,
	evidence: readonly MetricEvidence[],
	outcome: VerdictOutcome,
): readonly Reason[] {
	const { thresholds, metrics } = policy.kayenta;
	const scored: Reason = {
		rule: 'kayenta.score',
		metric: null,
		outcome: scoreOutcomes[outcome],
		role: roleOf(policy, false),
		value: result.score,
		baseline: null,
		limit: thresholds.pass,
		count: result.metrics.length,
		text: scoreWords(result),
	};
	const each = metrics.flatMap((metric) => {
		const one = result.metrics.find((found) => found.metric === metric.name);
		const shown = evidence.find((found) => found.metric === metric.name);
		if (one === undefined || shown === undefined) return [];
		return [metricReason(policy, metric, one, shown, outcome === 'unhealthy')];
	});
	return [scored, ...each];
}

/** "Kayenta score 66.67 of 100, Fail: p95 is High (...)". */
export function scoreWords({ score, classification, reason }: KayentaResult): string {
	if (classification === 'Nodata') return `Kayenta has no score yet: ${reason}`;
	return `Kayenta score ${formatNumber(score, Number.isInteger(score) ? 0 : 2)} of 100, ${classification}: ${reason}`;
}

/** What is said until there are enough blocks. */
export function waitingWords(policy: HealthPolicy, { canary, stable }: Sides<SideMemory>): string {
	const needed = formatCounted(policy.kayenta.minimumPoints, 'point');
	return `${canary.blocks} and ${formatCounted(stable.blocks, 'point')} of the canary and the stable slot; ${needed} of each are needed`;
}
