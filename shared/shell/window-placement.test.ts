import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import {
	beside,
	canBeReached,
	type DisplayPlace,
	placeWindow,
	type Rectangle,
	type SavedPlace,
} from './window-placement.ts';

const size = { width: 1440, height: 900, minWidth: 960, minHeight: 640 };
const area = (x: number, y: number, width: number, height: number): Rectangle => ({ x, y, width, height });
const main: DisplayPlace = { id: 1, workArea: area(0, 25, 1920, 1055) };
const right: DisplayPlace = { id: 2, workArea: area(1920, 0, 2560, 1440) };
const small: DisplayPlace = { id: 3, workArea: area(0, 0, 800, 480) };

function saved(bounds: Rectangle, display: DisplayPlace, state: Partial<SavedPlace> = {}): SavedPlace {
	return { bounds, display, isMaximized: false, isFullScreen: false, ...state };
}

describe('a window', () => {
	test.each<[string, SavedPlace | null, readonly DisplayPlace[], Rectangle]>([
		['never open, in the middle of the main display', null, [main, right], area(240, 103, 1440, 900)],
		['never open, on a display smaller than its least', null, [small], area(0, 0, 800, 480)],
		['where it was', saved(area(2000, 100, 1200, 800), right), [main, right], area(2000, 100, 1200, 800)],
		[
			'partly below the edge, as it was left',
			saved(area(2000, 1300, 1200, 800), right),
			[main, right],
			area(2000, 1300, 1200, 800),
		],
		[
			'across two displays, as it was left',
			saved(area(1500, 100, 1200, 800), main),
			[main, right],
			area(1500, 100, 1200, 800),
		],
		[
			'on its display, which lies elsewhere now',
			saved(area(2000, 100, 1200, 800), right),
			[main, { id: 2, workArea: area(-2560, 0, 2560, 1440) }],
			area(-2480, 100, 1200, 800),
		],
		[
			'on the main one when its own is gone',
			saved(area(2000, 100, 1200, 800), right),
			[main],
			area(720, 100, 1200, 800),
		],
		[
			'on the one that shows most of it when its own has another id now',
			saved(area(2000, 100, 1200, 800), { ...right, id: 9 }),
			[main, right],
			area(2000, 100, 1200, 800),
		],
		['larger than its display', saved(area(0, 25, 4000, 3000), main), [main], area(0, 25, 1920, 1055)],
		['smaller than it can be read', saved(area(100, 100, 200, 100), main), [main], area(100, 100, 960, 640)],
		['with its title bar above the screen', saved(area(100, -300, 1200, 800), main), [main], area(100, 25, 1200, 800)],
		[
			'with its title bar under the menu of the system',
			saved(area(100, 3, 1200, 800), main),
			[main],
			area(100, 25, 1200, 800),
		],
		['out of sight to the left', saved(area(-1190, 100, 1200, 800), main), [main], area(0, 100, 1200, 800)],
	])('%s', (_, place, displays, bounds) => {
		expect(placeWindow(place, displays, size).bounds).toEqual(bounds);
	});

	test('is as full as it was, and was never full when it was never open', () => {
		const place = saved(area(0, 25, 1200, 800), main, { isMaximized: true, isFullScreen: true });
		expect(placeWindow(place, [main], size)).toMatchObject({ isMaximized: true, isFullScreen: true });
		expect(placeWindow(null, [main], size)).toMatchObject({ isMaximized: false, isFullScreen: false });
	});

	test('may be as small as its display when that is smaller than its least', () => {
		expect(placeWindow(null, [small], size)).toMatchObject({ minWidth: 800, minHeight: 480 });
	});

	test('has a size even when the system names no display', () => {
		expect(placeWindow(null, [], size).bounds).toEqual(area(0, 0, 1440, 900));
	});
});

const rectangle = fc.record({
	x: fc.integer({ min: -20_000, max: 20_000 }),
	y: fc.integer({ min: -20_000, max: 20_000 }),
	width: fc.integer({ min: 1, max: 10_000 }),
	height: fc.integer({ min: 1, max: 10_000 }),
});
const screenArea = fc.record({
	x: fc.integer({ min: -8_000, max: 8_000 }),
	y: fc.integer({ min: -8_000, max: 8_000 }),
	width: fc.integer({ min: 320, max: 8_000 }),
	height: fc.integer({ min: 200, max: 5_000 }),
});
const display = fc.record({ id: fc.integer({ min: 1, max: 4 }), workArea: screenArea });
const displays = fc.uniqueArray(display, { minLength: 1, maxLength: 4, selector: ({ id }) => id });
const place = fc.option(
	fc.record({ bounds: rectangle, display, isMaximized: fc.boolean(), isFullScreen: fc.boolean() }),
);

property.prop([place, displays])('whatever was saved, its title bar can be reached', (before, now) => {
	const { bounds } = placeWindow(before, now, size);
	expect(now.some(({ workArea }) => canBeReached(bounds, workArea))).toBe(true);
});

property.prop([place, displays])(
	'it is never larger than some display nor smaller than it may be shrunk to',
	(before, now) => {
		const { bounds, minWidth, minHeight } = placeWindow(before, now, size);
		expect(now.some(({ workArea }) => bounds.width <= workArea.width && bounds.height <= workArea.height)).toBe(true);
		expect(bounds.width).toBeGreaterThanOrEqual(minWidth);
		expect(bounds.height).toBeGreaterThanOrEqual(minHeight);
	},
);

property.prop([place, displays])('coming back twice changes nothing more', (before, now) => {
	const first = placeWindow(before, now, size);
	const on = now.find(({ workArea }) => canBeReached(first.bounds, workArea)) ?? now[0];
	if (on === undefined || before === null) return;
	const same = now.find(({ id }) => id === before.display.id) ?? on;
	const again = placeWindow({ ...before, bounds: first.bounds, display: same }, now, size);
	expect(again.bounds.x).toBe(first.bounds.x);
	expect(again.bounds.y).toBe(first.bounds.y);
});

describe('a further window', () => {
	const bounds = area(100, 100, 1000, 700);
	test.each<[string, readonly Rectangle[], Rectangle]>([
		['alone', [], bounds],
		['beside one at the same corner', [bounds], { ...bounds, x: 128, y: 128 }],
		['beside two', [{ ...bounds, x: 128, y: 128 }, bounds], { ...bounds, x: 156, y: 156 }],
		['away from others', [area(0, 0, 10, 10)], bounds],
	])('%s', (_, others, expected) => expect(beside(bounds, others, main.workArea)).toEqual(expected));

	test('does not leave the screen for it', () => {
		const full = area(0, 25, 1920, 1055);
		expect(beside(full, [full], main.workArea)).toEqual(full);
	});
});
