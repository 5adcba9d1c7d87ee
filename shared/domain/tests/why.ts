/** Why a test is in its state, in numbers that can be counted after. */
import { formatCount, formatCounted, formatDuration, formatPercent } from '../format.ts';
import type { TestPolicy, TestState } from './model.ts';
import { passRateOf, type WindowFigures } from './rules.ts';
import type { TestSample } from './story.ts';

/** One sentence. `newest`: the results that decide on leaving the list, oldest first. */
export function whyOf(
	state: TestState,
	figures: WindowFigures,
	newest: readonly TestSample[],
	policy: TestPolicy,
): string {
	switch (state) {
		case 'new':
			return `${formatCounted(figures.runs, 'run')} in the last ${span(policy)}; ${formatCount(policy.minimumRuns)} are needed to say anything.`;
		case 'broken':
			return `Failed in its newest ${formatCounted(figures.failuresInARow, 'run')} on the default branch, one after the other.`;
		case 'flaky':
			return `${passed(figures, policy)}, with ${signs(figures)}.`;
		case 'recovering':
			return `Was flaky. ${calm(newest)}; it leaves the list when ${formatPercent(policy.calmRate)} of its newest ${formatCounted(policy.calmRuns, 'run')} passed and no commit shows both.`;
		case 'healthy':
			return figures.runs === figures.passes
				? `Passed all of its ${formatCounted(figures.runs, 'run')} in the last ${span(policy)}.`
				: `${passed(figures, policy)}: ${notFlaky(figures, policy)}.`;
	}
}

function passed(figures: WindowFigures, policy: TestPolicy): string {
	const rate = passRateOf(figures);
	const share = rate === null ? '' : ` (${formatPercent(rate)})`;
	return `Passed ${formatCount(figures.passes)} of ${formatCounted(figures.runs, 'run')}${share} in the last ${span(policy)}`;
}

function signs({ disagreements, transitions, relapses }: WindowFigures): string {
	const both = `${formatCounted(disagreements, 'commit')} that it both passed and failed on`;
	const changes = `${formatCounted(transitions, 'change')} between passed and failed on the default branch`;
	if (disagreements === 0) return changes;
	return transitions >= 2 && relapses >= 1 ? `${both} and ${changes}` : both;
}

/** Why failures that were there do not make it flaky. */
function notFlaky(figures: WindowFigures, policy: TestPolicy): string {
	const rate = passRateOf(figures) ?? 1;
	if (rate > policy.flakyTo) return `more than ${formatPercent(policy.flakyTo)} is not called flaky`;
	if (rate < policy.flakyFrom) return `fewer than ${formatPercent(policy.flakyFrom)} is not called flaky`;
	return 'it never passed and failed on the same commit, and did not come and go on the default branch, as a break does that was fixed';
}

function calm(newest: readonly TestSample[]): string {
	const passes = newest.filter(({ outcome, passedOnRetry }) => outcome === 'passed' && !passedOnRetry).length;
	return `Passed ${formatCount(passes)} of its newest ${formatCounted(newest.length, 'run')} at the first try`;
}

function span({ windowMs }: TestPolicy): string {
	return formatDuration(windowMs).replace(/ d$/, ' days');
}
