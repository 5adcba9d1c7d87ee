/**
 * Events among requests (errors, refused payments): has the canary more of them than harm allows?
 *
 * Two e-values, both mixtures over how much worse it may be. The sudden one holds against independent requests and is
 * asked in the first blocks only. The steady one is the mixture against the LARGEST likelihood that any model of swings or
 * drift gives to "no harm beyond the margin" (universal inference: Wasserman, Ramdas & Balakrishnan 2020, PNAS 117(29)): it is
 * an e-process against each of those models. The interval is what no such test excludes.
 */
import { interpolate, logSumExp, shiftGrid } from './grid.ts';
import type { SplitModel, SplitState, SplitTables } from './split-likelihood.ts';
import { splitTables } from './split-likelihood.ts';

/** How much worse, as log ratios beyond the margin, and how likely beforehand. */
const steadyPrior: readonly (readonly [number, number])[] = [
	[Math.log(1.25), 0.12],
	[Math.log(1.5), 0.36],
	[Math.log(2), 0.34],
	[Math.log(3), 0.1],
	[Math.log(5), 0.05],
	[Math.log(8), 0.03],
];
const suddenPrior: readonly (readonly [number, number])[] = [
	[Math.log(2), 0.2],
	[Math.log(3), 0.45],
	[Math.log(5), 0.25],
	[Math.log(8), 0.1],
];

/** Under harm the slots mostly behave; sometimes they swing as well. */
const plainUnderHarm = 0.7;
const swingUnderHarm = 4;

/** Models of "no harm": swings of variance .1, .25 and .5, drift of the policy's size and of half of it. */
export function eventModels(drift: { readonly sd: number; readonly rho: number }): readonly SplitModel[] {
	// What both slots do on their own adds up in their difference.
	const sd = drift.sd * Math.SQRT2;
	const drifts: readonly SplitModel[] =
		sd > 0
			? [
					{ kind: 'drift', sd, rho: drift.rho },
					{ kind: 'drift', sd: sd / 2, rho: drift.rho },
				]
			: [];
	return [
		{ kind: 'plain' },
		{ kind: 'swing', shape: 10 },
		{ kind: 'swing', shape: swingUnderHarm },
		{ kind: 'swing', shape: 2 },
		...drifts,
	];
}

export function eventTables(drift: { readonly sd: number; readonly rho: number }): SplitTables {
	return splitTables(eventModels(drift));
}

const isPlain = ({ model }: SplitState): boolean => model.kind === 'plain';
const isSwingUnderHarm = ({ model }: SplitState): boolean => model.kind === 'swing' && model.shape === swingUnderHarm;

/** log-likelihood under harm of a size, averaged over how the slots behave. */
function underHarm(states: readonly SplitState[], shift: number): number {
	const terms = states.flatMap((state) => {
		if (isPlain(state)) return [Math.log(plainUnderHarm) + interpolate(state.logLikelihood, shift)];
		if (isSwingUnderHarm(state)) return [Math.log(1 - plainUnderHarm) + interpolate(state.logLikelihood, shift)];
		return [];
	});
	return logSumExp(terms);
}

function largestAt(states: readonly SplitState[], shift: number): number {
	let largest = Number.NEGATIVE_INFINITY;
	for (const { logLikelihood } of states) largest = Math.max(largest, interpolate(logLikelihood, shift));
	return largest;
}

/** 1: more is worse, -1: less is worse. */
export type WorseSign = 1 | -1;

/** log of the steady e-value against "worse by `margin` (size of the log ratio) at most". 0 before any event. */
export function steadyLogE(states: readonly SplitState[], margin: number, sign: WorseSign = 1): number {
	const mixture = steadyPrior.map(([worse, weight]) => Math.log(weight) + underHarm(states, sign * (margin + worse)));
	return logSumExp(mixture) - largestAt(states, sign * margin);
}

/** log of the sudden e-value, against independent requests alone. */
export function suddenLogE(states: readonly SplitState[], margin: number, sign: WorseSign = 1): number {
	const plain = states.find(isPlain);
	if (plain === undefined) return Number.NEGATIVE_INFINITY;
	const at = (shift: number) => interpolate(plain.logLikelihood, sign * shift);
	return logSumExp(suddenPrior.map(([worse, weight]) => Math.log(weight) + at(margin + worse))) - at(margin);
}

/**
 * Bounds of the log ratio canary/stable that hold at all looks together with confidence 1 - alpha; null where the grid
 * ends before the bound.
 */
export function shiftInterval(
	states: readonly SplitState[],
	alpha: number,
): { readonly low: number | null; readonly high: number | null } {
	const prior = shiftGrid.map((shift) => Math.exp(-Math.abs(shift) / 0.5));
	const total = prior.reduce((sum, weight) => sum + weight, 0);
	const mixture = logSumExp(
		Array.from(shiftGrid, (shift, index) => Math.log((prior[index] ?? 0) / total) + underHarm(states, shift)),
	);
	const excluded = (shift: number): boolean => mixture - largestAt(states, shift) >= -Math.log(alpha);
	const inside = shiftGrid.findIndex((shift) => !excluded(shift));
	if (inside < 0) return { low: null, high: null };
	const lastInside = shiftGrid.findLastIndex((shift) => !excluded(shift));
	const edge = (from: number, to: number): number => {
		// `from` is excluded and `to` is not: halve the way until it is known to a thousandth.
		let [out, kept] = [from, to];
		for (let round = 0; round < 7; round += 1) {
			const middle = (out + kept) / 2;
			if (excluded(middle)) out = middle;
			else kept = middle;
		}
		return out;
	};
	const at = (index: number): number => shiftGrid[index] ?? 0;
	return {
		low: inside === 0 ? null : edge(at(inside - 1), at(inside)),
		high: lastInside === shiftGrid.length - 1 ? null : edge(at(lastInside + 1), at(lastInside)),
	};
}
