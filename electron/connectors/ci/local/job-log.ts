/** The log of one job: text in UTF-8 whatever it wrote, without its secrets, and no longer than allowed. */
import { closeSync, mkdirSync, openSync, readSync, statSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { StringDecoder } from 'node:string_decoder';
import type { LogPiece } from '../../../engine/pipeline-ports.ts';
import { pieceBytes, wholeCharacters } from '../log-text.ts';
import { createMask } from './mask.ts';

export interface JobLog {
	/** Output as it comes, of both streams. */
	write(chunk: Uint8Array): void;
	/** A line of our own. */
	note(line: string): void;
	/** True when it grew too long, or the disk took no more, so that its end is missing. */
	isCut(): boolean;
	close(): void;
}

/** Appends to the file, which may hold an earlier beginning of the same job. */
export function openJobLog(file: string, secrets: readonly string[], limitBytes: number): JobLog {
	mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
	const handle = openSync(file, 'a', 0o600);
	const decoder = new StringDecoder('utf8');
	const mask = createMask(secrets);
	let size = statSync(file).size;
	let isCut = false;
	let endsLine = true;

	const append = (text: string): void => {
		if (text === '' || isCut) return;
		const bytes = Buffer.from(text);
		const left = Math.max(0, limitBytes - size);
		const fits = bytes.length <= left;
		const part = bytes.subarray(0, fits ? bytes.length : left);
		try {
			const whole = part.subarray(0, wholeCharacters(part));
			for (let at = 0; at < whole.length; ) at += writeSync(handle, whole, at);
			size += whole.length;
			endsLine = text.endsWith('\n');
			if (fits) return;
			isCut = true;
			writeSync(handle, `\n[Signalbox keeps ${limitBytes} bytes of a log; what the job wrote after this is lost.]\n`);
		} catch {
			// The disk is full: the job goes on, and the cut is told.
			isCut = true;
		}
	};

	const flush = () => append(mask.push(decoder.end()) + mask.end());

	return {
		write: (chunk) => append(mask.push(decoder.write(Buffer.from(chunk)))),
		note(line) {
			flush();
			append(`${endsLine ? '' : '\n'}[${line}]\n`);
		},
		isCut: () => isCut,
		close() {
			flush();
			closeSync(handle);
		},
	};
}

/** A piece of a log from a byte on. */
export function readJobLog(file: string, fromByte: number, hasEnded: boolean): LogPiece {
	let handle: number;
	try {
		handle = openSync(file, 'r');
	} catch {
		return { text: '', fromByte: 0, nextByte: 0, isComplete: hasEnded, gap: null };
	}
	try {
		const { size } = statSync(file);
		const from = Math.min(Math.max(0, fromByte), size);
		const buffer = Buffer.alloc(Math.min(pieceBytes, size - from));
		const read = buffer.subarray(0, readSync(handle, buffer, 0, buffer.length, from));
		// Whoever asks from within a character gets the next one.
		const begin = read.findIndex((byte) => (byte & 0xc0) !== 0x80);
		const aligned = read.subarray(Math.max(0, begin));
		const whole = aligned.subarray(0, wholeCharacters(aligned));
		const first = from + Math.max(0, begin);
		const nextByte = first + whole.length;
		return {
			text: whole.toString('utf8'),
			fromByte: first,
			nextByte,
			isComplete: hasEnded && nextByte >= size,
			gap: null,
		};
	} finally {
		closeSync(handle);
	}
}
