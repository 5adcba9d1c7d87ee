/** A small proxy on loopback, as companies have them: CONNECT and plain HTTP. Only it knows where the names lead. */
import {
	createServer,
	type IncomingMessage,
	request,
	type RequestListener,
	type Server,
	type ServerResponse,
} from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { connect, type Socket } from 'node:net';
import { listen, type Listening } from './listen.ts';

export interface ForwardProxy extends Listening {
	/** What it was asked for, such as `CONNECT metrics.corp.example:443`. */
	readonly asked: readonly string[];
}

export interface ProxyRules {
	/** Loopback port by `host:port`; it answers 502 for everything else. */
	readonly places: Readonly<Record<string, number>>;
	/** `name:password` that it wants; anybody may use it when not given. */
	readonly credentials?: string;
	/** Speaks https itself when it is given one. */
	readonly certificate?: { readonly key: string; readonly cert: string };
}

export async function startForwardProxy({ places, credentials, certificate }: ProxyRules): Promise<ForwardProxy> {
	const asked: string[] = [];
	const isLetIn = ({ headers }: IncomingMessage): boolean =>
		credentials === undefined ||
		headers['proxy-authorization'] === `Basic ${Buffer.from(credentials).toString('base64')}`;
	const serve: RequestListener = (incoming, answer) => {
		asked.push(`${incoming.method} ${incoming.url}`);
		if (!isLetIn(incoming)) answer.writeHead(407, { 'proxy-authenticate': 'Basic realm="corp"' }).end();
		else passOn(incoming, answer, places);
	};
	const server = certificate === undefined ? createServer(serve) : createSecureServer({ ...certificate }, serve);
	const sockets = tunnel(server, (incoming, client) => {
		asked.push(`CONNECT ${incoming.url}`);
		if (!isLetIn(incoming))
			return client.end('HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n');
		const port = places[incoming.url ?? ''];
		if (port === undefined) return client.end('HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n');
		const there = connect(port, '127.0.0.1', () => client.write('HTTP/1.1 200 OK\r\n\r\n'));
		sockets.add(there);
		there.on('error', () => client.destroy()).pipe(client);
		return client.on('error', () => there.destroy()).pipe(there);
	});
	const listening = await listen(server);
	const close = async (): Promise<void> => {
		for (const socket of sockets) socket.destroy();
		await listening.close();
	};
	return { ...listening, asked, close };
}

function tunnel(server: Server, open: (incoming: IncomingMessage, client: Socket) => unknown): Set<Socket> {
	const sockets = new Set<Socket>();
	server.on('connection', (socket: Socket) => sockets.add(socket));
	server.on('connect', (incoming: IncomingMessage, client: Socket) => open(incoming, client));
	return sockets;
}

function passOn(incoming: IncomingMessage, answer: ServerResponse, places: ProxyRules['places']): void {
	const url = URL.parse(incoming.url ?? '');
	const port = url === null ? undefined : places[`${url.hostname}:${url.port === '' ? 80 : url.port}`];
	if (url === null || port === undefined) {
		answer.writeHead(502).end();
		return;
	}
	const { method, headers } = incoming;
	const onward = request(
		{ host: '127.0.0.1', port, method, headers, path: `${url.pathname}${url.search}` },
		(reply) => {
			answer.writeHead(reply.statusCode ?? 502, reply.headers);
			reply.pipe(answer);
		},
	);
	onward.on('error', () => answer.writeHead(502).end());
	incoming.pipe(onward);
}
