/** WebSockets and other upgrades: after the handshake the bytes of both sides pass untouched. */
import { type IncomingMessage, request } from 'node:http';
import type { Duplex } from 'node:stream';
import { requestHeaders, responseHeaders } from './headers.ts';
import type { ProxyDeps } from './proxy.ts';

const handshakeTimeoutMs = 10_000;

function headText(response: IncomingMessage, extra: readonly string[]): string {
	const headers = [...responseHeaders(response), ...extra];
	const lines = [`HTTP/1.1 ${response.statusCode} ${response.statusMessage}`];
	for (let index = 0; index + 1 < headers.length; index += 2) lines.push(`${headers[index]}: ${headers[index + 1]}`);
	return `${lines.join('\r\n')}\r\n\r\n`;
}

/** Hands an upgrade request on; the process counts as busy until either side ends the connection. */
export function passUpgrade(deps: ProxyDeps, incoming: IncomingMessage, client: Duplex, head: Buffer): void {
	const place = deps.next();
	client.on('error', () => client.destroy());
	if (place === null) {
		client.end('HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
		return;
	}
	const { instance } = place;
	const started = performance.now();
	const protocol = incoming.headers.upgrade ?? 'websocket';
	const upstream = request({
		host: '127.0.0.1',
		port: instance.record.port,
		method: incoming.method ?? 'GET',
		path: incoming.url ?? '/',
		headers: [...requestHeaders(incoming), 'Connection', 'Upgrade', 'Upgrade', protocol],
		agent: false,
		setHost: false,
		timeout: handshakeTimeoutMs,
	});
	let over = false;
	const finish = (failed: boolean) => {
		if (over) return;
		over = true;
		instance.inFlight -= 1;
		deps.count(place.slot, performance.now() - started, failed);
	};
	instance.inFlight += 1;
	client.on('close', () => {
		finish(false);
		upstream.destroy();
	});
	upstream.on('timeout', () => upstream.destroy(new Error('handshake timed out')));
	upstream.on('upgrade', (response, socket, first) => {
		socket.setTimeout(0);
		socket.on('error', () => client.destroy());
		socket.on('close', () => client.destroy());
		client.on('close', () => socket.destroy());
		client.write(headText(response, ['Connection', 'Upgrade', 'Upgrade', response.headers.upgrade ?? protocol]));
		if (first.length > 0) client.write(first);
		if (head.length > 0) socket.write(head);
		socket.pipe(client);
		client.pipe(socket);
	});
	upstream.on('response', (response) => {
		// Refused: the answer goes back as it is, and the connection ends with it.
		client.write(headText(response, ['Connection', 'close']));
		response.pipe(client);
		response.on('end', () => finish((response.statusCode ?? 502) >= 500));
	});
	upstream.on('error', () => {
		finish(true);
		if (client.writable) client.end('HTTP/1.1 502 Bad Gateway\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
		else client.destroy();
	});
	upstream.end();
}
