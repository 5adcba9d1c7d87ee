/** Which freezes concern an environment now. They hold promotions back; a rollback never asks. */
import type { Tier } from '../release.ts';
import type { Freeze, FreezeLift, FreezeWindow } from './decisions.ts';
import { nextFreeze } from './freeze-windows.ts';

export { checkLift, mayLift } from './freeze-lifts.ts';
export { freezeNow, nextFreeze } from './freeze-windows.ts';

/** A freeze as it stands for one environment: it holds, or is the next to come. */
export interface FreezeState extends FreezeWindow {
	readonly isNow: boolean;
	/** In force; the one that lasts longest. */
	readonly lift: FreezeLift | null;
}

/** Knows windows for as long as they last, because the arithmetic of zones is slow and rooms are large. */
export type FreezeCalendar = (freeze: Freeze, now: number) => FreezeWindow | null;

/** Remembers the last window of each freeze. */
export function createFreezeCalendar(): FreezeCalendar {
	const known = new WeakMap<Freeze, { readonly askedAt: number; readonly window: FreezeWindow | null }>();
	return (freeze, now) => {
		const last = known.get(freeze);
		if (last !== undefined && last.askedAt <= now && (last.window === null || now < last.window.to)) return last.window;
		const window = nextFreeze(freeze, now);
		known.set(freeze, { askedAt: now, window });
		return window;
	};
}

export interface FreezeQuestion {
	readonly service: string;
	readonly environment: string;
	readonly tier: Tier;
	readonly freezes: readonly Freeze[];
	readonly lifts: readonly FreezeLift[];
	readonly now: number;
	/** Left out: every window is worked out anew. */
	readonly calendar?: FreezeCalendar;
}

/** Every freeze that concerns the environment and holds or will hold: those that hold first, then by time. */
export function freezesFor(question: FreezeQuestion): readonly FreezeState[] {
	const { freezes, lifts, now, calendar = nextFreeze } = question;
	return freezes
		.filter((freeze) => concerns(freeze, question))
		.flatMap((freeze) => calendar(freeze, now) ?? [])
		.map((window) => ({
			...window,
			isNow: window.from <= now,
			lift: liftOf(
				lifts.filter((lift) => lift.freeze === window.freeze.name && isFor(lift, question)),
				now,
			),
		}))
		.toSorted((a, b) => Number(b.isNow) - Number(a.isNow) || a.from - b.from);
}

function concerns(freeze: Freeze, { service, environment, tier }: FreezeQuestion): boolean {
	const isService = freeze.services.length === 0 || freeze.services.includes(service);
	const isPlace = freeze.environments.length === 0 ? tier === 'production' : freeze.environments.includes(environment);
	return isService && isPlace;
}

function isFor(lift: FreezeLift, { service, environment }: FreezeQuestion): boolean {
	return lift.service === service && lift.environment === environment;
}

function liftOf(lifts: readonly FreezeLift[], now: number): FreezeLift | null {
	return lifts.filter(({ until }) => until > now).toSorted((a, b) => b.until - a.until)[0] ?? null;
}

/** True while it holds promotions back. */
export function isHeld({ isNow, lift }: FreezeState): boolean {
	return isNow && lift === null;
}
