/** Asks GitHub, over GraphQL and REST, and says what its refusals mean. */
import type { z } from 'zod';
import type { GithubFactsConfig } from '../../../../shared/config/delivery-model.ts';
import { fail, ok } from '../../../../shared/domain/result.ts';
import type { Failure, Result } from '../../../../shared/domain/result.ts';
import type { CiReply } from '../../http-hosts/host.ts';
import { parseJson } from '../../http-hosts/json.ts';
import { notUnderstood, type Refusal } from '../common/failures.ts';
import { createFactsHttp, type FactsHttp, type FactsHttpDeps } from '../common/http.ts';
import { type Place, placeOf } from './place.ts';
import { errorsSchema, restErrorSchema } from './schemas.ts';

export interface GithubAsking {
	readonly place: Place;
	readonly http: FactsHttp;
	/** `owner` and `name` are given to each query. */
	query<T>(wanted: Query<T>, signal: AbortSignal): Promise<Result<T>>;
	/** Below the repository, or an address that GitHub gave. */
	get<T>(
		wanted: { readonly path: string; readonly schema: z.ZodType<T>; readonly what: string },
		signal: AbortSignal,
	): Promise<Result<{ readonly value: T; readonly reply: CiReply }>>;
}

interface Query<T> {
	readonly query: string;
	readonly variables: Readonly<Record<string, unknown>>;
	readonly schema: z.ZodType<T>;
	/** "its deployments". */
	readonly what: string;
}

/** Long answers of a busy repository take GitHub a while. */
const queryTimeoutMs = 30_000;

/** What it says of its secondary limits, also in answers of status 200 to GraphQL. */
const limitWords = /\b(secondary rate limit|abuse detection|rate limit (?:already )?exceeded)/i;

/** Limits of both kinds: https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api */
function refusal(reply: CiReply): Refusal {
	const parsed = restErrorSchema.safeParse(parseJson(reply.text));
	const said = parsed.success ? parsed.data.message : null;
	const isLimited =
		reply.status === 403 &&
		(reply.budget?.remaining === 0 || reply.header('retry-after') !== null || limitWords.test(said ?? ''));
	return { said, isLimited, missing: missingRight(reply) };
}

/** Names what the token lacks, from the headers with which GitHub says it; null where it does not. */
function missingRight(reply: CiReply): string | null {
	if (/^required\b/i.test(reply.header('x-github-sso') ?? ''))
		return 'the organisation asks for single sign-on, and the token is not authorised for it';
	const permissions = reply.header('x-accepted-github-permissions');
	if (permissions !== null && permissions !== '') {
		const words = permissions.split(/[,;]/).map((each) => each.trim().replaceAll('_', ' ').replace('=', ': '));
		return `the token lacks the permission ${words.join(', ')}`;
	}
	const scopes = reply.header('x-accepted-oauth-scopes');
	return scopes === null || scopes === '' ? null : `the token lacks the scope ${scopes.split(/,\s*/).join(' or ')}`;
}

/**
 * GraphQL answers 200 and says in the body that it refused, wholly or in part. Null for what is missing without harm: a node that is gone,
 * a field that the token may not see in an answer that is `whole` otherwise.
 */
function refusedIn(http: FactsHttp, reply: CiReply, what: string, isWhole: boolean): Failure | null {
	const parsed = errorsSchema.safeParse(parseJson(reply.text));
	const errors = (parsed.success ? parsed.data.errors : []).map(({ type, message }) => ({ type: type ?? '', message }));
	// The documents say RATE_LIMITED, the API says RATE_LIMIT; of secondary limits it says no type at all.
	if (errors.some(({ type, message }) => type.startsWith('RATE_LIMIT') || limitWords.test(message)))
		return http.refused({ ...reply, status: 429 }, what);
	const [first] = errors.filter(({ type }) => !isWhole || !harmless.includes(type));
	return first === undefined ? null : errorFailure(http, first, reply.hide(first.message).slice(0, 300), what);
}

const harmless: readonly string[] = ['NOT_FOUND', 'FORBIDDEN', 'INSUFFICIENT_SCOPES'];

function errorFailure(http: FactsHttp, { type }: { readonly type: string }, said: string, what: string): Failure {
	const could = `${http.host.label} did not show ${what}`;
	if (type === 'FORBIDDEN' || type === 'INSUFFICIENT_SCOPES') {
		const hint =
			'Give the token that right at GitHub, or use another one; docs/facts-hosts.md names the rights that are needed.';
		return fail('facts-unauthorised', `${could}: ${said}`, hint);
	}
	if (type === 'NOT_FOUND') {
		const hint =
			'Check the name in signalbox.yaml, and that the token may see the repository: a private one looks as if it were not there.';
		return fail('facts-rejected', `${could}: there is no such thing, or not for this token.`, hint);
	}
	return fail('facts-unreachable', `${could}: ${said}`, 'We go on asking.', { retryable: true });
}

export function createGithubAsking(config: GithubFactsConfig, deps: FactsHttpDeps): GithubAsking {
	const place = placeOf(config);
	const { token } = config;
	const http = createFactsHttp(
		{
			label: `GitHub ${place.name}`,
			product: 'GitHub',
			base: config.api,
			headers: { accept: 'application/vnd.github+json', 'x-github-api-version': '2022-11-28' },
			auth: token === null ? null : { secret: token, headers: (secret) => ({ authorization: `Bearer ${secret}` }) },
			refusal,
		},
		deps,
	);
	const owned = { owner: config.repository.owner, name: config.repository.name };
	return {
		place,
		http,
		async query({ query, variables, schema, what }, signal) {
			const asked = await http.ask({
				...{ method: 'POST', isQuestion: true, address: place.graphql, signal, what, timeoutMs: queryTimeoutMs },
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify({ query, variables: { ...owned, ...variables } }),
			});
			if (!asked.ok) return asked;
			if (asked.value.status !== 200) return http.refused(asked.value, what);
			const parsed = schema.safeParse(parseJson(asked.value.text));
			const refused = refusedIn(http, asked.value, what, parsed.success);
			if (refused !== null) return refused;
			return parsed.success ? ok(parsed.data) : notUnderstood(http.host, what, parsed.error);
		},
		get: ({ path, schema, what }, signal) =>
			http.read({ address: /^https?:/.test(path) ? path : `${place.rest}/${path}`, signal, what }, schema),
	};
}
