/** The tests for harm that are asked at one look, and what the one that is nearest to its line says. */
import type { Estimate, Strength } from '../evidence/model.ts';
import { shownBeyond, sided } from './bound.ts';
import { eValueOf } from './finding.ts';
import type { WorseSign } from './sides.ts';

/** One test: the log of its e-value against harm beyond a margin (size of a log ratio), and the line it is held against. */
export interface HarmTest {
	readonly logE: (margin: number) => number;
	readonly line: number;
}

/** What was found on one side that is worse. */
export interface HarmFound {
	readonly sign: WorseSign;
	readonly isShown: boolean;
	/** How far beyond its line, in logs; negative short of it. */
	readonly excess: number;
	readonly strength: Strength;
	/** The largest harm that this very test shows, as the size of a log ratio; null when there is none. */
	readonly least: number | null;
}

/** The test that is nearest to its line speaks, and tells the bound as well, so that interval and answer agree. */
export function askForHarm(tests: readonly HarmTest[], margin: number, sign: WorseSign): HarmFound | null {
	let nearest: { readonly test: HarmTest; readonly logE: number; readonly excess: number } | null = null;
	for (const test of tests) {
		const logE = test.logE(margin);
		const excess = logE - Math.log(test.line);
		if (nearest === null || excess > nearest.excess) nearest = { test, logE, excess };
	}
	if (nearest === null) return null;
	const { test, logE, excess } = nearest;
	const needed = Math.log(test.line);
	return {
		sign,
		isShown: excess >= 0,
		excess,
		strength: { kind: 'e-value', value: eValueOf(logE), line: test.line },
		least: shownBeyond((other) => test.logE(other) >= needed, margin),
	};
}

/** The side on which most speaks for harm. */
export function worseOf(sides: readonly HarmFound[]): HarmFound | null {
	return sides.reduce<HarmFound | null>((most, one) => (most === null || one.excess > most.excess ? one : most), null);
}

/**
 * The ratio canary/stable - 1 with its bounds: the lower one is the largest harm that is shown, `most` the largest that is not
 * excluded, as a ratio. A metric that is worse either way has what is shown on each side instead.
 */
export function ratioEstimate(
	sides: readonly HarmFound[],
	value: number,
	most: number | null,
	confidence: number,
): Estimate {
	const leastOf = ({ sign, least }: HarmFound) => (least === null ? null : sign * Math.expm1(sign * least));
	const [first, second] = sides;
	if (first === undefined) return { kind: 'ratio', value, low: null, high: null, confidence };
	if (second === undefined) return { kind: 'ratio', value, ...sided(first.sign, leastOf(first), most), confidence };
	const other = leastOf(second);
	return { kind: 'ratio', value, low: leastOf(first), high: other === null ? null : -other, confidence };
}
