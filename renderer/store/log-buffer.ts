/**
 * A log in memory: text that only grows, found by line. Appending costs what is appended, finding a line a binary search,
 * so that a million lines that still grow by ten thousand a second stay smooth.
 */

export interface LogBuffer {
	/** Adds text; a line may be cut anywhere between two pieces. */
	append(text: string): void;
	/** Lines so far; the last one counts as soon as it has a character. */
	lineCount(): number;
	/** A line without its end; empty for a line that is not there. */
	line(index: number): string;
	/** Characters so far. */
	length(): number;
	/** Everything, for saving. */
	text(): string;
	/** Runs of whole lines from a line on, for searching: as they are kept, so nothing is copied. */
	blockAt(line: number): LogBlock | null;
}

/** Whole lines as they are kept. */
export interface LogBlock {
	readonly firstLine: number;
	readonly text: string;
	/** Where each line begins in `text`. */
	readonly starts: readonly number[];
}

interface Block {
	readonly firstLine: number;
	text: string;
	readonly starts: number[];
}

/** Pieces are gathered until a block is this long: few blocks to search, and none so long that adding to it is felt. */
const blockLength = 131_072;

function addStarts(starts: number[], text: string, from: number): void {
	let at = from;
	while (at < text.length) {
		starts.push(at);
		const end = text.indexOf('\n', at);
		if (end === -1) return;
		at = end + 1;
	}
}

export function createLogBuffer(): LogBuffer {
	const blocks: Block[] = [];
	let wholeLines = 0;
	let length = 0;
	/** The last line while it has no end. */
	let open = '';

	function addWhole(text: string): void {
		const last = blocks.at(-1);
		if (last !== undefined && last.text.length < blockLength) {
			const from = last.text.length;
			last.text += text;
			const before = last.starts.length;
			addStarts(last.starts, last.text, from);
			wholeLines += last.starts.length - before;
			return;
		}
		const block: Block = { firstLine: wholeLines, text, starts: [] };
		addStarts(block.starts, text, 0);
		blocks.push(block);
		wholeLines += block.starts.length;
	}

	function blockOf(line: number): Block | null {
		let low = 0;
		let high = blocks.length - 1;
		while (low < high) {
			const middle = (low + high + 1) >> 1;
			if ((blocks[middle]?.firstLine ?? 0) <= line) low = middle;
			else high = middle - 1;
		}
		return blocks[low] ?? null;
	}

	return {
		append(text) {
			length += text.length;
			const end = text.lastIndexOf('\n');
			if (end === -1) {
				open += text;
				return;
			}
			addWhole(open + text.slice(0, end + 1));
			open = text.slice(end + 1);
		},
		lineCount: () => wholeLines + (open === '' ? 0 : 1),
		line(index) {
			if (index >= wholeLines) return index === wholeLines ? open : '';
			const block = blockOf(index);
			const at = index - (block?.firstLine ?? 0);
			const start = block?.starts[at];
			if (block === null || start === undefined) return '';
			const end = (block.starts[at + 1] ?? block.text.length) - 1;
			return block.text.slice(start, block.text[end] === '\n' ? end : end + 1);
		},
		length: () => length,
		text: () => blocks.map((block) => block.text).join('') + open,
		blockAt(line) {
			if (line < wholeLines) return blockOf(line);
			return line === wholeLines && open !== '' ? { firstLine: line, text: open, starts: [0] } : null;
		},
	};
}
