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

export function createLogBuffer(): LogBuffer {
	const whole = createWholeLines();
	let length = 0;
	/** The last line while it has no end. */
	let open = '';
	return {
		append(text) {
			length += text.length;
			const end = text.lastIndexOf('\n');
			if (end === -1) {
				open += text;
				return;
			}
			whole.add(open + text.slice(0, end + 1));
			open = text.slice(end + 1);
		},
		lineCount: () => whole.count() + (open === '' ? 0 : 1),
		line(index) {
			if (index >= whole.count()) return index === whole.count() ? open : '';
			const block = whole.blockOf(index);
			const at = index - (block?.firstLine ?? 0);
			const start = block?.starts[at];
			if (block === null || start === undefined) return '';
			const end = (block.starts[at + 1] ?? block.text.length) - 1;
			return block.text.slice(start, block.text[end] === '\n' ? end : end + 1);
		},
		length: () => length,
		text: () => whole.text() + open,
		blockAt(line) {
			if (line < whole.count()) return whole.blockOf(line);
			return line === whole.count() && open !== '' ? { firstLine: line, text: open, starts: [0] } : null;
		},
	};
}

/** Lines that have their end, in blocks. */
function createWholeLines() {
	const blocks: Block[] = [];
	let lines = 0;

	function blockToFill(): Block {
		const last = blocks.at(-1);
		if (last !== undefined && last.text.length < blockLength) return last;
		const block: Block = { firstLine: lines, text: '', starts: [] };
		blocks.push(block);
		return block;
	}

	return {
		count: () => lines,
		text: () => blocks.map((block) => block.text).join(''),
		/** Adds text that ends with the end of a line. */
		add(text: string): void {
			const block = blockToFill();
			const [length, starts] = [block.text.length, block.starts.length];
			block.text += text;
			addStarts(block.starts, block.text, length);
			lines += block.starts.length - starts;
		},
		blockOf(line: number): Block | null {
			let low = 0;
			let high = blocks.length - 1;
			while (low < high) {
				const middle = (low + high + 1) >> 1;
				if ((blocks[middle]?.firstLine ?? 0) <= line) low = middle;
				else high = middle - 1;
			}
			return blocks[low] ?? null;
		},
	};
}

function addStarts(starts: number[], text: string, from: number): void {
	let at = from;
	while (at < text.length) {
		starts.push(at);
		const end = text.indexOf('\n', at);
		if (end === -1) return;
		at = end + 1;
	}
}
