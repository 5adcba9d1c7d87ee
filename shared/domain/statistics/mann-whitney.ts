/**
 * The Mann-Whitney test of two unpaired samples, as R's `wilcox.test(x, y, conf.int = TRUE, correct = TRUE)` defines it.
 * Deterministic: constant samples get no noise.
 */
import type { Shift } from './hodges-lehmann.ts';
import { hodgesLehmann } from './hodges-lehmann.ts';
import { normalQuantile, normalUpperTail } from './normal.ts';
import { rankSumTails } from './rank-sum.ts';
import type { PooledRanks } from './ranks.ts';
import { rankTogether, tieTerm } from './ranks.ts';

/** `auto` is R's rule: exact when both samples have fewer than 50 points and no two points are equal. */
export type TestMethod = 'auto' | 'exact' | 'asymptotic';

export interface MannWhitney {
	/** Pairs in which the point of the first sample is above the one of the second, ties half. */
	readonly u: number;
	/** Two-sided. 1 when all points are equal. */
	readonly pValue: number;
	/** Standardised and corrected for continuity; positive when the first sample is higher. 0 when all points are equal. */
	readonly z: number;
	/** Chance that a point of the first sample is above one of the second, ties half (common language effect size). */
	readonly cles: number;
	/** First minus second. */
	readonly shift: Shift;
	readonly method: 'exact' | 'asymptotic';
}

/** Samples larger than this are not tested exactly: R's limit. */
const exactBelow = 50;

function standardise(u: number, first: number, second: number, ties: readonly number[]): number {
	const pairs = first * second;
	const all = first + second;
	const variance = (pairs / 12) * (all + 1 - tieTerm(ties) / (all * (all - 1)));
	const above = u - pairs / 2;
	// All points equal leaves no variance, up to rounding.
	if (above === 0 || !(variance > 1e-9)) return 0;
	return (above - 0.5 * Math.sign(above)) / Math.sqrt(variance);
}

function methodFor(asked: TestMethod, first: number, second: number, ranks: PooledRanks): 'exact' | 'asymptotic' {
	if (asked === 'asymptotic') return asked;
	const isSmall = first < exactBelow && second < exactBelow;
	if (asked === 'auto') return isSmall && ranks.ties.length === 0 ? 'exact' : 'asymptotic';
	return isSmall ? 'exact' : 'asymptotic';
}

/**
 * Tests whether two samples differ by a shift. Points must be finite. Null when a sample is empty. `exact` enumerates
 * all splits of the pooled points, ties included; samples of 50 points and more are always approximated.
 */
export function mannWhitney(
	first: readonly number[],
	second: readonly number[],
	options: { readonly confidence: number; readonly method: TestMethod },
): MannWhitney | null {
	const ranks = rankTogether(first, second);
	const method = methodFor(options.method, first.length, second.length, ranks);
	const shift = hodgesLehmann(first, second, options.confidence, method);
	if (shift === null) return null;
	const rankSum = ranks.first.reduce((sum, rank) => sum + rank, 0);
	const u = rankSum - (first.length * (first.length + 1)) / 2;
	const z = standardise(u, first.length, second.length, ranks.ties);
	const pValue = method === 'exact' ? exactP(ranks) : Math.min(1, 2 * normalUpperTail(Math.abs(z)));
	return { u, pValue, z, cles: u / (first.length * second.length), shift, method };
}

function exactP(ranks: PooledRanks): number {
	const { atMost, atLeast } = rankSumTails(ranks.first, ranks.second);
	return Math.min(1, 2 * Math.min(atMost, atLeast));
}

/**
 * True when samples of these sizes could differ at this confidence at all, were they fully apart. With 4 and 4 points
 * they cannot at 98 %; with 5 and 5 they can.
 */
export function canReject(first: number, second: number, confidence: number): boolean {
	if (first === 0 || second === 0) return false;
	return standardise(first * second, first, second, []) >= -normalQuantile((1 - confidence) / 2);
}
