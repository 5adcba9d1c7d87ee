/** Random lives of a test against the rules written out as plainly as they can be. */
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import type { TestPolicy, TestState } from './model.ts';
import { defaultTestPolicy } from './policy.ts';
import { figuresAt } from './row.ts';
import { stateAt, tellStory, type TestSample } from './story.ts';
import { sample } from './test-samples.ts';

/** Small figures, so that short lives reach every state; a window of 20 ticks. */
const policy: TestPolicy = { ...defaultTestPolicy, windowMs: 20, minimumRuns: 3, calmRuns: 4, calmRate: 0.75 };

const anySample = fc
	.record({
		at: fc.integer({ min: 0, max: 60 }),
		startedAt: fc.option(fc.integer({ min: 0, max: 60 })),
		commit: fc.constantFrom('a', 'b', 'c', 'd'),
		isDefaultBranch: fc.boolean(),
		outcome: fc.constantFrom('passed', 'passed', 'failed', 'skipped'),
		passedOnRetry: fc.boolean(),
		isMassFailure: fc.constantFrom(false, false, false, true),
		runId: fc.constantFrom('1', '2', '3'),
		attempt: fc.integer({ min: 1, max: 2 }),
	})
	.map((fields) => sample({ ...fields, passedOnRetry: fields.passedOnRetry && fields.outcome === 'passed' }));

/** One result for each run and try and instant: a report has a test once. */
const life = fc
	.uniqueArray(anySample, { maxLength: 40, selector: ({ at, runId, attempt }) => `${at} ${runId} ${attempt}` })
	.map((samples) => samples as readonly TestSample[]);

function inTime(samples: readonly TestSample[]): readonly TestSample[] {
	return samples
		.filter(({ outcome, isMassFailure }) => outcome !== 'skipped' && !isMassFailure)
		.toSorted((a, b) => a.at - b.at || a.runId.localeCompare(b.runId) || a.attempt - b.attempt);
}

/** Of the default branch, in the order of its commits: a commit lies where the run began that told of it first. */
function alongBranch(past: readonly TestSample[]): readonly TestSample[] {
	const told = past.filter(({ isDefaultBranch }) => isDefaultBranch);
	const placeOf = (commit: string) => {
		const first = told.find((one) => one.commit === commit);
		return first?.startedAt ?? first?.at ?? 0;
	};
	return told.toSorted((a, b) => placeOf(a.commit) - placeOf(b.commit));
}

/** The figures of one instant, each counted by itself. */
function plainFigures(all: readonly TestSample[], now: number) {
	const past = inTime(all).filter(({ at }) => at <= now);
	const window = past.filter(({ at }) => now - at < policy.windowMs);
	const commits = [...new Set(window.map(({ commit }) => commit))];
	const line = alongBranch(past);
	const branch = line.filter((one) => window.includes(one)).map(({ outcome }) => outcome);
	const changes = branch.filter((outcome, index) => index > 0 && outcome !== branch[index - 1]).length;
	const stretches = branch.filter((outcome, index) => outcome === 'failed' && branch[index - 1] !== 'failed').length;
	const newest = line.toReversed();
	const lastPass = newest.findIndex(({ outcome }) => outcome === 'passed');
	return {
		runs: window.length + window.filter(({ passedOnRetry }) => passedOnRetry).length,
		passes: window.filter(({ outcome }) => outcome === 'passed').length,
		disagreements: commits.filter((commit) => {
			const mine = window.filter((one) => one.commit === commit);
			const failed = mine.some(({ outcome, passedOnRetry }) => outcome === 'failed' || passedOnRetry);
			return failed && mine.some(({ outcome }) => outcome === 'passed');
		}).length,
		transitions: changes,
		relapses: Math.max(0, stretches - 1),
		failuresInARow: lastPass === -1 ? newest.length : lastPass,
	};
}

/** Every instant from the first result on, one tick after the other, with nothing carried over but being listed. */
function plainStates(all: readonly TestSample[], until: number): readonly TestState[] {
	let isListed = false;
	return Array.from({ length: until + 1 }, (_, now) => {
		const { runs, passes, disagreements, transitions, relapses, failuresInARow } = plainFigures(all, now);
		const rate = passes / runs;
		const isFlaky =
			runs >= policy.minimumRuns &&
			rate >= policy.flakyFrom &&
			rate <= policy.flakyTo &&
			(disagreements > 0 || (transitions > 1 && relapses > 0));
		const newest = inTime(all)
			.filter(({ at }) => at <= now)
			.slice(-policy.calmRuns);
		const disagrees = newest.some(
			(one) =>
				one.passedOnRetry || newest.some((other) => other.commit === one.commit && other.outcome !== one.outcome),
		);
		const share = newest.filter(({ outcome }) => outcome === 'passed').length / policy.calmRuns;
		const isCalm = newest.length === policy.calmRuns && !disagrees && share >= policy.calmRate;
		isListed = isFlaky || (isListed && !isCalm);
		if (failuresInARow >= (isFlaky ? policy.minimumRuns : 2)) return 'broken';
		if (isFlaky) return 'flaky';
		if (isListed) return 'recovering';
		return runs >= policy.minimumRuns ? 'healthy' : 'new';
	});
}

describe('a story', () => {
	test.prop([life])('is what the rules say at every instant, also after its end', (samples) => {
		const story = tellStory(samples, policy);
		const told = Array.from({ length: 101 }, (_, at) => stateAt(story, at));
		expect(told).toStrictEqual(plainStates(samples, 100));
	});

	test.prop([life, fc.integer({ min: 0, max: 90 })])('rests on figures that can be counted after', (samples, at) => {
		expect(figuresAt(samples, at, policy)).toStrictEqual(plainFigures(samples, at));
	});

	test.prop([life, fc.infiniteStream(fc.nat())])(
		'does not depend on the order in which results came',
		(samples, seeds) => {
			const shuffled = samples
				.map((one) => ({ one, seed: seeds.next().value ?? 0 }))
				.toSorted((a, b) => a.seed - b.seed)
				.map(({ one }) => one);
			expect(tellStory(shuffled, policy)).toStrictEqual(tellStory(samples, policy));
		},
	);

	test.prop([life])('has spans in order, of which neighbours differ', (samples) => {
		const { spans } = tellStory(samples, policy);
		for (const [index, span] of spans.entries()) {
			const before = spans[index - 1];
			if (before === undefined) continue;
			expect(span.from).toBeGreaterThan(before.from);
			expect(span.state).not.toBe(before.state);
		}
	});

	test.prop([life])('changes only when a result comes or leaves the window', (samples) => {
		const moments = new Set(inTime(samples).flatMap(({ at }) => [at, at + policy.windowMs]));
		for (const { from } of tellStory(samples, policy).spans) expect(moments).toContain(from);
	});

	test.prop([life])('never enters the list without a new result', (samples) => {
		const arrivals = new Set(inTime(samples).map(({ at }) => at));
		const { spans } = tellStory(samples, policy);
		const wasListed = (state: TestState | undefined): boolean =>
			state === 'flaky' || state === 'recovering' || state === 'broken';
		for (const [index, { state, from }] of spans.entries()) {
			if (!wasListed(state) || wasListed(spans[index - 1]?.state)) continue;
			// The pass rate may rise into the limits as old failures leave; only then may the window alone make it flaky.
			if (arrivals.has(from)) continue;
			const before = plainFigures(samples, from - 1);
			expect(before.passes / before.runs < policy.flakyFrom || before.passes / before.runs > policy.flakyTo).toBe(true);
		}
	});

	test.prop([life, life])('is not changed by what comes later', (early, late) => {
		const later = late.map((one) => ({ ...one, at: one.at + 61 }));
		const [before, after] = [tellStory(early, policy), tellStory([...early, ...later], policy)];
		for (let at = 0; at <= 60; at += 1) expect(stateAt(after, at)).toBe(stateAt(before, at));
	});
});
