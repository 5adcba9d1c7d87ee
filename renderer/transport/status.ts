/** What the screens know of the connection to their host. */
import { type Problem, fail } from '../../shared/domain/result.ts';

export interface ConnectionStatus {
	readonly state: 'connecting' | 'connected' | 'reconnecting' | 'refused';
	/** When it became so, ms since the epoch. */
	readonly since: number;
	/** Why, when it is refused. */
	readonly problem: Problem | null;
}

/** A status to read and to follow; fits `useSyncExternalStore`. */
export interface StatusStore {
	get(): ConnectionStatus;
	/** Calls `listener` after each change; the returned function ends that. */
	subscribe(listener: () => void): () => void;
}

/** Makes a status whose times come from `now`. */
export function createStatus(now: () => number): StatusStore & {
	set(state: ConnectionStatus['state'], problem?: Problem): void;
} {
	const listeners = new Set<() => void>();
	let status: ConnectionStatus = { state: 'connecting', since: now(), problem: null };
	return {
		get: () => status,
		subscribe: (listener) => {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		set: (state, problem) => {
			// Refusal is the end, and the age of a state counts from its beginning.
			if (status.state === 'refused' || status.state === state) return;
			status = { state, since: now(), problem: problem ?? null };
			for (const listener of listeners) listener();
		},
	};
}

/** The page was opened without a token. */
export const noToken: Problem = fail(
	'unauthorised',
	'This tab has no key to the control room, so it can show nothing.',
	'Open the address that Signalbox printed when it started.',
).problem;

/** The token is not the one of the running Signalbox. */
export const oldToken: Problem = fail(
	'unauthorised',
	'This tab belongs to an earlier start of Signalbox, so it was refused.',
	'Close it and open the address that the running Signalbox printed.',
).problem;
