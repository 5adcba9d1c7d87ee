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
	/** Where not all can be drawn, the heavier ones are: what failed or is suspected must not vanish in a number. */
	readonly weight: number;
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

/** Columns that share one number: it needs their room. */
const labelColumns = 3;

function clumpsOf(hiddenAt: ReadonlyMap<number, number>, y: number): Row['clumps'] {
	return [...hiddenAt].map(([label, count]) => ({ x: (label + 0.5) * labelColumns * markSize, y, count }));
}

function placePoints(items: readonly LaneItem[], indexes: readonly number[], axis: Axis): Row {
	const columns = Map.groupBy(indexes, (index) => Math.floor(placeX(items[index]?.at ?? axis.from, axis) / markSize));
	const tallest = [...columns.values()].reduce((most, { length }) => Math.max(most, length), 1);
	const rows = Math.min(highest, tallest);
	const height = rows * markSize + 2 * padding;
	const yOf = (row: number): number => height - padding - (row + 0.5) * markSize;
	const marks: PlacedMark[] = [];
	const hiddenAt = new Map<number, number>();
	const weightOf = (index: number): number => items[index]?.weight ?? 0;
	for (const [column, together] of columns) {
		const stacked = together.toSorted((left, right) => weightOf(right) - weightOf(left));
		const hidden = stacked.length > highest ? stacked.length - highest + 1 : 0;
		const x = (column + 0.5) * markSize;
		stacked.slice(0, stacked.length - hidden).forEach((index, row) => marks.push({ index, x, y: yOf(row), width: 0 }));
		const label = Math.floor(column / labelColumns);
		if (hidden > 0) hiddenAt.set(label, (hiddenAt.get(label) ?? 0) + hidden);
	}
	return { height, marks, clumps: clumpsOf(hiddenAt, yOf(highest - 1)) };
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
			const label = Math.floor(x / (labelColumns * markSize));
			hidden.set(label, (hidden.get(label) ?? 0) + 1);
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
		clumps: clumpsOf(hidden, height - padding / 2),
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
