/** Cutting a log into pieces of whole characters. Offsets are bytes of the text as it is handed out, in UTF-8. */

/** At most so many bytes of a log go into one piece. */
export const pieceBytes = 1_000_000;

/**
 * How many of the first bytes hold whole characters: less than all when the last character is not all there. Bytes that
 * are no UTF-8 at all count as whole.
 */
export function wholeCharacters(bytes: Uint8Array): number {
	// A character has at most four bytes: its beginning is one of the last four.
	for (let back = 1; back <= Math.min(4, bytes.length); back += 1) {
		const byte = bytes[bytes.length - back] ?? 0;
		if ((byte & 0xc0) === 0x80) continue;
		return back < lengthOf(byte) ? bytes.length - back : bytes.length;
	}
	return bytes.length;
}

/** Bytes of the character that begins with this byte; 1 for what begins none. */
function lengthOf(byte: number): number {
	if (byte >= 0xf0 && byte <= 0xf4) return 4;
	if (byte >= 0xe0 && byte < 0xf0) return 3;
	return byte >= 0xc2 && byte < 0xe0 ? 2 : 1;
}
