/**
 * Throughput per unit of weight: a canary with 5 % of the traffic should serve a nineteenth of what the other 95 % serve.
 * Both the fixed limit on the change (either way) and the baseline's limit on the drop are comparisons with the stable slot.
 */
import { formatCount, formatCounted, formatPercent } from '../format.ts';
import { pairOf } from './baseline-rules.ts';
import type { NotCompared } from './baseline-rules.ts';
import type { HealthPolicy, JudgeInput, Reason, RuleRole } from './model.ts';
import { evidence, formatMetric } from './trust.ts';

interface Change {
	readonly ok: true;
	/** Relative change per unit of weight: -0.24 is 24 % below the stable slot. */
	readonly change: number;
	/** `provenBy` relative standard errors of the comparison; null when the numbers of requests are not known. */
	readonly noise: number | null;
	readonly canary: number;
	readonly stable: number;
	readonly canaryCount: number | null;
	readonly stableCount: number | null;
}

/**
 * How many standard errors a change must lie beyond its limit before it counts. A canary is judged at every look, some
 * 60 times, and once is enough to roll it back: at 2 (95 %) every second good release would be taken back by chance.
 */
const provenBy = 3.5;

/**
 * Requests arrive like a Poisson process. Were both slots equal, the canary would have the share `exposure / (1 + exposure)`
 * of all requests, and the change would scatter by this (the score test for two rates). It is taken from both counts
 * together: otherwise a canary that lost its traffic would make its own loss unprovable.
 */
function noiseOf(input: JudgeInput, canaryCount: number | null, stableCount: number | null): number | null {
	const stableWindow = input.stable?.throughput.windowMs ?? 0;
	if (canaryCount === null || stableCount === null || stableCount <= 0) return null;
	const windows = stableWindow > 0 ? input.canary.throughput.windowMs / stableWindow : 1;
	const exposure = (input.weights.canary * windows) / input.weights.stable;
	return (provenBy * Math.sqrt((canaryCount + stableCount) / exposure)) / stableCount;
}

/** Clocks and the instant of a scrape are told to the millisecond, but not true to it. */
const clockToleranceMs = 250;

/** True when part of what was measured was served before the last change of traffic. */
function mixesWeights(input: JudgeInput): boolean {
	const since = input.weightsSince ?? null;
	if (since === null) return false;
	const isBeside = input.stable !== null && input.isStableFromBefore !== true;
	const readings = [input.canary.throughput, ...(isBeside ? [input.stable.throughput] : [])];
	return readings.some(({ at, windowMs }) => at !== null && at - windowMs < since - clockToleranceMs);
}

function changeOf(policy: HealthPolicy, input: JudgeInput): Change | NotCompared {
	const pair = pairOf(policy, input, 'throughput');
	if (!pair.ok) return pair;
	if (input.weights.canary <= 0) {
		return {
			ok: false,
			outcome: 'not-judged',
			why: 'throughput is not compared: this release has no share of the traffic',
		};
	}
	if (mixesWeights(input)) {
		return {
			ok: false,
			outcome: 'not-judged',
			why: 'throughput is not compared yet: the window still holds requests from before the last change of traffic',
		};
	}
	if (pair.stable === 0) {
		return { ok: false, outcome: 'not-judged', why: 'throughput has no baseline: the stable slot served no requests' };
	}
	const change = pair.canary / input.weights.canary / (pair.stable / input.weights.stable) - 1;
	return { ...pair, change, noise: noiseOf(input, pair.canaryCount, pair.stableCount) };
}

interface Limit {
	readonly rule: string;
	readonly role: RuleRole;
	readonly limit: number;
	/** The words for the limit, and whether a change breaks it. */
	readonly breaks: (change: number) => boolean;
}

function describe(found: Change, limit: Limit): string {
	const way = found.change < 0 ? 'below' : 'above';
	const per = `throughput per unit of weight ${formatPercent(Math.abs(found.change))} ${way} the stable slot`;
	const values = `${formatMetric('throughput', found.canary)} against ${formatMetric('throughput', found.stable)}`;
	return `${per} (${values}), limit ${formatPercent(limit.limit)}`;
}

/** Whether the sample carries the comparison; null when it does. */
function unresolved(
	policy: HealthPolicy,
	found: Change,
	limit: Limit,
): (Pick<Reason, 'outcome'> & { note: string }) | null {
	// Too few requests hold the release as unknown: a canary that gets no traffic is not one that passed.
	if (found.canaryCount === null) return { outcome: 'unknown', note: 'number of requests unknown' };
	if (found.canaryCount < policy.minimumRequests && limit.breaks(found.change)) {
		return { outcome: 'unknown', note: `too few requests to judge, ${formatCount(policy.minimumRequests)} needed` };
	}
	if (found.noise === null) return { outcome: 'not-judged', note: "the stable slot's number of requests is unknown" };
	// Proven is a change that breaks the limit even where all that can be chance is taken off it.
	const proven = Math.sign(found.change) * Math.max(0, Math.abs(found.change) - found.noise);
	const isProven = limit.breaks(proven);
	if (!isProven && (limit.breaks(found.change) || found.noise > limit.limit)) {
		const counts = `${formatCounted(found.canaryCount, 'request')} and ${formatCounted(found.stableCount ?? 0, 'request')}`;
		const note = `not judged: ${counts} scatter by ${formatPercent(found.noise)}, too much to tell`;
		return { outcome: 'not-judged', note };
	}
	return null;
}

function throughputRule(policy: HealthPolicy, input: JudgeInput, found: Change | NotCompared, limit: Limit): Reason {
	const rule = { rule: limit.rule, metric: 'throughput', role: limit.role, limit: limit.limit } as const;
	if (!found.ok) return { ...rule, outcome: found.outcome, value: null, baseline: null, count: null, text: found.why };
	const said = { ...rule, value: found.canary, baseline: found.stable, count: found.canaryCount };
	const text = `${describe(found, limit)}${evidence(input, input.canary.throughput, found.canaryCount)}`;
	const open = unresolved(policy, found, limit);
	if (open !== null) return { ...said, outcome: open.outcome, text: `${text} (${open.note})` };
	return { ...said, outcome: limit.breaks(found.change) ? 'failed' : 'passed', text };
}

/** The change of throughput must be BELOW its fixed limit either way; the drop must not EXCEED the baseline's limit. */
export function throughputRules(policy: HealthPolicy, input: JudgeInput): readonly Reason[] {
	const found = changeOf(policy, input);
	const { throughputChange } = policy.absolute;
	const { throughputDrop } = policy.baseline;
	const limits: readonly Limit[] = [
		...(throughputChange === null
			? []
			: [
					{
						rule: 'absolute.throughput',
						role: policy.absolute.role,
						limit: throughputChange,
						breaks: (change: number) => Math.abs(change) >= throughputChange,
					},
				]),
		...(throughputDrop === null
			? []
			: [
					{
						rule: 'baseline.throughput',
						role: policy.baseline.role,
						limit: throughputDrop,
						breaks: (change: number) => -change > throughputDrop,
					},
				]),
	];
	return limits.map((limit) => throughputRule(policy, input, found, limit));
}
