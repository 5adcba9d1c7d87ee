/** What the moving window holds, kept up to date result by result: a story costs no more than its results. */
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
			if (sample.isDefaultBranch) branch.enter(sample.outcome === 'failed');
		},
		leave(sample: TestSample | undefined): void {
			if (sample === undefined) return;
			count(sample, -1);
			if (sample.isDefaultBranch) branch.leave();
		},
		figures: (): WindowFigures => ({ runs, passes, disagreements, ...branch.figures() }),
	};
}

/** Results along the default branch, as stretches of equal ones. */
function createBranchLine() {
	const stretches: { readonly isFailed: boolean; length: number }[] = [];
	let first = 0;
	let failuresInARow = 0;
	return {
		enter(isFailed: boolean): void {
			failuresInARow = isFailed ? failuresInARow + 1 : 0;
			const last = stretches.length > first ? stretches.at(-1) : undefined;
			if (last?.isFailed === isFailed) last.length += 1;
			else stretches.push({ isFailed, length: 1 });
		},
		leave(): void {
			const oldest = stretches[first];
			if (oldest === undefined) return;
			oldest.length -= 1;
			if (oldest.length === 0) first += 1;
		},
		figures(): Pick<WindowFigures, 'transitions' | 'relapses' | 'failuresInARow'> {
			const count = stretches.length - first;
			const failing = stretches[first]?.isFailed === true ? Math.ceil(count / 2) : Math.floor(count / 2);
			return {
				transitions: Math.max(0, count - 1),
				relapses: Math.max(0, failing - 1),
				failuresInARow,
			};
		},
	};
}
