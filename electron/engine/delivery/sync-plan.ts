/** Which sources of facts are asked now, and when to look again. Pure. */

/** What the plan must know of a source. Instants in ms since the epoch. */
export interface PlannedSource {
	readonly id: string;
	/** Sources with the same one are asked one after the other. */
	readonly host: string;
	/** Between the end of a pull and the next one, ms. */
	readonly everyMs: number;
	/** Null: never asked in this run. */
	readonly lastEndedAt: number | null;
	/** Failures in a row. */
	readonly failures: number;
	/** The failure will not mend by itself: a token that is refused, say. */
	readonly isStuck: boolean;
	/** The source said so; a click respects it as well. */
	readonly notBefore: number | null;
	readonly isRunning: boolean;
	/** A person, or something that is known to have changed, wants it now. */
	readonly isWanted: boolean;
	/** A person stopped it: it goes on only when somebody wants it. */
	readonly isPaused: boolean;
}

export interface SyncPlan {
	/** To be started now, in this order. */
	readonly start: readonly string[];
	/** When the next one falls due; null where nothing will by itself. */
	readonly lookAgainAt: number | null;
	/** When each falls due; null while it runs, and where it is paused. */
	readonly dueAt: ReadonlyMap<string, number | null>;
}

/** Over all hosts: facts are fetched behind everything else. */
export const pullsAtOnce = 4;

const firstBackOffMs = 30_000;
const longestBackOffMs = 30 * 60_000;
const stuckMs = 15 * 60_000;
/** Each source has its own share of this, so that many of one kind do not ask in step. */
const jitterShare = 0.2;

/** Plans. Whoever waits longest comes first; those that are wanted before all others. */
export function planSyncs(sources: readonly PlannedSource[], now: number): SyncPlan {
	const dueAt = new Map(sources.map((source) => [source.id, dueOf(source, now)]));
	const busy = new Set(sources.filter(({ isRunning }) => isRunning).map(({ host }) => host));
	let free = pullsAtOnce - sources.filter(({ isRunning }) => isRunning).length;
	const start: string[] = [];
	for (const { id, host } of inTurn(sources, dueAt, now)) {
		if (free <= 0) break;
		if (busy.has(host)) continue;
		busy.add(host);
		start.push(id);
		free -= 1;
	}
	const ahead = [...dueAt.values()].filter((due) => due !== null).filter((due) => due > now);
	return { start, lookAgainAt: ahead.length === 0 ? null : Math.min(...ahead), dueAt };
}

function inTurn(
	sources: readonly PlannedSource[],
	dueAt: ReadonlyMap<string, number | null>,
	now: number,
): readonly PlannedSource[] {
	const rank = ({ id, isWanted }: PlannedSource): number =>
		isWanted ? Number.NEGATIVE_INFINITY : (dueAt.get(id) ?? 0);
	return sources
		.filter(({ id }) => {
			const due = dueAt.get(id);
			return due !== null && due !== undefined && due <= now;
		})
		.sort((a, b) => (rank(a) === rank(b) ? (a.id < b.id ? -1 : 1) : rank(a) - rank(b)));
}

function dueOf(source: PlannedSource, now: number): number | null {
	const { isRunning, isPaused, isWanted, notBefore } = source;
	if (isRunning || (isPaused && !isWanted)) return null;
	return Math.max(isWanted ? now : regularly(source, now), notBefore ?? 0);
}

function regularly({ id, lastEndedAt, everyMs, failures, isStuck }: PlannedSource, now: number): number {
	// A clock that was set back must not put a source to sleep for as long as it was ahead.
	if (lastEndedAt === null || lastEndedAt > now) return now;
	return lastEndedAt + waitMs({ everyMs, failures, isStuck }) * jitter(id);
}

function waitMs({ everyMs, failures, isStuck }: Pick<PlannedSource, 'everyMs' | 'failures' | 'isStuck'>): number {
	if (failures === 0) return everyMs;
	if (isStuck) return Math.max(everyMs, stuckMs);
	return Math.max(everyMs, Math.min(longestBackOffMs, firstBackOffMs * 2 ** Math.min(failures - 1, 20)));
}

/** From 1 - share/2 to 1 + share/2, and always the same for a name. */
function jitter(name: string): number {
	let hash = 2_166_136_261;
	for (let at = 0; at < name.length; at += 1) hash = Math.imul(hash ^ name.charCodeAt(at), 16_777_619);
	return 1 - jitterShare / 2 + ((hash >>> 0) / 2 ** 32) * jitterShare;
}
