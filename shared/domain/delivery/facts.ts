/**
 * Facts: what sources told about delivery, as they told it. A fact is identified by kind, source and native id; told again it
 * replaces what was told before, so that ingestion is idempotent and its order means nothing. Instants are ms since the epoch
 * in UTC; `offsetMinutes` is the offset that the source wrote, null where it wrote none or `Z`.
 */
import type { Tier } from '../release.ts';

export const factKinds = [
	'deployment',
	'commit',
	'change',
	'incident',
	'timeline-event',
	'pipeline-run',
	'test-run',
] as const;
export type FactKind = (typeof factKinds)[number];

/** Names one source of one project: `journal`, `runs`, `git:shop`, `github:acme/shop`, `import:2026-11-28 deployments.csv`. */
export type SourceId = string;

/** Who and what told it. */
export interface FactOrigin {
	readonly source: SourceId;
	/** Unique within source and kind. */
	readonly nativeId: string;
	readonly url: string | null;
	readonly offsetMinutes: number | null;
}

/** Address of a fact across sources: `<source>|<nativeId>`. */
export type FactRef = string;

export function factRef(origin: Pick<FactOrigin, 'source' | 'nativeId'>): FactRef {
	return `${origin.source}|${origin.nativeId}`;
}

/** `taken-back`: users had met it and it was rolled back before it finished (our own canary). */
export const deploymentOutcomes = ['running', 'succeeded', 'failed', 'cancelled', 'taken-back'] as const;
export type DeploymentOutcome = (typeof deploymentOutcomes)[number];

export interface DeploymentFact extends FactOrigin {
	readonly kind: 'deployment';
	readonly service: string;
	readonly environment: string;
	readonly tier: Tier;
	/** Null where the source knows only the commit: the commit then stands for it. */
	readonly version: string | null;
	/** Full or abbreviated hash, lower case; null where it is not known (then it is listed as not linked). */
	readonly commit: string | null;
	readonly startedAt: number;
	/** First instant at which users met it; null where the source does not know. */
	readonly firstTrafficAt: number | null;
	/** Null while it runs. For `taken-back` the instant at which the way back was done. */
	readonly finishedAt: number | null;
	readonly outcome: DeploymentOutcome;
	/** Null where the source does not know; `failed` and `cancelled` ones count as never having had any then. */
	readonly tookTraffic: boolean | null;
	/** The source itself says that it went back to what stood before. Null: told by the versions alone. */
	readonly isRollback: boolean | null;
	/** Native id (same source) of the deployment that it takes back; null where not said. */
	readonly takesBack: string | null;
	/** The source says so by label, branch, title or column. Null where it says nothing of it. */
	readonly isHotfix: boolean | null;
	/** What it says it fixes: native ids of deployments (same source), incidents (`incident:<id>`), versions (`version:<v>`). */
	readonly fixes: readonly string[];
	/** Why it failed or was taken back, in words with numbers: "errors 3.1 %, limit 1 %". */
	readonly note: string | null;
	/** Who started it; null where not known. */
	readonly actor: string | null;
}

export interface CommitFact {
	readonly kind: 'commit';
	/** Name of the repository in the store: services of one repository share it. */
	readonly repository: string;
	/** Full hash, lower case. */
	readonly sha: string;
	/** Two or more for a merge. */
	readonly parents: readonly string[];
	readonly authoredAt: number;
	readonly committedAt: number;
	readonly authorOffsetMinutes: number | null;
	readonly authorName: string;
	readonly authorEmail: string | null;
	readonly subject: string;
	/** Hashes that its message says it reverts ("This reverts commit ..."). */
	readonly reverts: readonly string[];
	/** Names of the services of a monorepo whose paths it touches; null where no service of the repository names paths. */
	readonly touches: readonly string[] | null;
}

/** A pull or merge request. */
export interface ChangeFact extends FactOrigin {
	readonly kind: 'change';
	readonly repository: string;
	readonly number: number;
	readonly title: string;
	readonly branch: string | null;
	readonly labels: readonly string[];
	readonly author: string | null;
	readonly createdAt: number;
	readonly firstReviewAt: number | null;
	readonly approvedAt: number | null;
	/** Null while it is open or when it was closed without. */
	readonly mergedAt: number | null;
	/** The commit that it became on its target branch: merge, squash or last rebased one. */
	readonly mergeCommit: string | null;
	/** Its own commits, oldest first; where `mergeCommit` is a squash they stand for it. */
	readonly commits: readonly { readonly sha: string; readonly authoredAt: number; readonly author: string | null }[];
	/** True when `commits` was cut off by the host (GitHub lists 250). */
	readonly isCut: boolean;
}

export const incidentSeverities = ['critical', 'high', 'medium', 'low', 'unknown'] as const;
export type IncidentSeverity = (typeof incidentSeverities)[number];

export interface IncidentFact extends FactOrigin {
	readonly kind: 'incident';
	readonly title: string;
	/** Null: of no service that is known; it is listed as not assigned and counts nowhere. */
	readonly service: string | null;
	/** How the source calls what it is about, for assigning it by hand. */
	readonly sourceService: string | null;
	/** Null: production. */
	readonly environment: string | null;
	readonly severity: IncidentSeverity;
	readonly startedAt: number;
	readonly detectedAt: number | null;
	readonly acknowledgedAt: number | null;
	/** Null while it is open. */
	readonly resolvedAt: number | null;
	/** Deployments that it names as its cause: `version:<v>`, `commit:<sha>` or a FactRef. */
	readonly causedBy: readonly string[];
	/** The source says that no change caused it. */
	readonly isNotFromChange: boolean;
}

export const timelineEventTypes = ['flag', 'migration', 'configuration', 'other'] as const;
export type TimelineEventType = (typeof timelineEventTypes)[number];

/** Something that changed production without being a deployment: never counted, always on the timeline. */
export interface TimelineEventFact extends FactOrigin {
	readonly kind: 'timeline-event';
	readonly type: TimelineEventType;
	readonly service: string | null;
	readonly environment: string | null;
	readonly at: number;
	readonly endedAt: number | null;
	readonly title: string;
	readonly actor: string | null;
}

export interface PipelineRunFact extends FactOrigin {
	readonly kind: 'pipeline-run';
	readonly service: string;
	/** Name of the workflow; the service's own pipeline where there is one only. */
	readonly workflow: string;
	readonly branch: string | null;
	readonly isDefaultBranch: boolean;
	readonly commit: string;
	readonly attempt: number;
	readonly state: 'passed' | 'failed' | 'cancelled' | 'running';
	readonly createdAt: number;
	readonly startedAt: number | null;
	readonly finishedAt: number | null;
	/** Time during which nothing but a person was waited for, ms; null where not known. */
	readonly waitedForPeopleMs: number | null;
}

export type TestOutcome = 'passed' | 'failed' | 'skipped';

/** Results of the tests of one try of one pipeline run. */
export interface TestRunFact extends FactOrigin {
	readonly kind: 'test-run';
	readonly service: string;
	/** Native id of the pipeline run. */
	readonly runId: string;
	readonly attempt: number;
	readonly commit: string;
	readonly branch: string | null;
	readonly isDefaultBranch: boolean;
	/** When the pipeline run ended. */
	readonly at: number;
	/** When it was created by its host: in the order of commits, whichever ends first. Left out: not known. */
	readonly startedAt?: number;
	/** Wall clock of the jobs that ran tests, ms; null where not known. */
	readonly wallMs: number | null;
	readonly results: readonly TestResult[];
}

export interface TestResult {
	/** `<suite> > <name>` as the report has it; stable across runs. */
	readonly test: string;
	/** File or class that holds it, for the pyramid's rules; null where the report does not say. */
	readonly file: string | null;
	/** Name of the evidence source that it was found by: a rule of the pyramid may name it. */
	readonly group: string;
	readonly outcome: TestOutcome;
	readonly durationMs: number | null;
	/** Failed first and passed on a retry within the same run. */
	readonly passedOnRetry: boolean;
}

export type Fact =
	| DeploymentFact
	| CommitFact
	| ChangeFact
	| IncidentFact
	| TimelineEventFact
	| PipelineRunFact
	| TestRunFact;
