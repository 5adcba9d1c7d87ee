/** Groups of a log and which of them are closed: from rows on screen to lines of the log and back. */
import type { LogBuffer } from '../../store/log-buffer.ts';
import { markOf } from './log-marks.ts';

export interface Fold {
	/** Line that names the group. It is always shown. */
	readonly from: number;
	/** Last line that closing it hides; null while its end has not come. */
	readonly to: number | null;
	readonly title: string;
	readonly depth: number;
	readonly isClosed: boolean;
}

export interface LogFolds {
	/** Looks at lines that have come since; returns true when there are new groups. */
	read(): boolean;
	all(): readonly Fold[];
	/** The group that a line names; null for every other line. */
	at(line: number): Fold | null;
	toggle(line: number): void;
	setAll(isClosed: boolean): void;
	/** Opens whatever hides this line. */
	reveal(line: number): void;
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

export function createLogFolds(buffer: LogBuffer): LogFolds {
	const folds: { from: number; to: number | null; title: string; depth: number; isClosed: boolean }[] = [];
	const open: number[] = [];
	let readTo = 0;
	let runs: readonly HiddenRun[] | null = null;

	/** What is hidden, as runs that neither overlap nor touch in disorder. */
	function hidden(): readonly HiddenRun[] {
		if (runs !== null) return runs;
		const made: HiddenRun[] = [];
		let before = 0;
		let last = -1;
		for (const { from, to, isClosed } of folds) {
			if (!isClosed || to === null || to <= last || to <= from) continue;
			const begin = Math.max(from + 1, last + 1);
			made.push({ from: begin, to, before });
			before += to - begin + 1;
			last = to;
		}
		runs = made;
		return made;
	}

	/** Index of the last run for which `isBefore` holds; -1 when for none. */
	function lastRun(isBefore: (run: HiddenRun) => boolean): number {
		const all = hidden();
		let low = -1;
		let high = all.length - 1;
		while (low < high) {
			const middle = (low + high + 1) >> 1;
			const run = all[middle];
			if (run !== undefined && isBefore(run)) low = middle;
			else high = middle - 1;
		}
		return low;
	}

	return {
		read() {
			const before = folds.length;
			const lines = buffer.lineCount();
			// The last line may go on; a mark is read when it is whole.
			for (; readTo < lines - 1; readTo += 1) {
				const mark = markOf(buffer.line(readTo));
				if (mark === null) continue;
				runs = null;
				if (mark.kind === 'begin') {
					open.push(folds.length);
					folds.push({ from: readTo, to: null, title: mark.title, depth: open.length, isClosed: mark.isCollapsed });
				} else {
					const fold = folds[open.pop() ?? -1];
					if (fold !== undefined) fold.to = readTo;
				}
			}
			return folds.length !== before;
		},
		all: () => folds,
		at: (line) => findFold(folds, line),
		toggle(line) {
			const fold = findFold(folds, line);
			if (fold === null) return;
			fold.isClosed = !fold.isClosed;
			runs = null;
		},
		setAll(isClosed) {
			for (const fold of folds) fold.isClosed = isClosed;
			runs = null;
		},
		reveal(line) {
			for (const fold of folds) {
				if (fold.isClosed && fold.to !== null && line > fold.from && line <= fold.to) fold.isClosed = false;
			}
			runs = null;
		},
		rowCount(lines) {
			const last = hidden().at(-1);
			return last === undefined ? lines : lines - last.before - (last.to - last.from + 1);
		},
		lineOfRow(row) {
			const run = hidden()[lastRun((each) => each.from - each.before <= row)];
			return run === undefined ? row : row + run.before + (run.to - run.from + 1);
		},
		rowOfLine(line) {
			const run = hidden()[lastRun((each) => each.from <= line)];
			if (run === undefined) return line;
			return line <= run.to ? run.from - 1 - run.before : line - run.before - (run.to - run.from + 1);
		},
	};
}

function findFold<F extends { readonly from: number }>(folds: readonly F[], line: number): F | null {
	let low = 0;
	let high = folds.length - 1;
	while (low <= high) {
		const middle = (low + high) >> 1;
		const fold = folds[middle];
		if (fold === undefined) return null;
		if (fold.from === line) return fold;
		if (fold.from < line) low = middle + 1;
		else high = middle - 1;
	}
	return null;
}
