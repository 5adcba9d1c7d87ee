/** The rules by which a test is called flaky, broken or calm (domain.md, "Tests"). */
import type { TestPolicy } from './model.ts';
import type { TestSample } from './story.ts';

/** What the window holds at one instant. */
export interface WindowFigures {
	/** Results that passed or failed; a pass on a retry counts as two, one failed and one passed. */
	readonly runs: number;
	readonly passes: number;
	/** Commits on which it both passed and failed; a pass on a retry is such a commit. */
	readonly disagreements: number;
	/** Changes between passed and failed along the default branch, in the order of its commits (`branch-line.ts`). */
	readonly transitions: number;
	/** Times that it failed on the default branch again after it had failed and passed there. */
	readonly relapses: number;
	/** Results of the newest commits on the default branch that all failed, however long ago. */
	readonly failuresInARow: number;
}

/** So many failures in a row, and nothing that speaks for chance, are no accident. */
export const brokenAfter = 2;

/** 0..1; null without runs. */
export function passRateOf({ runs, passes }: Pick<WindowFigures, 'runs' | 'passes'>): number | null {
	return runs === 0 ? null : passes / runs;
}

export function hasEnoughRuns({ runs }: WindowFigures, policy: TestPolicy): boolean {
	return runs >= policy.minimumRuns;
}

/**
 * Whether a test enters the list of flaky ones. Limits are inclusive. A pass rate alone would call a break flaky that was fixed
 * mid-week; so the same commit must have shown both, or the default branch must have changed twice and not merely been
 * broken once and fixed: it failed, passed, and failed again.
 */
export function enters(figures: WindowFigures, policy: TestPolicy): boolean {
	const rate = passRateOf(figures);
	if (rate === null || !hasEnoughRuns(figures, policy)) return false;
	if (rate < policy.flakyFrom || rate > policy.flakyTo) return false;
	return figures.disagreements >= 1 || (figures.transitions >= 2 && figures.relapses >= 1);
}

/**
 * Whether it fails now, and not by chance: its newest runs on the default branch all failed. Where the window speaks for chance,
 * two failures in a row are nothing special, and it takes as many as it takes to judge a test at all.
 */
export function isBroken(figures: WindowFigures, isFlaky: boolean, policy: TestPolicy): boolean {
	return figures.failuresInARow >= (isFlaky ? Math.max(brokenAfter, policy.minimumRuns) : brokenAfter);
}

/** Whether the newest `calmRuns` of the first `count` samples passed often enough, and never disagreed on a commit. */
export function isCalm(samples: readonly TestSample[], count: number, policy: TestPolicy): boolean {
	const runs = Math.max(1, Math.ceil(policy.calmRuns));
	if (count < runs) return false;
	const outcomes = new Map<string, string>();
	let passes = 0;
	for (const sample of samples.slice(count - runs, count)) {
		const before = outcomes.get(sample.commit) ?? sample.outcome;
		if (sample.passedOnRetry || before !== sample.outcome) return false;
		outcomes.set(sample.commit, sample.outcome);
		if (sample.outcome === 'passed') passes += 1;
	}
	return passes / runs >= policy.calmRate;
}
