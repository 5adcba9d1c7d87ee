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

/** Limits of both kinds: https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api */
function refusal(reply: CiReply): Refusal {
	const parsed = restErrorSchema.safeParse(parseJson(reply.text));
	const said = parsed.success ? parsed.data.message : null;
	const isSecondary = /\b(secondary rate limit|abuse detection)/i.test(said ?? '');
	const isLimited =
		reply.status === 403 && (reply.budget?.remaining === 0 || reply.header('retry-after') !== null || isSecondary);
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

/** GraphQL answers 200 and says in the body that it refused. */
function refusedIn(http: FactsHttp, reply: CiReply, what: string): Failure | null {
	const parsed = errorsSchema.safeParse(parseJson(reply.text));
	const [first] = parsed.success ? parsed.data.errors : [];
	if (first === undefined) return null;
	const type = first.type ?? '';
	if (type === 'RATE_LIMITED') return http.refused({ ...reply, status: 429 }, what);
	const could = `${http.host.label} did not show ${what}`;
	const said = reply.hide(first.message).slice(0, 300);
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
			if (parsed.success) return ok(parsed.data);
			return refusedIn(http, asked.value, what) ?? notUnderstood(http.host, what, parsed.error);
		},
		get: ({ path, schema, what }, signal) =>
			http.read({ address: /^https?:/.test(path) ? path : `${place.rest}/${path}`, signal, what }, schema),
	};
}
