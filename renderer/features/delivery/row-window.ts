/** Which rows of a long table are on screen. Pure. Heights in px. */

export const rowHeight = 46;
/** Rows drawn beyond what is seen, so that a quick scroll shows no gap. */
const beyond = 8;

export interface RowWindow {
	readonly first: number;
	readonly count: number;
	/** Height of the rows left out above and below. */
	readonly above: number;
	readonly below: number;
}

export function rowWindow(rows: number, viewport: number, scrollTop: number): RowWindow {
	const seen = Math.floor(Math.max(0, scrollTop) / rowHeight);
	const first = Math.min(Math.max(0, rows - 1), Math.max(0, seen - beyond));
	const last = Math.min(rows, seen + Math.ceil(viewport / rowHeight) + beyond);
	const count = Math.max(0, last - first);
	return { first, count, above: first * rowHeight, below: Math.max(0, rows - first - count) * rowHeight };
}
