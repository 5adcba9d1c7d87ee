import { fc, test as property } from '@fast-check/vitest';
import { expect, test } from 'vitest';
import { rowHeight, rowWindow } from './row-window.ts';

test('begins at the top', () => expect(rowWindow(1_000, 460, 0)).toMatchObject({ first: 0, count: 18, above: 0 }));
test('an empty table has nothing', () =>
	expect(rowWindow(0, 460, 0)).toEqual({ first: 0, count: 0, above: 0, below: 0 }));

property.prop([fc.nat(5_000), fc.integer({ min: 0, max: 2_000 }), fc.nat(300_000)])(
	'covers what is seen and keeps the height',
	(rows, viewport, scrolled) => {
		const scrollTop = Math.min(scrolled, Math.max(0, rows * rowHeight - viewport));
		const window = rowWindow(rows, viewport, scrollTop);
		expect(window.above + window.count * rowHeight + window.below).toBe(rows * rowHeight);
		if (rows === 0) return;
		expect(window.above).toBeLessThanOrEqual(scrollTop);
		expect(window.above + window.count * rowHeight).toBeGreaterThanOrEqual(
			Math.min(rows * rowHeight, scrollTop + viewport),
		);
	},
);
