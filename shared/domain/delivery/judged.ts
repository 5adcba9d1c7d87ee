/**
 * Facts judged: what each deployment counts as and why, what each commit waited, which deployments failed and how we know.
 * A pure function of the facts of one service in one environment (`judgeHistory`), so the order of ingestion cannot matter.
 */
import type { FactRef } from './facts.ts';

/**
 * `counted`: finished, successful and changed the running version. `taken-back`: users met it and it was rolled back before it
 * finished. `attempt`: failed or cancelled without ever having had traffic. `unfinished`: still runs. `told-twice`: another source
 * told of the same deployment, and it counts as that one tells it. Kept in columns by number: new ones go to the end.
 */
export const deploymentStandings = [
	'counted',
	'rollback',
	'same-version',
	'taken-back',
	'attempt',
	'unfinished',
	'told-twice',
] as const;
export type DeploymentStanding = (typeof deploymentStandings)[number];

/** How we know that a deployment failed; in the order of strength. */
export const failureEvidenceKinds = [
	'linked-incident',
	'taken-back',
	'rolled-back',
	'fixed-by',
	'reverted-by',
	'hotfix-after',
	'inferred-incident',
] as const;
export type FailureEvidenceKind = (typeof failureEvidenceKinds)[number];

export interface FailureEvidence {
	readonly kind: FailureEvidenceKind;
	/** The incident or deployment that shows it. */
	readonly ref: FactRef;
	/** "Incident INC-482, linked by hand", "2.3.1 went back to 2.2.9". */
	readonly text: string;
	readonly at: number;
}

export interface DeploymentFailure {
	/** At least one; strongest first. */
	readonly evidence: readonly FailureEvidence[];
	/** True when nothing but an inferred incident shows it. */
	readonly isInferred: boolean;
	/** First traffic, or the end where that is not known: from then on it is broken. */
	readonly brokenAt: number;
	/** First of: rollback finished, remediating deployment finished, its incidents resolved. Null while it is open. */
	readonly recovered: {
		readonly at: number;
		readonly by: 'rollback' | 'deployment' | 'incident';
		readonly ref: FactRef;
	} | null;
}

export const unplannedReasons = ['rollback', 'hotfix', 'fixes-incident'] as const;
export type UnplannedReason = (typeof unplannedReasons)[number];

/** What another source tells, and whether it is of the same deployment. */
export interface OtherTelling {
	readonly ref: FactRef;
	readonly isSame: boolean;
	/** What people said: one deployment, or two; null where nobody said anything. One source's two are two whatever was said. */
	readonly said: boolean | null;
}

export interface JudgedDeployment {
	readonly ref: FactRef;
	readonly version: string | null;
	readonly commit: string | null;
	readonly startedAt: number;
	readonly firstTrafficAt: number | null;
	/** The instant by which it belongs to a period: its end; its start while it runs. */
	readonly at: number;
	readonly standing: DeploymentStanding;
	/** One sentence: why it counts as that. */
	readonly why: string;
	/** The counted deployment before, which its commits are counted from; null for the first and for what does not count. */
	readonly previous: FactRef | null;
	/** Why it has no lead times though it counts; null where it has, or where it does not count. */
	readonly noLeadTime: 'first-recorded' | 'not-linked' | 'previous-not-linked' | 'commit-unknown' | null;
	readonly failure: DeploymentFailure | null;
	/** Null: planned. */
	readonly unplanned: UnplannedReason | null;
	/** Commits that reached production with it for the first time (merges left out): the batch. */
	readonly commits: number;
	readonly actor: string | null;
	readonly url: string | null;
	readonly note: string | null;
	/**
	 * Of what was told twice the one that counts, of that one all others; and what people said of it and another one. In the order
	 * of their addresses; absent where there is none.
	 */
	readonly tellings?: readonly OtherTelling[];
}

/** One commit on its way. `excluded` ones are shown with their reason and count nowhere. */
export interface LeadItem {
	/** Index into `JudgedHistory.deployments`. */
	readonly deployment: number;
	readonly sha: string;
	/** The squash commit that it came in by; null where it came as itself. */
	readonly squash: string | null;
	readonly authoredAt: number;
	/** Authored to the end of the deployment, ms. Negative only where excluded. */
	readonly leadMs: number;
	readonly isBot: boolean;
	readonly excluded: 'negative' | null;
}

/** `other-environment`: inferred on a deployment of another environment of production, because the incident names none. */
export const withoutReasons = [
	'said-by-hand',
	'said-by-source',
	'none-within-window',
	'named-unknown',
	'other-environment',
] as const;

export interface JudgedHistory {
	/** In the order in which they took hold: by `at`, then start, then ref. */
	readonly deployments: readonly JudgedDeployment[];
	readonly leads: readonly LeadItem[];
	/** Incidents of the service in production that no deployment is shown to have caused. */
	readonly incidentsWithoutDeployment: readonly {
		readonly ref: FactRef;
		readonly because: (typeof withoutReasons)[number];
		/** ms since the epoch. */
		readonly startedAt: number;
	}[];
}

/** A commit as judging needs it. `index` of the parents in the same list; parents that are not there are left out. */
export interface GraphCommit {
	readonly sha: string;
	readonly parents: readonly number[];
	/** Two parents or more, whether or not they are in the list: walked through, never counted. */
	readonly isMerge: boolean;
	readonly authoredAt: number;
	readonly isBot: boolean;
	/** False: of another service of the monorepo; walked through, never counted. */
	readonly isOurs: boolean;
	readonly reverts: readonly string[];
	/** Set where this commit is a squash of a change whose original commits are known. */
	readonly squashOf: readonly { readonly sha: string; readonly authoredAt: number; readonly isBot: boolean }[] | null;
	/** The change that it came in by is a hotfix by label, branch or title. */
	readonly isHotfix: boolean;
}
