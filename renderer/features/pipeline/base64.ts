/** Bytes as the wire carries them. */

/** Characters that one call takes: more would be more arguments than engines allow. */
const chunk = 8_192;

export function toBase64(bytes: Uint8Array): string {
	let text = '';
	for (let at = 0; at < bytes.length; at += chunk) text += String.fromCharCode(...bytes.subarray(at, at + chunk));
	return btoa(text);
}

export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
	const binary = atob(text);
	const bytes = new Uint8Array(binary.length);
	// A loop: `Uint8Array.from` takes a second for the four megabytes that a report may have.
	for (let at = 0; at < binary.length; at += 1) bytes[at] = binary.charCodeAt(at);
	return bytes;
}
