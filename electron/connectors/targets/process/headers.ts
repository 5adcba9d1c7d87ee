/** Headers on their way through the router: those of one connection stay behind (RFC 9110, 7.6.1). */
import type { IncomingMessage } from 'node:http';

const hopByHop = new Set([
	'connection',
	'keep-alive',
	'proxy-connection',
	'proxy-authenticate',
	'proxy-authorization',
	'te',
	'trailer',
	'transfer-encoding',
	'upgrade',
	// Answered by the router itself before the body is read.
	'expect',
]);

const forwarded = new Set(['x-forwarded-for', 'x-forwarded-proto', 'x-forwarded-host']);

function endToEnd(message: IncomingMessage, except: ReadonlySet<string>): string[] {
	const named = (message.headers.connection ?? '').split(',').map((name) => name.trim().toLowerCase());
	const kept: string[] = [];
	for (let index = 0; index + 1 < message.rawHeaders.length; index += 2) {
		const name = message.rawHeaders[index] ?? '';
		const lower = name.toLowerCase();
		if (hopByHop.has(lower) || named.includes(lower) || except.has(lower)) continue;
		kept.push(name, message.rawHeaders[index + 1] ?? '');
	}
	return kept;
}

/** What a process gets to see: the client's headers, and who the client was. */
export function requestHeaders(incoming: IncomingMessage): string[] {
	const headers = endToEnd(incoming, forwarded);
	const { host } = incoming.headers;
	const before = incoming.headers['x-forwarded-for'];
	const address = incoming.socket.remoteAddress ?? 'unknown';
	if (host === undefined) headers.push('Host', '127.0.0.1');
	headers.push('X-Forwarded-For', before === undefined ? address : `${String(before)}, ${address}`);
	headers.push('X-Forwarded-Proto', 'http');
	if (host !== undefined) headers.push('X-Forwarded-Host', host);
	// A body of unknown length must stay framed, also for methods that seldom have one.
	if (incoming.headers['transfer-encoding'] !== undefined) headers.push('Transfer-Encoding', 'chunked');
	return headers;
}

/** What the client gets to see. */
export function responseHeaders(response: IncomingMessage): string[] {
	return endToEnd(response, new Set());
}
