/**
 * What maturity, anti-patterns and recommendations are made of: the facts of one month, what the configuration says of each
 * service, and what people answered by hand. A value; nobody is asked anything from here on.
 */
import type { FactRef } from '../delivery/facts.ts';
import type { DeploymentFailure, JudgedDeployment } from '../delivery/judged.ts';
import type { MetricRow, MetricsAnswer } from '../delivery/metrics.ts';
import type { GateRule } from '../gates/model.ts';
import type { StageName } from '../pipeline/model.ts';
import type { Tier } from '../release.ts';
import type { TestRow, TestsSummary } from '../tests/model.ts';
import type { MaturityAssessment } from './model.ts';

export type MonthDeployment = JudgedDeployment & { readonly service: string; readonly environment: string };

export type MonthFailure = DeploymentFailure & {
	readonly ref: FactRef;
	readonly service: string;
	readonly environment: string;
	readonly version: string | null;
};

export interface MonthIncident {
	readonly ref: FactRef;
	readonly title: string;
	readonly service: string | null;
	readonly severity: string;
	readonly startedAt: number;
	readonly resolvedAt: number | null;
	readonly url: string | null;
	/** What it was put down to; null: to no deployment. */
	readonly deployment: FactRef | null;
}

export interface MonthRun {
	readonly service: string;
	readonly workflow: string;
	readonly commit: string;
	readonly state: 'passed' | 'failed' | 'cancelled';
	readonly durationMs: number | null;
	readonly waitedForPeopleMs: number | null;
	readonly at: number;
}

/** Everything about one month that a report, the anti-patterns and the maturity items are made of, as the store of facts gives it. */
export interface MonthInputs {
	readonly metrics: MetricsAnswer;
	/** The same scope a month and two months earlier. */
	readonly lastMonth: MetricsAnswer;
	readonly monthBefore: MetricsAnswer;
	readonly deployments: readonly MonthDeployment[];
	readonly failures: readonly MonthFailure[];
	readonly incidents: readonly MonthIncident[];
	readonly slowest: readonly MetricRow[];
	/** `rows`: only those that a report lists (`listTests`), by service and name. */
	readonly tests: { readonly summary: TestsSummary; readonly rows: readonly TestRow[] } | null;
	/** Pipeline runs that ended in the month. */
	readonly runs: readonly MonthRun[];
	readonly timelineEvents: { readonly flag: number; readonly migration: number; readonly configuration: number };
	/** Newest instant at which any fact of it was told. */
	readonly dataAsOf: number | null;
}

export interface StagePractice {
	readonly name: StageName;
	/** The configuration has jobs for it. */
	readonly hasJobs: boolean;
	readonly gates: readonly { readonly name: string; readonly kind: GateRule['kind'] }[];
	readonly needsApproval: boolean;
}

export interface PipelinePractice {
	/** The same text for two services means that one pipeline serves both: "GitHub acme/shop ci.yml". */
	readonly identity: string;
	/** A push starts a run; null where neither the configuration nor a run has shown it. */
	readonly startsOnPush: boolean | null;
	readonly stages: readonly StagePractice[];
}

export interface EnvironmentPractice {
	readonly name: string;
	readonly tier: Tier;
	readonly strategy: 'canary' | 'blue-green';
	/** Metrics judge a new version there and take it back by themselves. */
	readonly isJudged: boolean;
	/** Counters of the team's own that are judged: refused payments, empty carts. */
	readonly businessEvents: readonly string[];
	/** Stages that a release must have passed before it may go there. */
	readonly requires: readonly StageName[];
	/** What else should be alike in all environments, by name in words: "target", "instances", "health check". */
	readonly traits: Readonly<Record<string, string>>;
}

/** What the configuration says of one service. */
export interface ServicePractice {
	readonly service: string;
	/** Null: no pipeline is configured. */
	readonly pipeline: PipelinePractice | null;
	readonly environments: readonly EnvironmentPractice[];
	/** Files of its repository that describe infrastructure, at most a few; null: nobody could be asked. */
	readonly infrastructureFiles: readonly string[] | null;
}

/** The newest answer that a person gave to one item for one scope. */
export interface HandAnswer {
	readonly scope: string;
	readonly item: string;
	readonly answer: 'yes' | 'no' | 'not-applicable';
	readonly note: string;
	readonly by: string;
	/** ms since the epoch. */
	readonly at: number;
}

export interface MaturityInputs {
	/** `*`, a service's name, or `group:<name>`. */
	readonly scope: string;
	/** `2026-10`. */
	readonly month: string;
	/** ms since the epoch: what is open is as old as this. */
	readonly cutOff: number;
	readonly facts: MonthInputs;
	/** Of the services of the scope, by name. */
	readonly practices: readonly ServicePractice[];
	/** Names of environments that are production, for services that only facts name. */
	readonly productionEnvironments: readonly string[];
	readonly answers: readonly HandAnswer[];
	/** As it stood in earlier months, oldest first. */
	readonly history: MaturityAssessment['history'];
}
