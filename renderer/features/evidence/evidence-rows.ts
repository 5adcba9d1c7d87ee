/** What each line of the evidence card shows. Pure. */
import type { EvidencePoint, MetricEvidence, Strength } from '../../../shared/domain/health/evidence/model.ts';
import { inOrder } from '../../../shared/domain/health/evidence/order.ts';
import { shareOfLine } from '../../../shared/domain/health/evidence/strength.ts';
import { describeFinding } from '../../../shared/domain/health/evidence/words.ts';
import type { HealthPolicy, Verdict } from '../../../shared/domain/health/model.ts';

/** One look of one metric on its charts; null where the look has no such number. */
export interface MetricLook {
	readonly at: number;
	readonly harm: number | null;
	readonly nonInferior: number | null;
	readonly value: number | null;
	readonly low: number | null;
	readonly high: number | null;
}

export interface EvidenceRow {
	readonly key: string;
	readonly evidence: MetricEvidence;
	readonly looks: readonly MetricLook[];
	/** Instant of the look that it is from. */
	readonly lookedAt: number;
}

type Named = Pick<MetricEvidence, 'metric' | 'judge'>;

function keyOf({ metric, judge }: Named): string {
	return `${judge}/${metric}`;
}

/** The looks of every metric, by its key. */
function looksByKey(points: readonly EvidencePoint[]): ReadonlyMap<string, readonly MetricLook[]> {
	const found = new Map<string, MetricLook[]>();
	for (const { at, metrics } of points) {
		for (const metric of metrics) {
			const { harm, nonInferior, value, low, high } = metric;
			const list = found.get(keyOf(metric)) ?? [];
			list.push({ at, harm, nonInferior, value, low, high });
			found.set(keyOf(metric), list);
		}
	}
	return found;
}

/** The lines of the card: harm first, each with its way through the looks. */
export function rowsOf(
	evidence: readonly MetricEvidence[],
	lookedAt: number,
	points: readonly EvidencePoint[],
): readonly EvidenceRow[] {
	const looks = looksByKey(points);
	return inOrder(evidence).map((one) => ({
		key: keyOf(one),
		evidence: one,
		looks: looks.get(keyOf(one)) ?? [],
		lookedAt,
	}));
}

function strengthAt(template: Strength | null, value: number | null): Strength | null {
	return template === null || value === null ? null : { ...template, value };
}

/** A metric at a look of which only the point was kept; null where the point does not say what it answered. */
function evidenceAt(template: MetricEvidence, point: EvidencePoint): MetricEvidence | null {
	const own = point.metrics.find((metric) => keyOf(metric) === keyOf(template));
	if (own?.answer === undefined || own.samples === undefined) return null;
	const { value, low, high } = own;
	const hasEstimate = value !== null || low !== null || high !== null;
	const then: MetricEvidence = {
		...template,
		answer: own.answer,
		canary: null,
		stable: null,
		estimate: template.estimate === null || !hasEstimate ? null : { ...template.estimate, value, low, high },
		samples: { canary: own.samples, stable: 0 },
		harm: strengthAt(template.harm, own.harm),
		nonInferior: strengthAt(template.nonInferior, own.nonInferior),
		at: null,
	};
	return { ...then, words: describeFinding(then) };
}

/** What is known of a metric from the policy alone, for looks whose verdict was not kept. */
function templatesOf({ sequential }: HealthPolicy): readonly MetricEvidence[] {
	return sequential.metrics.map((metric) => ({
		...{ metric: metric.name, label: metric.label, judge: 'sequential', criticality: metric.criticality },
		role: sequential.role === 'inform' ? 'inform' : 'decide',
		answer: 'keep-looking',
		unit: metric.unit,
		direction: metric.direction,
		canary: null,
		stable: null,
		estimate: {
			kind: metric.harmMargin.in === 'share' ? 'ratio' : 'difference',
			...{ value: null, low: null, high: null, confidence: 1 - sequential.alpha },
		},
		harmMargin: metric.harmMargin.value,
		promoteMargin: metric.promoteMargin.value,
		samples: { canary: 0, stable: 0 },
		minimumSamples: metric.minimumSamples,
		harm: { kind: 'e-value', value: 1, line: 1 / sequential.alpha },
		nonInferior: { kind: 'e-value', value: 1, line: 1 / sequential.beta },
		assumption: null,
		words: '',
		source: '',
		query: '',
		at: null,
	}));
}

/** The evidence as it stood, and the instant of the look that it is from. */
export interface StandingEvidence {
	readonly evidence: readonly MetricEvidence[];
	readonly at: number;
}

/**
 * What the judge knew at the newest of `points`: its verdict where that was kept whole, else the point put into words
 * with what a kept verdict (or the policy) says of the metric. Null where no look kept evidence.
 */
export function standingEvidence(
	verdict: Verdict | null,
	points: readonly EvidencePoint[],
	policy: HealthPolicy | null,
): StandingEvidence | null {
	const point = points.at(-1);
	const whole = verdict?.evidence === undefined ? null : { evidence: verdict.evidence, at: verdict.at };
	if (point === undefined || (whole !== null && whole.at >= point.at)) return whole;
	const templates = whole?.evidence ?? (policy === null ? [] : templatesOf(policy));
	const then = templates.flatMap((template) => evidenceAt(template, point) ?? []);
	return then.length === 0 ? whole : { evidence: then, at: point.at };
}

/** The judges that speak; their names are only shown where there are several. */
export function judgesIn(evidence: readonly MetricEvidence[]): readonly string[] {
	return [...new Set(evidence.map((one) => one.judge))];
}

/** How far a verdict is from deciding, for the bars beside it. */
export interface DecisionBar {
	readonly key: string;
	readonly label: string;
	/** Share of the way to the line at which harm is called; null where the test has no such number. */
	readonly share: number | null;
	readonly evidence: MetricEvidence;
}

/** The metrics that can roll back or hold, harm first; what only informs is no way to a decision. */
export function decisionBars(verdict: Verdict): readonly DecisionBar[] {
	return inOrder(verdict.evidence ?? [])
		.filter((one) => one.role === 'decide' && one.criticality !== 'inform')
		.map((one) => ({
			key: keyOf(one),
			label: one.label,
			share: one.answer === 'roll-back' ? 1 : one.harm === null ? null : shareOfLine(one.harm),
			evidence: one,
		}));
}
