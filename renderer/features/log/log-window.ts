/** Which rows of a long list are on screen. Pure. Heights in px. */

export const rowHeight = 20;

/**
 * Browsers lay out nothing higher than some 33 million px, and get inexact long before. A longer list is scrolled in
 * proportion: a pixel of the scroll bar is then more than a pixel of the list.
 */
const highest = 8_000_000;
/** Rows drawn beyond what is seen, so that a quick scroll shows no gap. */
const beyond = 20;

export interface LogWindow {
	/** Height of what is scrolled. */
	readonly height: number;
	/** First row drawn, and how many. */
	readonly first: number;
	readonly count: number;
	/** Where the first drawn row stands within what is scrolled. */
	readonly top: number;
}

function heights(rows: number, viewport: number) {
	const real = rows * rowHeight;
	const height = Math.min(real, highest);
	return { real, height, realRoom: Math.max(0, real - viewport), room: Math.max(0, height - viewport) };
}

/** What to draw at a place of the scroll bar. */
export function windowAt(rows: number, viewport: number, scrollTop: number): LogWindow {
	const { height, realRoom, room } = heights(rows, viewport);
	const at = Math.min(Math.max(0, scrollTop), room);
	const realTop = room === 0 ? 0 : (at / room) * realRoom;
	const seen = Math.floor(realTop / rowHeight);
	const first = Math.max(0, seen - beyond);
	const last = Math.min(rows, Math.ceil((realTop + viewport) / rowHeight) + beyond);
	return { height, first, count: Math.max(0, last - first), top: at - (realTop - first * rowHeight) };
}

/** Where to scroll to have a row in the middle. */
export function scrollTopFor(row: number, rows: number, viewport: number): number {
	const { realRoom, room } = heights(rows, viewport);
	const wanted = Math.min(Math.max(0, row * rowHeight - (viewport - rowHeight) / 2), realRoom);
	return realRoom === 0 ? 0 : (wanted / realRoom) * room;
}

/** True when the end is in view: new lines are then followed. */
export function isAtEnd(rows: number, viewport: number, scrollTop: number): boolean {
	// Half a row, because zoomed pages scroll in fractions.
	return scrollTop >= heights(rows, viewport).room - rowHeight / 2;
}
