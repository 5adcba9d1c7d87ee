/**
 * What no judge can exceed. A judge that keeps its false alarms under swings of each slot, and that swings of both slots
 * together do not move, can use only how each minute's errors split between the slots. Against one known alternative the
 * best such test is Neyman and Pearson's likelihood ratio (Phil. Trans. A 231, 1933), here at a single look that spends all
 * of alpha: whoever looks more often can only find less by then.
 */
import { logBeta } from '../../../shared/domain/statistics/gamma.ts';
import { createDriftFilter } from './drift-filter.ts';
import { createRandom, type Random, seedOf } from './random.ts';
import { lookCount, requestsPerLook, type Scenario, type Swings } from './scenarios.ts';
import { simulateRun, swingsOf } from './traffic.ts';

/** Share found by each look (index 0 is look 1) by the best test for that look alone. */
export type PowerByLook = readonly number[];

/** Log likelihood of the splits up to each minute, without binomial coefficients: they cancel in ratios. */
type SplitLikelihood = (canary: readonly number[], stable: readonly number[]) => readonly number[];

/** Swings of the slots that are no harm. */
interface Null {
	readonly swings: Swings;
	readonly logLikelihoods: SplitLikelihood;
}

/** Of two gammas of one shape the share of the first is beta, so a minute's split is beta-binomial, exactly. */
export function splitUnderGamma(shape: number): SplitLikelihood {
	return (canary, stable) => {
		let sum = 0;
		return canary.map((events, minute) => {
			sum += logBeta(events + shape, (stable[minute] ?? 0) + shape) - logBeta(shape, shape);
			return sum;
		});
	};
}

/** The two harshest nulls of the issue: one forbids to be sure late, the other to be sure early. */
export const harshNulls = {
	drift: {
		swings: { kind: 'drift', rho: 0.8, sd: 0.3, isShared: false },
		logLikelihoods: createDriftFilter({ rho: 0.8, sd: 0.3 * Math.SQRT2 }).logLikelihoods,
	},
	swings: { swings: { kind: 'gamma', variance: 0.5, isShared: false }, logLikelihoods: splitUnderGamma(2) },
} as const satisfies Readonly<Record<string, Null>>;

/** Events of both slots, minute by minute. */
interface Split {
	readonly canary: readonly number[];
	readonly stable: readonly number[];
}

function alternativeSplit(scenario: Scenario, random: Random): Split {
	const { canary, stable } = simulateRun(scenario, random);
	return { canary: canary.errors, stable: stable.errors };
}

/**
 * The null whose totals are those of the alternative. Swings of both slots may produce any totals, so a test that they do
 * not move must hold its false alarms for these as well, and then totals betray nothing.
 */
function nullSplit(scenario: Scenario, swings: Swings, random: Random): Split {
	const totals = alternativeSplit(scenario, random);
	const own = swingsOf(random, swings);
	const canary = totals.canary.map((events, minute) => {
		const all = events + (totals.stable[minute] ?? 0);
		const [ours, theirs] = [own.canary[minute] ?? 1, own.stable[minute] ?? 1];
		return random.binomial(all, ours / (ours + theirs));
	});
	return {
		canary,
		stable: canary.map((events, minute) => (totals.canary[minute] ?? 0) + (totals.stable[minute] ?? 0) - events),
	};
}

/** Log likelihood ratio up to each minute: the canary fails `factor` times as often, against the null. */
function logRatios(likelihoods: SplitLikelihood, factor: number, { canary, stable }: Split): readonly number[] {
	const [logShare, logRest] = [Math.log(factor / (1 + factor)), -Math.log(1 + factor)];
	let sum = 0;
	return likelihoods(canary, stable).map((nullLog, minute) => {
		sum += (canary[minute] ?? 0) * logShare + (stable[minute] ?? 0) * logRest;
		return sum - nullLog;
	});
}

/**
 * Power of the test "large values speak for the alternative" that uses alpha up: where values tie at the limit, as they
 * do while there are few events, it draws lots among them.
 */
export function powerAt(alpha: number, nulls: readonly number[], alternatives: readonly number[]): number {
	const limit = nulls.toSorted((left, right) => right - left)[Math.floor(alpha * nulls.length)] ?? 0;
	const isTied = (value: number) => Math.abs(value - limit) < 1e-9;
	const share = (values: readonly number[], isIn: (value: number) => boolean) =>
		values.filter(isIn).length / values.length;
	const isAbove = (value: number) => value > limit && !isTied(value);
	const lots = (alpha - share(nulls, isAbove)) / share(nulls, isTied);
	return share(alternatives, isAbove) + lots * share(alternatives, isTied);
}

/** The bound for a scenario of errors whose canary is worse, by `runs` simulated runs of each side. */
export function errorPowerBound(
	scenario: Scenario,
	{ swings, logLikelihoods }: Null,
	{ alpha, runs }: { readonly alpha: number; readonly runs: number },
): PowerByLook {
	const ratios = (side: string, draw: (random: Random) => Split) =>
		Array.from({ length: runs }, (_, number) => {
			const random = createRandom(seedOf(`bound-${scenario.id}-${side}`, number));
			return logRatios(logLikelihoods, scenario.errorFactor, draw(random));
		});
	const nulls = ratios(`null-${swings.kind}`, (random) => nullSplit(scenario, swings, random));
	const alternatives = ratios('alternative', (random) => alternativeSplit(scenario, random));
	const at = (all: readonly (readonly number[])[], minute: number) => all.map((one) => one[minute] ?? 0);
	return Array.from({ length: lookCount }, (_, minute) => powerAt(alpha, at(nulls, minute), at(alternatives, minute)));
}

/** First look by which half can be found; null when there is none. No median of looks can be below it. */
export function firstLookOfHalf(power: PowerByLook): number | null {
	const index = power.findIndex((share) => share >= 0.5);
	return index < 0 ? null : index + 1;
}

/** Chances of 0, 1, ... events; far enough for every mean that is met here. */
function poissonChances(mean: number): Float64Array {
	const chances = new Float64Array(Math.ceil(mean + 12 * Math.sqrt(mean) + 20));
	let chance = Math.exp(-mean);
	for (let events = 0; events < chances.length; events += 1) {
		chances[events] = chance;
		chance *= mean / (events + 1);
	}
	return chances;
}

/** Chance that two independent Poisson counts differ by at most `limit`: the first less the second. */
function chanceOfDifference(limit: number, first: number, second: number): number {
	const [ours, theirs] = [poissonChances(first), poissonChances(second)];
	let sum = 0;
	ours.forEach((chance, events) => {
		for (let other = Math.max(0, events - limit); other < theirs.length; other += 1)
			sum += chance * (theirs[other] ?? 0);
	});
	return sum;
}

/**
 * Share of identical versions of which one fixed look at the end shows, at the error `beta`, that they are not worse by
 * `margin`: the difference of two Poisson counts, exactly (Skellam, JRSS 109, 1946), drawing lots at the limit.
 */
export function promoteBound(rate: number, margin: number, beta: number): number {
	const requests = requestsPerLook * lookCount;
	const [standing, worse] = [requests * rate, requests * (rate + margin)];
	let limit = Math.ceil(worse - standing);
	while (chanceOfDifference(limit, worse, standing) > beta) limit -= 1;
	const [within, next] = [limit, limit + 1].map((most) => ({
		error: chanceOfDifference(most, worse, standing),
		power: chanceOfDifference(most, standing, standing),
	}));
	if (within === undefined || next === undefined) return Number.NaN;
	const lots = (beta - within.error) / (next.error - within.error);
	return within.power + lots * (next.power - within.power);
}
