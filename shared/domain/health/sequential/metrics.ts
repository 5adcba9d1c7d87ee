/** The metrics of a policy, each looked at by the test that fits how it is measured. */
import { formatDuration } from '../../format.ts';
import { assertNever } from '../../result.ts';
import type { Criticality } from '../evidence/model.ts';
import { differenceModels } from './difference-evidence.ts';
import { type EventMemory, lookAtEvents, startEvents } from './event-metric.ts';
import { eventTables } from './event-evidence.ts';
import { type Finding, type Stakes, noFinding } from './finding.ts';
import { type GaugeMetricMemory, lookAtGauge, startGaugeMetric } from './gauge-metric.ts';
import { type LatencyMemory, lookAtLatency, startLatency } from './latency-metric.ts';
import type { SequentialMetric, SequentialPolicy } from './model.ts';
import type { PairedBlock } from './paired-blocks.ts';
import type { SplitTables } from './split-likelihood.ts';

type MetricMemory =
	| { readonly kind: 'events'; readonly memory: EventMemory }
	| { readonly kind: 'latency'; readonly memory: LatencyMemory }
	| { readonly kind: 'gauge'; readonly memory: GaugeMetricMemory };

export interface MetricMemories {
	/** Made at the first look and shared by all metrics of events. */
	readonly tables: SplitTables | null;
	readonly byName: Readonly<Record<string, MetricMemory>>;
	/** When each metric last told something of both slots, ms since the epoch. */
	readonly heard: Readonly<Record<string, number>>;
	/** Where the newest data came from. */
	readonly told: { readonly source: string; readonly query: string; readonly at: number | null };
}

export const noMetrics: MetricMemories = {
	tables: null,
	byName: {},
	heard: {},
	told: { source: '', query: '', at: null },
};

export interface MetricFinding {
	readonly metric: SequentialMetric;
	readonly finding: Finding;
	readonly told: MetricMemories['told'];
}

interface Setting {
	readonly policy: SequentialPolicy;
	readonly tables: SplitTables;
	readonly block: PairedBlock | null;
	readonly stakes: Stakes;
}

function lookAt(metric: SequentialMetric, before: MetricMemory | undefined, setting: Setting) {
	const { policy, tables, block, stakes } = setting;
	const { measured } = metric;
	switch (measured.kind) {
		case 'events': {
			const known = before?.kind === 'events' ? before.memory : startEvents(tables);
			const { finding, memory } = lookAtEvents(known, tables, metric, measured.from, block, stakes);
			return { finding, memory: { kind: 'events', memory } as const };
		}
		case 'latency': {
			const known = before?.kind === 'latency' ? before.memory : startLatency(differenceModels(policy.drift.sd));
			const { finding, memory } = lookAtLatency(known, metric, measured.quantile, block, stakes);
			return { finding, memory: { kind: 'latency', memory } as const };
		}
		case 'gauge': {
			const known = before?.kind === 'gauge' ? before.memory : startGaugeMetric(metric, policy);
			const { finding, memory } = lookAtGauge(known, metric, measured.from, block, stakes, policy);
			return { finding, memory: { kind: 'gauge', memory } as const };
		}
		default:
			return assertNever(measured);
	}
}

function toldBy(block: PairedBlock | null, before: MetricMemories['told']): MetricMemories['told'] {
	if (block === null) return before;
	return { source: block.canary.source, query: block.canary.query, at: Math.min(block.canary.toMs, block.stable.toMs) };
}

/** True when the block tells something of this metric in both slots. */
function speaks({ measured }: SequentialMetric, { canary, stable }: PairedBlock): boolean {
	const has = (values: Readonly<Record<string, number>>, name: string): boolean => Object.hasOwn(values, name);
	switch (measured.kind) {
		case 'events':
			return has(canary.events, measured.from) && has(stable.events, measured.from);
		case 'latency':
			return canary.latency !== null && stable.latency !== null;
		case 'gauge':
			return has(canary.gauges, measured.from) && has(stable.gauges, measured.from);
		default:
			return assertNever(measured);
	}
}

export interface MetricsLook {
	/** The open or just closed block; null when there is nothing new. */
	readonly block: PairedBlock | null;
	readonly stakes: (criticality: Criticality) => Stakes;
	/** False while nothing stands beside the canary. */
	readonly isCompared: boolean;
	readonly at: number;
	/** A metric that was heard before and then told nothing for this long has fallen silent. */
	readonly silentAfterMs: number;
}

/** What was found before says nothing of the minutes in which a metric is silent: it is no longer known. */
function unlessSilent(finding: Finding, heardAt: number | undefined, { at, silentAfterMs }: MetricsLook): Finding {
	if (heardAt === undefined || at - heardAt <= silentAfterMs || finding.isHarmShown) return finding;
	const gap = `nothing was heard of it for ${formatDuration(at - heardAt)}`;
	return { ...finding, isCompared: false, isNoWorse: false, gap };
}

/** One look at all metrics. */
export function lookAtMetrics(
	policy: SequentialPolicy,
	memories: MetricMemories,
	look: MetricsLook,
): { readonly findings: readonly MetricFinding[]; readonly memory: MetricMemories } {
	const { block, stakes, isCompared } = look;
	const rho = stakes('inform').rho;
	const tables = memories.tables ?? eventTables({ sd: policy.drift.sd, rho });
	const told = toldBy(block, memories.told);
	const byName: Record<string, MetricMemory> = {};
	const heard: Record<string, number> = { ...memories.heard };
	const findings = policy.metrics.map((metric): MetricFinding => {
		const setting = { policy, tables, block, stakes: stakes(metric.criticality) };
		const known = Object.hasOwn(memories.byName, metric.name) ? memories.byName[metric.name] : undefined;
		const { finding, memory } = lookAt(metric, known, setting);
		byName[metric.name] = memory;
		if (block !== null && speaks(metric, block)) heard[metric.name] = look.at;
		const heardAt = Object.hasOwn(heard, metric.name) ? heard[metric.name] : undefined;
		if (!isCompared) {
			const gap = 'no release stands beside this one';
			return { metric, finding: finding.isCompared ? finding : noFinding(gap), told };
		}
		return { metric, finding: unlessSilent(finding, heardAt, look), told };
	});
	return { findings, memory: { tables, byName, heard, told } };
}
