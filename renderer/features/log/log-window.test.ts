import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { isAtEnd, rowHeight, scrollTopFor, windowAt } from './log-window.ts';

describe('the window on a long list', () => {
	test('shows the beginning and the end of a short and of a very long one', () => {
		expect(windowAt(3, 400, 0)).toEqual({ height: 60, first: 0, count: 3, top: 0 });
		const million = windowAt(1_000_000, 400, Number.MAX_SAFE_INTEGER);
		expect(million.first + million.count).toBe(1_000_000);
		expect(million.height).toBeLessThan(10_000_000);
		expect(windowAt(0, 400, 0).count).toBe(0);
	});

	property.prop([
		fc.integer({ min: 1, max: 3_000_000 }),
		fc.integer({ min: 50, max: 2_000 }),
		fc.double({ min: 0, max: 1, noNaN: true }),
	])('draws few rows, and all that are seen', (rows, viewport, share) => {
		const row = Math.floor(share * (rows - 1));
		const scrollTop = scrollTopFor(row, rows, viewport);
		const { first, count, top, height } = windowAt(rows, viewport, scrollTop);
		expect(count).toBeLessThan(viewport / rowHeight + 50);
		expect(row).toBeGreaterThanOrEqual(first);
		expect(row).toBeLessThan(first + count);
		// The row stands within what is seen.
		const at = top + (row - first) * rowHeight - scrollTop;
		expect(at).toBeGreaterThanOrEqual(-1);
		expect(at).toBeLessThanOrEqual(viewport);
		expect(scrollTop).toBeLessThanOrEqual(Math.max(0, height - viewport) + 1);
	});

	test('knows its end', () => {
		expect(isAtEnd(100, 400, 1_600)).toBe(true);
		expect(isAtEnd(100, 400, 1_500)).toBe(false);
		expect(isAtEnd(3, 400, 0)).toBe(true);
	});
});
