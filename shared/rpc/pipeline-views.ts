/** What crosses the wire of pipelines, gates, approvals and releases: the engine's truth, ready to be shown. */
import type { CollectedEvidence } from '../domain/gates/evidence.ts';
import type { GateResult, Waiver } from '../domain/gates/model.ts';
import type { ApprovalRule, ApprovalStatus, FreezeLift } from '../domain/pipeline/decisions.ts';
import type {
	Artifact,
	CommitInfo,
	Job,
	ReleaseRecord,
	RunnerKind,
	RunState,
	RunTrigger,
} from '../domain/pipeline/model.ts';
import type { Readiness } from '../domain/pipeline/readiness.ts';
import type { StageSummary } from '../domain/pipeline/stages.ts';
import type { DeploymentState } from '../domain/deployment/model.ts';
import type { EnvironmentKey } from '../domain/release.ts';
import type { Problem } from '../domain/result.ts';

/** Something that can be pressed, or why it cannot. */
export interface PipelineAction {
	readonly allowed: boolean;
	/** The words on the button: "Run again", "Run only what failed". */
	readonly label: string;
	/** Why it is refused; null where it is allowed. */
	readonly detail: string | null;
}

export type { StageState, StageSummary } from '../domain/pipeline/stages.ts';

/** A run in one line of a list. */
export interface RunView {
	readonly id: string;
	readonly service: string;
	readonly number: number | null;
	readonly attempt: number;
	readonly state: RunState;
	readonly commit: CommitInfo;
	readonly branch: string | null;
	readonly trigger: RunTrigger;
	readonly startedBy: string | null;
	readonly url: string | null;
	readonly createdAt: number;
	readonly startedAt: number | null;
	readonly finishedAt: number | null;
	readonly durationMs: number | null;
	readonly budgetMs: number;
	readonly isOverBudget: boolean;
	readonly stages: readonly StageSummary[];
	/** Version of the release that it made; null when it made none. */
	readonly version: string | null;
	/** "2.4.1 is in Acceptance", "Commit failed: unit tests". */
	readonly headline: string;
}

/** One stage of a run with everything in it. */
export interface StageView extends StageSummary {
	readonly jobList: readonly Job[];
	readonly gateResults: readonly GateResult[];
	/** Null where nobody needs to approve. */
	readonly approval: {
		readonly rule: ApprovalRule;
		readonly status: ApprovalStatus;
		readonly mayApprove: PipelineAction;
	} | null;
	/** Deployments of its release; only in the production stage and in stages of environments that require it. */
	readonly deployments: readonly StageDeployment[];
}

export interface StageDeployment {
	readonly environment: EnvironmentKey;
	readonly deploymentId: string;
	readonly state: DeploymentState;
	readonly headline: string;
}

/** A run with everything in it. */
export interface RunDetail {
	readonly run: RunView;
	/** All four, in order. */
	readonly stages: readonly StageView[];
	/** Jobs that no stage of the configuration claims. */
	readonly otherJobs: readonly Job[];
	readonly evidence: CollectedEvidence;
	readonly artifacts: readonly Artifact[];
	readonly release: ReleaseView | null;
	/** Waivers in force for this run. */
	readonly waivers: readonly Waiver[];
	readonly rerun: PipelineAction;
	readonly rerunFailed: PipelineAction;
	readonly cancel: PipelineAction;
	readonly canAnswer: boolean;
	readonly canFollowLog: boolean;
	/** Our clock: when the host last said so; null for what was only ever read from the store. */
	readonly asOf: number | null;
	/** The last question that failed; what is shown is then older. */
	readonly problem: Problem | null;
}

export type { Readiness } from '../domain/pipeline/readiness.ts';

/** A release in one line. */
export interface ReleaseView {
	readonly service: string;
	readonly version: string;
	readonly commit: string;
	readonly runId: string;
	readonly madeAt: number;
	readonly previous: string | null;
	readonly commitCount: number | null;
	readonly commitsNote: string | null;
	readonly authors: ReleaseRecord['authors'];
	readonly oldestCommitAt: number | null;
	/** Subject of its newest commit. */
	readonly subject: string | null;
	/** One for each environment of the service. */
	readonly readiness: readonly Readiness[];
	/** Environments where it stands now. */
	readonly standsIn: readonly string[];
}

/** A release with its commits. */
export interface ReleaseDetail {
	readonly release: ReleaseView;
	readonly record: ReleaseRecord;
}

/** What waits between two environments: the batch that the next deployment would take along. */
export interface BatchView {
	/** Environment whose release is older. */
	readonly into: EnvironmentKey;
	readonly fromVersion: string | null;
	readonly toVersion: string;
	readonly commits: number | null;
	readonly authors: number;
	/** When the oldest commit was authored, ms since the epoch. */
	readonly oldestCommitAt: number | null;
}

/** A freeze as it concerns one environment now. */
export interface FreezeView {
	readonly environment: EnvironmentKey;
	readonly name: string;
	readonly reason: string | null;
	readonly zone: string;
	readonly from: number;
	readonly to: number;
	readonly isNow: boolean;
	readonly lift: FreezeLift | null;
	/** Names; empty for anybody who may act. */
	readonly liftedBy: readonly string[];
}

/** A service of the room. The environments themselves are in `environments`. */
export interface ServiceView {
	readonly name: string;
	readonly project: string;
	readonly owner: string | null;
	readonly repository: string | null;
	/** Null where no pipeline is configured. */
	readonly pipeline: PipelineView | null;
	readonly freezes: readonly FreezeView[];
}

export interface PipelineView {
	readonly runner: RunnerKind;
	readonly label: string;
	readonly host: string;
	readonly branch: string;
	readonly budgetMs: number;
	/** The newest run of the branch; null when there is none, or none is known yet. */
	readonly latest: RunView | null;
	/** Newest first, at most 10. */
	readonly releases: readonly ReleaseView[];
	readonly batches: readonly BatchView[];
	/** Our clock: when the host last answered; null when never. */
	readonly asOf: number | null;
	readonly state: 'unknown' | 'reachable' | 'unreachable' | 'rate-limited';
	readonly problem: Problem | null;
	/** Time between two questions as things are, ms. */
	readonly pollMs: number;
	readonly clockSkewMs: number | null;
	readonly start: PipelineAction;
}

/** Messages of one run, or of the newest of a service. Each carries the whole detail. */
export interface RunMessage {
	readonly number: number;
	/** Null: the service has no run yet. */
	readonly detail: RunDetail | null;
}

/** Messages of a log. Concatenating `text` gives the log from the byte that was asked for. */
export interface LogMessage {
	/** `nextByte`: what to ask for after a cut. */
	readonly number: number;
	readonly fromByte: number;
	readonly text: string;
	readonly isComplete: boolean;
	readonly gap: string | null;
	/** The log could not be read just now; it is tried again unless the problem is not retryable. */
	readonly problem: Problem | null;
}
