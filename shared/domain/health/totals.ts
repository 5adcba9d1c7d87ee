/**
 * Running totals of a slot, as a source counts them. A judge that looks at every sample must not see a request twice, so
 * it takes the difference of two totals instead of overlapping windows (`intervals.ts`).
 */
import type { SlotName } from '../target/model.ts';

/** A histogram of latency as totals. */
export interface LatencyTotals {
	/** Upper bounds of the buckets in ms, ascending and finite; behind the last bound lies one more bucket. */
	readonly boundsMs: readonly number[];
	/** Observations of each bucket alone (not cumulative); one more than there are bounds. */
	readonly counts: readonly number[];
}

/** What a slot has done since the source began to count it. Restarts of instances are already accounted for. */
export interface SlotTotals {
	readonly slot: SlotName;
	/** Version that the slot ran; totals of two versions are never subtracted. Null when unknown. */
	readonly version: string | null;
	/** Names this run of counting: it changes when the source starts again, and totals of two epochs are never subtracted. */
	readonly epoch: string;
	/** Instant of the newest data behind the totals on our clock, ms since the epoch. The same `at` again is no new data. */
	readonly at: number;
	/** Null when the source does not count requests. */
	readonly requests: number | null;
	/** Totals of events among the requests: `errors`, and what the team counts besides. A name that is absent is not counted. */
	readonly events: Readonly<Record<string, number>>;
	readonly latency: LatencyTotals | null;
	/** Values of the instant in the metric's own unit: `memory` as a ratio 0..1. */
	readonly gauges: Readonly<Record<string, number>>;
	/** Name of the source and what was asked, so that a person can repeat it. */
	readonly source: string;
	readonly query: string;
}

/** One answer to a query of the team's own; NaN and infinities are written out, because JSON has none. */
export type MeasuredValue = number | 'NaN' | '+Inf' | '-Inf';

export interface Measurement {
	readonly at: number;
	readonly state: 'measured' | 'no-data' | 'failed';
	/** A scalar is one number; a vector is a list, possibly empty. */
	readonly shape: 'scalar' | 'vector';
	readonly values: readonly MeasuredValue[];
	/** Why there is no value, in words. */
	readonly detail: string | null;
	readonly query: string;
	readonly source: string;
}
