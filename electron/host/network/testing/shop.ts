/** What connectors ask, in one server: the API of Prometheus, a page of metrics, and a page for smoke checks. */
import { createServer as createPlain, type RequestListener } from 'node:http';
import { createServer as createSecure } from 'node:https';
import { listen, type Listening } from './listen.ts';

export interface Shop extends Listening {
	/** Paths that were asked for. */
	readonly asked: readonly string[];
}

const page = 'http_requests_total{status="200"} 10\nprocess_resident_memory_bytes 1000\n';
const noSeries = { status: 'success', data: { resultType: 'vector', result: [] } };
const buildInfo = { status: 'success', data: { version: '3.1.0' } };

/** Over https when it is given a certificate. */
export async function startShop(certificate: { readonly key: string; readonly cert: string } | null): Promise<Shop> {
	const asked: string[] = [];
	const answer: RequestListener = ({ url = '' }, response) => {
		const { pathname } = new URL(url, 'http://shop');
		asked.push(pathname);
		if (pathname === '/metrics') response.end(page);
		else if (pathname === '/api/v1/status/buildinfo') response.end(JSON.stringify(buildInfo));
		else if (pathname === '/version') response.end(JSON.stringify({ version: '2.0.0' }));
		else if (pathname.startsWith('/api/')) response.end(JSON.stringify(noSeries));
		else response.end('version 2.0.0 says hello');
	};
	const server = certificate === null ? createPlain(answer) : createSecure({ ...certificate }, answer);
	return { ...(await listen(server)), asked };
}
