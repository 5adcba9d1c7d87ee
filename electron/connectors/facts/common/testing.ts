/** Faults that the fake hosts of facts have in common, on a loopback server. */
import type { ServerResponse } from 'node:http';
import { type Asked, type Loopback, startLoopback } from '../../http-hosts/testing.ts';
import type { FactsFault } from './conformance-steps.ts';

export interface FakeFactsAnswer {
	readonly status: number;
	readonly headers?: Readonly<Record<string, string>>;
	readonly body: unknown;
}

export interface FakeFactsHost {
	readonly url: string;
	readonly asked: readonly Asked[];
	/** Requests to routes that it does not have; a test ends well only without any. */
	readonly strangers: readonly string[];
	/** What the other server, where `elsewhere` leads, was asked. */
	elsewhere(): readonly Asked[];
	fault(kind: FactsFault | null): Promise<void>;
	stop(): Promise<void>;
}

interface FakeFactsOptions {
	/** Null for a route that it does not have. */
	route(asked: Asked): FakeFactsAnswer | null;
	/** Answers of the product to what the rest of the faults are. */
	readonly faults?: Partial<Readonly<Record<FactsFault, () => FakeFactsAnswer>>>;
}

const loginPage = '<!DOCTYPE html><html><body><form action="/login">Sign in</form></body></html>';

const usual: Partial<Readonly<Record<FactsFault, () => FakeFactsAnswer>>> = {
	unauthorised: () => ({ status: 401, body: { message: 'Unauthorized' } }),
	forbidden: () => ({ status: 403, body: { message: 'Forbidden' } }),
	'rate-limited': () => ({ status: 429, headers: { 'retry-after': '30' }, body: { message: 'Too many requests' } }),
	'server-error': () => ({ status: 503, body: { message: 'Unavailable' } }),
	garbage: () => ({ status: 200, headers: { 'content-type': 'text/html' }, body: loginPage }),
};

function send(response: ServerResponse, { status, headers, body }: FakeFactsAnswer): void {
	const text = typeof body === 'string' ? body : JSON.stringify(body);
	response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(text);
}

/** Sends until the reader hangs up; never more than 64 MB. */
function sendHuge(response: ServerResponse): void {
	response.on('error', () => undefined);
	response.writeHead(200, { 'content-type': 'application/json' });
	response.write('[');
	const piece = ' '.repeat(1024 * 1024);
	let left = 64;
	const more = () => {
		while (!response.destroyed && left > 0) {
			left -= 1;
			if (!response.write(piece)) {
				response.once('drain', more);
				return;
			}
		}
		response.end(']');
	};
	more();
}

export async function startFakeFactsHost(options: FakeFactsOptions): Promise<FakeFactsHost> {
	const strangers: string[] = [];
	let fault: FactsFault | null = null;
	let other: Loopback | null = null;

	const answerFault = (kind: FactsFault, asked: Asked, response: ServerResponse): void => {
		if (kind === 'unreachable') response.destroy();
		else if (kind === 'huge') sendHuge(response);
		else if (kind === 'elsewhere') {
			response.writeHead(302, { location: `${other?.url ?? ''}${asked.path}` }).end();
		} else if (kind !== 'hang') {
			const answer = options.faults?.[kind] ?? usual[kind];
			send(response, answer?.() ?? { status: 500, body: {} });
		}
	};
	const server = await startLoopback((asked, response) => {
		if (fault !== null) {
			answerFault(fault, asked, response);
			return;
		}
		const answer = options.route(asked);
		if (answer === null) strangers.push(`${asked.method} ${asked.path}`);
		send(response, answer ?? { status: 501, body: 'The fake has no such route.' });
	});
	return {
		...{ url: server.url, asked: server.asked, strangers },
		elsewhere: () => other?.asked ?? [],
		async fault(kind) {
			if (kind === 'elsewhere') {
				other ??= await startLoopback((_, response) => void response.writeHead(200).end('[]'));
			}
			fault = kind;
		},
		async stop() {
			await Promise.all([server.stop(), other?.stop()]);
		},
	};
}
