/** How long work took, by the host's clock. Two clocks that differ never make a time below zero: such a span is not known. */
import { isEndedRun, type Job, type PipelineRun } from './model.ts';

export interface Span {
	readonly startedAt: number | null;
	/** ms; null before the start, and where the instants contradict one another. */
	readonly durationMs: number | null;
}

function between(from: number | null, to: number | null): number | null {
	return from === null || to === null || to < from ? null : to - from;
}

/** First start to last end of the jobs, or to `now` while one of them is on. */
export function spanOfJobs(jobs: readonly Job[], isOn: boolean, now: number): Span {
	const begun = jobs.filter(
		({ startedAt, finishedAt }) => finishedAt === null || between(startedAt, finishedAt) !== null,
	);
	const starts = begun.flatMap(({ startedAt }) => (startedAt === null ? [] : [startedAt]));
	const ends = begun.flatMap(({ startedAt, finishedAt }) =>
		startedAt === null || finishedAt === null ? [] : [finishedAt],
	);
	const startedAt = starts.length === 0 ? null : Math.min(...starts);
	const endedAt = isOn ? now : ends.length === 0 ? null : Math.max(...ends);
	return { startedAt, durationMs: between(startedAt, endedAt) };
}

/** Start (or creation, where the host does not tell the start) to end, or to `now` while it is on; ms. */
export function runDurationMs(run: PipelineRun, now: number): number | null {
	return between(run.startedAt ?? run.createdAt, isEndedRun(run) ? run.finishedAt : now);
}

/** True when a budget was spent. Without a budget, or without a time, nothing is over. */
export function isOverBudget(durationMs: number | null, budgetMs: number | null): boolean {
	return durationMs !== null && budgetMs !== null && durationMs > budgetMs;
}
