/** Where a window comes back: on the display it was on, and always where its title bar can be reached. */

/** In pixels of the desktop, independent of scaling. */
export interface Rectangle {
	readonly x: number;
	readonly y: number;
	readonly width: number;
	readonly height: number;
}

export interface DisplayPlace {
	readonly id: number;
	/** The display without the system's bars. */
	readonly workArea: Rectangle;
}

/** A window as it was left. */
export interface SavedPlace {
	/** Its size and place when it is neither maximized nor full screen. */
	readonly bounds: Rectangle;
	/** The display it was on, and where that lay then: displays move when they are rearranged. */
	readonly display: DisplayPlace;
	readonly isMaximized: boolean;
	readonly isFullScreen: boolean;
}

/** The size of a window that was never open, and the least that its screens can be read at. */
export interface WindowSize {
	readonly width: number;
	readonly height: number;
	readonly minWidth: number;
	readonly minHeight: number;
}

export interface Placement {
	readonly bounds: Rectangle;
	/** The size that a person may shrink the window to; smaller than asked for on a display that is smaller still. */
	readonly minWidth: number;
	readonly minHeight: number;
	readonly isMaximized: boolean;
	readonly isFullScreen: boolean;
}

/** What must be visible of a title bar so that a person can take hold of it. */
const handle = { width: 120, height: 32 } as const;

/**
 * Places a window. `displays`: those there are now, the main one first. The display is the one with the same id, else the
 * one that shows most of the window, else the main one. A window keeps its place as long as its title bar can be reached
 * (it may lie across two displays), and is moved into the work area otherwise.
 */
export function placeWindow(saved: SavedPlace | null, displays: readonly DisplayPlace[], size: WindowSize): Placement {
	const isMaximized = saved?.isMaximized ?? false;
	const isFullScreen = saved?.isFullScreen ?? false;
	const known = displays.find(({ id }) => id === saved?.display.id);
	const display = known ?? (saved === null ? displays[0] : mostOverlapping(saved.bounds, displays));
	if (display === undefined) {
		// Without any display there is nothing to be right about; the system will place the window.
		const { width, height, minWidth, minHeight } = size;
		return { bounds: { x: 0, y: 0, width, height }, minWidth, minHeight, isMaximized, isFullScreen };
	}
	const { workArea } = display;
	const wanted = saved === null ? centred(size, workArea) : moved(saved, known);
	const bounds = fit(wanted, workArea, displays, size);
	return {
		bounds,
		minWidth: Math.min(size.minWidth, bounds.width),
		minHeight: Math.min(size.minHeight, bounds.height),
		isMaximized,
		isFullScreen,
	};
}

function centred({ width, height }: WindowSize, area: Rectangle): Rectangle {
	return {
		x: Math.round(area.x + (area.width - width) / 2),
		y: Math.round(area.y + (area.height - height) / 2),
		width,
		height,
	};
}

/** The window at the same place of its display, wherever that lies now. */
function moved({ bounds, display }: SavedPlace, known: DisplayPlace | undefined): Rectangle {
	if (known === undefined) return bounds;
	const x = bounds.x + known.workArea.x - display.workArea.x;
	const y = bounds.y + known.workArea.y - display.workArea.y;
	return { ...bounds, x, y };
}

function fit(wanted: Rectangle, area: Rectangle, displays: readonly DisplayPlace[], least: WindowSize): Rectangle {
	const width = Math.min(Math.max(wanted.width, least.minWidth), area.width);
	const height = Math.min(Math.max(wanted.height, least.minHeight), area.height);
	const sized = { x: wanted.x, y: wanted.y, width, height };
	if (displays.some((each) => canBeReached(sized, each.workArea))) return sized;
	return {
		width,
		height,
		x: clamp(wanted.x, area.x, area.x + area.width - width),
		y: clamp(wanted.y, area.y, area.y + area.height - height),
	};
}

/** True when enough of the title bar lies in the area. */
export function canBeReached({ x, y, width }: Rectangle, area: Rectangle): boolean {
	const seen = Math.min(x + width, area.x + area.width) - Math.max(x, area.x);
	return (
		seen >= Math.min(handle.width, width) &&
		y >= area.y &&
		y + Math.min(handle.height, area.height) <= area.y + area.height
	);
}

function clamp(value: number, least: number, most: number): number {
	return Math.max(least, Math.min(value, most));
}

function mostOverlapping(bounds: Rectangle, displays: readonly DisplayPlace[]): DisplayPlace | undefined {
	// Sorting keeps the order of equals, so without any overlap this is the main display.
	return displays.toSorted((left, right) => overlap(bounds, right.workArea) - overlap(bounds, left.workArea))[0];
}

function overlap(one: Rectangle, other: Rectangle): number {
	const width = Math.min(one.x + one.width, other.x + other.width) - Math.max(one.x, other.x);
	const height = Math.min(one.y + one.height, other.y + other.height) - Math.max(one.y, other.y);
	return Math.max(0, width) * Math.max(0, height);
}

/** Moves a new window off the others that begin at the same corner, so that each can be seen. */
export function beside(placed: Rectangle, others: readonly Rectangle[], area: Rectangle): Rectangle {
	const shift = 28;
	let bounds = placed;
	for (let tries = 0; tries < others.length && others.some((each) => startsAt(each, bounds)); tries++) {
		const next = { ...bounds, x: bounds.x + shift, y: bounds.y + shift };
		if (next.x + next.width > area.x + area.width || next.y + next.height > area.y + area.height) return bounds;
		bounds = next;
	}
	return bounds;
}

function startsAt(one: Rectangle, other: Rectangle): boolean {
	return one.x === other.x && one.y === other.y;
}
