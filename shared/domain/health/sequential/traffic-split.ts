/**
 * Does the canary get the share of traffic that was asked for? A wrong split voids every comparison of the two slots:
 * the requests that are lost or drawn in are rarely a random choice.
 *
 * The test: Lindon & Malek, "Anytime-valid inference for multinomial count data" (NeurIPS 2022, arXiv 2011.03567), for
 * two slots a beta mixture against the wanted share. No balancer splits exactly, so the null is a band about the wanted
 * share: the mixture is divided by the largest likelihood within the band (universal inference, Wasserman, Ramdas,
 * Balakrishnan 2020, PNAS 117:16880). Shares that wander within the band are covered too: beyond the band the likelihood at
 * its edge is the largest, and the likelihood ratio to an edge does not grow on average while shares stay behind it.
 *
 * Each wanted share is a null of its own with its own counts. The e-process of the j-th of them is bet with 1/(j + 1) of
 * the evidence so far and the rest kept, and these factors multiply: without the kept part, each step that went well
 * would take evidence from the next.
 */
import { formatCounted, formatPercent } from '../../format.ts';
import { logBeta } from '../../statistics/gamma.ts';
import { finiteExp } from '../../statistics/log-space.ts';

/** What the test takes for granted, in words. */
export const splitAssumption =
	'requests are routed one by one; routing in turn makes the test more careful, sessions that stick to a slot are allowed for by how much the share scatters between blocks';

/** Everything that was counted while one share was wanted. */
export interface SplitCounts {
	readonly wantedCanaryShare: number;
	readonly canary: number;
	readonly stable: number;
	/** Looks with requests. */
	readonly blocks: number;
	/** Sum over the blocks of (canary requests)^2 / (all requests): what the scatter of the shares is taken from. */
	readonly squares: number;
}

/** Plain data; never changed in place. */
export interface SplitMemory {
	/** In order of first appearance; a share that is wanted again goes on where it was. */
	readonly splits: readonly SplitCounts[];
	/** Index of the share that was wanted last. */
	readonly current: number;
}

/** How far the share may be off before it counts: the larger of the two. */
export interface SplitMargin {
	/** In shares of all traffic: 0.01 is one percentage point. */
	readonly absolute: number;
	/** Of the smaller one of the two wanted shares. */
	readonly relative: number;
}

export const defaultSplitMargin: SplitMargin = { absolute: 0.01, relative: 0.1 };

/** A memory in which nothing was seen. */
export function startSplitTest(): SplitMemory {
	return { splits: [], current: -1 };
}

const isCount = (value: number): boolean => Number.isFinite(value) && value >= 0;

function withBlock(split: SplitCounts, canary: number, stable: number): SplitCounts {
	const all = canary + stable;
	return {
		...split,
		canary: split.canary + canary,
		stable: split.stable + stable,
		blocks: split.blocks + 1,
		squares: split.squares + (canary * canary) / all,
	};
}

/**
 * The requests of one block (a difference of totals, never a running total). A block without requests, as a duplicate
 * is, and one with counts or a share that cannot be, change nothing.
 */
export function observeSplit(
	memory: SplitMemory,
	block: { readonly canaryRequests: number; readonly stableRequests: number; readonly wantedCanaryShare: number },
): SplitMemory {
	const { canaryRequests, stableRequests } = block;
	if (!isCount(canaryRequests) || !isCount(stableRequests) || canaryRequests + stableRequests === 0) return memory;
	if (!(block.wantedCanaryShare >= 0 && block.wantedCanaryShare <= 1)) return memory;
	// 33.4 / 100 and 0.334 are the same wish.
	const wantedCanaryShare = Math.round(block.wantedCanaryShare * 1e6) / 1e6;
	const known = memory.splits.findIndex((split) => split.wantedCanaryShare === wantedCanaryShare);
	const before = memory.splits[known] ?? { wantedCanaryShare, canary: 0, stable: 0, blocks: 0, squares: 0 };
	const after = withBlock(before, canaryRequests, stableRequests);
	if (known < 0) return { splits: [...memory.splits, after], current: memory.splits.length };
	return { splits: memory.splits.with(known, after), current: known };
}

/**
 * How much more the shares of the blocks scatter than requests routed one by one would (Pearson's chi-square over its
 * degrees of freedom; McCullagh & Nelder, "Generalized linear models", 1989, section 4.5). At least 1, so that an early
 * estimate, rough as it is, can only make the test more careful. Pooled over all wanted shares: it belongs to the balancer.
 */
export function splitDispersion({ splits }: SplitMemory): number {
	let chiSquare = 0;
	let freedom = 0;
	for (const { canary, stable, squares, blocks: seen } of splits) {
		const all = canary + stable;
		freedom += seen - 1;
		if (canary > 0 && stable > 0) {
			chiSquare += (Math.max(0, squares - (canary * canary) / all) * all * all) / (canary * stable);
		}
	}
	return freedom < 1 ? 1 : Math.max(1, chiSquare / freedom);
}

const times = (count: number, log: number): number => (count === 0 ? 0 : count * log);

/** log of the chance of one order of these requests when each goes to the canary with chance `share`. */
function logLikelihood(canary: number, stable: number, share: number): number {
	return times(canary, Math.log(share)) + times(stable, Math.log1p(-share));
}

/** The same under the mixture of all shares by Jeffreys' prior, Beta(1/2, 1/2), which spares shares near 0 and 1. */
function logMixture(canary: number, stable: number): number {
	return logBeta(canary + 0.5, stable + 0.5) - Math.log(Math.PI);
}

/** Where the share may lie without being called wrong. Mirrors when the slots are swapped. */
export function splitBand(wanted: number, margin: SplitMargin): { readonly low: number; readonly high: number } {
	const reach = Math.max(margin.absolute, margin.relative * Math.min(wanted, 1 - wanted));
	return { low: Math.max(0, wanted - reach), high: Math.min(1, wanted + reach) };
}

function logEvidence(split: SplitCounts, dispersion: number, margin: SplitMargin): number {
	const canary = split.canary / dispersion;
	const stable = split.stable / dispersion;
	const band = splitBand(split.wantedCanaryShare, margin);
	const likeliest = Math.min(band.high, Math.max(band.low, canary / (canary + stable)));
	return logMixture(canary, stable) - logLikelihood(canary, stable, likeliest);
}

/** The share between `inside` and `outside` where the likelihood falls to `level`. */
function crossing(canary: number, stable: number, level: number, inside: number, outside: number): number {
	let [near, far] = [inside, outside];
	for (let round = 0; round < 48; round++) {
		const middle = (near + far) / 2;
		if (logLikelihood(canary, stable, middle) > level) near = middle;
		else far = middle;
	}
	return far;
}

/** All shares that the mixture does not beat 1/alpha times: the confidence sequence of Lindon & Malek by inversion. */
function shareInterval(split: SplitCounts, dispersion: number, alpha: number): { low: number; high: number } {
	const canary = split.canary / dispersion;
	const stable = split.stable / dispersion;
	const level = logMixture(canary, stable) + Math.log(alpha);
	const found = canary / (canary + stable);
	return {
		low: canary === 0 ? 0 : crossing(canary, stable, level, found, 0),
		high: stable === 0 ? 1 : crossing(canary, stable, level, found, 1),
	};
}

export interface SplitEvidence {
	/** Over all wanted shares together; an e-value: above `line` at most once in `line` deployments that split well. */
	readonly eValue: number;
	/** 1 / alpha. */
	readonly line: number;
	readonly isMismatch: boolean;
	/** The share that was wanted last; of a mismatch the one that it is seen in most. Null before the first request. */
	readonly wantedShare: number | null;
	/** Seen while it was wanted. Null before the first request. */
	readonly observedShare: number | null;
	/** Where that share lies, at all looks together with confidence 1 - alpha. */
	readonly low: number;
	readonly high: number;
	/** How much more shares scatter than by chance; 1 is no more. */
	readonly dispersion: number;
	/** Requests seen while this share was wanted. */
	readonly samples: { readonly canary: number; readonly stable: number };
	/** One sentence, lower case at its beginning, no full stop. */
	readonly words: string;
}

function tell(split: SplitCounts, interval: { low: number; high: number }, isMismatch: boolean): string {
	const all = split.canary + split.stable;
	const range = `${formatPercent(interval.low)} to ${formatPercent(interval.high)}`;
	const seen = `the canary got ${formatPercent(split.canary / all)} (${range}) of ${formatCounted(all, 'request')}`;
	const wanted = `${formatPercent(split.wantedCanaryShare)} wanted`;
	return isMismatch
		? `${seen}, ${wanted}: the traffic is not split as asked, so no comparison can be trusted`
		: `${seen}, ${wanted}`;
}

/** What the counts say. `alpha`: the chance to call a split wrong that is right, over all looks and steps together. */
export function splitEvidence(
	memory: SplitMemory,
	alpha: number,
	margin: SplitMargin = defaultSplitMargin,
): SplitEvidence {
	const dispersion = splitDispersion(memory);
	const logs = memory.splits.map((split) => logEvidence(split, dispersion, margin));
	const total = logs.reduce((sum, log, index) => sum + Math.log((index + 1 + finiteExp(log)) / (index + 2)), 0);
	const line = 1 / alpha;
	const eValue = finiteExp(total);
	const isMismatch = eValue >= line;
	const told = memory.splits[isMismatch ? logs.indexOf(Math.max(...logs)) : memory.current];
	const head = { eValue, line, isMismatch, dispersion };
	if (told === undefined) {
		const nothing = { wantedShare: null, observedShare: null, low: 0, high: 1, samples: { canary: 0, stable: 0 } };
		return { ...head, ...nothing, words: 'no requests were seen yet' };
	}
	const interval = shareInterval(told, dispersion, alpha);
	return {
		...head,
		...interval,
		wantedShare: told.wantedCanaryShare,
		observedShare: told.canary / (told.canary + told.stable),
		samples: { canary: told.canary, stable: told.stable },
		words: tell(told, interval, isMismatch),
	};
}
