/** Hashes of commits as bytes; they are 20 or 32 bytes long, and several may follow one another in one blob. */

/** Throws for what is no hash: it would be lost silently otherwise. */
export function hashBytes(sha: string): Uint8Array {
	const bytes = Buffer.from(sha, 'hex');
	if (bytes.length * 2 !== sha.length || bytes.length === 0) throw noHash(sha);
	return bytes;
}

/** Each with its length before it. */
export function packHashes(shas: readonly string[]): Uint8Array {
	const [only, ...others] = shas;
	if (only !== undefined && others.length === 0) return withLength(only);
	return Buffer.concat(shas.map(withLength));
}

function withLength(sha: string): Uint8Array {
	const length = sha.length / 2;
	const bytes = Buffer.allocUnsafe(1 + length);
	bytes[0] = length;
	if (length === 0 || !Number.isInteger(length) || bytes.write(sha, 1, 'hex') !== length) throw noHash(sha);
	return bytes;
}

/** Of the same blob in hexadecimal digits, as `lower(hex(blob))` has them. */
export function readHashes(digits: string): readonly string[] {
	const shas: string[] = [];
	for (let at = 0; at < digits.length; ) {
		const end = at + 2 + Number.parseInt(digits.slice(at, at + 2), 16) * 2;
		shas.push(digits.slice(at + 2, end));
		at = end;
	}
	return shas;
}

function noHash(sha: string): TypeError {
	return new TypeError(`"${sha}" is no hash of a commit`);
}
