/** Groups of a log and which of them are closed: from rows on screen to lines of the log and back. */
import type { LogBuffer } from '../../store/log-buffer.ts';
import { type LogMark, markOf } from './log-marks.ts';
import { type ShownRows, shownRows } from './shown-rows.ts';

export interface Fold {
	/** Line that names the group. It is always shown. */
	readonly from: number;
	/** Last line that closing it hides; null while its end has not come. */
	readonly to: number | null;
	readonly title: string;
	readonly depth: number;
	readonly isClosed: boolean;
}

export interface LogFolds extends ShownRows {
	/** Looks at lines that have come since; returns true when there are new groups. */
	read(): boolean;
	all(): readonly Fold[];
	/** The group that a line names; null for every other line. */
	at(line: number): Fold | null;
	toggle(line: number): void;
	setAll(isClosed: boolean): void;
	/** Opens whatever hides this line. */
	reveal(line: number): void;
}

export function createLogFolds(buffer: LogBuffer): LogFolds {
	const folds: { from: number; to: number | null; title: string; depth: number; isClosed: boolean }[] = [];
	const open: number[] = [];
	let readTo = 0;
	/** Null until it is asked for: closing many groups costs no more than closing one. */
	let shown: ShownRows | null = null;
	const rows = () => (shown ??= shownRows(folds));

	function take(mark: NonNullable<LogMark>, line: number): void {
		shown = null;
		if (mark.kind === 'begin') {
			open.push(folds.length);
			folds.push({ from: line, to: null, title: mark.title, depth: open.length, isClosed: mark.isCollapsed });
			return;
		}
		const fold = folds[open.pop() ?? -1];
		if (fold !== undefined) fold.to = line;
	}

	return {
		read() {
			const before = folds.length;
			const lines = buffer.lineCount();
			// The last line may go on; a mark is read when it is whole.
			for (; readTo < lines - 1; readTo += 1) {
				const mark = markOf(buffer.line(readTo));
				if (mark !== null) take(mark, readTo);
			}
			return folds.length !== before;
		},
		all: () => folds,
		at: (line) => findFold(folds, line),
		toggle(line) {
			const fold = findFold(folds, line);
			if (fold === null) return;
			fold.isClosed = !fold.isClosed;
			shown = null;
		},
		setAll(isClosed) {
			for (const fold of folds) fold.isClosed = isClosed;
			shown = null;
		},
		reveal(line) {
			for (const fold of folds) {
				if (fold.isClosed && fold.to !== null && line > fold.from && line <= fold.to) fold.isClosed = false;
			}
			shown = null;
		},
		rowCount: (lines) => rows().rowCount(lines),
		lineOfRow: (row) => rows().lineOfRow(row),
		rowOfLine: (line) => rows().rowOfLine(line),
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
