/** What a question about pipelines and tests is answered from: counts and times of the scope's services. */
import type { Times } from './quantiles.ts';

export interface RunCounts {
	readonly passed: number;
	readonly failed: number;
	readonly cancelled: number;
}

/** What of the scope lies in one stretch of time: runs by their end, suites by theirs. */
export interface GatheredQualityRange {
	/** Runs by what they came to in the end: of several tries the last. */
	readonly final: RunCounts;
	/** Runs by their first try alone. */
	readonly first: RunCounts;
	readonly suites: {
		/** Wall clock of the jobs that ran tests. */
		readonly wall: Times;
		/** Durations of all tests one after the other. */
		readonly summed: Times;
		/** Suites whose wall clock is not known. */
		readonly withoutWall: number;
		/** Left out: nearly everything failed, which says nothing about the suite. */
		readonly massFailures: number;
	};
	/** Tests as they stood at the end of the stretch (or now, where it is not over). */
	readonly tests: { readonly flaky: number; readonly judged: number };
}

export interface GatheredQuality {
	readonly sources: {
		readonly services: number;
		readonly withRuns: number;
		readonly withTests: number;
		/** Ends of the first run and the first suite that are known, ms; null: there is none. */
		readonly runsFrom: number | null;
		readonly testsFrom: number | null;
	};
	readonly period: GatheredQualityRange;
	readonly previous: GatheredQualityRange;
	/** As `Calendar.buckets` has them. */
	readonly buckets: readonly GatheredQualityRange[];
}
