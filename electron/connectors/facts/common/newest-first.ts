/**
 * Lists that a host gives newest first, several of one host one after the other: each is read down to where the last pull began,
 * and what was not over then is asked for again.
 */
import { z } from 'zod';
import type { Fact } from '../../../../shared/domain/delivery/facts.ts';
import { ok } from '../../../../shared/domain/result.ts';
import type { Result } from '../../../../shared/domain/result.ts';
import type { FactSource } from '../../../engine/delivery-ports.ts';
import { versionedCursor } from './cursor.ts';
import { type HostClock, lagOf } from './host-clock.ts';
import type { LeftOut } from './left-out.ts';
import { repeatsItself } from './page-key.ts';
import { createSteppedSource, type PullTimes, type Step } from './stepped.ts';

/** One entry of a list. */
export interface Listed {
	readonly fact: Fact;
	/** Its id at the host. */
	readonly id: string;
	/** By what the list is ordered, ms. */
	readonly at: number;
	/** It may still change without moving to the top of the list. */
	readonly isOpen: boolean;
}

export interface ListedPage {
	readonly items: readonly Listed[];
	readonly leftOut: readonly LeftOut[];
	/** The oldest time by which the list is ordered, ms; null for an empty page. */
	readonly oldest: number | null;
	/** Where the next page begins; null at the end. */
	readonly next: string | null;
	/** Of `pageKeyOf`. */
	readonly key: string;
}

type ReadAgain = Pick<ListedPage, 'items' | 'leftOut'>;

export interface NewestFirstList {
	/** "deployments". */
	readonly name: string;
	/** A page from the top, or from where the page before said. Entries older than `floor` (ms) are passed over. */
	page(
		request: { readonly after: string | null; readonly floor: number },
		signal: AbortSignal,
	): Promise<Result<ListedPage>>;
	/** Entries by their ids; those that are gone are left out. Null where a change moves an entry to the top. */
	readonly again: ((ids: readonly string[], signal: AbortSignal) => Promise<Result<ReadAgain>>) | null;
}

export interface NewestFirstHost extends HostClock, Pick<FactSource, 'id' | 'kind' | 'label' | 'tells'> {
	/** What a cursor depends on: address, labels. */
	readonly about: readonly (string | null)[];
	readonly lists: readonly NewestFirstList[];
	close(): void;
}

const listSchema = z.object({
	/** Everything older is read; null before the first time. */
	readTo: z.number().nullable(),
	run: z
		.object({
			...{ begunAt: z.number(), floor: z.number(), after: z.string().nullable() },
			/** Of the page before, where there was one. */
			key: z.string().optional(),
		})
		.nullable(),
	/** Its pages are read, and what was open is asked for again. */
	isAsking: z.boolean(),
	/** Told as open, in which pull, and when first. */
	open: z.array(z.object({ id: z.string(), pull: z.number(), since: z.number() })),
});
type ListState = z.output<typeof listSchema>;

const stateSchema = z.object({
	/** How far back the first pull went. */
	since: z.number(),
	/** Number of the pull, and of the one that began the round of lists that is under way. */
	pull: z.number(),
	round: z.number(),
	/** Which list is read; as many as there are: all. */
	at: z.int().nonnegative(),
	lists: z.array(listSchema),
});
type State = z.output<typeof stateSchema>;

/** Clocks differ, and hosts list what is new a moment late. */
const overlapMs = 10 * 60_000;
/** What is open for longer was forgotten by whoever should end it. */
const longestOpenMs = 45 * 24 * 60 * 60_000;
/** Asked for again in one step. */
const idsOfStep = 50;

function begin(host: NewestFirstHost, kept: State | null, { since }: PullTimes): State {
	const fresh = host.lists.map(() => ({ readTo: null, run: null, isAsking: false, open: [] }));
	if (kept === null || kept.lists.length !== fresh.length) return { since, pull: 1, round: 1, at: 0, lists: fresh };
	const pull = kept.pull + 1;
	return kept.at >= kept.lists.length ? { ...kept, pull, round: pull, at: 0 } : { ...kept, pull };
}

interface Place {
	readonly host: NewestFirstHost;
	readonly state: State;
	readonly list: NewestFirstList;
	readonly own: ListState;
	readonly times: PullTimes;
	readonly signal: AbortSignal;
}

function put({ state }: Place, own: ListState): State {
	return { ...state, lists: state.lists.map((each, index) => (index === state.at ? own : each)) };
}

/** Notes what is open of what was told. */
function openAfter({ own, state, times }: Place, told: readonly Listed[], isAgain: readonly string[] = []) {
	const open = new Map(own.open.map((entry) => [entry.id, entry]));
	const known = new Map(open);
	for (const id of isAgain) open.delete(id);
	for (const { id, isOpen } of told) {
		open.delete(id);
		if (isOpen) open.set(id, { id, pull: state.pull, since: known.get(id)?.since ?? times.now });
	}
	return [...open.values()].filter((entry) => times.now - entry.since < longestOpenMs);
}

const factsOf = (items: readonly Listed[]): readonly Fact[] => items.map(({ fact }) => fact);

async function readPage(place: Place): Promise<Result<Step<State>>> {
	const { host, list, own, state, times, signal } = place;
	const floor = own.readTo === null ? state.since : Math.min(own.readTo, times.now) - overlapMs;
	const run = own.run ?? { begunAt: times.now, floor, after: null };
	const page = await list.page({ after: run.after, floor: run.floor }, signal);
	if (!page.ok) return page;
	const { leftOut, oldest, next, key } = page.value;
	const items = page.value.items.filter(({ at }) => at >= run.floor);
	const open = openAfter(place, items);
	const isRead = next === null || (oldest !== null && oldest < run.floor);
	if (!isRead && (next === run.after || key === run.key)) return repeatsItself(host.label, `its ${list.name}`);
	const readTo = run.begunAt - lagOf(host);
	const after = isRead ? { ...own, readTo, run: null, open } : { ...own, run: { ...run, after: next, key }, open };
	return ok(stepOf(place, after, isRead, { facts: factsOf(items), leftOut }));
}

/** What was told as open by an earlier pull, and not by this one. */
function dueOf({ open }: ListState, { pull }: State): readonly string[] {
	return open.filter((entry) => entry.pull < pull).map(({ id }) => id);
}

async function askAgain(place: Place, due: readonly string[]): Promise<Result<Step<State>>> {
	const { list, own, signal } = place;
	const ids = due.slice(0, idsOfStep);
	const again = (await list.again?.(ids, signal)) ?? ok({ items: [], leftOut: [] });
	if (!again.ok) return again;
	const { items, leftOut } = again.value;
	const after = { ...own, open: openAfter(place, items, ids) };
	return ok(stepOf(place, after, true, { facts: factsOf(items), leftOut }));
}

/** `isRead`: the run of pages has come to its end, and only what is open is left of the list. */
function stepOf(
	place: Place,
	own: ListState,
	isRead: boolean,
	told: Pick<Step<State>, 'facts' | 'leftOut'>,
): Step<State> {
	const isDue = isRead && place.list.again !== null && dueOf(own, place.state).length > 0;
	const state = put(place, { ...own, isAsking: isDue });
	if (!isRead || isDue) return { ...told, state, isDone: false, coveredFrom: null };
	return { ...told, ...endOfList(place.host, state) };
}

/** The next list; after the last one the round begins anew where an earlier pull had begun it. */
function endOfList({ lists }: NewestFirstHost, state: State): Pick<Step<State>, 'state' | 'isDone' | 'coveredFrom'> {
	const at = state.at + 1;
	const coveredFrom = state.lists.every(({ readTo }) => readTo !== null) ? state.since : null;
	if (at < lists.length) return { state: { ...state, at }, isDone: false, coveredFrom: null };
	if (state.round === state.pull) return { state: { ...state, at }, isDone: true, coveredFrom };
	return { state: { ...state, at: 0, round: state.pull }, isDone: false, coveredFrom };
}

export function createNewestFirstSource(host: NewestFirstHost): FactSource {
	const { id, kind, label, tells } = host;
	return createSteppedSource<State>({
		...{ id, kind, label, tells, noun: host.lists.length === 1 ? (host.lists[0]?.name ?? 'facts') : 'facts' },
		cursor: versionedCursor(kind, 1, stateSchema, host.about),
		begin: (kept, times) => begin(host, kept, times),
		async step(state, times, signal) {
			const [list, own] = [host.lists[state.at], state.lists[state.at]];
			// A source that is to read nothing, or a cursor of other lists.
			if (list === undefined || own === undefined) {
				return ok({ facts: [], state, isDone: true, coveredFrom: state.since });
			}
			const place: Place = { host, state, list, own, times, signal };
			return own.isAsking ? askAgain(place, dueOf(own, state)) : readPage(place);
		},
		close: () => host.close(),
	});
}
