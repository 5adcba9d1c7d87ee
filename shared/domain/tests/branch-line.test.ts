import { expect, test } from 'vitest';
import { createBranchLine } from './branch-line.ts';
import { sample } from './test-samples.ts';

const size = 50;

/** Runs of which some take long: they come after newer ones; every eleventh fails, and so does every run of a long one. */
const runs = Array.from({ length: 2_000 }, (_, index) => {
	const tookLong = (index * 7_919) % 13 < 3;
	const failed = index % 11 === 0 || tookLong;
	return sample({ at: index * 10, startedAt: index * 10 - (tookLong ? 95 : 5), outcome: failed ? 'failed' : 'passed' });
});

test('a long line is at every instant what its window says, however much has left it', () => {
	const line = createBranchLine();
	for (const [index, run] of runs.entries()) {
		line.enter(run);
		if (index >= size) line.leave();
		if (index % 37 !== 0) continue;
		const window = runs.slice(Math.max(0, index + 1 - size), index + 1);
		const outcomes = window
			.toSorted((one, other) => (one.startedAt ?? 0) - (other.startedAt ?? 0))
			.map(({ outcome }) => outcome);
		const changes = outcomes.filter((outcome, nth) => nth > 0 && outcome !== outcomes[nth - 1]).length;
		const breaks = outcomes.filter((outcome, nth) => outcome === 'failed' && outcomes[nth - 1] !== 'failed').length;
		expect(line.figures()).toMatchObject({ transitions: changes, relapses: Math.max(0, breaks - 1) });
	}
});
