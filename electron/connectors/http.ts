/** What every connector that speaks HTTP needs: joined addresses, answers of bounded size, network errors in words. */

export interface FetchInit {
	readonly method?: string;
	readonly headers?: Record<string, string>;
	readonly body?: string;
	/** Nothing is ever followed: credentials, and the choice of a proxy, belong to one address. */
	readonly redirect: 'manual' | 'error';
	readonly signal?: AbortSignal;
}

/** The part of a `Response` that connectors read; those of Node and of undici both have it. */
export interface FetchAnswer {
	readonly status: number;
	readonly ok: boolean;
	readonly headers: { get(name: string): string | null };
	readonly body: {
		getReader(): {
			read(): Promise<{ readonly done: false; readonly value: Uint8Array } | { readonly done: true }>;
			cancel(): Promise<void>;
		};
		cancel(): Promise<void>;
	} | null;
}

/** How connectors ask: the host's one `fetch`, which knows proxies and certificate authorities. Rejects as `fetch` does. */
export type Fetch = (address: string, init: FetchInit) => Promise<FetchAnswer>;

/** Codes of errors that the host's own `fetch` adds, in `cause` as those of Node. */
export const proxyErrorCodes = {
	unreachable: 'SIGNALBOX_PROXY_UNREACHABLE',
	wantsPassword: 'SIGNALBOX_PROXY_PASSWORD',
	refused: 'SIGNALBOX_PROXY_REFUSED',
	unusable: 'SIGNALBOX_PROXY_UNUSABLE',
} as const;

const unknownAuthority =
	"its certificate comes from an authority that is not known here; add your company's authority under Settings, Network";
const noEncryption = 'no encrypted connection could be agreed on; check that the address is one for https';

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
	UND_ERR_HEADERS_TIMEOUT: 'no answer',
	UND_ERR_BODY_TIMEOUT: 'the answer was cut off',
	[proxyErrorCodes.unreachable]: 'the proxy cannot be reached; check Settings, Network, and HTTPS_PROXY',
	[proxyErrorCodes.wantsPassword]: 'the proxy asks for a password; put it into HTTPS_PROXY, never into the settings',
	[proxyErrorCodes.refused]: 'the proxy refused to connect there',
	[proxyErrorCodes.unusable]: 'the proxy that is named cannot be used; check Settings, Network, and HTTPS_PROXY',
	// https://nodejs.org/docs/latest-v24.x/api/tls.html#x509-certificate-error-codes
	UNABLE_TO_GET_ISSUER_CERT: unknownAuthority,
	UNABLE_TO_GET_ISSUER_CERT_LOCALLY: unknownAuthority,
	UNABLE_TO_VERIFY_LEAF_SIGNATURE: unknownAuthority,
	CERT_UNTRUSTED: unknownAuthority,
	SELF_SIGNED_CERT_IN_CHAIN: unknownAuthority,
	DEPTH_ZERO_SELF_SIGNED_CERT:
		'its certificate is signed by itself, so nobody vouches for it; add it under Settings, Network, if it is yours',
	CERT_HAS_EXPIRED: 'its certificate has expired',
	CERT_NOT_YET_VALID: 'its certificate is not valid yet; check the clock of this machine',
	CERT_REVOKED: 'its certificate was revoked',
	ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate belongs to another name',
	UND_ERR_PRX_TLS: 'the certificate of the proxy belongs to another name',
	EPROTO: noEncryption,
	ERR_SSL_WRONG_VERSION_NUMBER: noEncryption,
	ERR_SSL_PACKET_LENGTH_TOO_LONG: noEncryption,
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
export async function readText(response: Pick<FetchAnswer, 'body'>, maxBytes: number): Promise<string> {
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
