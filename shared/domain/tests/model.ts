/** Tests over time: flaky, broken, slow, quarantined, and the shape of the pyramid. */

export const testLevels = ['unit', 'integration', 'ui'] as const;
export type TestLevel = (typeof testLevels)[number];

/** Which tests are of which level: the first rule that fits; none fits: unclassified. */
export interface LevelRule {
	readonly level: TestLevel;
	/** Globs over the file or class of the test. */
	readonly files: readonly string[];
	/** Names of evidence sources (`group` of a result). */
	readonly groups: readonly string[];
	/** Globs over the test's name. */
	readonly names: readonly string[];
}

/** Every figure can be set (`tests:`); the defaults are of domain.md (CD). */
export interface TestPolicy {
	readonly levels: readonly LevelRule[];
	/** 7 days, in ms. */
	readonly windowMs: number;
	/** 5. */
	readonly minimumRuns: number;
	/** From 10 % to 90 %, inclusive: enters the list of flaky tests. Shares 0..1. */
	readonly flakyFrom: number;
	readonly flakyTo: number;
	/** Leaves it only with a pass rate of at least this over at least `calmRuns` runs, without any disagreement. 0.98 and 20. */
	readonly calmRate: number;
	readonly calmRuns: number;
	/** Runs in which more than this share of tests failed are left out. 0.8. */
	readonly massFailureShare: number;
	/** CD: 70/20/10. Shares. */
	readonly pyramid: Readonly<Record<TestLevel, number>>;
	/** Path, relative to `signalbox.yaml`, that quarantines are written to; null: nowhere. */
	readonly quarantineFile: string | null;
}

/** `new`: too few runs to say. `recovering`: was flaky, is calmer, not calm enough yet. */
export const testStates = ['healthy', 'flaky', 'recovering', 'broken', 'new'] as const;
export type TestState = (typeof testStates)[number];

export interface Quarantine {
	readonly service: string;
	readonly test: string;
	readonly file: string | null;
	readonly owner: string;
	readonly reason: string;
	readonly ticket: string | null;
	readonly by: string;
	readonly at: number;
	readonly expiresAt: number;
}

export interface TestRow {
	readonly service: string;
	readonly test: string;
	readonly file: string | null;
	readonly level: TestLevel | null;
	readonly state: TestState;
	/** Within the window; runs with mass failures and skipped results left out. */
	readonly runs: number;
	readonly passes: number;
	/** Share 0..1; null without runs. */
	readonly passRate: number | null;
	/** Commits on which it both passed and failed. */
	readonly disagreements: number;
	/** Changes between passed and failed along the default branch. */
	readonly transitions: number;
	/** Why it is in this state, with numbers. */
	readonly why: string;
	/** p50 and p90 of its duration, ms. */
	readonly p50Ms: number | null;
	readonly p90Ms: number | null;
	/** Time of pipeline runs that failed or were run again because of it alone, ms; 0 where none. */
	readonly lostMs: number;
	readonly lastFailedAt: number | null;
	/** Since when it is in this state. */
	readonly since: number | null;
	readonly quarantine: Quarantine | null;
	/** Newest last, at most 30: for the strip. */
	readonly recent: readonly {
		readonly at: number;
		readonly outcome: 'passed' | 'failed' | 'skipped';
		/** Failed first, and passed on a retry within the same run; left out: no. */
		readonly passedOnRetry?: boolean;
		readonly commit: string;
	}[];
}

export interface TestsSummary {
	readonly service: string | null;
	readonly asOf: number | null;
	/** What "the last days" are here; left out in reports frozen before it was told. */
	readonly windowMs?: number;
	readonly total: number;
	readonly byState: Readonly<Record<TestState, number>>;
	/** Flaky of those with enough runs; null where nothing could be judged. */
	readonly flakyShare: number | null;
	readonly quarantined: number;
	/** Wall clock and summed durations of suites in the window, ms. */
	readonly suite: {
		readonly runs: number;
		readonly wallP50Ms: number | null;
		readonly wallP90Ms: number | null;
		readonly summedP50Ms: number | null;
		readonly summedP90Ms: number | null;
	};
	readonly pyramid: {
		readonly counts: Readonly<Record<TestLevel | 'unclassified', number>>;
		readonly wanted: Readonly<Record<TestLevel, number>>;
		/** An observation in words, never an error; null where nothing is to be said. */
		readonly remark: string | null;
	};
	readonly lostMs: number;
	/** Runs left out because of mass failures. */
	readonly leftOut: number;
}
