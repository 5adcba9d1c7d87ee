/** Hashes of commits as bytes; they are 20 or 32 bytes long, and several may follow one another in one blob. */

/** Throws for what is no hash: it would be lost silently otherwise. */
export function hashBytes(sha: string): Uint8Array {
	const bytes = Buffer.from(sha, 'hex');
	if (bytes.length * 2 !== sha.length || bytes.length === 0) throw new TypeError(`"${sha}" is no hash of a commit`);
	return bytes;
}

export function hashText(bytes: Uint8Array): string {
	return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');
}

/** Each with its length before it. */
export function packHashes(shas: readonly string[]): Uint8Array {
	const parts = shas.map((sha) => hashBytes(sha));
	return Buffer.concat(parts.flatMap((bytes) => [Uint8Array.of(bytes.length), bytes]));
}

export function unpackHashes(packed: Uint8Array): readonly string[] {
	const shas: string[] = [];
	for (let at = 0; at < packed.length; ) {
		const length = packed[at] ?? 0;
		shas.push(hashText(packed.subarray(at + 1, at + 1 + length)));
		at += 1 + length;
	}
	return shas;
}
