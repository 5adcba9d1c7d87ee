/** Rows of a log on screen against its lines, while some groups are closed. */

/** A group that may be closed: closing it hides the lines after `from`, to `to` and with it. */
interface Group {
	readonly from: number;
	/** Null while its end has not come: then it hides nothing. */
	readonly to: number | null;
	readonly isClosed: boolean;
}

export interface ShownRows {
	/** Rows that are shown of so many lines. */
	rowCount(lines: number): number;
	lineOfRow(row: number): number;
	/** Row of a line; that of its group's name where the line is hidden. */
	rowOfLine(line: number): number;
}

interface HiddenRun {
	readonly from: number;
	readonly to: number;
	/** Lines hidden by the runs before this one. */
	readonly before: number;
}

/** What is shown while these groups, in order of their lines, are closed or open. */
export function shownRows(groups: readonly Group[]): ShownRows {
	const runs = hiddenRuns(groups);
	return {
		rowCount(lines) {
			const last = runs.at(-1);
			return last === undefined ? lines : lines - hiddenTo(last);
		},
		lineOfRow(row) {
			const run = lastRun(runs, (each) => each.from - each.before <= row);
			return run === undefined ? row : row + hiddenTo(run);
		},
		rowOfLine(line) {
			const run = lastRun(runs, (each) => each.from <= line);
			if (run === undefined) return line;
			return line <= run.to ? run.from - 1 - run.before : line - hiddenTo(run);
		},
	};
}

/** What is hidden, as runs that neither overlap nor touch in disorder. */
function hiddenRuns(groups: readonly Group[]): readonly HiddenRun[] {
	const runs: HiddenRun[] = [];
	let before = 0;
	let last = -1;
	for (const { from, to, isClosed } of groups) {
		if (!isClosed || to === null || to <= last || to <= from) continue;
		const begin = Math.max(from + 1, last + 1);
		runs.push({ from: begin, to, before });
		before += to - begin + 1;
		last = to;
	}
	return runs;
}

/** Lines hidden by this run and those before it. */
function hiddenTo({ from, to, before }: HiddenRun): number {
	return before + (to - from + 1);
}

/** The last run for which `isBefore` holds; undefined when it holds for none. */
function lastRun(runs: readonly HiddenRun[], isBefore: (run: HiddenRun) => boolean): HiddenRun | undefined {
	let low = -1;
	let high = runs.length - 1;
	while (low < high) {
		const middle = (low + high + 1) >> 1;
		const run = runs[middle];
		if (run !== undefined && isBefore(run)) low = middle;
		else high = middle - 1;
	}
	return runs[low];
}
