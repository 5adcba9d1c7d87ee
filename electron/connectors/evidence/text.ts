/** Bytes to text: UTF-8, and for XML the two old encodings that Java tools still write. */
import type { Bytes } from './bytes.ts';
import { Refusal } from './refusal.ts';

const utf16Hint = 'Let the tool write UTF-8; in PowerShell, redirect with Out-File -Encoding utf8.';

/** Refuses UTF-16 and UTF-32, with or without a mark. */
export function refuseWideText(head: Uint8Array): void {
	const [first, second] = head;
	const isMarked = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
	const isWide = head.length >= 2 && (first === 0) !== (second === 0);
	if (isMarked || isWide) throw new Refusal('is written in UTF-16, which is not read', 1, utf16Hint);
}

/** Text of a report, piece by piece. Throws a refusal where a byte cannot be read; the mark at the start is left out. */
export async function* decoded(bytes: Bytes, encoding: 'utf-8' | 'windows-1252' = 'utf-8'): AsyncGenerator<string> {
	const decoder = new TextDecoder(encoding, { fatal: true });
	let line = 1;
	const decode = (piece: Uint8Array | undefined) => {
		try {
			return piece === undefined ? decoder.decode() : decoder.decode(piece, { stream: true });
		} catch {
			throw new Refusal('holds bytes that are no UTF-8', line);
		}
	};
	for await (const piece of bytes) {
		const text = decode(piece);
		yield text;
		line += countLines(piece);
	}
	yield decode(undefined);
}

export function countLines(piece: Uint8Array): number {
	let lines = 0;
	for (let at = piece.indexOf(10); at !== -1; at = piece.indexOf(10, at + 1)) lines += 1;
	return lines;
}

/** Lines without their ends (LF or CRLF), the last one too when it has no end. `isEnded` is false for that one. */
export async function* linesOf(
	bytes: Bytes,
	maxLength: number,
): AsyncGenerator<{ readonly text: string; readonly number: number; readonly isEnded: boolean }> {
	let rest = '';
	let number = 0;
	for await (const text of decoded(bytes)) {
		const lines = (rest + text).split('\n');
		rest = lines.pop() ?? '';
		for (const line of lines) {
			number += 1;
			yield { text: line.endsWith('\r') ? line.slice(0, -1) : line, number, isEnded: true };
		}
		if (rest.length > maxLength) throw new Refusal(`has a line of more than ${maxLength} characters`, number + 1);
	}
	if (rest !== '') yield { text: rest, number: number + 1, isEnded: false };
}
