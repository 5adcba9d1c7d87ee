/** Bounded series of a deployment: a snapshot, then patches, joined onto one time axis for drawing. */
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

/** One series: the newest `capacity` points in order of time, one per instant. */
export interface SeriesRing {
	readonly size: number;
	/** Instant of the i-th point from the oldest, ms since the epoch. */
	at(index: number): number;
	/** Value of the i-th point from the oldest; null is a gap. */
	value(index: number): number | null;
	/** Adds a point where its instant belongs; the same instant again replaces, too old for a full ring is dropped. */
	push(point: SeriesPoint): void;
	/** Replaces everything. */
	reset(points: readonly SeriesPoint[]): void;
}

/** Makes an empty ring. NaN and infinities are kept as gaps: a chart never draws what is not a number. */
export function createSeriesRing(capacity: number): SeriesRing {
	const instants = new Float64Array(capacity);
	const values = new Float64Array(capacity);
	let head = 0;
	let size = 0;
	const slotOf = (index: number): number => (head + index) % capacity;
	const atOf = (index: number): number => instants[slotOf(index)] ?? Number.NaN;

	function write(index: number, point: SeriesPoint): void {
		const slot = slotOf(index);
		instants[slot] = point[0];
		values[slot] = point[1] === null || !Number.isFinite(point[1]) ? Number.NaN : point[1];
	}
	function moveUp(from: number): void {
		for (let index = size - 1; index > from; index--) {
			instants[slotOf(index)] = instants[slotOf(index - 1)] ?? Number.NaN;
			values[slotOf(index)] = values[slotOf(index - 1)] ?? Number.NaN;
		}
	}
	function push(point: SeriesPoint): void {
		if (!Number.isFinite(point[0])) return;
		let place = size;
		while (place > 0 && atOf(place - 1) >= point[0]) place--;
		if (place < size && atOf(place) === point[0]) return write(place, point);
		if (size === capacity) {
			if (place === 0) return;
			head = (head + 1) % capacity;
			place--;
		} else {
			size++;
		}
		moveUp(place);
		write(place, point);
	}

	return {
		get size() {
			return size;
		},
		at: atOf,
		value(index) {
			const value = values[slotOf(index)];
			return value === undefined || Number.isNaN(value) ? null : value;
		},
		push,
		reset(points) {
			head = 0;
			size = 0;
			for (const point of points) push(point);
		},
	};
}

/** A hole of this many usual distances between two points is drawn as a gap. */
const gapFactor = 5;
const spacingSamples = 15;

/** The usual distance between two points, ms; infinite while it cannot be told. */
export function usualSpacing(ring: SeriesRing): number {
	if (ring.size < 4) return Number.POSITIVE_INFINITY;
	const stride = Math.max(1, Math.floor((ring.size - 1) / spacingSamples));
	const distances: number[] = [];
	for (let index = 1; index < ring.size; index += stride) distances.push(ring.at(index) - ring.at(index - 1));
	distances.sort((left, right) => left - right);
	return distances[Math.floor(distances.length / 2)] ?? Number.POSITIVE_INFINITY;
}

interface Column {
	readonly ring: SeriesRing;
	readonly out: (number | null | undefined)[];
	readonly gapMs: number;
	next: number;
	lastRow: number;
	lastAt: number;
}

function column(ring: SeriesRing): Column {
	const gapMs = usualSpacing(ring) * gapFactor;
	return { ring, out: [], gapMs, next: 0, lastRow: -1, lastAt: Number.NaN };
}

function isAfterHole(own: Column, at: number): boolean {
	return own.next > 0 && at - own.lastAt > own.gapMs;
}

/**
 * Joins two rings onto one axis. Both slots come from the same read and so mostly share their instants;
 * where they do not, the row of the other is `undefined`. Missing time (a sleeping machine, a lost source)
 * becomes a null between the points, so that no line is drawn over it. `until` hides everything later (replay).
 */
export function alignRings(
	stable: SeriesRing,
	canary: SeriesRing,
	until: number = Number.POSITIVE_INFINITY,
): AlignedPair {
	const x: number[] = [];
	const columns = [column(stable), column(canary)] as const;
	for (;;) {
		const nextAt = Math.min(...columns.map((own) => (own.next < own.ring.size ? own.ring.at(own.next) : Infinity)));
		if (nextAt === Infinity || nextAt > until) break;
		const due = columns.filter((own) => own.next < own.ring.size && own.ring.at(own.next) === nextAt);
		breakLines(x, columns, due, nextAt);
		const row = x.push(nextAt) - 1;
		for (const own of columns) own.out.push(undefined);
		for (const own of due) {
			own.out[row] = own.ring.value(own.next);
			own.next++;
			own.lastRow = row;
			own.lastAt = nextAt;
		}
	}
	return { x, stable: columns[0].out, canary: columns[1].out };
}

function breakLines(x: number[], columns: readonly Column[], due: readonly Column[], at: number): void {
	const broken = due.filter((own) => isAfterHole(own, at));
	if (broken.length === 0) return;
	const needsRow = broken.some((own) => own.lastRow === x.length - 1);
	if (needsRow) {
		x.push(((x.at(-1) ?? at) + at) / 2);
		for (const own of columns) own.out.push(undefined);
	}
	for (const own of broken) own.out[own.lastRow + 1] = null;
}
