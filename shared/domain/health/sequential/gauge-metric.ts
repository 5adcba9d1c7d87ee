/** A gauge (memory, queue length), look by look. Only whole blocks are compared: what swings within one says nothing. */
import { type Finding, type Stakes, noFinding } from './finding.ts';
import { type GaugeMemory, gaugeFinding, observeGauge, startGauge } from './gauge.ts';
import type { SequentialMetric, SequentialPolicy } from './model.ts';
import type { PairedBlock } from './paired-blocks.ts';

export type GaugeMetricMemory = GaugeMemory;

export function startGaugeMetric(metric: SequentialMetric, policy: SequentialPolicy): GaugeMetricMemory {
	return startGauge(metric, policy.drift.memoryMs);
}

function find(memory: GaugeMetricMemory, metric: SequentialMetric, stakes: Stakes): Finding {
	// A gauge's evidence has no deadline to fall towards: a leak that is not shown yet is not there yet.
	const line = 1 / stakes.alpha;
	const found = gaugeFinding(memory, metric, stakes.alpha, line);
	if (found.notJudged !== null) return noFinding(found.notJudged);
	const { trend } = found;
	const isGrowing = trend !== null && (trend.harm >= line || trend.low > 0);
	return {
		isCompared: true,
		canary: found.canary,
		stable: found.stable,
		estimate: {
			kind: found.kind,
			value: found.estimate,
			low: found.low,
			high: found.high,
			confidence: 1 - stakes.alpha,
		},
		harmMargin: found.harmMargin,
		promoteMargin: found.promoteMargin,
		samples: { canary: found.samples, stable: found.samples },
		harm: { kind: 'e-value', value: found.harm, line },
		nonInferior: { kind: 'e-value', value: found.nonInferior, line: 1 / stakes.beta },
		isHarmShown: found.isHarm,
		isNoWorse: found.nonInferior >= 1 / stakes.beta,
		gap: null,
		assumption: found.assumption,
		note: isGrowing ? trend.words : null,
	};
}

/** One look at a gauge. `block` is the open or just closed block; null when there is nothing new. */
export function lookAtGauge(
	memory: GaugeMetricMemory,
	metric: SequentialMetric,
	from: string,
	block: PairedBlock | null,
	stakes: Stakes,
	policy: SequentialPolicy,
): { readonly finding: Finding; readonly memory: GaugeMetricMemory } {
	if (block === null || !block.isClosed) return { finding: find(memory, metric, stakes), memory };
	const after = observeGauge(memory, {
		canary: block.canary.gauges[from],
		stable: block.stable.gauges[from],
		blockMs: block.blocks * policy.blockMs,
	});
	return { finding: find(after, metric, stakes), memory: after };
}
