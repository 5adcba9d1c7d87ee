import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import type { SeriesPoint } from '../../shared/rpc/views.ts';
import { alignSeries } from './align-series.ts';
import { newestRows } from './newest-rows.ts';

describe('alignSeries', () => {
	it('puts points of the same instant on one row', () => {
		const stable: SeriesPoint[] = [
			[1, 10],
			[2, 20],
		];
		const canary: SeriesPoint[] = [
			[1, 11],
			[2, null],
		];
		expect(alignSeries(stable, canary)).toEqual({ x: [1, 2], stable: [10, 20], canary: [11, null] });
	});

	it('marks rows of the other slot as undefined, which is not a gap', () => {
		const stable: SeriesPoint[] = [
			[1, 10],
			[3, 30],
		];
		expect(alignSeries(stable, [[2, 22]])).toEqual({
			x: [1, 2, 3],
			stable: [10, undefined, 30],
			canary: [undefined, 22, undefined],
		});
	});

	it('breaks both lines over time in which nothing was read', () => {
		const points = [0, 10, 20, 30, 40, 1000, 1010].map((at): SeriesPoint => [at, 1]);
		const aligned = alignSeries(points, points);
		expect(aligned.x).toEqual([0, 10, 20, 30, 40, 520, 1000, 1010]);
		expect(aligned.stable).toEqual([1, 1, 1, 1, 1, null, 1, 1]);
		expect(aligned.canary).toEqual(aligned.stable);
	});

	it('breaks one line only, on a row of the other, when only one slot was silent', () => {
		const steady = Array.from({ length: 12 }, (_, index): SeriesPoint => [index * 10, 1]);
		const silent = steady.filter(([at]) => at < 40 || at > 90);
		const aligned = alignSeries(steady, silent);
		expect(aligned.x).toEqual(steady.map(([at]) => at));
		expect(aligned.stable).not.toContain(null);
		expect(aligned.canary.slice(3, 11)).toEqual([1, null, null, null, null, null, null, 1]);
	});

	it('draws what is not a number as a gap, and zero as zero', () => {
		const points: SeriesPoint[] = [
			[1, 0],
			[2, Number.NaN],
			[3, Number.POSITIVE_INFINITY],
		];
		expect(alignSeries(points, []).stable).toEqual([0, null, null]);
	});

	it('hides what is later than the cursor of a replay', () => {
		const points = [1, 2, 3].map((at): SeriesPoint => [at, at]);
		expect(alignSeries(points, [], 2).x).toEqual([1, 2]);
	});

	const series = fc
		.uniqueArray(fc.tuple(fc.integer({ min: 0, max: 500 }), fc.option(fc.integer())), {
			selector: ([at]) => at,
			maxLength: 40,
		})
		.map((points) => points.sort(([left], [right]) => left - right));
	test.prop([series, series])(
		'loses no point, keeps the axis rising, and its columns of one length',
		(stable, canary) => {
			const aligned = alignSeries(stable, canary);
			expect(aligned.x).toEqual([...new Set(aligned.x)].sort((left, right) => left - right));
			for (const [points, values] of [
				[stable, aligned.stable],
				[canary, aligned.canary],
			] as const) {
				expect(values.length).toBe(aligned.x.length);
				const drawn = new Map(aligned.x.map((at, row) => [at, values[row]]));
				for (const [at, value] of points) expect(drawn.get(at)).toBe(value);
			}
		},
	);
});

describe('newestRows', () => {
	it('gives the newest rows first, with null where a slot has no point', () => {
		const pair = alignSeries(
			[
				[1, 1],
				[2, 2],
				[4, 4],
			],
			[[3, 3]],
		);
		expect(newestRows(pair, 2)).toEqual([
			{ at: 4, stable: 4, canary: null },
			{ at: 3, stable: null, canary: 3 },
		]);
	});
});
