import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { layoutLanes, type LaneItem, markSize } from './lane-layout.ts';

const axis = { from: 0, to: 1_000, width: 1_000 };
const point = (at: number, lane = 'deployments'): LaneItem => ({ key: `${at}`, lane, at, until: null, weight: 0 });
const lasting = (at: number, until: number): LaneItem => ({ key: `${at}`, lane: 'incidents', at, until, weight: 0 });

describe('points', () => {
	test('that fall together are stacked', () => {
		const [lane] = layoutLanes([point(100), point(101), point(500)], ['deployments'], axis).lanes;
		expect(lane?.marks.map(({ x }) => x)).toEqual([105, 105, 505]);
		expect(new Set(lane?.marks.slice(0, 2).map(({ y }) => y)).size).toBe(2);
	});

	test('beyond the height are counted, and none is lost', () => {
		const [lane] = layoutLanes(
			Array.from({ length: 20 }, () => point(100)),
			['deployments'],
			axis,
		).lanes;
		expect(lane?.marks.length).toBe(5);
		expect(lane?.clumps).toMatchObject([{ count: 15 }]);
	});
});

test('the heavier ones are drawn where not all can be', () => {
	const items = Array.from({ length: 20 }, (_, index) => ({ ...point(100), weight: index === 17 ? 1 : 0 }));
	const [lane] = layoutLanes(items, ['deployments'], axis).lanes;
	expect(lane?.marks.some(({ index }) => index === 17)).toBe(true);
});

describe('what lasts', () => {
	test('takes a row of its own while another lasts', () => {
		const [lane] = layoutLanes([lasting(100, 300), lasting(200, 400), lasting(500, 501)], ['incidents'], axis).lanes;
		const [first, second, third] = lane?.marks ?? [];
		expect(first).toMatchObject({ x: 100, width: 200 });
		expect(second?.y).toBeGreaterThan(first?.y ?? 0);
		expect(third).toMatchObject({ y: first?.y, width: markSize });
	});

	test('is cut at the edges of the axis', () => {
		const [lane] = layoutLanes([lasting(-500, 2_000)], ['incidents'], axis).lanes;
		expect(lane?.marks[0]).toMatchObject({ x: 0, width: 1_000 });
	});
});

test('a lane without an item stays', () => {
	const { lanes, height } = layoutLanes([point(1)], ['incidents', 'deployments'], axis);
	expect(lanes.map(({ name }) => name)).toEqual(['incidents', 'deployments']);
	expect(height).toBe(lanes.reduce((sum, lane) => sum + lane.height, 0));
});

property.prop([fc.array(fc.record({ at: fc.nat(1_000), long: fc.option(fc.nat(900)) }), { maxLength: 200 })])(
	'every item is drawn or counted',
	(given) => {
		const items = given
			.toSorted((left, right) => left.at - right.at)
			.map(({ at, long }) => (long === null ? point(at) : lasting(at, at + long)));
		const { lanes } = layoutLanes(items, ['incidents', 'deployments'], axis);
		const drawn = lanes.flatMap(({ marks }) => marks.map(({ index }) => index));
		const counted = lanes
			.flatMap(({ clumps }) => clumps.map(({ count }) => count))
			.reduce((sum, count) => sum + count, 0);
		expect(new Set(drawn).size).toBe(drawn.length);
		expect(drawn.length + counted).toBe(items.length);
	},
);
