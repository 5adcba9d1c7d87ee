import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import type { SeriesPoint } from '../../shared/rpc/views.ts';
import { alignRings, createSeriesRing, type SeriesRing } from './series-ring.ts';

function ringOf(points: readonly SeriesPoint[], capacity = 600): SeriesRing {
	const ring = createSeriesRing(capacity);
	ring.reset(points);
	return ring;
}
function pointsOf(ring: SeriesRing): SeriesPoint[] {
	return Array.from({ length: ring.size }, (_, index) => [ring.at(index), ring.value(index)]);
}

describe('createSeriesRing', () => {
	it('keeps the newest points when it is full', () => {
		const ring = ringOf(
			[1, 2, 3, 4, 5].map((at) => [at, at * 10]),
			3,
		);
		expect(pointsOf(ring)).toEqual([
			[3, 30],
			[4, 40],
			[5, 50],
		]);
	});

	it('replaces the same instant, sorts in what is late, and drops what is too old', () => {
		const ring = ringOf(
			[
				[10, 1],
				[30, 3],
			],
			3,
		);
		ring.push([20, 2]);
		ring.push([30, 33]);
		ring.push([5, 0]);
		expect(pointsOf(ring)).toEqual([
			[10, 1],
			[20, 2],
			[30, 33],
		]);
	});

	it('keeps gaps and turns what is not a number into one', () => {
		expect(
			pointsOf(
				ringOf([
					[1, null],
					[2, Number.NaN],
					[3, Infinity],
					[4, 0],
				]),
			),
		).toEqual([
			[1, null],
			[2, null],
			[3, null],
			[4, 0],
		]);
	});

	const point = fc.tuple(fc.integer({ min: 0, max: 40 }), fc.option(fc.integer({ min: 0, max: 9 })));
	test.prop([fc.array(point, { maxLength: 60 }), fc.integer({ min: 1, max: 12 }), fc.nat(60)])(
		'a snapshot and then patches are the same as everything at once',
		(points, capacity, cut) => {
			const patched = ringOf(points.slice(0, cut), capacity);
			for (const one of points.slice(cut)) patched.push(one);
			expect(pointsOf(patched)).toEqual(pointsOf(ringOf(points, capacity)));
		},
	);

	test.prop([fc.array(point, { maxLength: 60 }), fc.integer({ min: 1, max: 12 })])(
		'is bounded, in order, and one per instant',
		(points, capacity) => {
			const instants = pointsOf(ringOf(points, capacity)).map(([at]) => at);
			expect(instants.length).toBeLessThanOrEqual(capacity);
			expect(instants).toEqual([...new Set(instants)].sort((left, right) => left - right));
		},
	);
});

describe('alignRings', () => {
	it('puts points of the same instant on one row', () => {
		const aligned = alignRings(
			ringOf([
				[1, 10],
				[2, 20],
			]),
			ringOf([
				[1, 11],
				[2, null],
			]),
		);
		expect(aligned).toEqual({ x: [1, 2], stable: [10, 20], canary: [11, null] });
	});

	it('marks rows of the other slot as undefined, which is not a gap', () => {
		const aligned = alignRings(
			ringOf([
				[1, 10],
				[3, 30],
			]),
			ringOf([[2, 22]]),
		);
		expect(aligned).toEqual({ x: [1, 2, 3], stable: [10, undefined, 30], canary: [undefined, 22, undefined] });
	});

	it('breaks the line over time in which nothing was read', () => {
		const at = [0, 10, 20, 30, 40, 1000, 1010];
		const aligned = alignRings(ringOf(at.map((instant) => [instant, 1])), ringOf([]));
		expect(aligned.x).toEqual([0, 10, 20, 30, 40, 520, 1000, 1010]);
		expect(aligned.stable).toEqual([1, 1, 1, 1, 1, null, 1, 1]);
	});

	it('breaks one line only, on a row of the other, when only one slot was silent', () => {
		const steady = Array.from({ length: 12 }, (_, index): SeriesPoint => [index * 10, 1]);
		const silent = steady.filter(([at]) => at < 40 || at > 90);
		const aligned = alignRings(ringOf(steady), ringOf(silent));
		expect(aligned.x).toEqual(steady.map(([at]) => at));
		expect(aligned.stable).not.toContain(null);
		expect(aligned.canary[4]).toBe(null);
		expect(aligned.canary[5]).toBe(undefined);
	});

	it('hides what is later than the cursor of a replay', () => {
		const ring = ringOf([
			[1, 1],
			[2, 2],
			[3, 3],
		]);
		expect(alignRings(ring, ringOf([]), 2).x).toEqual([1, 2]);
	});

	const series = fc.uniqueArray(fc.tuple(fc.integer({ min: 0, max: 500 }), fc.option(fc.integer())), {
		selector: ([at]) => at,
		maxLength: 40,
	});
	test.prop([series, series])('loses no point and keeps the axis rising', (stable, canary) => {
		const aligned = alignRings(ringOf(stable), ringOf(canary));
		expect(aligned.x).toEqual([...new Set(aligned.x)].sort((left, right) => left - right));
		for (const [points, column] of [
			[stable, aligned.stable],
			[canary, aligned.canary],
		] as const) {
			const drawn = new Map(aligned.x.map((at, row) => [at, column[row]]));
			for (const [at, value] of points) expect(drawn.get(at)).toBe(value);
		}
	});
});
