/** Sets of line numbers in a few bits each: a coverage report may name millions of lines, several times. */
import { Refusal } from '../refusal.ts';

/** No source file has more lines; each costs two bits. */
const mostLines = 4_000_000;
/** Bytes of all sets of one report. */
const mostBytes = 256 * 1024 * 1024;

export interface LineSets {
	/** A line of a file that can be covered, and whether it was. */
	see(file: string, line: number, isCovered: boolean, reportLine: number): void;
	readonly files: () => number;
	share(): { readonly covered: number; readonly total: number };
}

interface FileLines {
	seen: Uint8Array;
	hit: Uint8Array;
}

/** A line that is named twice counts once, and is covered when any of them was. */
export function createLineSets(mostFiles: number): LineSets {
	const files = new Map<string, FileLines>();
	let bytes = 0;
	let total = 0;
	let covered = 0;

	function room(lines: FileLines, index: number, reportLine: number): void {
		if (index < lines.seen.length) return;
		const length = Math.max(64, index + 1, lines.seen.length * 2);
		bytes += 2 * (length - lines.seen.length);
		if (bytes > mostBytes) throw new Refusal('names more lines than are read', reportLine);
		lines.seen = grown(lines.seen, length);
		lines.hit = grown(lines.hit, length);
	}

	return {
		see(file, line, isCovered, reportLine) {
			if (line > mostLines) throw new Refusal(`names line ${line} of a file, which no file has`, reportLine);
			const lines = files.get(file) ?? { seen: new Uint8Array(0), hit: new Uint8Array(0) };
			if (!files.has(file)) {
				if (files.size >= mostFiles) throw new Refusal(`names more than ${mostFiles} files`, reportLine);
				files.set(file, lines);
			}
			const [index, bit] = [line >> 3, 1 << (line & 7)];
			room(lines, index, reportLine);
			if (((lines.seen[index] ?? 0) & bit) === 0) {
				total += 1;
				lines.seen[index] = (lines.seen[index] ?? 0) | bit;
			}
			if (isCovered && ((lines.hit[index] ?? 0) & bit) === 0) {
				covered += 1;
				lines.hit[index] = (lines.hit[index] ?? 0) | bit;
			}
		},
		files: () => files.size,
		share: () => ({ covered, total }),
	};
}

function grown(from: Uint8Array, length: number): Uint8Array {
	const to = new Uint8Array(length);
	to.set(from);
	return to;
}

/** Named things that are covered or not: functions, branches. */
export interface NameSet {
	see(name: string, isCovered: boolean, reportLine: number): void;
	share(): { readonly covered: number; readonly total: number };
}

export function createNameSet(most: number): NameSet {
	const seen = new Map<string, boolean>();
	let covered = 0;
	return {
		see(name, isCovered, reportLine) {
			const before = seen.get(name);
			if (before === undefined && seen.size >= most) {
				throw new Refusal(`names more than ${most} functions or branches`, reportLine);
			}
			if (before === true) return;
			seen.set(name, isCovered);
			if (isCovered) covered += 1;
		},
		share: () => ({ covered, total: seen.size }),
	};
}
