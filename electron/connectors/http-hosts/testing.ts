/** A loopback server for tests of this family: answers from a function, remembers what it was asked, and ends. */
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';

export interface Asked {
	readonly method: string;
	readonly path: string;
	readonly query: URLSearchParams;
	readonly headers: IncomingMessage['headers'];
	readonly body: string;
}

export interface Loopback {
	readonly url: string;
	readonly asked: readonly Asked[];
	stop(): Promise<void>;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
	const pieces: Buffer[] = [];
	for await (const piece of request) pieces.push(Buffer.from(piece));
	return Buffer.concat(pieces).toString('utf8');
}

/** Listens on a free port of this machine. */
export async function startLoopback(
	answer: (asked: Asked, response: ServerResponse) => void | Promise<void>,
): Promise<Loopback> {
	const asked: Asked[] = [];
	const handle = async (request: IncomingMessage, response: ServerResponse) => {
		const { pathname, searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1');
		const { method = 'GET', headers } = request;
		const one = { method, path: pathname, query: searchParams, headers, body: await bodyOf(request) };
		asked.push(one);
		try {
			await answer(one, response);
		} catch (error) {
			if (!response.headersSent) response.writeHead(599, { 'content-type': 'text/plain' });
			response.end(String(error));
		}
	};
	const server = createServer((request, response) => void handle(request, response).catch(() => response.destroy()));
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	const port = typeof address === 'object' && address !== null ? address.port : 0;
	return {
		url: `http://127.0.0.1:${port}`,
		asked,
		async stop() {
			server.closeAllConnections();
			await new Promise<void>((resolve) => server.close(() => resolve()));
		},
	};
}
