/** Answers of the delivery metrics: numbers that never come without what stands behind them. */
import type { FactRef } from './facts.ts';
import type { DeploymentStanding, FailureEvidence, OtherTelling, UnplannedReason } from './judged.ts';

export const doraMetrics = [
	'deployment-frequency',
	'change-lead-time',
	'change-fail-rate',
	'recovery-time',
	'rework-rate',
] as const;
export type DoraMetric = (typeof doraMetrics)[number];

export const qualityMetrics = ['suite-time', 'flaky-share', 'pipeline-success'] as const;
export type QualityMetric = (typeof qualityMetrics)[number];
export type DeliveryMetric = DoraMetric | QualityMetric;

export const bucketSizes = ['day', 'week', 'month'] as const;
export type BucketSize = (typeof bucketSizes)[number];

/** Local calendar days of the reporting zone, `YYYY-MM-DD`; `to` is the first day that is not part of it. */
export interface Period {
	readonly from: string;
	readonly to: string;
}

/** What is asked about. Empty `services` with no group: all. */
export interface MetricScope {
	readonly services: readonly string[];
	readonly group: string | null;
	/** Names of environments; empty: every environment of tier production. */
	readonly environments: readonly string[];
}

export interface MetricsQuery {
	readonly scope: MetricScope;
	readonly period: Period;
	/** Null: the period of equal length (whole months: of as many months) right before. */
	readonly compareWith: Period | null;
	readonly bucket: BucketSize;
	readonly withBots: boolean;
}

/**
 * `measured`: `value` is it. `no-data`: sources are there and told of nothing that could be measured. `not-measured`: a source
 * is missing, and `reason` says which. Neither is ever drawn as 0.
 */
export type MetricState = 'measured' | 'no-data' | 'not-measured';

/** ms for times, per day for frequency, share 0..1 for rates. */
export type MetricUnit = 'per-day' | 'ms' | 'share';

export interface MetricValue {
	readonly state: MetricState;
	readonly value: number | null;
	/** Items behind the value: deployments, commits, recovered failures, runs. */
	readonly n: number;
	/** Of rates: what `n` of `of` counts against; null for times. */
	readonly of: number | null;
	/** Of times (linear interpolation); null for rates and frequency. */
	readonly p90: number | null;
	/** Why it is not measured, or what makes it less than whole: one sentence each. */
	readonly remarks: readonly string[];
}

export interface TrendPoint extends MetricValue {
	/** Local day on which the bucket begins. */
	readonly from: string;
	readonly to: string;
	/** The period cuts it, or it is not over yet: drawn apart. */
	readonly isPartial: boolean;
}

export interface DistributionBin {
	/** In the metric's unit; `to` null: and above. */
	readonly from: number;
	readonly to: number | null;
	readonly count: number;
}

export interface MetricAnswer extends MetricValue {
	readonly metric: DeliveryMetric;
	readonly unit: MetricUnit;
	readonly previous: MetricValue;
	/** value - previous; null where either is not measured. */
	readonly change: number | null;
	/** Whether a smaller value is the better one. */
	readonly lessIsBetter: boolean;
	readonly trend: readonly TrendPoint[];
	readonly distribution: readonly DistributionBin[];
	/** Everything counted apart, with its name: "rollbacks" 2, "negative lead times" 1, "still open" 0. */
	readonly apart: readonly { readonly id: string; readonly label: string; readonly count: number }[];
	/** Further figures in the same unit or as told by the label: "per week" 9.1, "median time between" ... */
	readonly also: readonly {
		readonly id: string;
		readonly label: string;
		readonly value: number | null;
		readonly unit: MetricUnit | 'per-week' | 'count' | 'days';
	}[];
	/** The rule in one or two sentences, for hovering. */
	readonly definition: string;
	/** From `delivery.benchmarks`, where one is chosen: dated, with its source; text, never a tier. */
	readonly benchmark: { readonly edition: string; readonly source: string; readonly text: string } | null;
}

export interface MetricsAnswer {
	readonly query: MetricsQuery;
	readonly compared: Period;
	readonly zone: string;
	readonly definitionsVersion: number;
	/** When the newest fact was told; null where there is none. ms since the epoch. */
	readonly dataAsOf: number | null;
	/** Units (service/environment) that the answer blends; 1 for a single service in a single environment. */
	readonly units: number;
	readonly dora: readonly MetricAnswer[];
	readonly quality: readonly MetricAnswer[];
	/** How many of the counted deployments could be linked to a commit. */
	readonly completeness: { readonly linked: number; readonly of: number };
}

/** A row behind a number: why it counts, or why it does not. */
export interface MetricRow {
	/** Address of the fact (`FactRef`, or a commit's hash). */
	readonly id: string;
	readonly service: string;
	readonly environment: string;
	/** What the row is: "2.3.1", "INC-482", the commit's subject. */
	readonly title: string;
	readonly at: number;
	readonly counts: boolean;
	readonly why: string;
	/** In the metric's unit; null where the row has none. */
	readonly value: number | null;
	readonly detail: {
		readonly standing?: DeploymentStanding;
		readonly version?: string | null;
		readonly commit?: string | null;
		readonly author?: string | null;
		readonly isBot?: boolean;
		readonly authoredAt?: number;
		readonly deployment?: FactRef;
		readonly evidence?: readonly FailureEvidence[];
		readonly recoveredAt?: number | null;
		readonly unplanned?: UnplannedReason | null;
		/** What other sources tell of the deployment, and what people said of that. */
		readonly tellings?: readonly OtherTelling[];
		readonly url?: string | null;
	};
}

export interface MetricRowsPage {
	readonly rows: readonly MetricRow[];
	readonly total: number;
	/** Of all, not only of this page. */
	readonly counted: number;
	/** Pass it to go on; null at the end. */
	readonly next: string | null;
}

/** One thing on the one axis of deployments, flag changes, migrations and incidents. */
export interface TimelineItem {
	readonly ref: FactRef;
	readonly kind: 'deployment' | 'incident' | 'flag' | 'migration' | 'configuration' | 'other';
	readonly service: string | null;
	readonly environment: string | null;
	readonly title: string;
	readonly at: number;
	readonly endedAt: number | null;
	/** Of deployments. */
	readonly standing: DeploymentStanding | null;
	readonly isFailed: boolean;
	readonly severity: string | null;
	readonly url: string | null;
	/** Of our own deployments: its id, for the live screen and Roll back. */
	readonly deploymentId: string | null;
}

/** What changed before an incident, most suspect first. */
export interface Suspect {
	readonly item: TimelineItem;
	/** 0..1; only the order means something. */
	readonly score: number;
	/** Why it is where it is: "the same service", "11 min before", "23 commits at once". */
	readonly reasons: readonly string[];
	/** How it stands to the incident: said by hand or source, inferred, or only near in time. */
	readonly link: 'explicit' | 'inferred' | 'none';
}
