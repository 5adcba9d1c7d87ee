/** Readings of metrics, the policy that judges them, and the verdict. */
import type { SlotName } from '../target/model.ts';
import type { AnalysisLimits, AnalysisPolicy } from './analysis/model.ts';
import type { JudgeAnswer, MetricEvidence } from './evidence/model.ts';
import type { KayentaPolicy } from './kayenta/model.ts';
import type { SequentialPolicy } from './sequential/model.ts';
import type { Measurement, SlotTotals } from './totals.ts';

/** The metrics that every service is judged by. Units: see `metricUnits`. */
export const metricNames = ['requests', 'errorRate', 'p95Latency', 'throughput', 'memory'] as const;
export type MetricName = (typeof metricNames)[number];

/** Unit of each metric as stored and sent; the screen chooses how to print it. */
export const metricUnits: Readonly<Record<MetricName, 'count' | 'ratio' | 'ms' | 'requests/s'>> = {
	requests: 'count',
	errorRate: 'ratio',
	p95Latency: 'ms',
	throughput: 'requests/s',
	memory: 'ratio',
};

/**
 * How far a reading can be trusted. Only `measured` may be judged; the others are named so that no gap
 * ever turns into a zero. `not-configured` is a choice of the team, the others are troubles.
 */
export type ReadingState = 'measured' | 'missing' | 'stale' | 'not-a-number' | 'partial' | 'failed' | 'not-configured';

/** One metric of one slot over one trailing window. */
export interface Reading {
	readonly metric: MetricName;
	readonly slot: SlotName;
	readonly state: ReadingState;
	/** In the metric's unit; null unless `measured` or `partial`. */
	readonly value: number | null;
	/** True on a `partial` value that is only a lower bound: a p95 beyond the largest bucket of its histogram. */
	readonly atLeast?: boolean;
	/** Observations behind the value (requests for rates and quantiles, samples for gauges); null when unknown. */
	readonly count: number | null;
	/** Instant of the newest data behind the value, ms since the epoch; null when there is none. */
	readonly at: number | null;
	readonly windowMs: number;
	/** Why the state is what it is, in words: "no series matched", "last scrape 41 s ago". */
	readonly detail: string | null;
	/** The query or address that was read, so that a person can repeat it. */
	readonly query: string;
	/** Name of the source: "Prometheus", "scrape". */
	readonly source: string;
}

export type SlotReadings = Readonly<Record<MetricName, Reading>>;

/** Whether a rule's failure changes the verdict, or is only shown. */
export type RuleRole = 'decide' | 'inform';

/**
 * What "healthy" means for an environment. Defaults are the figures of domain.md; a null limit switches a rule off.
 */
export interface HealthPolicy {
	/** Fixed limits: unhealthy when the value is not below the limit. */
	readonly absolute: {
		readonly role: RuleRole;
		/** Ratio 0..1. */
		readonly errorRate: number | null;
		/** Milliseconds. */
		readonly p95Latency: number | null;
		/** Relative change of throughput per unit of weight against the baseline, either way, 0..1. */
		readonly throughputChange: number | null;
		/** Ratio 0..1. */
		readonly memory: number | null;
	};
	/** Limits against the stable slot over the same minutes. */
	readonly baseline: {
		readonly role: RuleRole;
		/** Unhealthy when canary/stable exceeds this. */
		readonly errorRateRatio: number | null;
		readonly p95LatencyRatio: number | null;
		/** Unhealthy when throughput per unit of weight is down by more than this share, 0..1. */
		readonly throughputDrop: number | null;
		/**
		 * These limits only inform while the sequential judge decides and can compare, which asks the same with an error
		 * bound. False where the team asked for them to decide; absent is true.
		 */
		readonly yields?: boolean;
	};
	/** Requests that the canary must have served in the window before it may be called healthy. */
	readonly minimumRequests: number;
	/** Window of metrics judged at each look, ms; shorter while the step is younger than this. */
	readonly windowMs: number;
	/** How often the fixed and baseline limits may be broken before they say so; Argo Rollouts' words and rules. */
	readonly limits: Pick<AnalysisLimits, 'failureLimit' | 'inconclusiveLimit' | 'consecutiveErrorLimit'> & {
		/** Rules that are measured and shown and never decide: `baseline.p95Latency`. */
		readonly dryRun?: readonly string[];
	};
	/** Judges beside the limits. A policy names which of them decide, and which only inform. */
	readonly sequential: { readonly role: JudgeRole } & SequentialPolicy;
	readonly kayenta: { readonly role: JudgeRole } & KayentaPolicy;
	readonly analysis: { readonly role: JudgeRole } & AnalysisPolicy;
}

/** Part a judge plays in a policy. */
export type JudgeRole = RuleRole | 'off';

export type VerdictOutcome = 'healthy' | 'unhealthy' | 'inconclusive';

/** What one rule said, in numbers. */
export interface Reason {
	/** The rule that spoke, e.g. `absolute.errorRate`, `baseline.p95Latency`, `minimum-sample`, `source`. */
	readonly rule: string;
	/** Null when the rule is about the target itself: a slot that is down, a split that is not the wanted one. */
	readonly metric: MetricName | null;
	readonly outcome: 'passed' | 'failed' | 'unknown' | 'not-judged';
	readonly role: RuleRole;
	/** The canary's value in the metric's unit; null when there is none. */
	readonly value: number | null;
	/** The baseline's value; null for absolute rules or without a baseline. */
	readonly baseline: number | null;
	/** The limit that the value (or the ratio to the baseline) was held against, in the rule's own unit. */
	readonly limit: number | null;
	/** Observations behind the value. */
	readonly count: number | null;
	/** "p95 812 ms, limit 500 ms, 4 210 requests, Prometheus 12 s ago". */
	readonly text: string;
}

/** Everything a judge looked at; stored with the verdict so that it can be replayed. */
export interface JudgeInput {
	/** Instant of the look, ms since the epoch. */
	readonly at: number;
	readonly canary: SlotReadings;
	/** Null when nothing stands beside the canary: a first deployment, or all traffic switched away. */
	readonly stable: SlotReadings | null;
	/** Share of traffic per role in per cent while the window was measured. */
	readonly weights: { readonly canary: number; readonly stable: number };
	/**
	 * Instant since which the weights hold, ms since the epoch. Throughput of a window that began earlier is not compared:
	 * part of it was served by other weights. Absent or null where nothing was changed.
	 */
	readonly weightsSince?: number | null;
	/**
	 * True when `stable` was measured before a switch took all its users: the only baseline there is then, and old on
	 * purpose. Its readings are trusted as of their own time.
	 */
	readonly isStableFromBefore?: boolean;
	/** Running totals of both slots, where the source keeps them; null for a slot without. */
	readonly totals?: { readonly canary: SlotTotals | null; readonly stable: SlotTotals | null };
	/** Answers to the team's own queries by the name of the metric. */
	readonly measurements?: Readonly<Record<string, Measurement>>;
	/** How far the watching has come; absent where nobody knows. */
	readonly progress?: WatchProgress;
}

/** Process time (wall time multiplied by the clock rate of the sample) that the release has been watched. */
export interface WatchProgress {
	readonly stepIndex: number;
	/** Over all analysing steps so far, ms. */
	readonly elapsedMs: number;
	/** Of all analysing steps together, ms; what is left of it is the deadline. */
	readonly plannedMs: number;
	/** True in the last analysing step: its end is the deadline. */
	readonly isLastStep: boolean;
	/** True once the time of the step is over and only the verdict is awaited. */
	readonly stepElapsed: boolean;
	/** Process time per wall time; 1 but in the sample. */
	readonly clockRate: number;
}

/** One look as it is kept: enough to judge it again, by this policy or another. */
export interface StoredLook {
	readonly at: number;
	readonly stepIndex: number;
	readonly input: JudgeInput;
	/** What the target itself said at this look. */
	readonly targetReasons: readonly Reason[];
	/** The policy that was in force; kept with the first look and wherever it changed. */
	readonly policy?: HealthPolicy;
}

export interface Verdict {
	readonly at: number;
	readonly outcome: VerdictOutcome;
	/** One sentence, most important reason first. */
	readonly summary: string;
	readonly reasons: readonly Reason[];
	/** Name and version of the judge, so that a replay uses the same rules: `threshold/1`. */
	readonly judge: string;
	readonly input: JudgeInput;
	/** The answer behind the outcome: "keep looking" may be called healthy or inconclusive, as the policy says. */
	readonly answer?: JudgeAnswer;
	/** What each metric shows; absent in verdicts of judges that keep none. */
	readonly evidence?: readonly MetricEvidence[];
}

/**
 * A judge is a pure function of the policy and what was read, so that any verdict can be replayed.
 * Sequential judges of later versions carry their own memory in `memory` and hand it on.
 */
export interface Judge<Memory = null> {
	readonly name: string;
	start(): Memory;
	look(policy: HealthPolicy, input: JudgeInput, memory: Memory): { readonly verdict: Verdict; readonly memory: Memory };
}
