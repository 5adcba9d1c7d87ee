import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import type { GateTrend } from '../../../shared/domain/gates/model.ts';
import { trendLine, trendText } from './trend-line.ts';

const trend = (over: Partial<GateTrend>): GateTrend => ({
	...{ unit: 'share', higherIsBetter: true, value: 0.841, before: { version: '2.4.0', value: 0.839 } },
	values: [0.8, null, 0.839, 0.841],
	...over,
});

test.each([
	[trend({}), '84.1 %, better than 83.9 % of 2.4.0, over 3 runs'],
	[trend({ value: 0.792 }), '79.2 %, worse than 83.9 % of 2.4.0, over 3 runs'],
	[trend({ value: 0.839 }), '83.9 %, the same as in 2.4.0, over 3 runs'],
	[
		trend({ unit: 'ms', higherIsBetter: false, value: 184, before: { version: '1', value: 176 } }),
		'184 ms, worse than 176 ms of 1, over 3 runs',
	],
	[trend({ before: null, values: [0.841] }), '84.1 %, no release to compare with'],
	[trend({ value: null }), 'no figure in this run, was 83.9 % of 2.4.0, over 3 runs'],
])('the words of a trend', (given, expected) => {
	expect(trendText(given)).toBe(expected);
});

describe('the line', () => {
	test('breaks where a run has no figure', () => {
		expect(trendLine([1, 2, null, 3, 4], 100, 30).stretches).toHaveLength(2);
	});

	test('has no last mark where this run has no figure, and no line of one point', () => {
		expect(trendLine([1, null], 100, 30)).toEqual({ stretches: [], last: null });
	});

	test('of equal figures runs level in the middle', () => {
		expect(trendLine([5, 5], 100, 30).last).toEqual({ x: 96, y: 15 });
	});
});

property.prop([fc.array(fc.option(fc.double({ min: -1e6, max: 1e6, noNaN: true })), { maxLength: 20 })])(
	'stays within its box',
	(values) => {
		const { stretches, last } = trendLine(values, 100, 30);
		const points = stretches.flatMap((points) => points.split(' ').map((point) => point.split(',').map(Number)));
		for (const [x = -1, y = -1] of [...points, ...(last === null ? [] : [[last.x, last.y]])]) {
			expect(x >= 0 && x <= 100 && y >= 0 && y <= 30).toBe(true);
		}
	},
);
