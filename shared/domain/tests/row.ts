/** A test as it stands at one instant, with the numbers behind its state. */
import { ascending, quantileOfSorted } from '../statistics/summaries.ts';
import type { Quarantine, TestLevel, TestPolicy, TestRow } from './model.ts';
import { passRateOf, type WindowFigures } from './rules.ts';
import { createSlidingWindow } from './sliding-window.ts';
import { countsAsRun, inOrder, sinceAt, stateAt, type TestSample, type TestStory } from './story.ts';
import { whyOf } from './why.ts';

/** Results that the strip of a row shows. */
export const mostRecent = 30;

export interface RowRequest {
	readonly service: string;
	readonly test: string;
	readonly file: string | null;
	readonly level: TestLevel | null;
	readonly story: TestStory;
	/**
	 * Results, in any order; those after `at` are ignored. All of the window must be there, and of the time before it the newest
	 * `mostRecent` and `policy.calmRuns` ones.
	 */
	readonly samples: readonly TestSample[];
	readonly at: number;
	readonly policy: TestPolicy;
	/** In force at `at`; null where none is. */
	readonly quarantine: Quarantine | null;
	/** From `timeLost`, over the tries of the window. */
	readonly lostMs: number;
}

/** Tells a row. It states nothing that is not in its request. */
export function tellRow(request: RowRequest): TestRow {
	const { service, test, file, level, story, at, policy, quarantine, lostMs } = request;
	const samples = inOrder(request.samples.filter((sample) => sample.at <= at));
	const counted = samples.filter(countsAsRun);
	const figures = figuresAt(samples, at, policy);
	const durations = ascending(
		counted.filter((sample) => isInWindow(sample, at, policy)).flatMap(({ durationMs }) => durationMs ?? []),
	);
	const state = stateAt(story, at);
	return {
		...{ service, test, file, level, state },
		runs: figures.runs,
		passes: figures.passes,
		passRate: passRateOf(figures),
		disagreements: figures.disagreements,
		transitions: figures.transitions,
		why: whyOf(state, figures, counted.slice(-Math.ceil(policy.calmRuns)), policy),
		p50Ms: quantileOfSorted(durations, 0.5),
		p90Ms: quantileOfSorted(durations, 0.9),
		lostMs,
		lastFailedAt: counted.findLast((sample) => sample.outcome === 'failed' || sample.passedOnRetry)?.at ?? null,
		since: sinceAt(story, at),
		quarantine,
		recent: samples.slice(-mostRecent).map(recentOf),
	};
}

function recentOf({ at, outcome, commit, passedOnRetry }: TestSample): TestRow['recent'][number] {
	return passedOnRetry ? { at, outcome, passedOnRetry, commit } : { at, outcome, commit };
}

/** What the window holds at an instant, counted anew from the results in any order. */
export function figuresAt(samples: readonly TestSample[], at: number, policy: TestPolicy): WindowFigures {
	const window = createSlidingWindow();
	const counted = inOrder(samples.filter((sample) => sample.at <= at && countsAsRun(sample)));
	for (const sample of counted) window.enter(sample);
	for (const sample of counted) if (!isInWindow(sample, at, policy)) window.leave(sample);
	return window.figures();
}

/**
 * Whether a test is still part of its service: it was there, if only skipped, in the window before the service's newest results.
 * A test that was deleted or renamed leaves the list that way, and a quiet fortnight empties it of nothing.
 */
export function isStillThere(lastSeenAt: number, newestOfService: number, policy: TestPolicy): boolean {
	return lastSeenAt > newestOfService - policy.windowMs;
}

/** From `at - windowMs` (without) to `at`. */
export function isInWindow(sample: Pick<TestSample, 'at'>, at: number, policy: TestPolicy): boolean {
	return sample.at <= at && sample.at + policy.windowMs > at;
}
