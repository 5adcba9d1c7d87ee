/** Finds a text in a log a slice at a time, so that typing stays smooth over a million lines, and goes on as lines come. */
import type { LogBuffer } from '../../store/log-buffer.ts';
import { plainText } from './log-line.ts';

export interface LogSearch {
	/** Begins anew; an empty text finds nothing. */
	look(text: string): void;
	/** The text that is looked for, in lower case. */
	text(): string;
	/** Looks on until `mayGoOn` says no or everything was seen; true when there is more to see. */
	step(mayGoOn: () => boolean): boolean;
	/** Lines with the text in them, in order. */
	lines(): readonly number[];
	/** The next such line after (or before) a line, beginning again at the other end; null when there is none. */
	next(line: number, isBackwards: boolean): number | null;
}

/** Lines of one block that are looked at before the clock is asked again. */
const linesAtOnce = 500;

export function createLogSearch(buffer: LogBuffer): LogSearch {
	let wanted = '';
	let lines: number[] = [];
	let nextLine = 0;

	/** Looks at some lines of one block, taken together: asking each line by itself would take ten times as long. */
	function lookAtSome(): void {
		const block = buffer.blockAt(nextLine);
		if (block === null) return;
		const first = nextLine - block.firstLine;
		const last = Math.min(block.starts.length, first + linesAtOnce);
		const raw = block.text.slice(block.starts[first], block.starts[last] ?? block.text.length);
		const text = plainText(raw).toLowerCase();
		let line = nextLine;
		let lineEnd = text.indexOf('\n');
		for (let at = text.indexOf(wanted); at !== -1; at = lineEnd === -1 ? -1 : text.indexOf(wanted, lineEnd)) {
			while (lineEnd !== -1 && lineEnd < at) {
				line += 1;
				lineEnd = text.indexOf('\n', lineEnd + 1);
			}
			lines.push(line);
		}
		nextLine = block.firstLine + last;
	}

	return {
		look(text) {
			wanted = text.toLowerCase();
			lines = [];
			nextLine = 0;
		},
		text: () => wanted,
		step(mayGoOn) {
			if (wanted === '') return false;
			// The last line may still grow: it is looked at again when it has an end.
			const until = buffer.lineCount() - (isOpen(buffer) ? 1 : 0);
			while (nextLine < until) {
				lookAtSome();
				if (!mayGoOn()) return nextLine < until;
			}
			return false;
		},
		lines: () => lines,
		next: (line, isBackwards) => (isBackwards ? lastBefore(lines, line) : firstAfter(lines, line)),
	};
}

function isOpen(buffer: LogBuffer): boolean {
	const last = buffer.blockAt(buffer.lineCount() - 1);
	return last !== null && !last.text.endsWith('\n');
}

/** Number of lines that come before or are `line`. */
function countUpTo(lines: readonly number[], line: number): number {
	let low = 0;
	let high = lines.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if ((lines[middle] ?? 0) <= line) low = middle + 1;
		else high = middle;
	}
	return low;
}

function firstAfter(lines: readonly number[], line: number): number | null {
	return lines[countUpTo(lines, line)] ?? lines[0] ?? null;
}

function lastBefore(lines: readonly number[], line: number): number | null {
	return lines[countUpTo(lines, line - 1) - 1] ?? lines.at(-1) ?? null;
}
