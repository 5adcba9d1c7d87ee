/**
 * Incidents of hosts that list by time of creation and cannot be asked what changed: windows of time are read in order, and what
 * was open is asked for again until it is closed.
 */
import { z } from 'zod';
import type { IncidentFact } from '../../../../shared/domain/delivery/facts.ts';
import { ok } from '../../../../shared/domain/result.ts';
import type { Result } from '../../../../shared/domain/result.ts';
import type { FactSource } from '../../../engine/delivery-ports.ts';
import { versionedCursor } from './cursor.ts';
import type { LeftOut } from './left-out.ts';
import { createSteppedSource, type PullTimes, type Step } from './stepped.ts';

/** An incident of the host, read. */
export interface ListedIncident {
	readonly fact: IncidentFact;
	/** What the host orders by, ms. */
	readonly createdAt: number;
	/** Its id in the host, which `one` finds it by. */
	readonly id: string;
}

export interface ListedPage {
	readonly incidents: readonly ListedIncident[];
	/** What could not be read. */
	readonly leftOut: readonly LeftOut[];
	/** How many the page had, read or not. */
	readonly length: number;
	readonly total: number | null;
}

export interface Window {
	/** Inclusive, ms. */
	readonly from: number;
	/** Exclusive, ms. */
	readonly to: number;
}

export interface WindowedHost extends Pick<FactSource, 'id' | 'kind' | 'label'> {
	/** What a cursor depends on: the address. */
	readonly about: readonly string[];
	readonly pageSize: number;
	/** Offset plus page may not pass it. */
	readonly mostOffset: number;
	readonly longestWindowMs: number;
	/** Created within the window, oldest first. */
	created(window: Window, offset: number, signal: AbortSignal): Promise<Result<ListedPage>>;
	/** All that are open now, in any order. */
	open(offset: number, signal: AbortSignal): Promise<Result<ListedPage>>;
	/** Null: there is no such incident any more. */
	one(id: string, signal: AbortSignal): Promise<Result<ListedIncident | null>>;
	close(): void;
}

const openSchema = z.object({
	id: z.string(),
	/** Hosts forget it when an incident is resolved. */
	acknowledgedAt: z.number().nullable(),
});

/** Windows first, then what is open; a pull that was cut off goes on in the part that it was in. */
const stateSchema = z.object({
	/** The source is complete from here on, once `readTo` has reached the present for the first time. */
	since: z.number(),
	/** Everything created before is read. */
	readTo: z.number(),
	/** Null when all windows of the pull are read. */
	window: z.object({ from: z.number(), to: z.number(), offset: z.number() }).nullable(),
	/** Whether a first pull has read all windows. */
	isCaughtUp: z.boolean(),
	/** Told as open. */
	open: z.array(openSchema),
	/** No longer among the open ones, yet to be asked for one by one; null: which ones is not known yet. */
	toCheck: z.array(z.string()).nullable(),
});

type State = z.infer<typeof stateSchema>;

/** Clocks differ, and hosts list a new incident a moment late: the end of the last window is read again. */
const overlapMs = 15 * 60 * 1000;
const wholeSecond = (ms: number): number => Math.floor(ms / 1000) * 1000;

function windowOf(host: WindowedHost, readTo: number, now: number) {
	const from = wholeSecond(readTo);
	return { from, to: Math.min(from + host.longestWindowMs, Math.max(from, wholeSecond(now)) + 1000), offset: 0 };
}

const nextWindow = (host: WindowedHost, state: State, now: number) =>
	windowOf(host, Math.max(state.since, Math.min(state.readTo, now) - overlapMs), now);

function begin(host: WindowedHost, kept: State | null, { since, now }: PullTimes): State {
	if (kept === null) {
		const window = windowOf(host, since, now);
		return { since, readTo: since, window, isCaughtUp: false, open: [], toCheck: null };
	}
	const isCutOff = kept.window !== null || kept.toCheck === null || kept.toCheck.length > 0;
	return isCutOff ? kept : { ...kept, window: nextWindow(host, kept, now), toCheck: null };
}

/** Keeps what is known of acknowledgement, and the list of what is open. */
function remember(state: State, incidents: readonly ListedIncident[]): { facts: IncidentFact[]; open: State['open'] } {
	const open = new Map(state.open.map((entry) => [entry.id, entry]));
	const facts = incidents.map(({ fact, id }) => {
		const acknowledgedAt = fact.acknowledgedAt ?? open.get(id)?.acknowledgedAt ?? null;
		if (fact.resolvedAt === null) open.set(id, { id, acknowledgedAt });
		else open.delete(id);
		return { ...fact, acknowledgedAt };
	});
	return { facts, open: [...open.values()] };
}

/** Asks which are open, and leaves those that were and are no longer to be asked for one by one. */
async function askOpen(
	host: WindowedHost,
	state: State,
	{ now }: PullTimes,
	signal: AbortSignal,
): Promise<Result<Step<State>>> {
	const still: ListedIncident[] = [];
	const leftOut: LeftOut[] = [];
	for (let offset = 0; state.open.length > 0 && offset + host.pageSize <= host.mostOffset; offset += host.pageSize) {
		const page = await host.open(offset, signal);
		if (!page.ok) return page;
		still.push(...page.value.incidents);
		leftOut.push(...page.value.leftOut);
		if (page.value.length < host.pageSize) break;
	}
	const ids = new Set(still.map(({ id }) => id));
	const known = new Set(state.open.map(({ id }) => id));
	const { facts, open } = remember(
		state,
		still.filter(({ id }) => known.has(id)),
	);
	const toCheck = state.open.flatMap(({ id }) => (ids.has(id) ? [] : [id]));
	return ok(checked(host, { ...state, open, toCheck }, now, { facts, leftOut }));
}

/** Done with what was open, unless the pull was cut off so long ago that there is a new window. */
function checked(
	host: WindowedHost,
	state: State,
	now: number,
	told: Pick<Step<State>, 'facts' | 'leftOut'>,
): Step<State> {
	const coveredFrom = state.isCaughtUp ? state.since : null;
	if (state.toCheck?.length !== 0) return { ...told, state, isDone: false, coveredFrom };
	if (state.readTo >= now) return { ...told, state, isDone: true, coveredFrom };
	const window = nextWindow(host, state, now);
	return { ...told, state: { ...state, window, toCheck: null }, isDone: false, coveredFrom };
}

/** Each is a request; so many a step, so that what was learnt is kept. */
const checksOfStep = 25;

async function checkClosed(
	host: WindowedHost,
	state: State,
	{ now }: PullTimes,
	signal: AbortSignal,
): Promise<Result<Step<State>>> {
	const due = (state.toCheck ?? []).slice(0, checksOfStep);
	const found: ListedIncident[] = [];
	const gone: string[] = [];
	for (const id of due) {
		const one = await host.one(id, signal);
		if (!one.ok) return one;
		if (one.value === null) gone.push(id);
		else found.push(one.value);
	}
	const { facts, open } = remember(state, found);
	const leftOut = gone.map((id) => ({
		what: `Incident ${id}`,
		why: `${host.label} does not know it any more, so when it ended cannot be told`,
	}));
	const rest = open.filter(({ id }) => !gone.includes(id));
	const toCheck = (state.toCheck ?? []).slice(checksOfStep);
	return ok(checked(host, { ...state, open: rest, toCheck }, now, { facts, leftOut }));
}

/** Where reading goes on after a page; the offset has an end, and then a new window begins at what was seen last. */
function after(host: WindowedHost, page: ListedPage, state: State & { window: NonNullable<State['window']> }): State {
	const { window } = state;
	if (page.length < host.pageSize) return { ...state, readTo: window.to, window: null };
	const offset = window.offset + host.pageSize;
	if (offset + host.pageSize <= host.mostOffset) return { ...state, window: { ...window, offset } };
	const last = Math.max(window.from, ...page.incidents.map(({ createdAt }) => createdAt));
	const from = wholeSecond(last) > window.from ? wholeSecond(last) : window.from + 1000;
	return { ...state, window: { from, to: window.to, offset: 0 } };
}

async function readWindow(
	host: WindowedHost,
	state: State & { window: NonNullable<State['window']> },
	{ now }: PullTimes,
	signal: AbortSignal,
): Promise<Result<Step<State>>> {
	const page = await host.created(state.window, state.window.offset, signal);
	if (!page.ok) return page;
	const { facts, open } = remember(state, page.value.incidents);
	const next = after(host, page.value, state);
	const isRead = next.window === null && next.readTo >= now;
	const isCaughtUp = state.isCaughtUp || isRead;
	const window = isRead ? null : (next.window ?? nextWindow(host, next, now));
	const isDone = isRead && open.length === 0;
	const isWhole = !state.isCaughtUp && state.window.from <= state.since && state.window.to >= now;
	return ok({
		...{ facts, leftOut: page.value.leftOut, isDone },
		state: { ...next, open, window, isCaughtUp, toCheck: isDone ? [] : null },
		coveredFrom: isCaughtUp ? state.since : null,
		total: isWhole ? page.value.total : null,
	});
}

export function createWindowedSource(host: WindowedHost): FactSource {
	const { id, kind, label } = host;
	return createSteppedSource<State>({
		...{ id, kind, label, tells: ['incident'], noun: 'incidents' },
		cursor: versionedCursor(kind, 1, stateSchema, host.about),
		begin: (kept, times) => begin(host, kept, times),
		step(state, times, signal) {
			const { window, toCheck } = state;
			if (window !== null) return readWindow(host, { ...state, window }, times, signal);
			return (toCheck === null ? askOpen : checkClosed)(host, state, times, signal);
		},
		close: () => host.close(),
	});
}
