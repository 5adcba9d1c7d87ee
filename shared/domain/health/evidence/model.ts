/** What a judge can show for its verdict: one entry a metric. Stored with the verdict, shown on the card, exported. */
import type { RuleRole } from '../model.ts';

/** The three answers of a judge. "Keep looking" is no verdict: what becomes of it at the end is the policy's choice. */
export type JudgeAnswer = 'roll-back' | 'promote' | 'keep-looking';

/** What shown harm in a metric leads to. */
export type Criticality = 'roll-back' | 'hold' | 'inform';

/** Unit in which the values of a metric are told. */
export type EvidenceUnit = 'ratio' | 'ms' | 'requests/s' | 'count' | 'number';

/** A difference between canary and stable. `ratio`: canary/stable - 1 (0.12 is 12 % more). `difference`: in the metric's unit. */
export interface Estimate {
	readonly kind: 'ratio' | 'difference';
	readonly value: number | null;
	/** Bounds of the interval; null where it is open. */
	readonly low: number | null;
	readonly high: number | null;
	/** Confidence that all looks together hold, 0..1. */
	readonly confidence: number;
}

/** How much speaks against "no harm": an e-value grows with the evidence, a p-value falls. */
export interface Strength {
	readonly kind: 'e-value' | 'p-value' | 'score';
	readonly value: number;
	/** The line at which it decides: 1/alpha for e-values, alpha for p-values. */
	readonly line: number;
}

export interface MetricEvidence {
	/** Name as in the policy: `errors`, `p95`, `memory`, `traffic-split`, or the team's own. */
	readonly metric: string;
	/** As in a sentence: "error rate", "p95". */
	readonly label: string;
	/** Which judge speaks: `sequential`, `kayenta`, `analysis`. */
	readonly judge: string;
	readonly role: RuleRole;
	readonly criticality: Criticality;
	/** What this metric alone answers; `not-judged` when there was nothing to judge, `unknown` when it could not be. */
	readonly answer: JudgeAnswer | 'not-judged' | 'unknown';
	readonly unit: EvidenceUnit;
	/** Which way is worse; absent is `increase`. Margins are sizes, without a sign, in this direction. */
	readonly direction?: 'increase' | 'decrease' | 'either';
	/** Values over everything seen so far, in `unit`; null when not known. */
	readonly canary: number | null;
	readonly stable: number | null;
	readonly estimate: Estimate | null;
	/** Harm must be shown to exceed this before it counts; in the kind of the estimate. */
	readonly harmMargin: number | null;
	/** Promotion needs a worsening of this size to be excluded; in the kind of the estimate. */
	readonly promoteMargin: number | null;
	/** Observations behind it: requests, or samples of a gauge. */
	readonly samples: { readonly canary: number; readonly stable: number };
	readonly minimumSamples: number;
	/** What the samples are, for sentences; absent: judged by the metric (`words.ts`). */
	readonly samplesAre?: 'request' | 'sample' | 'point' | 'measurement';
	/** Evidence for harm; null where the test has no such number. */
	readonly harm: Strength | null;
	/** Evidence that the release is no worse than the margin. */
	readonly nonInferior: Strength | null;
	/** What the test takes for granted, in words: "slots drift apart by at most ... over ...". */
	readonly assumption: string | null;
	/** The finding in one sentence, for a release manager. */
	readonly words: string;
	readonly source: string;
	readonly query: string;
	/** Instant of the newest data, ms since the epoch; null when there is none. */
	readonly at: number | null;
}

/** One look on the way of the evidence: what the chart over time draws. */
export interface EvidencePoint {
	readonly at: number;
	readonly stepIndex: number;
	readonly answer: JudgeAnswer;
	readonly metrics: readonly {
		readonly metric: string;
		readonly judge: string;
		/** What the metric alone answered at this look; absent where it was not kept. */
		readonly answer?: MetricEvidence['answer'];
		/** Observations of the canary until this look; absent where they were not kept. */
		readonly samples?: number;
		readonly harm: number | null;
		readonly nonInferior: number | null;
		readonly value: number | null;
		readonly low: number | null;
		readonly high: number | null;
	}[];
}
