/**
 * Incidents of hosts that list by time of creation and cannot be asked what changed: windows of time are read in order, and what
 * was open is asked for again until it is closed.
 */
import type { IncidentFact } from '../../../../shared/domain/delivery/facts.ts';
import { ok } from '../../../../shared/domain/result.ts';
import type { Result } from '../../../../shared/domain/result.ts';
import type { FactSource } from '../../../engine/delivery-ports.ts';
import { versionedCursor } from './cursor.ts';
import type { LeftOut } from './left-out.ts';
import { after, list, nextWindow, type Reading, type State, stateSchema, windowOf } from './next-window.ts';
import { repeatsItself } from './page-key.ts';
import { readPart } from './read-part.ts';
import { createSteppedSource, type PullTimes, type Step } from './stepped.ts';
import type { ListedIncident, WindowedHost } from './windowed-host.ts';

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
	let [offset, key, hasMore] = [0, '', state.open.length > 0];
	while (hasMore && offset + host.pageSize <= host.mostOffset) {
		const page = await host.open({ offset, limit: host.pageSize }, signal);
		// Then each of them is asked for by itself.
		if (!page.ok && page.problem.code === 'too-large') break;
		if (!page.ok) return page;
		if (page.value.hasMore && (page.value.key === key || page.value.length === 0))
			return repeatsItself(host.label, list);
		still.push(...page.value.incidents);
		leftOut.push(...page.value.leftOut);
		offset += page.value.length;
		({ key, hasMore } = page.value);
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
	const leftOut: LeftOut[] = [];
	for (const id of due) {
		const one = await host.one(id, signal);
		const what = `Incident ${id}`;
		if (one.ok && one.value !== null) found.push(one.value);
		else if (one.ok) {
			gone.push(id);
			leftOut.push({ what, why: `${host.label} does not know it any more, so when it ended cannot be told` });
		}
		// One that is odd must not cost the others; it is asked for again at the next pull.
		else if (one.problem.code === 'too-large' || one.problem.code === 'facts-rejected')
			leftOut.push({ what, why: `whether it is over cannot be told: ${one.problem.message}` });
		else return one;
	}
	const { facts, open } = remember(state, found);
	const rest = open.filter(({ id }) => !gone.includes(id));
	const toCheck = (state.toCheck ?? []).slice(checksOfStep);
	return ok(checked(host, { ...state, open: rest, toCheck }, now, { facts, leftOut }));
}

async function readWindow(
	host: WindowedHost,
	state: Reading,
	{ now }: PullTimes,
	signal: AbortSignal,
): Promise<Result<Step<State>>> {
	const part = await readPart(host, state.window, signal);
	if (!part.ok) return part;
	const { page, window: place } = part.value;
	const gone = after(host, page, { ...state, window: place });
	if (!gone.ok) return gone;
	const { facts, open } = remember(state, page.incidents);
	const { state: next, leftOut = [] } = gone.value;
	const isRead = next.window === null && next.readTo >= now;
	const isCaughtUp = state.isCaughtUp || isRead;
	const window = isRead ? null : (next.window ?? nextWindow(host, next, now));
	const isDone = isRead && open.length === 0;
	const isWhole = !state.isCaughtUp && state.window.from <= state.since && state.window.to >= now;
	return ok({
		...{ facts, leftOut: [...part.value.leftOut, ...page.leftOut, ...leftOut], isDone },
		state: { ...next, open, window, isCaughtUp, toCheck: isDone ? [] : null },
		coveredFrom: isCaughtUp ? state.since : null,
		total: isWhole ? page.total : null,
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
