/**
 * One log out of several that follow one another: those of the steps of a stage, or that of a whole build. Jenkins counts in
 * bytes of its own files, and what it sends is shorter or longer; so it is kept where which of our bytes lies.
 */
import { ok } from '../../../../shared/domain/result.ts';
import type { Result } from '../../../../shared/domain/result.ts';
import type { LogPiece } from '../../../engine/pipeline-ports.ts';
import { pieceBytes } from '../../http-hosts/byte-window.ts';
import { logPiece } from '../../http-hosts/log-text.ts';
import type { ProgressiveText, WantedText } from './progressive.ts';

export type ReadPart = (part: string, wanted: WantedText) => Promise<Result<ProgressiveText>>;

/** A place that is known by both counts. */
interface Mark {
	readonly part: number;
	readonly raw: number;
	readonly text: number;
}

const beginning: Mark = { part: 0, raw: 0, text: 0 };

/** What was fetched last and may hold the next pieces too. */
interface Fetched {
	readonly from: number;
	readonly bytes: Uint8Array;
	readonly isEnd: boolean;
	readonly gap: string | null;
}

interface Wanted {
	/** A part is read when the one before it is over. More may be there at the next call, also between these. */
	readonly parts: readonly string[];
	/** No part will be added any more. */
	readonly hasEnded: boolean;
	readonly fromByte: number;
}

export interface JoinedLog {
	/** Null when it was not fetched yet. */
	kept(fromByte: number): LogPiece | null;
	read(wanted: Wanted, readPart: ReadPart): Promise<Result<LogPiece>>;
}

/** Fetched at once, so that a long log is not asked for once for each piece. */
const windowBytes = 8 * pieceBytes;
/** Parts that are read in one go; a stage of many small ones goes on with the next piece. */
const mostParts = 40;
const mostMarks = 1000;

const lost = 'Jenkins keeps no log of this any more.';

function cut(fetched: Fetched, fromByte: number): LogPiece {
	const rest = fetched.bytes.subarray(fromByte - fetched.from);
	const isComplete = fetched.isEnd && rest.byteLength <= pieceBytes;
	return logPiece(rest.subarray(0, pieceBytes), { fromByte, isComplete, gap: isComplete ? fetched.gap : null });
}

/** Where to go on after an answer that was read to its end. */
function markAfter(at: Mark, got: ProgressiveText, next: number, isDone: boolean): Mark {
	const text = at.text + got.skipped + got.bytes.byteLength;
	return isDone ? { part: at.part + 1, raw: 0, text } : { part: at.part, raw: next, text };
}

export function createJoinedLog(): JoinedLog {
	let marks: readonly Mark[] = [beginning];
	/** Parts that were begun keep their places, whatever turns up between them later. */
	let begun: readonly string[] = [];
	let last: Fetched | null = null;

	/** Reads parts from the nearest known place on, until there is enough, or no more for now. */
	const fetch = async ({ parts, hasEnded, fromByte }: Wanted, readPart: ReadPart): Promise<Result<Fetched>> => {
		let at = marks.findLast((mark) => mark.text <= fromByte) ?? beginning;
		const inOrder = [...begun, ...parts.filter((part) => !begun.includes(part))];
		let gap: string | null = null;
		let size = 0;
		const pieces: Uint8Array[] = [];
		for (let count = 0; count < mostParts && size < windowBytes; count += 1) {
			const part = inOrder[at.part];
			if (part === undefined) return ok({ from: fromByte, bytes: Buffer.concat(pieces), isEnd: hasEnded, gap });
			begun = inOrder.slice(0, Math.max(begun.length, at.part + 1));
			const skip = Math.max(0, fromByte - at.text);
			const got = await readPart(part, { start: at.raw, skip, most: windowBytes - size });
			if (!got.ok) return got;
			const { bytes, next, isOpen } = got.value;
			pieces.push(bytes);
			size += bytes.byteLength;
			if (next === null) break;
			// Jenkins calls a log open that is not there at all.
			const isLost = hasEnded && isOpen && next === 0;
			if (isLost) gap = lost;
			at = markAfter(at, got.value, next, !isOpen || isLost);
			marks = [...(marks.length < mostMarks ? marks : [beginning]), at];
			if (isOpen && !isLost) break;
		}
		return ok({ from: fromByte, bytes: Buffer.concat(pieces), isEnd: false, gap });
	};

	return {
		kept(fromByte) {
			if (last === null || fromByte < last.from || fromByte >= last.from + last.bytes.byteLength) return null;
			return cut(last, fromByte);
		},
		async read(wanted, readPart) {
			const fetched = await fetch(wanted, readPart);
			if (!fetched.ok) return fetched;
			last = fetched.value.bytes.byteLength > pieceBytes ? fetched.value : null;
			return ok(cut(fetched.value, wanted.fromByte));
		},
	};
}
