/**
 * Events among requests (errors, refused payments): has the canary more of them than harm allows?
 *
 * Two e-values, both mixtures over how much worse it may be. The sudden one holds against independent requests and is
 * asked in the first blocks only. The steady one is the mixture against the LARGEST likelihood that any model of swings or
 * drift gives to "no harm beyond the margin" (universal inference: Wasserman, Ramdas & Balakrishnan 2020, PNAS 117(29)): it is
 * an e-process against each of those models.
 */
import { logAddExp, logSumExp } from '../../statistics/log-space.ts';
import { interpolate } from './grid.ts';
import type { WorseSign } from './sides.ts';
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
	[Math.log(2), 0.3],
	[Math.log(3), 0.5],
	[Math.log(5), 0.15],
	[Math.log(8), 0.05],
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
		{ kind: 'sudden' },
		{ kind: 'swing', shape: 10 },
		{ kind: 'swing', shape: swingUnderHarm },
		{ kind: 'swing', shape: 2 },
		...drifts,
	];
}

export function eventTables(drift: { readonly sd: number; readonly rho: number }): SplitTables {
	return splitTables(eventModels(drift));
}

const at = (state: SplitState, shift: number): number => interpolate(state.logLikelihood, shift, state.stride);

/** log-likelihood under harm of a size, averaged over how the slots behave. */
function underHarm(states: readonly SplitState[], shift: number): number {
	let sum = Number.NEGATIVE_INFINITY;
	for (const state of states) {
		const { model } = state;
		if (model.kind === 'plain') sum = logAddExp(sum, Math.log(plainUnderHarm) + at(state, shift));
		if (model.kind === 'swing' && model.shape === swingUnderHarm) {
			sum = logAddExp(sum, Math.log(1 - plainUnderHarm) + at(state, shift));
		}
	}
	return sum;
}

function largestAt(states: readonly SplitState[], shift: number): number {
	let largest = Number.NEGATIVE_INFINITY;
	for (const state of states) if (state.model.kind !== 'sudden') largest = Math.max(largest, at(state, shift));
	return largest;
}

/** log of the steady e-value against "worse by `margin` (size of the log ratio) at most". 0 before any event. */
export function steadyLogE(states: readonly SplitState[], margin: number, sign: WorseSign = 1): number {
	let mixture = Number.NEGATIVE_INFINITY;
	for (const [worse, weight] of steadyPrior) {
		mixture = logAddExp(mixture, Math.log(weight) + underHarm(states, sign * (margin + worse)));
	}
	return mixture - largestAt(states, sign * margin);
}

/** log of the sudden e-value, against independent requests alone. */
export function suddenLogE(states: readonly SplitState[], margin: number, sign: WorseSign = 1): number {
	const plain = states.find(({ model }) => model.kind === 'sudden');
	if (plain === undefined) return Number.NEGATIVE_INFINITY;
	const mixture = suddenPrior.map(([worse, weight]) => Math.log(weight) + at(plain, sign * (margin + worse)));
	return logSumExp(mixture) - at(plain, sign * margin);
}
