/**
 * A GitHub of this machine for tests: its API with paging, ETags, limits and faults, and the store of files on a port of its
 * own. It checks what it is sent; `complaints` must be empty when a test ends.
 */
import { createHash } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { type Asked, type Loopback, startLoopback } from '../../http-hosts/testing.ts';
import { createRoutes, type FakeAnswer, missing } from './fake-github-routes.ts';
import { errorShape, type FakePlace } from './fake-github-shapes.ts';
import { createFakeWorld, type FakeWorld, logBytes } from './fake-github-world.ts';

export type FakeFault =
	| 'unreachable'
	| 'unauthorised'
	| 'forbidden'
	| 'not-found'
	| 'rate-limited'
	| 'secondary-limit'
	| 'server-error'
	| 'garbage'
	| 'cut'
	| 'hang';

export interface FakeGithub {
	readonly world: FakeWorld;
	/** What `api` of the configuration says. */
	readonly api: string;
	readonly asked: readonly Asked[];
	readonly askedOfStore: readonly Asked[];
	/** What was sent that GitHub would not take. */
	readonly complaints: readonly string[];
	/** Left of the budget; a 304 takes nothing of it. */
	remaining(): number;
	fault(kind: FakeFault | null): void;
	/** Answers the next request that fits, once, instead of the world. */
	once(method: string, path: RegExp, answer: FakeAnswer): void;
	stop(): Promise<void>;
}

const budget = 5000;

export interface FakeGithubOptions {
	readonly token: string;
	/** `/api/v3` for Enterprise Server. */
	readonly basePath?: string;
}

/** Headers that GitHub wants, or that we promised to send. */
function checkHeaders({ headers, method, path }: Asked, complain: (words: string) => void): void {
	const expected: readonly (readonly [string, RegExp])[] = [
		['accept', /^application\/vnd\.github\+json$/],
		['user-agent', /^signalbox$/],
		['x-github-api-version', /^2022-11-28$/],
		...(method === 'GET' ? [] : [['content-type', /^application\/json\b/] as const]),
	];
	for (const [name, pattern] of expected) {
		const sent = String(headers[name] ?? '');
		// A POST without a body has no type.
		if (name === 'content-type' && headers['content-length'] === '0') continue;
		if (!pattern.test(sent)) complain(`${method} ${path} has ${name}: ${sent}`);
	}
}

const faults: Readonly<Record<Exclude<FakeFault, 'unreachable' | 'cut' | 'hang'>, () => FakeAnswer>> = {
	unauthorised: () => ({ status: 401, body: errorShape('Bad credentials') }),
	forbidden: () => ({
		status: 403,
		body: errorShape('Resource not accessible by personal access token'),
		headers: { 'x-accepted-github-permissions': 'actions=read' },
	}),
	'not-found': () => missing,
	'rate-limited': () => ({
		status: 403,
		body: errorShape('API rate limit exceeded for user ID 1.'),
		headers: { 'x-ratelimit-remaining': '0' },
	}),
	'secondary-limit': () => ({
		status: 403,
		body: errorShape('You have exceeded a secondary rate limit. Please wait a few minutes before you try again.'),
		headers: { 'retry-after': '60' },
	}),
	'server-error': () => ({ status: 502, body: '<html>Bad gateway</html>' }),
	garbage: () => ({ status: 200, body: '<html>Please log in</html>' }),
};

/** Sends a file whole, or the part that is wanted. */
function sendFile(asked: Asked, response: ServerResponse, content: Buffer): void {
	const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(asked.headers.range ?? '') ?? [];
	if (from === undefined || to === undefined) response.writeHead(200).end(content);
	else if (Number(from) >= content.byteLength) {
		response.writeHead(416, { 'content-range': `bytes */${content.byteLength}` }).end();
	} else {
		const part = content.subarray(Number(from), Number(to) + 1);
		const range = `bytes ${from}-${Number(from) + part.byteLength - 1}/${content.byteLength}`;
		response.writeHead(206, { 'content-range': range }).end(part);
	}
}

/** The store knows files by their links alone, and nobody's token has any business there. */
function startStore(world: FakeWorld, complain: (words: string) => void): Promise<Loopback> {
	return startLoopback((asked, response) => {
		const strangers = Object.keys(asked.headers).filter((name) => /^(authorization|cookie|x-github)/.test(name));
		if (strangers.length > 0) complain(`The store was sent ${strangers.join(', ')}`);
		const [, kind, id] = /^\/(logs|artifacts)\/(\d+)$/.exec(asked.path) ?? [];
		const jobs = kind === 'logs' ? world.runs.flatMap((run) => run.jobs) : [];
		const artifacts = kind === 'artifacts' ? world.runs.flatMap((run) => run.artifacts) : [];
		const job = jobs.find((each) => each.id === Number(id));
		const content = job === undefined ? artifacts.find((each) => each.id === Number(id))?.zip : logBytes(job);
		if (content === undefined) response.writeHead(404).end();
		else sendFile(asked, response, content);
	});
}

/** What tests turn on the server itself. */
interface Mood {
	fault: FakeFault | null;
	remaining: number;
	readonly scripted: { readonly method: string; readonly path: RegExp; readonly answer: FakeAnswer }[];
}

/** Sends an answer as GitHub does: with its budget and clock, and 304 where nothing changed. */
function send(asked: Asked, response: ServerResponse, answer: FakeAnswer, about: { mood: Mood; now: number }): void {
	const { mood, now } = about;
	const text = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body ?? '');
	const etag = `W/"${createHash('sha256').update(text).digest('hex')}"`;
	const isKept = answer.status === 200 && asked.method === 'GET';
	const isSame = isKept && mood.fault !== 'cut' && asked.headers['if-none-match'] === etag;
	if (!isSame) mood.remaining = Math.max(0, mood.remaining - 1);
	const headers: Record<string, string> = {
		...{ date: new Date(now).toUTCString(), 'content-type': 'application/json; charset=utf-8' },
		...{ 'x-ratelimit-limit': String(budget), 'x-ratelimit-remaining': String(mood.remaining) },
		...{ 'x-ratelimit-reset': String(Math.ceil(now / 1000) + 3600), 'x-ratelimit-resource': 'core' },
		...(isKept ? { etag, 'cache-control': 'private, max-age=60' } : {}),
		...answer.headers,
	};
	if (isSame) response.writeHead(304, headers).end();
	else if (mood.fault === 'cut') {
		response.writeHead(answer.status, { ...headers, 'content-length': String(text.length + 100) });
		response.write(text.slice(0, text.length / 2), () => response.destroy());
	} else response.writeHead(answer.status, headers).end(answer.body === undefined ? undefined : text);
}

/** What is planned or wrong comes before what the world has. */
function moodAnswer(asked: Asked, { fault, scripted }: Mood, token: string): FakeAnswer | null {
	const index = scripted.findIndex((each) => each.method === asked.method && each.path.test(asked.path));
	const [planned] = index < 0 ? [] : scripted.splice(index, 1);
	if (planned !== undefined) return planned.answer;
	if (fault !== null && fault !== 'unreachable' && fault !== 'cut' && fault !== 'hang') return faults[fault]();
	return asked.headers.authorization === `Bearer ${token}` ? null : faults.unauthorised();
}

/** Starts it on free ports of this machine. */
export async function startFakeGithub({ token, basePath = '' }: FakeGithubOptions): Promise<FakeGithub> {
	const world = createFakeWorld();
	const complaints: string[] = [];
	const complain = (words: string) => void complaints.push(words);
	const mood: Mood = { fault: null, remaining: budget, scripted: [] };
	const store = await startStore(world, complain);
	const place = (): FakePlace => ({ api: `${server.url}${basePath}`, web: server.url, owner: 'acme', repo: 'shop' });
	const route = createRoutes({ world, place, store: () => store.url, complain });

	const server = await startLoopback((asked, response) => {
		if (mood.fault === 'hang') return;
		if (mood.fault === 'unreachable') {
			response.destroy();
			return;
		}
		checkHeaders(asked, complain);
		const answer = moodAnswer(asked, mood, token) ?? route(asked);
		if (answer === null) complain(`Unknown route: ${asked.method} ${asked.path}`);
		send(asked, response, answer ?? missing, { mood, now: world.now() });
	});

	return {
		...{ world, complaints },
		api: place().api,
		asked: server.asked,
		askedOfStore: store.asked,
		remaining: () => mood.remaining,
		fault(kind) {
			mood.fault = kind;
		},
		once: (method, path, answer) => void mood.scripted.push({ method, path, answer }),
		async stop() {
			await Promise.all([server.stop(), store.stop()]);
		},
	};
}
