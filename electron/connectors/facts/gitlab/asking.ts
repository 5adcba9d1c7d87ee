/** Asks GitLab for the lists of a project, page by page. */
import type { z } from 'zod';
import type { GitlabFactsConfig } from '../../../../shared/config/delivery-model.ts';
import { ok } from '../../../../shared/domain/result.ts';
import type { Result } from '../../../../shared/domain/result.ts';
import { joinUrl } from '../../http.ts';
import type { CiReply } from '../../http-hosts/host.ts';
import { parseJson } from '../../http-hosts/json.ts';
import { leadsAway, nextPage } from '../../http-hosts/links.ts';
import type { Refusal } from '../common/failures.ts';
import { createFactsHttp, type FactsHttp, type FactsHttpDeps } from '../common/http.ts';
import { toIso } from '../common/instants.ts';
import { oldestOf } from '../common/oldest.ts';
import { pageKeyOf } from '../common/page-key.ts';
import { anyList, errorSchema } from './schemas.ts';

type Query = Readonly<Record<string, string>>;

export interface GitlabPage<T> {
	readonly value: T;
	/** Address of the next page; null at the end. */
	readonly next: string | null;
}

export interface GitlabAsking {
	readonly http: FactsHttp;
	/** `from` is a path below the project, or the address of a next page. */
	get<T>(
		wanted: { readonly from: string; readonly query?: Query; readonly schema: z.ZodType<T>; readonly what: string },
		signal: AbortSignal,
	): Promise<Result<GitlabPage<T>>>;
	/** A page of what was touched since `floor` (ms), what was touched last first. */
	touched(
		wanted: {
			readonly path: string;
			readonly query?: Query;
			readonly after: string | null;
			readonly floor: number;
			readonly what: string;
		},
		signal: AbortSignal,
	): Promise<Result<TouchedPage>>;
}

interface TouchedPage extends GitlabPage<readonly unknown[]> {
	/** When its oldest entry was touched, ms; null for an empty page. */
	readonly oldest: number | null;
	readonly key: string;
}

const pageSize = '50';

function refusal(reply: CiReply): Refusal {
	const parsed = errorSchema.safeParse(parseJson(reply.text));
	if (!parsed.success) return {};
	const { message, error, error_description: words, scope } = parsed.data;
	const said = words ?? (typeof message === 'string' ? message : (error ?? null));
	return { said, missing: error === 'insufficient_scope' ? `the token lacks the scope ${scope ?? 'read_api'}` : null };
}

/**
 * GitLab writes links with the address that it believes to have, which behind a proxy or in a tunnel is another one than ours. The number
 * of the page is all that differs, and `x-next-page` has it too.
 */
function nextOf(reply: CiReply): string | null {
	const next = nextPage(reply.header('link'), reply.address);
	const number = reply.header('x-next-page') ?? '';
	const own = URL.parse(reply.address);
	if (next !== null || own === null || !/^\d{1,9}$/.test(number)) return next;
	own.searchParams.set('page', number);
	return own.href;
}

export function createGitlabAsking(config: GitlabFactsConfig, deps: FactsHttpDeps): GitlabAsking {
	const { token } = config;
	const http = createFactsHttp(
		{
			...{ label: `GitLab ${config.project}`, product: 'GitLab', base: config.url },
			headers: { accept: 'application/json' },
			auth: token === null ? null : { secret: token, headers: (secret) => ({ 'private-token': secret }) },
			refusal,
		},
		deps,
	);
	const root = joinUrl(config.url, `api/v4/projects/${encodeURIComponent(config.project)}`);
	const get: GitlabAsking['get'] = async ({ from, query = {}, schema, what }, signal) => {
		const search = new URLSearchParams(query).toString();
		const address = /^https?:/.test(from) ? from : `${root}/${from}${search === '' ? '' : `?${search}`}`;
		const read = await http.read({ address, signal, what }, schema);
		if (!read.ok) return read;
		const { value, reply } = read.value;
		const next = nextOf(reply);
		// Taken for the end of the list it would lose what lies beyond in silence.
		return next === null && leadsAway(reply.header('link'), reply.address) ? http.odd(what) : ok({ value, next });
	};
	return {
		http,
		get,
		async touched({ path, query, after, floor, what }, signal) {
			const since = { updated_after: toIso(floor), order_by: 'updated_at', sort: 'desc', per_page: pageSize };
			const page = await get({ from: after ?? path, query: { ...query, ...since }, schema: anyList, what }, signal);
			if (!page.ok) return page;
			const { value } = page.value;
			return ok({ ...page.value, oldest: oldestOf(value, 'updated_at'), key: pageKeyOf(value) });
		},
	};
}
