/** Hands a text to the browser as a download; in the desktop the system asks where to. */

/** Long enough for a download to begin; the text itself is copied by then, ms. */
const keptMs = 60_000;

/** A name that every file system takes: letters, digits, dots and dashes. */
export function fileName(parts: readonly string[], ending: string): string {
	const name = parts
		.map((part) => part.replaceAll(/[^\p{L}\p{N}._]+/gu, '-').replaceAll(/^[-.]+|-+$/g, ''))
		.filter(Boolean);
	return `${name.join('-').slice(0, 120)}.${ending}`;
}

/** Saves `text` under `name`. */
export function saveFile(name: string, text: string, type: string): void {
	saveBlob(name, new Blob([text], { type: `${type};charset=utf-8` }));
}

/** Saves bytes under `name`; as a stream of bytes, so that no browser opens what somebody else attached. */
export function saveBytes(name: string, bytes: Uint8Array<ArrayBuffer>): void {
	saveBlob(name, new Blob([bytes], { type: 'application/octet-stream' }));
}

/** A link with `download` never navigates, so neither policy nor window is touched. */
function saveBlob(name: string, blob: Blob): void {
	const url = URL.createObjectURL(blob);
	const link = document.createElement('a');
	link.href = url;
	link.download = name;
	link.click();
	setTimeout(() => URL.revokeObjectURL(url), keptMs);
}
