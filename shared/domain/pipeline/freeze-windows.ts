/** The windows of one freeze as instants, with its excepted days cut out. */
import type { Freeze, FreezeWindow } from './decisions.ts';
import { occurrences } from './freeze-occurrences.ts';
import { dateAt, firstInstantAt, lastInstantAt, localDay } from './local-time.ts';

interface Piece {
	readonly from: number;
	readonly to: number;
}

function without(piece: Piece, hole: Piece): readonly Piece[] {
	if (hole.to <= piece.from || hole.from >= piece.to) return [piece];
	const rest = [
		{ from: piece.from, to: hole.from },
		{ from: hole.to, to: piece.to },
	];
	return rest.filter(({ from, to }) => from < to);
}

function first<T>(count: number, endless: Iterable<T>): readonly T[] {
	const taken: T[] = [];
	for (const each of endless) {
		taken.push(each);
		if (taken.length === count) break;
	}
	return taken;
}

/** Touching pieces are one window: nothing opens between them. */
function joined(pieces: readonly Piece[]): readonly Piece[] {
	const windows: Piece[] = [];
	for (const piece of pieces) {
		const last = windows.at(-1);
		if (last === undefined || last.to < piece.from) windows.push(piece);
		else windows[windows.length - 1] = { from: last.from, to: Math.max(last.to, piece.to) };
	}
	return windows;
}

/**
 * Windows round `now` and the next to come. On a day on which the clock goes back, a window begins with the first and ends with
 * the last time that its wall clock shows; a time that is jumped over stands for the jump.
 */
function windowsAround(freeze: Freeze, now: number): readonly Piece[] {
	const holes = freeze.except.map((date) => localDay(date, freeze.zone));
	// Each excepted day can swallow an occurrence whole, and one occurrence lies before now.
	const enough = freeze.except.length + 4;
	const whole = first(enough, occurrences(freeze.when, dateAt(now, freeze.zone)))
		.map(({ from, to }) => ({ from: firstInstantAt(from, freeze.zone), to: lastInstantAt(to, freeze.zone) }))
		.filter(({ from, to }) => from < to);
	const cut = whole.flatMap((piece) =>
		holes.reduce<readonly Piece[]>((pieces, hole) => pieces.flatMap((each) => without(each, hole)), [piece]),
	);
	return joined(cut);
}

/**
 * The window that holds at `now`, else the next to come; null when none will come (any more). The freeze's zone, dates and times
 * are those that the configuration has accepted. Instants in ms since the epoch; `to` is outside.
 */
export function nextFreeze(freeze: Freeze, now: number): FreezeWindow | null {
	const window = windowsAround(freeze, now).find(({ to }) => to > now);
	return window === undefined ? null : { freeze, ...window };
}

/** The window that holds at `now`. */
export function freezeNow(freeze: Freeze, now: number): FreezeWindow | null {
	const window = nextFreeze(freeze, now);
	return window !== null && window.from <= now ? window : null;
}
