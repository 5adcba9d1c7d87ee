/**
 * GitHub's API through octokit, whose every request goes through our own client: our `fetch`, kept answers, and credentials
 * that are found anew at each call. Octokit knows the routes and spaces out what is sent; it repeats nothing.
 */
import type { Octokit } from '@octokit/rest';
import type { z } from 'zod';
import { ok } from '../../../../shared/domain/result.ts';
import type { Failure, Result } from '../../../../shared/domain/result.ts';
import type { Clock } from '../../../engine/ports.ts';
import type { CiHttp } from '../../http-hosts/client.ts';
import { type CiHost, type CiReply, type CiRequest, defaultMaxBytes } from '../../http-hosts/host.ts';
import { notUnderstood } from '../../http-hosts/json.ts';
import { nextPage } from '../../http-hosts/links.ts';
import { createPatience, type Patience } from '../../http-hosts/patience.ts';
import { githubFailure, type Question } from './failures.ts';

export interface Answer<T> {
	readonly value: T;
	readonly reply: CiReply;
}

/** What octokit is given for one call. */
export interface CallOptions {
	readonly fetch: (address: string, init: OctokitInit) => Promise<Response>;
}

interface OctokitInit {
	readonly method: string;
	readonly body?: unknown;
}

interface Asking extends Question {
	readonly signal: AbortSignal | undefined;
}

export interface GithubApi {
	readonly host: CiHost;
	readonly http: CiHttp;
	/** One call; fails as `PipelineRunner` says. */
	ask<T>(
		asking: Asking,
		schema: z.ZodType<T>,
		call: (octokit: Octokit, request: CallOptions) => Promise<{ readonly data: unknown }>,
	): Promise<Result<Answer<T>>>;
	/** Pages from the first on, until `isEnough` or the end. */
	askPages<T>(
		asking: Asking,
		schema: z.ZodType<T>,
		call: (octokit: Octokit, request: CallOptions & { readonly page: number }) => Promise<{ readonly data: unknown }>,
		isEnough: (pages: readonly T[]) => boolean,
	): Promise<Result<readonly Answer<T>[]>>;
}

/** GitHub gives no more than a thousand results of a list, in pages of a hundred; small pages may be more. */
const mostPages = 50;

/** Longest that one call takes with its time in octokit's queue, ms: a host that hangs makes everybody behind wait. */
const longestMs = 60_000;

/** Octokit waits by these for limits, and we read them ourselves. */
const passedHeaders = ['link', 'retry-after', 'x-ratelimit-remaining', 'x-ratelimit-reset'];

const hasNoBody = (status: number): boolean => status === 204 || status === 205 || status === 304;

function responseOf(reply: CiReply): Response {
	const headers = new Headers({ 'content-type': 'application/json; charset=utf-8' });
	for (const name of passedHeaders) {
		const value = reply.header(name);
		if (value !== null) headers.set(name, value);
	}
	return new Response(hasNoBody(reply.status) ? null : reply.text, { status: reply.status, headers });
}

const methods = ['GET', 'POST', 'PUT', 'DELETE'] as const;

function requestOf(address: string, init: OctokitInit, signal: AbortSignal): CiRequest {
	const method = methods.find((each) => each === init.method) ?? 'GET';
	// Its other headers are ours to choose: see `hostOf`.
	if (typeof init.body !== 'string') return { address, method, signal };
	return { address, method, signal, body: init.body, headers: { 'content-type': 'application/json; charset=utf-8' } };
}

/** Octokit takes 60 ms to load, which a room without GitHub need not pay. */
async function loadOctokit(host: CiHost, budgetKey: string): Promise<Octokit> {
	const [{ Octokit: Plain }, { throttling }] = await Promise.all([
		import('@octokit/rest'),
		import('@octokit/plugin-throttling'),
	]);
	const silent = { debug() {}, info() {}, warn() {}, error() {} };
	const Throttled = Plain.plugin(throttling);
	return new Throttled({
		baseUrl: host.base,
		log: silent,
		// Nobody waits for a limit without knowing it: what is limited comes back as a failure that says until when.
		throttle: { id: budgetKey, onRateLimit: () => false, onSecondaryRateLimit: () => false },
	});
}

/** Rejects when the signal aborts: a call may still stand in octokit's queue, where no signal reaches it. */
async function untilAborted<T>(signal: AbortSignal, call: Promise<T>): Promise<T> {
	let stop = () => {};
	const aborted = new Promise<never>((_resolve, reject) => {
		stop = () => reject(signal.reason);
		if (signal.aborted) stop();
		signal.addEventListener('abort', stop, { once: true });
	});
	try {
		return await Promise.race([call, aborted]);
	} finally {
		signal.removeEventListener('abort', stop);
	}
}

/** What became of one call. */
interface Course {
	/** Nothing came of the request. */
	refusal: Failure | null;
	reply: CiReply | null;
}

/** The `fetch` of one call: what octokit hides or retells, `course` has as it was. */
function fetchFor(http: CiHttp, course: Course, signal: AbortSignal): CallOptions['fetch'] {
	return async (address, init) => {
		const sent = await http.send(requestOf(address, init, signal));
		if (!sent.ok) {
			course.refusal = sent;
			throw new Error('nothing came of the request');
		}
		course.reply = sent.value;
		return responseOf(sent.value);
	};
}

function failureOf(
	host: CiHost,
	asking: Asking,
	{ refusal, reply, patience }: Course & { readonly patience: Patience },
	error: unknown,
): Failure {
	if (patience.signal.aborted) return patience.failure(error, host.label, asking.isAct);
	if (refusal !== null) return refusal;
	return reply !== null && reply.status >= 300
		? githubFailure(host, reply, asking)
		: notUnderstood(host, asking.what, error);
}

export function createGithubApi(
	http: CiHttp,
	{ budgetKey, clock }: { readonly budgetKey: string; readonly clock: Clock },
): GithubApi {
	const { host } = http;
	let loading: Promise<Octokit> | null = null;

	const ask: GithubApi['ask'] = async (asking, schema, call) => {
		const patience = createPatience(clock, { timeoutMs: longestMs, maxBytes: defaultMaxBytes }, [asking.signal]);
		const { signal } = patience;
		const course: Course = { refusal: null, reply: null };
		try {
			signal.throwIfAborted();
			loading ??= loadOctokit(host, budgetKey);
			const octokit = await loading;
			const { data } = await untilAborted(signal, call(octokit, { fetch: fetchFor(http, course, signal) }));
			const { reply } = course;
			if (reply === null || reply.status >= 300) return failureOf(host, asking, { ...course, patience }, undefined);
			const parsed = schema.safeParse(data);
			return parsed.success ? ok({ value: parsed.data, reply }) : notUnderstood(host, asking.what, parsed.error);
		} catch (error) {
			return failureOf(host, asking, { ...course, patience }, error);
		} finally {
			patience.end();
		}
	};

	return {
		host,
		http,
		ask,
		async askPages(asking, schema, call, isEnough) {
			const answers = [];
			for (let page = 1; page <= mostPages; page += 1) {
				const answer = await ask(asking, schema, (octokit, request) => call(octokit, { ...request, page }));
				if (!answer.ok) return answer;
				answers.push(answer.value);
				const { reply } = answer.value;
				const isLast = nextPage(reply.header('link'), reply.address) === null;
				if (isLast || isEnough(answers.map((each) => each.value))) break;
			}
			return ok(answers);
		},
	};
}
