/** Two series of a metric, joined onto one time axis for drawing. */
import type { SeriesPoint } from '../../shared/rpc/views.ts';

/**
 * Two series on one axis in the shape that uPlot takes. `null` is a gap in the data; `undefined` only means
 * that the other series has a point there, so the line goes on.
 */
export interface AlignedPair {
	readonly x: number[];
	readonly stable: (number | null | undefined)[];
	readonly canary: (number | null | undefined)[];
}

/** A hole of this many usual distances between two points is drawn as a gap. */
const gapFactor = 5;
const spacingSamples = 15;

/** The usual distance between two points, ms; infinite while it cannot be told. */
function usualSpacing(points: readonly SeriesPoint[]): number {
	if (points.length < 4) return Number.POSITIVE_INFINITY;
	const stride = Math.max(1, Math.floor((points.length - 1) / spacingSamples));
	const distances: number[] = [];
	for (let index = 1; index < points.length; index += stride) {
		const distance = (points[index]?.[0] ?? 0) - (points[index - 1]?.[0] ?? 0);
		distances.push(distance);
	}
	distances.sort((left, right) => left - right);
	return distances[Math.floor(distances.length / 2)] ?? Number.POSITIVE_INFINITY;
}

interface Column {
	readonly points: readonly SeriesPoint[];
	readonly values: (number | null | undefined)[];
	readonly gapMs: number;
	next: number;
	lastRow: number;
	lastAt: number;
}

function column(points: readonly SeriesPoint[]): Column {
	const gapMs = usualSpacing(points) * gapFactor;
	return { points, values: [], gapMs, next: 0, lastRow: -1, lastAt: Number.NEGATIVE_INFINITY };
}

function nextAt(own: Column): number {
	return own.points[own.next]?.[0] ?? Number.POSITIVE_INFINITY;
}

function isAfterHole(own: Column, at: number): boolean {
	return own.next > 0 && nextAt(own) === at && at - own.lastAt > own.gapMs;
}

/** Breaks the line of `own` behind its last point; `x` then has a row for it. */
function breakLine(x: number[], own: Column, other: Column, at: number): void {
	if (!isAfterHole(own, at)) return;
	if (own.lastRow === x.length - 1) {
		x.push((own.lastAt + at) / 2);
		own.values.push(undefined);
		other.values.push(undefined);
	}
	// All rows of the hole: between a null and the next value uPlot would draw over an `undefined`.
	own.values.fill(null, own.lastRow + 1);
}

function take(own: Column, at: number, row: number): void {
	if (nextAt(own) !== at) {
		own.values.push(undefined);
		return;
	}
	const value = own.points[own.next]?.[1] ?? null;
	own.values.push(value !== null && Number.isFinite(value) ? value : null);
	own.next++;
	own.lastRow = row;
	own.lastAt = at;
}

/**
 * Joins two series, each in order of time, onto one axis. Both slots come from the same read and so mostly share
 * their instants; where they do not, the row of the other is `undefined`. Missing time (a sleeping machine, a lost
 * source) becomes a null between the points, so that no line is drawn over it; what is not a number is a gap too.
 * Points later than `until` are left out (replay).
 */
export function alignSeries(
	stable: readonly SeriesPoint[],
	canary: readonly SeriesPoint[],
	until: number = Number.POSITIVE_INFINITY,
): AlignedPair {
	const x: number[] = [];
	const left = column(stable);
	const right = column(canary);
	for (;;) {
		const at = Math.min(nextAt(left), nextAt(right));
		if (at === Number.POSITIVE_INFINITY || at > until) break;
		breakLine(x, left, right, at);
		breakLine(x, right, left, at);
		const row = x.push(at) - 1;
		take(left, at, row);
		take(right, at, row);
	}
	return { x, stable: left.values, canary: right.values };
}
