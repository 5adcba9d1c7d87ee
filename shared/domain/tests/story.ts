/**
 * The life of one test as a fold over its results: in which state it was at any instant. The window of the last days moves
 * although nothing ran, so the state may change between two results; it is told for every instant, also after the last one.
 */
import type { TestOutcome } from '../delivery/facts.ts';
import { compareText, countPassing } from '../order.ts';
import type { TestPolicy, TestState } from './model.ts';
import { enters, hasEnoughRuns, isBroken, isCalm, type WindowFigures } from './rules.ts';
import { createSlidingWindow } from './sliding-window.ts';

/** One result of one test, with what is known of its run. */
export interface TestSample {
	/** When the run ended; whole ms since the epoch. */
	readonly at: number;
	/** When the run began, by the host's clock; null where not known. Orders commits of the default branch. */
	readonly startedAt: number | null;
	readonly commit: string;
	readonly isDefaultBranch: boolean;
	readonly outcome: TestOutcome;
	readonly durationMs: number | null;
	readonly runId: string;
	readonly attempt: number;
	/** Failed first and passed on a retry within the same run. */
	readonly passedOnRetry: boolean;
	/** Nearly everything failed in this run (`isMassFailure`): it says nothing about this test. */
	readonly isMassFailure: boolean;
}

export interface TestSpan {
	/** First instant of it; it lasts until the next one begins. */
	readonly from: number;
	readonly state: TestState;
}

/** Plain data: it may be kept as JSON and asked later. */
export interface TestStory {
	/** In order; neighbours differ. Empty: there are no results that count. */
	readonly spans: readonly TestSpan[];
}

/**
 * Tells the states of a test over time. Any order of `results` gives the same story. Skipped results and those of runs with mass
 * failures are no runs. A run that passed on a retry is two: one failed, one passed, on the same commit.
 *
 * - `broken`: the newest runs on the default branch all failed (`isBroken`).
 * - `flaky`: enough runs in the window, a pass rate between the limits, and a sign that it is not the code (`enters`).
 * - `recovering`: was flaky and no longer is, but its newest runs are not calm yet (`isCalm`): leaving needs more than entering.
 * - `new`: too few runs in the window to say; `healthy`: none of these.
 */
export function tellStory(results: readonly TestSample[], policy: TestPolicy): TestStory {
	const samples = inOrder(results.filter(countsAsRun));
	const window = createSlidingWindow();
	const spans: TestSpan[] = [];
	let isListed = false;
	let [entered, left] = [0, 0];
	for (;;) {
		const now = Math.min(samples[entered]?.at ?? Infinity, (samples[left]?.at ?? Infinity) + policy.windowMs);
		if (now === Infinity) return { spans };
		while (left < entered && leaves(samples[left], now, policy)) window.leave(samples[left++]);
		while (samples[entered]?.at === now) window.enter(samples[entered++]);
		const figures = window.figures();
		const isFlaky = enters(figures, policy);
		isListed = isFlaky || (isListed && !isCalm(samples, entered, policy));
		const state = stateOf(figures, { isFlaky, isListed }, policy);
		if (spans.at(-1)?.state !== state) spans.push({ from: now, state });
	}
}

/** The state at an instant; `new` before the first result. */
export function stateAt(story: TestStory, at: number): TestState {
	return spanAt(story, at)?.state ?? 'new';
}

/** Since when it is in the state that it has at this instant; null before the first result. */
export function sinceAt(story: TestStory, at: number): number | null {
	return spanAt(story, at)?.from ?? null;
}

/** Whether a result says anything about the test. */
export function countsAsRun(sample: TestSample): boolean {
	return sample.outcome !== 'skipped' && !sample.isMassFailure;
}

/** By time; results of one instant by run and try, so that the order in which they were told cannot matter. */
export function inOrder(samples: readonly TestSample[]): readonly TestSample[] {
	return samples.toSorted(
		(one, other) =>
			one.at - other.at ||
			compareText(one.runId, other.runId) ||
			one.attempt - other.attempt ||
			compareText(one.commit, other.commit) ||
			compareText(one.outcome, other.outcome) ||
			Number(one.passedOnRetry) - Number(other.passedOnRetry) ||
			Number(one.isDefaultBranch) - Number(other.isDefaultBranch) ||
			(one.startedAt ?? one.at) - (other.startedAt ?? other.at),
	);
}

/** A result counts for exactly the length of the window: from its instant, up to but not with the instant a window later. */
function leaves(sample: TestSample | undefined, now: number, policy: TestPolicy): boolean {
	return sample !== undefined && sample.at + policy.windowMs <= now;
}

function stateOf(
	figures: WindowFigures,
	was: { readonly isFlaky: boolean; readonly isListed: boolean },
	policy: TestPolicy,
): TestState {
	if (isBroken(figures, was.isFlaky, policy)) return 'broken';
	if (was.isFlaky) return 'flaky';
	if (was.isListed) return 'recovering';
	return hasEnoughRuns(figures, policy) ? 'healthy' : 'new';
}

function spanAt({ spans }: TestStory, at: number): TestSpan | undefined {
	return spans[countPassing(spans, ({ from }) => from <= at) - 1];
}
