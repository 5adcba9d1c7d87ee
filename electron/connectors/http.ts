/** What every connector that speaks HTTP needs: joined addresses, answers of bounded size, network errors in words. */

const words: Readonly<Record<string, string>> = {
	ECONNREFUSED: 'connection refused',
	ECONNRESET: 'the connection was reset',
	ENOTFOUND: 'host not found',
	EAI_AGAIN: 'host not found',
	EHOSTUNREACH: 'host unreachable',
	ENETUNREACH: 'network unreachable',
	ETIMEDOUT: 'no answer',
	EPIPE: 'the connection was closed',
	UND_ERR_SOCKET: 'the answer was cut off',
	UND_ERR_CONNECT_TIMEOUT: 'no answer',
	UND_ERR_HEADERS_OVERFLOW: 'the headers of the answer are too large',
};

function field(value: unknown, key: 'code' | 'cause'): unknown {
	return typeof value === 'object' && value !== null && key in value ? Reflect.get(value, key) : undefined;
}

/**
 * The reason of a network error in a few words; null when it is not one that we know.
 * Never the error's own text: fetch repeats there the header or the address that it refuses, and with it a secret.
 */
export function knownNetworkWords(error: unknown): string | null {
	for (let current: unknown = error, depth = 0; current !== undefined && depth < 4; depth += 1) {
		const code = field(current, 'code');
		if (typeof code === 'string' && words[code] !== undefined) return words[code];
		current = field(current, 'cause');
	}
	return null;
}

/** As `knownNetworkWords`, with words for the rest. */
export function networkWords(error: unknown): string {
	return knownNetworkWords(error) ?? 'the request could not be sent';
}

/** An answer that is longer than it may be. */
export class TooLarge extends Error {}

/** The body of an answer; throws `TooLarge`, and ends the download, once it passes `maxBytes`, whatever length was announced. */
export async function readText(response: Response, maxBytes: number): Promise<string> {
	if (response.body === null) return '';
	const reader = response.body.getReader();
	const decoder = new TextDecoder();
	let size = 0;
	let text = '';
	try {
		for (;;) {
			const piece = await reader.read();
			if (piece.done) return text + decoder.decode();
			size += piece.value.byteLength;
			if (size > maxBytes) throw new TooLarge();
			text += decoder.decode(piece.value, { stream: true });
		}
	} finally {
		// Ends the download of what is not wanted; a no-op after the last piece.
		reader.cancel().catch(() => undefined);
	}
}

/** Joins the path below the address, whatever slashes either has. */
export function joinUrl(address: string, path: string): string {
	return `${address.replace(/\/+$/, '')}/${path.replace(/^\/+/, '')}`;
}
