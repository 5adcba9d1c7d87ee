/** Bytes of a log as text that never splits a character. */
import type { LogPiece } from '../../engine/pipeline-ports.ts';

const isContinuation = (byte: number | undefined): boolean => byte !== undefined && (byte & 0xc0) === 0x80;

/** How many bytes the character that begins with this one has; RFC 3629. */
function lengthOf(lead: number): number {
	if (lead >= 0xf0) return 4;
	if (lead >= 0xe0) return 3;
	return lead >= 0xc0 ? 2 : 1;
}

/** Bytes at the end that begin a character which is not all there yet. */
function unfinished(bytes: Uint8Array): number {
	for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
		const byte = bytes[bytes.length - back] ?? 0;
		if (isContinuation(byte)) continue;
		return lengthOf(byte) > back ? back : 0;
	}
	return 0;
}

/** Bytes at the start that end a character of the piece before. */
function orphans(bytes: Uint8Array): number {
	let count = 0;
	while (count < 3 && isContinuation(bytes[count])) count += 1;
	return count;
}

/**
 * A piece of what came from `fromByte` on. Bytes that are no UTF-8 are drawn as U+FFFD, and a mark of byte order stays in the
 * text, so that offsets are always those of the host.
 */
export function logPiece(
	bytes: Uint8Array,
	at: { readonly fromByte: number; readonly isComplete: boolean; readonly gap?: string | null },
): LogPiece {
	const start = at.fromByte === 0 ? 0 : orphans(bytes);
	const end = bytes.length - (at.isComplete ? 0 : unfinished(bytes.subarray(start)));
	return {
		text: new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes.subarray(start, end)),
		fromByte: at.fromByte + start,
		nextByte: at.fromByte + end,
		isComplete: at.isComplete,
		gap: at.gap ?? null,
	};
}
