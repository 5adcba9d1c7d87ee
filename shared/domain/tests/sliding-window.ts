/** What the moving window holds, kept up to date result by result: a story costs no more than its results. */
import { createBranchLine } from './branch-line.ts';
import type { WindowFigures } from './rules.ts';
import type { TestSample } from './story.ts';

interface CommitCount {
	passed: number;
	failed: number;
}

/** Samples enter and leave in order; only those that count are given. */
export function createSlidingWindow() {
	const commits = new Map<string, CommitCount>();
	const branch = createBranchLine();
	let [runs, passes, disagreements] = [0, 0, 0];

	function count(sample: TestSample, by: 1 | -1): void {
		const one = commits.get(sample.commit) ?? { passed: 0, failed: 0 };
		const disagreed = one.passed > 0 && one.failed > 0;
		const passed = sample.outcome === 'passed' ? by : 0;
		const failed = sample.outcome === 'failed' || sample.passedOnRetry ? by : 0;
		one.passed += passed;
		one.failed += failed;
		if (one.passed === 0 && one.failed === 0) commits.delete(sample.commit);
		else commits.set(sample.commit, one);
		runs += passed + failed;
		passes += passed;
		disagreements += Number(one.passed > 0 && one.failed > 0) - Number(disagreed);
	}

	return {
		enter(sample: TestSample | undefined): void {
			if (sample === undefined) return;
			count(sample, 1);
			if (sample.isDefaultBranch) branch.enter(sample);
		},
		leave(sample: TestSample | undefined): void {
			if (sample === undefined) return;
			count(sample, -1);
			if (sample.isDefaultBranch) branch.leave();
		},
		figures: (): WindowFigures => ({ runs, passes, disagreements, ...branch.figures() }),
	};
}
