/** Local days of one zone as instants: bounds, parts of days, buckets. Days of 23 and 25 hours are days. */
import { Temporal } from 'temporal-polyfill';
import type { BucketSize, Period } from './metrics.ts';
import { addDays, addMonths, dayNumber, dayOfNumber, monthOf, weekStart } from './periods.ts';

/** Instants, ms since the epoch; `to` is the first that is not part of it. */
export interface Span {
	readonly from: number;
	readonly to: number;
}

export interface Bucket {
	/** As far as the period asked about reaches: an edge is cut. */
	readonly period: Period;
	readonly span: Span;
	/** The period cuts it, or it is not over yet. */
	readonly isPartial: boolean;
}

/** Of one zone; keeps what is slow to find out, so make one and use it for many questions. */
export interface Calendar {
	readonly zone: string;
	readonly spanOf: (period: Period) => Span;
	/** Local day at an instant. */
	readonly dayAt: (instant: number) => string;
	/** As `dayAt`, as days since 1970-01-01. */
	readonly dayNumberAt: (instant: number) => number;
	/** First instant of the local day. */
	readonly dayStart: (instant: number) => number;
	/** Exact days between: a part of a day counts as its part of that day's own length. 0 where `to` is not after `from`. */
	readonly daysIn: (span: Span) => number;
	/** Weeks begin on Monday. */
	readonly buckets: (period: Period, size: BucketSize, now: number) => readonly Bucket[];
}

/** `zone` is an IANA name that the configuration has checked. */
export function createCalendar(zone: string): Calendar {
	const startOf = createStarts(zone);
	const offsetAt = createOffsets(zone);
	const dayNumberAt = (instant: number) => Math.floor((instant + offsetAt(instant)) / dayMs);
	const spanOf = (period: Period) => ({ from: startOf(dayNumber(period.from)), to: startOf(dayNumber(period.to)) });
	/** Day and part of it apart: their sum would lose the last digits of the part. */
	const position = (instant: number) => {
		const day = dayNumberAt(instant);
		const start = startOf(day);
		return { day, part: (instant - start) / (startOf(day + 1) - start) };
	};
	const daysIn = ({ from, to }: Span) => {
		if (to <= from) return 0;
		const [first, last] = [position(from), position(to)];
		return last.day - first.day + (last.part - first.part);
	};
	return {
		zone,
		spanOf,
		dayNumberAt,
		dayAt: (instant) => dayOfNumber(dayNumberAt(instant)),
		dayStart: (instant) => startOf(dayNumberAt(instant)),
		daysIn,
		buckets: (period, size, now) =>
			cut(period, size).map(({ isCut, ...bucket }) => {
				const span = spanOf(bucket);
				return { period: bucket, span, isPartial: isCut || span.to > now };
			}),
	};
}

const dayMs = 86_400_000;

/** First instant of a day. */
function createStarts(zone: string): (day: number) => number {
	const known = new Map<number, number>();
	return (day) => {
		const found = known.get(day);
		if (found !== undefined) return found;
		const start = Temporal.PlainDate.from(dayOfNumber(day)).toZonedDateTime(zone).epochMilliseconds;
		known.set(day, start);
		return start;
	};
}

/** Offset from UTC in ms. It only changes at transitions, so a stretch between two of them is looked up once. */
function createOffsets(zone: string): (instant: number) => number {
	const stretches: (Span & { readonly offset: number })[] = [];
	let last: Span & { readonly offset: number } = { from: 0, to: 0, offset: 0 };
	return (instant) => {
		const isIn = ({ from, to }: Span) => instant >= from && instant < to;
		if (isIn(last)) return last.offset;
		const known = stretches.find(isIn);
		last = known ?? stretchAt(instant, zone);
		if (known === undefined) stretches.push(last);
		return last.offset;
	};
}

function stretchAt(instant: number, zone: string): Span & { readonly offset: number } {
	const local = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone);
	// A transition at the very instant has happened; "previous" alone would leave it out.
	const previous = local.add({ milliseconds: 1 }).getTimeZoneTransition('previous');
	const next = local.getTimeZoneTransition('next');
	return {
		from: previous?.epochMilliseconds ?? Number.NEGATIVE_INFINITY,
		to: next?.epochMilliseconds ?? Number.POSITIVE_INFINITY,
		offset: local.offsetNanoseconds / 1_000_000,
	};
}

function cut(period: Period, size: BucketSize): readonly (Period & { readonly isCut: boolean })[] {
	const found: (Period & { readonly isCut: boolean })[] = [];
	if (period.from >= period.to) return found;
	for (let start = bucketStart(period.from, size); start < period.to; ) {
		const end = bucketEnd(start, size);
		const from = start < period.from ? period.from : start;
		const to = end > period.to ? period.to : end;
		found.push({ from, to, isCut: from !== start || to !== end });
		start = end;
	}
	return found;
}

function bucketStart(day: string, size: BucketSize): string {
	if (size === 'day') return day;
	return size === 'week' ? weekStart(day) : `${monthOf(day)}-01`;
}

function bucketEnd(start: string, size: BucketSize): string {
	if (size === 'day') return addDays(start, 1);
	return size === 'week' ? addDays(start, 7) : `${addMonths(monthOf(start), 1)}-01`;
}
