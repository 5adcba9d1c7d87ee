/** Gates: rules on evidence at the end of a stage. Missing evidence is missing; it never counts as passed. */
import type { Actor } from '../release.ts';
import type { StageName } from '../pipeline/model.ts';
import type { Quarantine } from '../tests/model.ts';
import type { FindingFacts, Impact, PerformanceMetric, Severity } from './evidence.ts';

/** A rule with its figures. The defaults are those of continuous delivery (CD). */
export type GateRule =
	/**
	 * All tests passed, at least `atLeast` ran, and no report was left out. `honoursQuarantine`: failures of tests that were in
	 * quarantine when they ran do not count.
	 */
	| { readonly kind: 'tests'; readonly atLeast: number; readonly honoursQuarantine: boolean }
	| {
			readonly kind: 'coverage';
			readonly of: 'lines' | 'branches' | 'functions';
			/** 0..1 (CD: 0.8). */
			readonly atLeast: number;
			/** Not below the last release of the default branch, compared as covered/total. */
			readonly failOnDecrease: boolean;
	  }
	| {
			readonly kind: 'findings';
			readonly about: FindingFacts['about'];
			/** CD: 0. */
			readonly atMost: number;
			/** Findings below this severity are shown and not counted. `unknown` always counts. */
			readonly from: Severity;
	  }
	/** CD: 10. */
	| { readonly kind: 'complexity'; readonly atMost: number }
	/** CD: 50 lines. */
	| { readonly kind: 'function-length'; readonly atMost: number }
	/** Errors of a linter, formatter or type checker. */
	| { readonly kind: 'lint'; readonly atMost: number }
	/** The named jobs of the run passed: formatting, types, smoke tests and what else leaves no report. */
	| { readonly kind: 'jobs'; readonly jobs: readonly string[] }
	| { readonly kind: 'contracts' }
	| {
			readonly kind: 'performance';
			readonly limits: readonly {
				readonly metric: PerformanceMetric;
				readonly bound: 'at-most' | 'at-least';
				/** ms, requests/s, or 0..1. */
				readonly value: number;
			}[];
	  }
	| { readonly kind: 'accessibility'; readonly atMost: number; readonly from: Impact };

export interface Gate {
	/** Unique within the service's pipeline, as it stands on screen: "Coverage". */
	readonly name: string;
	readonly stage: StageName;
	readonly rule: GateRule;
	/** Names of evidence sources that it reads; empty for every source whose facts fit the rule. */
	readonly sources: readonly string[];
}

/** `waiting`: its evidence can still come, because the stage has not ended. */
export const gateOutcomes = ['passed', 'failed', 'missing', 'waived', 'waiting'] as const;
export type GateOutcome = (typeof gateOutcomes)[number];

/** A person's decision that a gate does not hold back this service (or this one run) until an instant. */
export interface Waiver {
	readonly id: string;
	readonly service: string;
	readonly gate: string;
	/** Null: every run until it expires. */
	readonly runId: string | null;
	readonly by: Actor;
	readonly at: number;
	readonly until: number;
	readonly reason: string;
}

export interface GateResult {
	readonly gate: string;
	readonly stage: StageName;
	readonly kind: GateRule['kind'];
	readonly outcome: GateOutcome;
	/** What was found, with numbers: "84.1 %, 4 120 of 4 899 lines". */
	readonly found: string;
	/** What it was held against: "80 %, not below 83.9 % of 2.4.0". */
	readonly limit: string;
	/** Why the outcome is what it is, in one sentence. */
	readonly reason: string;
	/** Ids of the evidence behind it. */
	readonly evidence: readonly string[];
	/** Tests that failed and did not count, because they were in quarantine when they ran; left out where there are none. */
	readonly quarantined?: readonly Quarantine[];
	readonly trend: GateTrend | null;
	/** The waiver in force; also set when the gate would have passed without it. */
	readonly waiver: Waiver | null;
	/** What it would be without the waiver. */
	readonly unwaived: Exclude<GateOutcome, 'waived'>;
}

/** The gate's own figure over releases. */
export interface GateTrend {
	/** How to write `values`: a share 0..1, ms, a count. */
	readonly unit: 'share' | 'ms' | 'count' | 'lines' | 'per-second';
	/** True where more is better. */
	readonly higherIsBetter: boolean;
	readonly value: number | null;
	/** Of the last release on the default branch. */
	readonly before: { readonly version: string; readonly value: number } | null;
	/** Oldest first, this run's last; at most 20. Null is a run without that figure. */
	readonly values: readonly (number | null)[];
}
