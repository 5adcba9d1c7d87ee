/** The windows of one freeze as instants, with its excepted days cut out. */
import type { Freeze, FreezeWindow } from './decisions.ts';
import { isAfter, type LocalWindow, occurrences } from './freeze-occurrences.ts';
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

/**
 * One occurrence as instants, in the pieces that are left of it. On a day on which the clock goes back, a window begins with the
 * first and ends with the last time that its wall clock shows; a time that is jumped over stands for the jump.
 */
function piecesOf({ from, to }: LocalWindow, zone: string, holes: readonly Piece[]): readonly Piece[] {
	const whole = { from: firstInstantAt(from, zone), to: lastInstantAt(to, zone) };
	if (whole.from >= whole.to) return [];
	return holes.reduce<readonly Piece[]>((pieces, hole) => pieces.flatMap((each) => without(each, hole)), [whole]);
}

/** Two local days: more than any two clocks of one zone differ. */
const surelyPast = { days: 2 };

/** The first window that ends after `now`; what touches it is part of it, for nothing opens in between. */
function windowAfter(freeze: Freeze, now: number): Piece | null {
	const today = dateAt(now, freeze.zone);
	const past = today.subtract(surelyPast).toPlainDateTime();
	const holes = freeze.except.map((date) => localDay(date, freeze.zone));
	// Each excepted day can swallow an occurrence whole, and one or two lie before now.
	let left = freeze.except.length + 4;
	let window: Piece | null = null;
	for (const occurrence of occurrences(freeze.when, today)) {
		if (left-- === 0) break;
		if (!isAfter(occurrence.to, past)) continue;
		for (const piece of piecesOf(occurrence, freeze.zone, holes)) {
			if (piece.to <= now) continue;
			if (window !== null && piece.from > window.to) return window;
			window = window === null ? piece : { from: window.from, to: Math.max(window.to, piece.to) };
		}
	}
	return window;
}

/**
 * The window that holds at `now`, else the next to come; null when none will come (any more). The freeze's zone, dates and times
 * are those that the configuration has accepted. Instants in ms since the epoch; `to` is outside.
 */
export function nextFreeze(freeze: Freeze, now: number): FreezeWindow | null {
	const window = windowAfter(freeze, now);
	return window === null ? null : { freeze, ...window };
}

/** The window that holds at `now`. */
export function freezeNow(freeze: Freeze, now: number): FreezeWindow | null {
	const window = nextFreeze(freeze, now);
	return window !== null && window.from <= now ? window : null;
}
