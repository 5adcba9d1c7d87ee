/**
 * Places thousands of things on one axis in lanes: points that fall together are stacked, and beyond a height they are counted.
 * What lasts is a bar in a row of its own. Pure; px.
 */

export interface LaneItem {
	readonly key: string;
	readonly lane: string;
	/** ms since the epoch. */
	readonly at: number;
	/** Of what lasts; null for a point. */
	readonly until: number | null;
}

export interface PlacedMark {
	/** Index into the items. */
	readonly index: number;
	readonly x: number;
	readonly y: number;
	/** 0 for a point. */
	readonly width: number;
}

export interface PlacedLane {
	readonly name: string;
	readonly top: number;
	readonly height: number;
	readonly marks: readonly PlacedMark[];
	/** Points that are not drawn, where they would be. */
	readonly clumps: readonly { readonly x: number; readonly y: number; readonly count: number }[];
}

/** Width and height that a point takes. */
export const markSize = 10;
/** Points above one another, and bars below one another, in one lane. */
const highest = 6;
const padding = 7;

interface Axis {
	readonly from: number;
	readonly to: number;
	readonly width: number;
}

function placeX(at: number, { from, to, width }: Axis): number {
	return ((Math.min(to, Math.max(from, at)) - from) / Math.max(1, to - from)) * width;
}

type Row = Omit<PlacedLane, 'name' | 'top'>;

function placePoints(items: readonly LaneItem[], indexes: readonly number[], axis: Axis): Row {
	const columns = new Map<number, number[]>();
	for (const index of indexes) {
		const item = items[index];
		if (item === undefined) continue;
		const column = Math.floor(placeX(item.at, axis) / markSize);
		columns.set(column, [...(columns.get(column) ?? []), index]);
	}
	const rows = Math.max(
		1,
		Math.min(highest, ...[[...columns.values()].reduce((most, { length }) => Math.max(most, length), 0)]),
	);
	const height = rows * markSize + 2 * padding;
	const yOf = (row: number): number => height - padding - (row + 0.5) * markSize;
	const marks: PlacedMark[] = [];
	const clumps: { x: number; y: number; count: number }[] = [];
	for (const [column, stacked] of columns) {
		const hidden = stacked.length > highest ? stacked.length - highest + 1 : 0;
		const x = (column + 0.5) * markSize;
		stacked.slice(0, stacked.length - hidden).forEach((index, row) => marks.push({ index, x, y: yOf(row), width: 0 }));
		if (hidden > 0) clumps.push({ x, y: yOf(highest - 1), count: hidden });
	}
	return { height, marks, clumps };
}

function placeBars(items: readonly LaneItem[], indexes: readonly number[], axis: Axis): Row {
	const ends: number[] = [];
	const placed: { index: number; x: number; width: number; row: number }[] = [];
	const hidden = new Map<number, number>();
	for (const index of indexes) {
		const item = items[index];
		if (item === undefined) continue;
		const x = placeX(item.at, axis);
		const width = Math.max(markSize, placeX(item.until ?? item.at, axis) - x);
		const free = ends.findIndex((end) => end + 2 <= x);
		const row = free === -1 ? ends.length : free;
		if (row >= highest) {
			const column = Math.floor(x / (3 * markSize));
			hidden.set(column, (hidden.get(column) ?? 0) + 1);
			continue;
		}
		ends[row] = x + width;
		placed.push({ index, x, width, row });
	}
	const tall = markSize + 4;
	const height = Math.max(1, ends.length) * tall + 2 * padding;
	return {
		height,
		marks: placed.map(({ index, x, width, row }) => ({ index, x, width, y: padding + (row + 0.5) * tall })),
		clumps: [...hidden].map(([column, count]) => ({
			x: (column + 0.5) * 3 * markSize,
			y: height - padding / 2,
			count,
		})),
	};
}

/** `items` in order of time. Lanes stand in the order given; those without an item are kept, so that nothing jumps. */
export function layoutLanes(
	items: readonly LaneItem[],
	lanes: readonly string[],
	axis: Axis,
): { readonly lanes: readonly PlacedLane[]; readonly height: number } {
	const placed: PlacedLane[] = [];
	let top = 0;
	for (const name of lanes) {
		const indexes = items.flatMap((item, index) => (item.lane === name ? [index] : []));
		const lasts = indexes.some((index) => (items[index]?.until ?? null) !== null);
		const row = (lasts ? placeBars : placePoints)(items, indexes, axis);
		placed.push({ name, top, ...row });
		top += row.height;
	}
	return { lanes: placed, height: top };
}
