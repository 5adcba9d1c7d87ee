/** Bytes to text, strictly: what is no UTF-8 is refused, never replaced by question marks. */
import type { Bytes } from './contents.ts';
import { FileRefusal } from './refusal.ts';

const encodingHint = 'Save it as UTF-8 (in a spreadsheet: "CSV UTF-8").';

export function refuseWideText(first: Uint8Array): void {
	const [one, two] = first;
	const isMarked = (one === 0xff && two === 0xfe) || (one === 0xfe && two === 0xff);
	if (isMarked || (first.length >= 2 && (one === 0 || two === 0))) {
		throw new FileRefusal('is written in UTF-16, which is not read', 1, encodingHint);
	}
}

export function notUtf8(line: number): FileRefusal {
	return new FileRefusal('holds bytes that are no UTF-8', line, encodingHint);
}

function countLines(piece: Uint8Array): number {
	let lines = 0;
	for (let at = piece.indexOf(10); at !== -1; at = piece.indexOf(10, at + 1)) lines += 1;
	return lines;
}

/** The text piece by piece, without the mark at its start. */
export async function* decoded(bytes: Bytes): AsyncGenerator<string> {
	const decoder = new TextDecoder('utf-8', { fatal: true });
	let line = 1;
	const decode = (piece?: Uint8Array): string => {
		try {
			return piece === undefined ? decoder.decode() : decoder.decode(piece, { stream: true });
		} catch {
			throw notUtf8(line);
		}
	};
	let isFirst = true;
	for await (const piece of bytes) {
		if (isFirst) refuseWideText(piece);
		isFirst = false;
		yield decode(piece);
		line += countLines(piece);
	}
	yield decode();
}
