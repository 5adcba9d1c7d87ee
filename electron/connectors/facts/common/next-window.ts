/** How far windows of time are read: the state of a source that is read so, and where it goes on after a page. */
import { z } from 'zod';
import { formatCount } from '../../../../shared/domain/format.ts';
import { fail, ok } from '../../../../shared/domain/result.ts';
import type { Failure, Result } from '../../../../shared/domain/result.ts';
import { lagOf } from './host-clock.ts';
import { toIso } from './instants.ts';
import type { LeftOut } from './left-out.ts';
import { repeatsItself } from './page-key.ts';
import type { ListedPage, WindowedHost } from './windowed-host.ts';

const openSchema = z.object({
	id: z.string(),
	/** Hosts forget it when an incident is resolved. */
	acknowledgedAt: z.number().nullable(),
});

const windowSchema = z.object({
	from: z.number(),
	to: z.number(),
	offset: z.number(),
	/** Of its pages, where whole ones are too large to be read. */
	size: z.number().optional(),
	/** Of the page before, where there was one. */
	key: z.string().optional(),
	/** The window before was left at the end of its offset, though it had come no further than one second. */
	isCrowded: z.boolean().optional(),
});

/** A window, and how far it is read. */
export type Place = z.infer<typeof windowSchema>;

/** Windows first, then what is open; a pull that was cut off goes on in the part that it was in. */
export const stateSchema = z.object({
	/** The source is complete from here on, once `readTo` has reached the present for the first time. */
	since: z.number(),
	/** Everything created before is read. */
	readTo: z.number(),
	/** How far the host's clock was behind ours, ms: so much of what is read is read again. */
	lag: z.number().optional(),
	/** Null when all windows of the pull are read. */
	window: windowSchema.nullable(),
	/** Whether a first pull has read all windows. */
	isCaughtUp: z.boolean(),
	/** Told as open. */
	open: z.array(openSchema),
	/** No longer among the open ones, yet to be asked for one by one; null: which ones is not known yet. */
	toCheck: z.array(z.string()).nullable(),
});

export type State = z.infer<typeof stateSchema>;

/** Clocks differ, and hosts list a new incident a moment late: the end of the last window is read again. */
const overlapMs = 15 * 60 * 1000;
const wholeSecond = (ms: number): number => Math.floor(ms / 1000) * 1000;

/** The window that begins where everything before is read. */
export function windowOf(host: WindowedHost, readTo: number, now: number): Place {
	const from = wholeSecond(readTo);
	return { from, to: Math.min(from + host.longestWindowMs, Math.max(from, wholeSecond(now)) + 1000), offset: 0 };
}

/** The one after what is read, and a little of what is. */
export function nextWindow(host: WindowedHost, { since, readTo, lag = 0 }: State, now: number): Place {
	return windowOf(host, Math.max(since, Math.min(readTo, now) - overlapMs - lag), now);
}

/** While a window is read. */
export type Reading = State & { readonly window: Place };

interface Next {
	readonly state: State;
	readonly leftOut?: readonly LeftOut[];
}

/** What lies further from the window than clocks and zones differ was not asked for. */
const slackMs = 24 * 60 * 60 * 1000;

/** The object of what is said about it. */
export const list = 'its incidents';

/** Where reading goes on after a page; the offset has an end, and then a new window begins at what was seen last. */
export function after(host: WindowedHost, page: ListedPage, state: Reading): Result<Next> {
	const { window } = state;
	const times = page.incidents.map(({ createdAt }) => createdAt);
	const isAside = (at: number) => at < window.from - slackMs || at > window.to + slackMs;
	if (times.length > 0 && times.every(isAside)) return asideOf(host.label);
	const read: State = { ...state, readTo: window.to, lag: lagOf(host), window: null };
	if (!page.hasMore) return ok({ state: read });
	if (page.length === 0 || page.key === window.key) return repeatsItself(host.label, list);
	const offset = window.offset + page.length;
	if (offset + sizeOf(host, window) <= host.mostOffset)
		return ok({ state: { ...state, window: { ...window, offset, key: page.key } } });
	const from = wholeSecond(Math.min(window.to, Math.max(window.from, ...times)));
	if (from >= window.to) return ok({ state: read });
	if (from > window.from) return ok({ state: { ...state, window: { from, to: window.to, offset: 0 } } });
	if (window.isCrowded === true) return repeatsItself(host.label, list);
	const beyond = { from: window.from + 1000, to: window.to, offset: 0, isCrowded: true };
	const leftOut = [{ what: `Incidents of ${toIso(window.from)}`, why: crowded(host) }];
	return ok({ state: beyond.from < window.to ? { ...state, window: beyond } : read, leftOut });
}

/** How many are asked for at once. */
export const sizeOf = ({ pageSize }: WindowedHost, { size = pageSize }: Place): number => size;

const crowded = ({ mostOffset }: WindowedHost): string =>
	`there are more than ${formatCount(mostOffset)} in one second, and the list shows no more`;

function asideOf(label: string): Failure {
	return fail(
		'facts-rejected',
		`${label} was asked for the incidents of a time and answered with those of another one, so they were not taken.`,
		'Check that the address in signalbox.yaml leads to the product itself, and the clocks of both machines.',
	);
}
