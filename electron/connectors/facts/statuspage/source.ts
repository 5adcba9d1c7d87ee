/**
 * Incidents of an Atlassian status page, newest first. Without a token its public address, which shows the latest fifty; with one the
 * API's address of the page (`https://api.statuspage.io/v1/pages/<id>`), which shows all.
 */
import { z } from 'zod';
import type { StatuspageFactsConfig } from '../../../../shared/config/delivery-model.ts';
import { fail, ok } from '../../../../shared/domain/result.ts';
import type { Failure, Result } from '../../../../shared/domain/result.ts';
import type { FactSource } from '../../../engine/delivery-ports.ts';
import { joinUrl } from '../../http.ts';
import type { CiReply } from '../../http-hosts/host.ts';
import { parseJson } from '../../http-hosts/json.ts';
import { versionedCursor } from '../common/cursor.ts';
import type { Refusal } from '../common/failures.ts';
import { createFactsHttp, type FactsHttp, type FactsHttpDeps } from '../common/http.ts';
import { pageKeyOf, repeatsItself } from '../common/page-key.ts';
import { readEach } from '../common/read-each.ts';
import { createSteppedSource, type PullTimes, type Step } from '../common/stepped.ts';
import { type ReadIncident, readIncident } from './incident.ts';
import { errorSchema, incidentSchema, pagedSchema, publicSchema } from './schemas.ts';

const pageSize = 100;
/** How many a public page shows. */
const publicSize = 50;
/** What is posted late is dated back at times, and clocks differ. */
const overlapMs = 60 * 60 * 1000;

const stateSchema = z.object({
	since: z.number(),
	/** Everything created before was read by an earlier pull; null: nothing was. */
	readTo: z.number().nullable(),
	/** Next page; 1 between pulls. */
	page: z.number(),
	/** Creation of the newest one of this pull. */
	newest: z.number().nullable(),
	/** Complete from here on, where a page that shows only the latest is known to have gaps before. */
	coveredFrom: z.number().nullable(),
	/** Of the page before, where there was one. */
	key: z.string().optional(),
	/** Ids told as open. */
	open: z.array(z.string()),
	/** Those of them that this pull has yet to meet. */
	unseen: z.array(z.string()),
});

type State = z.infer<typeof stateSchema>;

interface Statuspage {
	readonly config: StatuspageFactsConfig;
	readonly http: FactsHttp;
	readonly isPaged: boolean;
	isOurs(name: string): boolean;
}

function refusal(reply: CiReply): Refusal {
	const said = errorSchema.safeParse(parseJson(reply.text));
	// Its limit of one request a second has a status of its own: https://developer.statuspage.io, "Rate Limiting".
	return { isLimited: reply.status === 420, said: said.success ? [said.data.error].flat().join(' ') : null };
}

async function entriesOf(page: Statuspage, number: number, signal: AbortSignal): Promise<Result<readonly unknown[]>> {
	const asked = { signal, what: 'its incidents' };
	if (page.isPaged) {
		const address = `${joinUrl(page.config.url, 'incidents')}?page=${number}&limit=${pageSize}`;
		const read = await page.http.read({ ...asked, address }, pagedSchema);
		return read.ok ? ok(read.value.value) : read;
	}
	const address = joinUrl(page.config.url, 'api/v2/incidents.json');
	const read = await page.http.read({ ...asked, address }, publicSchema);
	return read.ok ? ok(read.value.value.incidents) : read;
}

/** Open ones after what was told, and those of the earlier pulls that are still to be met. */
function openAfter(state: State, told: readonly ReadIncident[]): Pick<State, 'open' | 'unseen'> {
	const open = new Set(state.open);
	const unseen = new Set(state.unseen);
	for (const { id, fact } of told) {
		unseen.delete(id);
		if (fact !== null && fact.resolvedAt === null) open.add(id);
		else open.delete(id);
	}
	return { open: [...open], unseen: [...unseen] };
}

/** A page that shows only the latest is complete from its oldest one, unless that reaches what is known. */
function coverage(
	page: Statuspage,
	state: State,
	read: { oldest: number; from: number; count: number; isLast: boolean },
) {
	const { oldest, from, count, isLast } = read;
	if (!page.isPaged && isLast && count >= publicSize && oldest > from) return oldest;
	return isLast || oldest <= from ? (state.coveredFrom ?? state.since) : state.coveredFrom;
}

interface Read {
	readonly read: readonly ReadIncident[];
	/** How many the page had, read or not. */
	readonly count: number;
	readonly isLast: boolean;
	readonly now: number;
}

/** What this page means for the pull: what is told, and whether older pages are worth a request. */
function weigh(page: Statuspage, state: State, { read, count, isLast, now }: Read): Step<State> {
	const from = state.readTo === null ? state.since : state.readTo - overlapMs;
	const told = read.filter(({ id, createdAt }) => createdAt >= from || state.open.includes(id));
	const { open, unseen } = openAfter(state, told);
	// One that is dated ahead must not stand for all that are yet to come.
	const times = read.map(({ createdAt }) => Math.min(createdAt, now));
	const [oldest, newest] = [Math.min(...times), Math.max(state.newest ?? 0, ...times)];
	const isDone = isLast || (oldest < from && unseen.length === 0);
	const coveredFrom = coverage(page, state, { oldest, from, count, isLast });
	const next = isDone
		? { page: 1, newest: null, readTo: newest === 0 ? state.readTo : newest, key: undefined }
		: { page: state.page + 1, newest, readTo: state.readTo };
	const lost = isDone ? unseen : [];
	return {
		facts: told.flatMap(({ fact }) => fact ?? []),
		leftOut: lost.map((id) => ({
			what: `Incident ${id}`,
			why: 'the page does not show it any more, so when it ended cannot be told',
		})),
		state: { ...state, ...next, coveredFrom, open: open.filter((id) => !lost.includes(id)), unseen },
		...{ isDone, coveredFrom },
	};
}

async function step(
	page: Statuspage,
	state: State,
	{ now }: PullTimes,
	signal: AbortSignal,
): Promise<Result<Step<State>>> {
	const entries = await entriesOf(page, state.page, signal);
	if (!entries.ok) return entries;
	const { items, leftOut } = readEach(
		entries.value,
		incidentSchema,
		(one) => readIncident(page.config, one, page.isOurs),
		'incident',
	);
	const isLast = !page.isPaged || entries.value.length < pageSize;
	const key = isLast ? undefined : pageKeyOf(entries.value);
	if (key !== undefined && key === state.key) return repeatsItself(page.http.host.label, 'its incidents');
	const weighed = weigh(page, { ...state, key }, { read: items, count: entries.value.length, isLast, now });
	return ok({ ...weighed, leftOut: [...leftOut, ...(weighed.leftOut ?? [])] });
}

/** A token goes to the API only, and a public page would not know what to do with it. */
function misplaced(): Failure {
	return fail(
		'facts-rejected',
		'The status page has a token, but its address is not that of the API, so the token was not sent and nothing was read.',
		'Write https://api.statuspage.io/v1/pages/<page id> as the url, or leave the token out to read the public page.',
	);
}

export function createStatuspageSource(config: StatuspageFactsConfig, deps: FactsHttpDeps): FactSource {
	const { token } = config;
	const isPaged = /\/v1\/pages\/[^/]+\/?$/.test(URL.parse(config.url)?.pathname ?? '');
	const label = `Statuspage ${URL.parse(config.url)?.host ?? config.url}`;
	const http = createFactsHttp(
		{
			...{ label, product: 'Statuspage', base: config.url, headers: { accept: 'application/json' }, refusal },
			auth:
				token === null || !isPaged
					? null
					: { secret: token, headers: (secret) => ({ authorization: `OAuth ${secret}` }) },
		},
		deps,
	);
	const page: Statuspage = { config, http, isPaged, isOurs: deps.isOurService ?? (() => false) };
	return createSteppedSource<State>({
		...{ id: config.id, kind: 'statuspage', label, tells: ['incident'], noun: 'incidents' },
		cursor: versionedCursor('statuspage', 1, stateSchema, [config.url]),
		begin(kept, { since }) {
			if (kept === null)
				return { since, ...{ readTo: null, page: 1, newest: null, coveredFrom: null, open: [], unseen: [] } };
			return kept.page === 1 ? { ...kept, unseen: kept.open } : kept;
		},
		step: async (state, times, signal) => (token !== null && !isPaged ? misplaced() : step(page, state, times, signal)),
		close: () => http.close(),
	});
}
