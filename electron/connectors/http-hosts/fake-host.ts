/** What the fake CI hosts of the tests have in common: faults, conditional answers, a clock that goes wrong, and strangers. */
import { createHash } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { RunnerFault } from '../ci/conformance-steps.ts';
import { type Asked, type Loopback, startLoopback } from './testing.ts';

export interface FakeAnswer {
	readonly status: number;
	readonly headers?: Readonly<Record<string, string>>;
	/** Anything but text and bytes is sent as JSON. */
	readonly body: unknown;
}

/** Faults that are answers of the product; the rest are the same for all. */
export type AnsweredFault = Exclude<RunnerFault, 'unreachable' | 'hang' | 'cut' | 'garbage'>;

export interface FakeHost {
	readonly url: string;
	readonly asked: readonly Asked[];
	/** Requests to routes that it does not have; a test ends well only without any. */
	readonly strangers: readonly string[];
	fault(kind: RunnerFault | null): void;
	skewClock(ms: number): void;
	/** The host's clock, ms since the epoch. */
	now(): number;
	stop(): Promise<void>;
}

interface FakeHostOptions {
	/** Null for a route that it does not have. */
	route(asked: Asked): FakeAnswer | null;
	readonly faults: Readonly<Record<AnsweredFault, () => FakeAnswer>>;
	/** Whether it knows unchanged answers. */
	readonly hasEtags: boolean;
}

/** A page to log in, as a proxy puts it before everything. */
const loginPage = '<!DOCTYPE html><html><body><form action="/login">Sign in</form></body></html>';

function bytesOf({ body }: FakeAnswer): { bytes: Buffer; type: string } {
	if (Buffer.isBuffer(body)) return { bytes: body, type: 'application/octet-stream' };
	if (typeof body === 'string') return { bytes: Buffer.from(body), type: 'text/plain;charset=utf-8' };
	return { bytes: Buffer.from(JSON.stringify(body)), type: 'application/json' };
}

export async function startFakeHost(options: FakeHostOptions): Promise<FakeHost> {
	const strangers: string[] = [];
	let fault: RunnerFault | null = null;
	let skewMs = 0;
	const now = () => Date.now() + skewMs;

	const send = (asked: Asked, response: ServerResponse, answer: FakeAnswer) => {
		const { bytes, type } = bytesOf(answer);
		response.sendDate = false;
		const etag = `W/"${createHash('sha256').update(bytes).digest('hex').slice(0, 32)}"`;
		const isKnown = options.hasEtags && answer.status === 200 && asked.method === 'GET';
		const headers = {
			date: new Date(now()).toUTCString(),
			'content-type': type,
			...(isKnown ? { etag } : {}),
			...answer.headers,
		};
		if (isKnown && asked.headers['if-none-match'] === etag) response.writeHead(304, headers).end();
		else response.writeHead(answer.status, { ...headers, 'content-length': bytes.byteLength }).end(bytes);
	};

	/** Announces more than it sends. */
	const cut = (response: ServerResponse, answer: FakeAnswer | null) => {
		const { bytes } = bytesOf(answer ?? { status: 200, body: [] });
		response.writeHead(200, { 'content-type': 'application/json', 'content-length': bytes.byteLength + 100 });
		response.write(bytes.subarray(0, bytes.byteLength / 2), () => response.destroy());
	};

	const answered = (asked: Asked, response: ServerResponse, kind: RunnerFault): void => {
		switch (kind) {
			case 'unreachable':
				response.destroy();
				return;
			case 'hang':
				return;
			case 'cut':
				cut(response, options.route(asked));
				return;
			case 'garbage':
				send(asked, response, { status: 200, headers: { 'content-type': 'text/html' }, body: loginPage });
				return;
			default:
				send(asked, response, options.faults[kind]());
		}
	};

	const server: Loopback = await startLoopback((asked, response) => {
		if (fault !== null) {
			answered(asked, response, fault);
			return;
		}
		const answer = options.route(asked);
		if (answer === null) strangers.push(`${asked.method} ${asked.path}`);
		send(asked, response, answer ?? { status: 501, body: 'The fake has no such route.' });
	});

	return {
		url: server.url,
		asked: server.asked,
		strangers,
		now,
		fault(kind) {
			fault = kind;
		},
		skewClock(ms) {
			skewMs = ms;
		},
		stop: () => server.stop(),
	};
}

/** A zip archive with nothing in it but its end: APPNOTE.TXT, 4.3.16. */
export function emptyZip(comment: string): Buffer {
	const text = Buffer.from(comment);
	const end = Buffer.alloc(22);
	end.writeUInt32LE(0x06054b50, 0);
	end.writeUInt16LE(text.byteLength, 20);
	return Buffer.concat([end, text]);
}
