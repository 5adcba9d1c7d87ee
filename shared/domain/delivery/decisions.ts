/**
 * What people say about facts. Journalled (stream `delivery`), never changed afterwards; a later decision about the same thing
 * takes the place of the earlier one.
 */
import type { Actor } from '../release.ts';
import type { ReportFormat } from '../retrospective/model.ts';
import type { FactRef, IncidentSeverity } from './facts.ts';

export type DeliveryDecision =
	/** An incident noted by hand; said again with the same id it is changed (resolved, renamed). */
	| {
			readonly type: 'incident-noted';
			readonly id: string;
			readonly title: string;
			readonly service: string;
			readonly environment: string | null;
			readonly severity: IncidentSeverity;
			readonly startedAt: number;
			readonly detectedAt: number | null;
			readonly resolvedAt: number | null;
	  }
	/** An incident noted by hand was a mistake. */
	| { readonly type: 'incident-withdrawn'; readonly id: string }
	/** What caused an incident: a deployment, or (null) no change at all. */
	| { readonly type: 'incident-linked'; readonly incident: FactRef; readonly deployment: FactRef | null }
	/** Takes back what was said by hand about an incident's cause. */
	| { readonly type: 'incident-unlinked'; readonly incident: FactRef }
	| { readonly type: 'incident-assigned'; readonly incident: FactRef; readonly service: string }
	/** The commit of a deployment whose source did not know it; null takes it back. */
	| { readonly type: 'deployment-linked'; readonly deployment: FactRef; readonly commit: string | null }
	/** A deployment was (or was not) a hotfix, whatever rules say; null takes it back. */
	| { readonly type: 'deployment-marked'; readonly deployment: FactRef; readonly isHotfix: boolean | null }
	/** What two sources told is one deployment, or two, whatever rules say; null takes it back. */
	| {
			readonly type: 'deployments-matched';
			readonly one: FactRef;
			readonly other: FactRef;
			readonly isSame: boolean | null;
	  }
	| {
			readonly type: 'test-quarantined';
			readonly service: string;
			readonly test: string;
			readonly file: string | null;
			readonly owner: string;
			readonly reason: string;
			readonly ticket: string | null;
			/** ms since the epoch; at most 90 days ahead. */
			readonly expiresAt: number;
	  }
	| { readonly type: 'quarantine-ended'; readonly service: string; readonly test: string; readonly reason: string }
	| {
			readonly type: 'maturity-answered';
			/** Service, or a group as `group:<name>`; `*` for all. */
			readonly scope: string;
			readonly item: string;
			readonly answer: 'yes' | 'no' | 'not-applicable';
			readonly note: string;
	  }
	| { readonly type: 'notes-written'; readonly scope: string; readonly month: string; readonly markdown: string }
	/** What was agreed to do next month; checked by the next report. */
	| {
			readonly type: 'action-taken';
			readonly id: string;
			readonly scope: string;
			readonly month: string;
			/** Recommendation that it came from; null for one of people's own. */
			readonly recommendation: string | null;
			readonly text: string;
			readonly owner: string | null;
			/** False: taken back. */
			readonly isActive: boolean;
	  }
	/** The report as it was published, with the hash of its inputs. */
	| {
			readonly type: 'report-frozen';
			readonly scope: string;
			readonly month: string;
			/** Body of `MonthlyReport` as canonical JSON. */
			readonly report: string;
			readonly inputsHash: string;
	  }
	/**
	 * The schedule writes a month's report: begun before, done after, so that two rooms write one and a cut is made good. Each of
	 * these tells all that is known so far, because it takes the place of the one before.
	 */
	| {
			readonly type: 'report-written';
			readonly scope: string;
			readonly month: string;
			/** `failing`: not everything could be written, and it is tried again. */
			readonly state: 'begun' | 'failing' | 'done';
			/** Those that were written so far, absolute. */
			readonly files: readonly string[];
			/** What those files are. Absent in journals of older versions. */
			readonly formats?: readonly ReportFormat[];
			/** What failed before or now. Absent where nothing did. */
			readonly trouble?: ReportTrouble;
	  };

/** Why a month's report is not there, or not in all its formats. */
export interface ReportTrouble {
	/** How often it was tried. */
	readonly attempts: number;
	/** Of the first of them, ms since the epoch. */
	readonly since: number;
	/** Where it was to be written; null: nowhere, only frozen. */
	readonly folder: string | null;
	readonly lacking: readonly ReportLack[];
}

export interface ReportLack {
	/** Null: the report as a whole. */
	readonly format: ReportFormat | null;
	readonly message: string;
	readonly hint: string;
	/** There is nothing that could print: seen without trying, and so is that there is something again. */
	readonly isUnprintable: boolean;
}

export interface RecordedDecision {
	/** Position in the journal: the order in which decisions hold. */
	readonly seq: number;
	readonly at: number;
	readonly actor: Actor;
	readonly decision: DeliveryDecision;
}
