/** What the charts mark on their axis, and the limits they draw, out of the journal and the verdict. */
import type { CommandKind, RecordedEvent } from '../../../shared/domain/deployment/events.ts';
import { formatPercent } from '../../../shared/domain/format.ts';
import type { HealthPolicy, MetricName, Verdict, VerdictOutcome } from '../../../shared/domain/health/model.ts';
import { formatMetric } from '../../../shared/domain/health/trust.ts';
import type { SlotName } from '../../../shared/domain/target/model.ts';
import type { ChartMark } from '../../charts/chart-marks.ts';
import { shareText } from './describe-event.ts';

const tones: Readonly<Record<VerdictOutcome, NonNullable<ChartMark['tone']>>> = {
	healthy: 'good',
	inconclusive: 'warn',
	unhealthy: 'bad',
};

const commandLabels: Readonly<Record<CommandKind, string>> = {
	promote: 'promoted',
	'promote-fully': 'promoted fully',
	pause: 'paused',
	resume: 'resumed',
	retry: 'tried again',
	'roll-back': 'rolled back',
};

/** Steps are marked when the target took the new share, not when it was asked for. */
export function marksOf(events: readonly RecordedEvent[], canarySlot: SlotName): readonly ChartMark[] {
	const shares = new Map<string, number>();
	const marks: ChartMark[] = [];
	for (const { event, at } of events) {
		if (event.type === 'effect-intended' && event.effect.kind === 'set-traffic') {
			shares.set(event.effectId, event.effect.split[canarySlot]);
		} else if (event.type === 'effect-done') {
			const share = shares.get(event.effectId);
			if (share !== undefined) marks.push({ at, kind: 'step', label: shareText(share), tone: null });
		} else if (event.type === 'commanded') {
			marks.push({ at, kind: 'command', label: commandLabels[event.command], tone: null });
		} else if (event.type === 'verdict') {
			const { outcome } = event.verdict;
			marks.push({ at, kind: 'look', label: outcome, tone: tones[outcome] });
		}
	}
	return marks;
}

/** A limit as a line and as words. */
export interface ChartLimit {
	/** In the metric's unit; null where the limit is not a value of the metric itself. */
	readonly value: number | null;
	readonly text: string | null;
}

const noLimit: ChartLimit = { value: null, text: null };

function throughputLimit(change: number): ChartLimit {
	return { value: null, text: `limit ${formatPercent(change)} per unit of traffic` };
}

/** The fixed limit that the judge will hold a metric against; one against stable is no line before there is a stable value. */
function limitToCome({ absolute }: HealthPolicy, metric: MetricName): ChartLimit {
	if (metric === 'requests') return noLimit;
	if (metric === 'throughput') {
		return absolute.throughputChange === null ? noLimit : throughputLimit(absolute.throughputChange);
	}
	const value = absolute[metric];
	return value === null ? noLimit : { value, text: `limit ${formatMetric(metric, value)}` };
}

/** The limit that the judge held a metric against; before its first look the one of `policy`, where that is known. */
export function limitOf(verdict: Verdict | null, policy: HealthPolicy | null, metric: MetricName): ChartLimit {
	if (verdict === null) return policy === null ? noLimit : limitToCome(policy, metric);
	const absolute = verdict.reasons.find((reason) => reason.rule === `absolute.${metric}`);
	const rule = absolute ?? verdict.reasons.find((reason) => reason.rule === `baseline.${metric}`);
	if (rule === undefined || rule.limit === null) return noLimit;
	if (metric === 'throughput') return throughputLimit(rule.limit);
	if (rule === absolute) return { value: rule.limit, text: `limit ${formatMetric(metric, rule.limit)}` };
	if (rule.baseline === null) return noLimit;
	const value = rule.limit * rule.baseline;
	return { value, text: `limit ${formatMetric(metric, value)}, from stable` };
}

/**
 * The verdict whose limits the charts draw: the one of the step, else the last in the journal. A new step starts without
 * a verdict, but its limits are still those of the environment.
 */
export function newestVerdict(ofStep: Verdict | null, events: readonly RecordedEvent[]): Verdict | null {
	if (ofStep !== null) return ofStep;
	for (const { event } of events.toReversed()) if (event.type === 'verdict') return event.verdict;
	return null;
}
