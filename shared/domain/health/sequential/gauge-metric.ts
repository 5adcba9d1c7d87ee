/** Gauges, look by look. */
import { type Finding, type Stakes, noFinding } from './finding.ts';
import type { SequentialMetric, SequentialPolicy } from './model.ts';
import type { PairedBlock } from './paired-blocks.ts';

export interface GaugeMetricMemory {
	readonly none: null;
}

export const startGaugeMetric = (): GaugeMetricMemory => ({ none: null });

export function lookAtGauge(
	memory: GaugeMetricMemory,
	_metric: SequentialMetric,
	_from: string,
	_block: PairedBlock | null,
	_stakes: Stakes,
	_policy: SequentialPolicy,
): { readonly finding: Finding; readonly memory: GaugeMetricMemory } {
	return { finding: noFinding('gauges are not judged yet'), memory };
}
