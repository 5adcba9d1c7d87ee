/**
 * What a question about the five metrics is answered from: counts and times of the scope's units, by period and bucket.
 * The store gathers it by its own quick columns, `gather` from judged histories; both must come to the same.
 */
import type { DeploymentStanding, JudgedDeployment, UnplannedReason } from './judged.ts';
import type { SortedValues, Times } from './quantiles.ts';

/** Deployments that can have failed, and what became of those that did. */
export interface GatheredFailures {
	readonly counted: number;
	readonly takenBack: number;
	readonly failed: number;
	/** Of `failed`: nothing but an inferred incident shows it. */
	readonly inferred: number;
	/** Recovery times: those of 0 and more. */
	readonly recoveries: Times;
	/** Ended before they began: left out. */
	readonly negative: number;
	/** Put right, but nobody knows since when they were broken: left out. */
	readonly untimed: number;
	/** `brokenAt` of those that are not put right, in ascending order. */
	readonly openSince: SortedValues;
}

/** What of the scope lies in one stretch of time. Deployments by `at`, leads and failures by their deployment's `at`. */
export interface GatheredRange {
	readonly standings: Readonly<Record<DeploymentStanding, number>>;
	/** Distinct local days of the reporting zone with a counted deployment of any unit. */
	readonly daysWithDeployment: number;
	readonly noLeadTime: Readonly<Record<NonNullable<JudgedDeployment['noLeadTime']>, number>>;
	/** Lead times; excluded ones left out. */
	readonly leads: { readonly people: Times; readonly bots: Times; readonly all: Times };
	readonly negativeLeads: { readonly people: number; readonly bots: number };
	readonly unplanned: Readonly<Record<UnplannedReason, number>>;
	/** Of units with a source of incidents. */
	readonly judged: GatheredFailures;
	/** Of units without one: what is known all the same. */
	readonly unjudged: GatheredFailures;
	/** By the incident's start. */
	readonly incidentsWithoutDeployment: number;
}

export interface GatheredPeriod extends GatheredRange {
	/** Time between a counted deployment and the counted one before it in its unit. */
	readonly between: Times;
	/** Counted deployments of each local day that has any, in any order. */
	readonly perDay: readonly number[];
}

/** What is known of the sources of the units asked about. */
export interface GatheredSources {
	readonly units: number;
	readonly withDeployments: number;
	readonly withCommits: number;
	readonly withIncidents: number;
	/** Any deployment at all, of whatever standing and time. */
	readonly hasDeployments: boolean;
	/** Before it nothing is known of any unit: the least of known coverage and first deployments. Null: nothing is known. */
	readonly coveredFrom: number | null;
	/** From then on every unit's sources are complete: the greatest of what is known. Null: nobody says. */
	readonly completeFrom: number | null;
	/** As `coveredFrom`, of incidents, among units that have a source of them; null: no limit is known. */
	readonly incidentsFrom: number | null;
}

export interface Gathered {
	readonly sources: GatheredSources;
	readonly period: GatheredPeriod;
	readonly previous: GatheredRange;
	/** As `Calendar.buckets` has them. */
	readonly buckets: readonly GatheredRange[];
}
