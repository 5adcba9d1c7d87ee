/**
 * Series of points for the Kayenta judge, one point a block and metric, made from what a slot did between two looks.
 * The slots are blocked apart: the test pairs nothing.
 */
import { histogramQuantile } from '../../statistics/histogram.ts';
import { type Interval, intervalBetween, intervalFromReadings } from '../intervals.ts';
import type { HealthPolicy, JudgeInput, SlotReadings } from '../model.ts';
import { kayentaAnswer } from '../policy/questions.ts';
import type { Measurement, SlotTotals } from '../totals.ts';
import type { KayentaMetric, KayentaSeries } from './model.ts';

/** What is kept of one slot; plain data. */
export interface SideMemory {
	/** Totals at the start of the open block; null before the first look, or where the source keeps none. */
	readonly opened: SlotTotals | null;
	/** End of the newest closed block, ms since the epoch. */
	readonly closedAt: number | null;
	/** Closed blocks. */
	readonly blocks: number;
	/** Points by metric; null where a block showed none. */
	readonly points: Readonly<Record<string, readonly (number | null)[]>>;
	readonly source: string;
	readonly query: string;
}

export type Sides<Each> = Readonly<Record<'canary' | 'stable', Each>>;

export const emptySide: SideMemory = { opened: null, closedAt: null, blocks: 0, points: {}, source: '', query: '' };

/** Older points are forgotten: all pairs of both series are compared, and half a day ago is another day's traffic. */
const longestSeries = 600;

function share(part: number | undefined, whole: number | null): number | null {
	return part === undefined || whole === null || whole <= 0 ? null : part / whole;
}

/** `p95` and the like. */
function quantileNamed(name: string): number | null {
	const digits = /^p(\d{1,2})$/.exec(name)?.[1];
	return digits === undefined ? null : Number(digits) / 100;
}

const own = <Value>(values: Readonly<Record<string, Value>>, name: string): Value | undefined =>
	Object.hasOwn(values, name) ? values[name] : undefined;

/** The value of a metric in a block: a quantile of latency, a value of the instant, or a share of the requests. */
function pointIn(block: Interval, name: string): number | null {
	const quantile = quantileNamed(name);
	if (quantile !== null) {
		// Beyond the last bucket the bound itself is taken: in ranks it still is above everything that lies below.
		if (block.latency === null) return null;
		return histogramQuantile(block.latency.boundsMs, block.latency.counts, quantile)?.value ?? null;
	}
	return own(block.gauges, name) ?? share(own(block.events, name), block.requests);
}

function pointOfAnswer(answer: Measurement | undefined): number | null {
	if (answer === undefined || answer.state !== 'measured') return null;
	const [value, ...others] = answer.values;
	// Which of several series was meant nobody knows.
	if (value === undefined || others.length > 0) return null;
	if (typeof value === 'number') return value;
	if (value === 'NaN') return Number.NaN;
	return value === '+Inf' ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
}

/** p95 of a source without histograms: the reading of the window that the block was made of. */
function p95OfReadings({ p95Latency }: SlotReadings): number | null {
	const isKnown = p95Latency.state === 'measured' || (p95Latency.state === 'partial' && p95Latency.atLeast === true);
	return isKnown ? p95Latency.value : null;
}

interface Closed {
	readonly block: Interval;
	/** Readings of the same window, where the source keeps no totals. */
	readonly readings: SlotReadings | null;
}

interface Seen {
	readonly totals: SlotTotals | null;
	readonly readings: SlotReadings | null;
	readonly of: 'canary' | 'stable';
	readonly input: JudgeInput;
}

function pointOf(metric: KayentaMetric, { block, readings }: Closed, { input, of }: Seen): number | null {
	if ((metric.query ?? null) !== null)
		return pointOfAnswer(own(input.measurements ?? {}, kayentaAnswer(metric.name, of)));
	if (metric.name === 'p95' && readings !== null) return p95OfReadings(readings);
	return pointIn(block, metric.name);
}

/** The block that this look closes, if it closes one, and the totals at which the next one opens. */
function closing(
	before: SideMemory,
	seen: Seen,
	blockMs: number,
): { closed: Closed | null; opened: SlotTotals | null } {
	const { totals, readings } = seen;
	if (totals === null) {
		// A source that counted before and does not now is waited for: windows would count the open block twice.
		if (before.opened !== null) return { closed: null, opened: before.opened };
		const block = readings === null ? null : intervalFromReadings(readings, before.closedAt);
		return { closed: block === null ? null : { block, readings }, opened: null };
	}
	if (before.opened === null) return { closed: null, opened: totals };
	const block = intervalBetween(before.opened, totals);
	// Nothing new is waited for; another version or epoch cannot be subtracted, and a new block opens there.
	const isNewRun = before.opened.epoch !== totals.epoch || before.opened.version !== totals.version;
	if (block === null) return { closed: null, opened: isNewRun ? totals : before.opened };
	const isOver = block.toMs - block.fromMs >= blockMs;
	return isOver ? { closed: { block, readings: null }, opened: totals } : { closed: null, opened: before.opened };
}

/** One slot after a look. */
function afterLook(before: SideMemory, seen: Seen, metrics: readonly KayentaMetric[], blockMs: number): SideMemory {
	const { closed, opened } = closing(before, seen, blockMs);
	if (closed === null) return { ...before, opened };
	const points = metrics.map((metric): [string, readonly (number | null)[]] => {
		const earlier = own(before.points, metric.name) ?? [];
		return [metric.name, [...earlier, pointOf(metric, closed, seen)].slice(-longestSeries)];
	});
	return {
		opened,
		closedAt: closed.block.toMs,
		blocks: before.blocks + 1,
		points: Object.fromEntries(points),
		source: closed.block.source,
		query: closed.block.query,
	};
}

/** Length of a block in wall time: process time runs faster in the sample. */
export function blockLengthMs(policy: HealthPolicy, input: JudgeInput): number {
	return policy.sequential.blockMs / Math.max(1e-6, input.progress?.clockRate ?? 1);
}

/** Both slots after a look. A baseline from before the switch stands still and therefore adds no points. */
export function lookAtSides(
	policy: HealthPolicy,
	given: JudgeInput,
	input: JudgeInput,
	sides: Sides<SideMemory>,
): Sides<SideMemory> {
	const blockMs = blockLengthMs(policy, given);
	const after = (of: 'canary' | 'stable'): SideMemory => {
		const readings = input[of];
		const seen: Seen = { of, totals: given.totals?.[of] ?? null, readings, input: given };
		return afterLook(sides[of], seen, policy.kayenta.metrics, blockMs);
	};
	return { canary: after('canary'), stable: after('stable') };
}

/** The series as the judge takes them. */
export function seriesOf(metrics: readonly KayentaMetric[], sides: Sides<SideMemory>): readonly KayentaSeries[] {
	return metrics.map(({ name }) => ({
		metric: name,
		canary: own(sides.canary.points, name) ?? [],
		baseline: own(sides.stable.points, name) ?? [],
	}));
}
