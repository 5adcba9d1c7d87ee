/** The few calls of Prometheus' HTTP API that we need: https://prometheus.io/docs/prometheus/latest/querying/api/ */
import { z } from 'zod';
import type { PrometheusMetricsConfig, SecretReference } from '../../../../shared/config/model.ts';
import { fail, ok } from '../../../../shared/domain/result.ts';
import type { Failure, Result } from '../../../../shared/domain/result.ts';
import { hideKnown } from '../../../../shared/domain/hide-secrets.ts';
import { travelsInTheClear } from '../../../../shared/domain/web-address.ts';
import type { Clock } from '../../../engine/ports.ts';
import { request } from '../http.ts';
import type { Fetch, HttpReply } from '../http.ts';

const point = z.tuple([z.number(), z.string()]);
const labels = z.record(z.string(), z.string());
const dataSchema = z.discriminatedUnion('resultType', [
	z.object({ resultType: z.literal('vector'), result: z.array(z.object({ metric: labels, value: point.optional() })) }),
	z.object({ resultType: z.literal('scalar'), result: point }),
	z.object({ resultType: z.literal('string'), result: point }),
	z.object({
		resultType: z.literal('matrix'),
		result: z.array(z.object({ metric: labels, values: z.array(point).default([]) })),
	}),
]);
const said = { warnings: z.array(z.string()).default([]), infos: z.array(z.string()).default([]) };
const successSchema = z.object({ status: z.literal('success'), data: z.unknown(), ...said });
const errorSchema = z.object({ status: z.literal('error'), errorType: z.string(), error: z.string(), ...said });
const buildInfoSchema = z.object({ version: z.string() });

export type QueryData = z.infer<typeof dataSchema>;

export interface QueryAnswer {
	readonly data: QueryData;
	/** Prometheus' own warnings and infos. */
	readonly warnings: readonly string[];
}

/** Finds a secret where a reference says. */
export type SecretResolver = (reference: SecretReference) => Promise<Result<string>>;

export interface PrometheusDeps {
	readonly clock: Clock;
	readonly fetch: Fetch;
	readonly resolveSecret: SecretResolver;
}

export interface PrometheusClient {
	/** Evaluates now, by Prometheus' own clock. */
	query(promql: string, signal?: AbortSignal): Promise<Result<QueryAnswer>>;
	queryRange(
		range: { readonly promql: string; readonly fromMs: number; readonly toMs: number; readonly stepMs: number },
		signal?: AbortSignal,
	): Promise<Result<QueryAnswer>>;
	/** Version of the server; the cheapest proof that it is one. */
	buildInfo(signal?: AbortSignal): Promise<Result<{ readonly version: string }>>;
}

/** Enough for 11 000 points (Prometheus' own limit) of a few series. */
const maxAnswerBytes = 8 * 1024 * 1024;
/** Longer addresses are cut or refused by proxies. */
const maxGetLength = 2000;

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

function statusFailure(status: number): Failure {
	if (status === 401 || status === 403) {
		return fail(
			'metrics-rejected',
			`Prometheus refused our credentials (status ${status}), so the release cannot be judged.`,
			status === 401
				? 'Check metrics.auth in signalbox.yaml and that the secret it names is the current one.'
				: 'The credentials are known but may not read: give them access to the query API.',
			{ details: { status } },
		);
	}
	if (status >= 500 || status === 429) {
		return fail(
			'metrics-unreachable',
			`Prometheus is not able to answer (status ${status}), so the release cannot be judged now.`,
			'Check its log; we go on asking.',
			{ retryable: true, details: { status } },
		);
	}
	return fail(
		'metrics-rejected',
		`What answers at the address of Prometheus is not Prometheus (status ${status}), so the release cannot be judged.`,
		'Check metrics.url in signalbox.yaml: it is the address below which /api/v1 answers.',
		{ details: { status } },
	);
}

/** `hide` takes our credentials out of what the server says: some repeat there what they were sent. */
function readEnvelope(
	reply: HttpReply,
	hide: (text: string) => string,
): Result<{ data: unknown; warnings: readonly string[] }> {
	const body = parseJson(reply.text);
	const refused = errorSchema.safeParse(body);
	if (refused.success) {
		const [errorType, error] = [hide(refused.data.errorType), hide(refused.data.error)];
		const isBusy = errorType === 'timeout' || errorType === 'unavailable' || errorType === 'canceled';
		return fail(
			isBusy ? 'metrics-unreachable' : 'metrics-rejected',
			`Prometheus refused the query: ${errorType}: ${error}. The release cannot be judged by it.`,
			isBusy ? 'Make the query cheaper or give Prometheus more time.' : 'Try the query in Prometheus, then correct it.',
			{ retryable: isBusy, details: { errorType, error, status: reply.status } },
		);
	}
	const answered = successSchema.safeParse(body);
	if (reply.status !== 200 || !answered.success) return statusFailure(reply.status);
	const { data, warnings, infos } = answered.data;
	return ok({ data, warnings: [...warnings, ...infos].map(hide) });
}

const unreadable = (cause: unknown): Failure =>
	fail(
		'metrics-rejected',
		'Prometheus answered in a form that we do not know, so the release cannot be judged by it.',
		'Check that metrics.url leads to Prometheus or to something that speaks its query API.',
		{ cause },
	);

/** RFC 6750 allows still less; what lies beyond this cannot stand in a header, or would end it. */
const isHeaderSafe = (secret: string): boolean => /^[\x21-\x7e]+$/.test(secret);

function unsendable(): Failure {
	return fail(
		'secret-missing',
		'The bearer secret for Prometheus holds a space, a line break or another character that no token has, so it was not sent and the release cannot be judged.',
		'Store the token alone, on one line and without quotes, where metrics.bearer in signalbox.yaml says.',
	);
}

/** The credentials of one call. */
interface Credentials {
	readonly headers: Readonly<Record<string, string>>;
	/** Takes them out of a text. */
	hide(text: string): string;
}

const noCredentials: Credentials = { headers: {}, hide: (text) => text };

function credentialsOf(auth: NonNullable<PrometheusMetricsConfig['auth']>, secret: string): Credentials {
	if ('bearer' in auth) {
		return { headers: { authorization: `Bearer ${secret}` }, hide: (text) => hideKnown(text, secret) };
	}
	const pair = `${auth.user}:${secret}`;
	return {
		headers: { authorization: `Basic ${Buffer.from(pair).toString('base64')}` },
		hide: (text) => hideKnown(hideKnown(text, pair), secret),
	};
}

/**
 * Finds the credentials anew for each call, so that a secret set on the screen or rotated counts at once. Only that of a
 * keychain, which starts a program, is kept until it is refused.
 */
function createAuthorisation(config: PrometheusMetricsConfig, resolveSecret: SecretResolver) {
	let known: Credentials | null = null;
	return {
		forget() {
			known = null;
		},
		async credentials(): Promise<Result<Credentials>> {
			const { auth } = config;
			if (auth === null) return ok(noCredentials);
			if (travelsInTheClear(config.url)) {
				return fail(
					'invalid-config',
					'The credentials for Prometheus would travel unencrypted, so they were not sent and the release cannot be judged.',
					'Use an https address in metrics.url.',
				);
			}
			if (known !== null) return ok(known);
			const reference = 'bearer' in auth ? auth.bearer : auth.password;
			const secret = await resolveSecret(reference);
			if (!secret.ok) return secret;
			if ('bearer' in auth && !isHeaderSafe(secret.value)) return unsendable();
			const found = credentialsOf(auth, secret.value);
			if (reference.from === 'keychain') known = found;
			return ok(found);
		},
	};
}

/** A client for one Prometheus. Every failure is a sentence; nothing is retried here. */
export function createPrometheusClient(config: PrometheusMetricsConfig, deps: PrometheusDeps): PrometheusClient {
	const authorisation = createAuthorisation(config, deps.resolveSecret);
	const base = config.url.replace(/\/+$/, '');

	const call = async (path: string, fields: Readonly<Record<string, string>>, signal?: AbortSignal) => {
		const credentials = await authorisation.credentials();
		if (!credentials.ok) return credentials;
		const form = new URLSearchParams(fields).toString();
		const isShort = form.length < maxGetLength;
		const contentType = isShort ? {} : { 'content-type': 'application/x-www-form-urlencoded' };
		const reply = await request(deps, {
			address: `${base}/api/v1/${path}${isShort && form !== '' ? `?${form}` : ''}`,
			method: isShort ? 'GET' : 'POST',
			headers: { accept: 'application/json', ...credentials.value.headers, ...contentType },
			...(isShort ? {} : { body: form }),
			timeoutMs: config.timeoutMs,
			maxBytes: maxAnswerBytes,
			signal,
		});
		if (!reply.ok) {
			const { code, message, retryable } = reply.problem;
			const sentence = `Prometheus could not be asked (${message}), so the release cannot be judged now.`;
			const hint = 'Check metrics.url in signalbox.yaml and that Prometheus runs; we go on asking.';
			const extra = { retryable, cause: reply.cause };
			return fail(code === 'timed-out' ? 'metrics-unreachable' : code, sentence, hint, extra);
		}
		if (reply.value.status === 401) authorisation.forget();
		return readEnvelope(reply.value, credentials.value.hide);
	};

	const ask = async (path: string, fields: Readonly<Record<string, string>>, signal?: AbortSignal) => {
		const answer = await call(path, fields, signal);
		if (!answer.ok) return answer;
		const data = dataSchema.safeParse(answer.value.data);
		return data.success ? ok({ data: data.data, warnings: answer.value.warnings }) : unreadable(data.error);
	};

	const timeout = `${config.timeoutMs}ms`;
	return {
		query: (promql, signal) => ask('query', { query: promql, timeout }, signal),
		queryRange: ({ promql, fromMs, toMs, stepMs }, signal) => {
			const [start, end, step] = [fromMs, toMs, stepMs].map((ms) => String(ms / 1000));
			return ask(
				'query_range',
				{ query: promql, start: start ?? '', end: end ?? '', step: step ?? '', timeout },
				signal,
			);
		},
		async buildInfo(signal) {
			const answer = await call('status/buildinfo', {}, signal);
			if (!answer.ok) return answer;
			const info = buildInfoSchema.safeParse(answer.value.data);
			return info.success ? ok({ version: info.data.version }) : unreadable(info.error);
		},
	};
}
