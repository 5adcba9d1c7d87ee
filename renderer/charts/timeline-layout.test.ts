import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { layoutTimeline, type TimelineItem } from './timeline-layout.ts';

const now = Date.UTC(2026, 1, 3, 12);
function item(id: string, from: number, to: number | null, lane = 'production'): TimelineItem {
	return { id, lane, label: id, description: id, tone: 'good', from, to };
}

describe('layoutTimeline', () => {
	it('puts deployments that overlap on rows of their own and reuses a row that is free', () => {
		const hour = 3_600_000;
		const layout = layoutTimeline(
			[
				item('a', now - 9 * hour, now - 6 * hour),
				item('b', now - 8 * hour, now - 7 * hour),
				item('c', now - 5 * hour, null),
			],
			now,
		);
		expect(layout.lanes.map((lane) => [lane.name, lane.rows])).toEqual([['production', 2]]);
		expect(layout.lanes[0]?.items.map((placed) => placed.row)).toEqual([0, 1, 0]);
	});

	it('has an axis even without anything on it', () => {
		const layout = layoutTimeline([], now);
		expect(layout.lanes).toEqual([]);
		expect(layout.to).toBeGreaterThan(layout.from);
	});

	const span = fc.record({
		lane: fc.constantFrom('production', 'staging'),
		from: fc.integer({ min: now - 1e9, max: now }),
		length: fc.option(fc.integer({ min: 0, max: 1e8 })),
	});
	test.prop([fc.array(span, { maxLength: 30 })])('loses none, stays on the axis, overlaps none in a row', (spans) => {
		const items = spans.map((one, index) =>
			item(String(index), one.from, one.length === null ? null : Math.min(now, one.from + one.length), one.lane),
		);
		const layout = layoutTimeline(items, now);
		expect(layout.lanes.flatMap((lane) => lane.items.map((placed) => placed.item.id)).sort()).toEqual(
			items.map(({ id }) => id).sort(),
		);
		for (const lane of layout.lanes) {
			for (const placed of lane.items) {
				expect(placed.left).toBeGreaterThanOrEqual(0);
				expect(placed.left + placed.width).toBeLessThanOrEqual(1);
				const beside = lane.items.filter((other) => other.row === placed.row && other.left > placed.left);
				for (const other of beside) expect(other.left).toBeGreaterThanOrEqual(placed.left + placed.width);
			}
		}
		expect(layout.ticks.length).toBeLessThanOrEqual(10);
	});
});
