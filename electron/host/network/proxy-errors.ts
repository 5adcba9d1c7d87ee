/** What went wrong at a proxy, told apart from what went wrong behind it. */
import { proxyErrorCodes } from '../../connectors/http.ts';

export type ProxyTrouble = keyof typeof proxyErrorCodes;

/** As `fetch` rejects: the reason stands in `cause`, with a code. */
export function proxyError(trouble: ProxyTrouble, cause?: unknown): TypeError {
	const reason = Object.assign(new Error('the proxy did not serve', { cause }), { code: proxyErrorCodes[trouble] });
	return new TypeError('fetch failed', { cause: reason });
}

/** Behind a proxy the only sockets that are opened, and the only names that are looked up, are the proxy's own. */
const noConnection: ReadonlySet<unknown> = new Set([
	...['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT'],
	...['UND_ERR_CONNECT_TIMEOUT'],
]);
const refusals: ReadonlySet<unknown> = new Set(['UND_ERR_PRX_CONN', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_SOCKS5']);

/** What the proxy has to do with an error of undici's `fetch`; null when the server behind it is the reason. */
export function proxyTrouble(error: unknown): ProxyTrouble | null {
	for (let current = error, depth = 0; current instanceof Error && depth < 5; current = current.cause, depth += 1) {
		const code = 'code' in current ? current.code : null;
		if (noConnection.has(code)) return 'unreachable';
		// undici tells the status of a proxy's answer in its text alone.
		if (/^Proxy Authentication Required|^Proxy response \(407\)/.test(current.message)) return 'wantsPassword';
		if (/^Proxy response \(\d+\)/.test(current.message)) return 'refused';
		if (typeof code === 'string' && (refusals.has(code) || code.startsWith('UND_ERR_SOCKS5'))) return 'refused';
	}
	return null;
}

/** True for a `proxyError` after which nothing was sent. */
export function isUnreachable(error: unknown): boolean {
	const cause = error instanceof Error ? error.cause : null;
	return cause instanceof Error && 'code' in cause && cause.code === proxyErrorCodes.unreachable;
}
