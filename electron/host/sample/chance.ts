/** Chance that is the same for everybody who starts with the same seed (mulberry32). */
export interface Chance {
	/** From 0 to below 1. */
	next(): number;
	between(from: number, to: number): number;
	whole(from: number, to: number): number;
	is(share: number): boolean;
	of<T>(items: readonly [T, ...T[]]): T;
}

export function createChance(seed: number): Chance {
	let state = seed >>> 0;
	function next(): number {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	}
	const between = (from: number, to: number): number => from + next() * (to - from);
	return {
		next,
		between,
		whole: (from, to) => Math.floor(between(from, to + 1)),
		is: (share) => next() < share,
		of: (items) => items[Math.floor(next() * items.length)] ?? items[0],
	};
}
