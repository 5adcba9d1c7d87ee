import type { Verdict } from '../model.ts';
import type { EvidencePoint, MetricEvidence } from './model.ts';

function pointOfMetric(evidence: MetricEvidence): EvidencePoint['metrics'][number] {
	const { metric, judge, answer, samples, harm, nonInferior, estimate } = evidence;
	return {
		metric,
		judge,
		answer,
		samples: samples.canary,
		harm: harm?.value ?? null,
		nonInferior: nonInferior?.value ?? null,
		value: estimate?.value ?? null,
		low: estimate?.low ?? null,
		high: estimate?.high ?? null,
	};
}

/** A look as one point of the trail; null when its judge kept no evidence. */
export function pointOf(verdict: Pick<Verdict, 'at' | 'answer' | 'evidence'>, stepIndex: number): EvidencePoint | null {
	if (verdict.evidence === undefined) return null;
	return {
		at: verdict.at,
		stepIndex,
		answer: verdict.answer ?? 'keep-looking',
		metrics: verdict.evidence.map(pointOfMetric),
	};
}
