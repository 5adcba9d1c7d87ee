/**
 * The objects of a JSON file one by one, whether it is an array of them or one on each line: a file of any size needs the memory of
 * its largest object only.
 */
import type { Bytes } from './contents.ts';
import { FileRefusal } from './refusal.ts';
import { notUtf8, refuseWideText } from './text.ts';

export interface JsonElement {
	readonly value: unknown;
	/** Where it begins, from 1. */
	readonly line: number;
}

const mostElementBytes = 4 * 1024 * 1024;

const [quote, backslash, newline, comma] = [0x22, 0x5c, 0x0a, 0x2c];
const [openBrace, closeBrace, openBracket, closeBracket] = [0x7b, 0x7d, 0x5b, 0x5d];
const isSpace = (byte: number): boolean => byte === 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d;

function parse(pieces: readonly Uint8Array[], line: number): unknown {
	let text: string;
	try {
		text = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(pieces));
	} catch {
		throw notUtf8(line);
	}
	try {
		return JSON.parse(text);
	} catch {
		throw new FileRefusal('is not well-formed JSON', line);
	}
}

/** `start`: nothing came yet. In an array, `comma` waits for one or the end, `element` for an object. */
type Place = 'start' | 'element' | 'comma' | 'lines' | 'ended';

/** Finds where objects begin and end, byte by byte, over the borders of pieces. */
class ElementScanner {
	#place: Place = 'start';
	#line = 1;
	#elementLine = 1;
	#depth = 0;
	#isText = false;
	#isEscaped = false;
	#kept: Uint8Array[] = [];
	#keptBytes = 0;

	*scan(piece: Uint8Array): Generator<JsonElement> {
		let begin = 0;
		for (let at = 0; at < piece.length; at += 1) {
			const byte = piece[at] ?? 0;
			if (byte === newline) this.#line += 1;
			if (this.#depth > 0) {
				if (this.#inside(byte)) {
					this.#keep(piece.subarray(begin, at + 1));
					yield { value: parse(this.#kept, this.#elementLine), line: this.#elementLine };
					this.#kept = [];
					this.#keptBytes = 0;
				}
			} else if (!isSpace(byte)) {
				this.#between(byte);
				begin = at;
			}
		}
		if (this.#depth > 0) this.#keep(piece.subarray(begin));
	}

	end(): void {
		if (this.#place === 'start') throw new FileRefusal('is empty');
		const isWhole = this.#depth === 0 && (this.#place === 'lines' || this.#place === 'ended');
		if (!isWhole) throw new FileRefusal('is cut off', this.#line);
	}

	#keep(part: Uint8Array): void {
		this.#keptBytes += part.length;
		if (this.#keptBytes > mostElementBytes)
			throw new FileRefusal('holds an entry of more than 4 MB', this.#elementLine);
		// A piece of a stream may be used again by it.
		this.#kept.push(Uint8Array.from(part));
	}

	/** Within an object; true at its end. */
	#inside(byte: number): boolean {
		if (this.#isText) {
			if (this.#isEscaped) this.#isEscaped = false;
			else if (byte === backslash) this.#isEscaped = true;
			else if (byte === quote) this.#isText = false;
			return false;
		}
		if (byte === quote) this.#isText = true;
		else if (byte === openBrace || byte === openBracket) this.#depth += 1;
		else if (byte === closeBrace || byte === closeBracket) this.#depth -= 1;
		return this.#depth === 0;
	}

	#between(byte: number): void {
		const place = this.#place;
		if (byte === openBrace && (place === 'start' || place === 'lines' || place === 'element')) {
			this.#place = place === 'element' ? 'comma' : 'lines';
			this.#depth = 1;
			this.#elementLine = this.#line;
		} else if (byte === openBracket && place === 'start') this.#place = 'element';
		else if (byte === comma && place === 'comma') this.#place = 'element';
		else if (byte === closeBracket && (place === 'comma' || place === 'element')) this.#place = 'ended';
		else throw new FileRefusal('is neither an array of objects nor one object on each line', this.#line);
	}
}

const mark = [0xef, 0xbb, 0xbf];

/** Throws `FileRefusal` for what is no such JSON. An empty array has no elements; a trailing comma is forgiven. */
export async function* jsonElements(bytes: Bytes): AsyncGenerator<JsonElement> {
	const scanner = new ElementScanner();
	let isFirst = true;
	for await (const piece of bytes) {
		if (isFirst) refuseWideText(piece);
		const isMarked = isFirst && mark.every((byte, index) => piece[index] === byte);
		isFirst = false;
		yield* scanner.scan(isMarked ? piece.subarray(mark.length) : piece);
	}
	scanner.end();
}
