/**
 * The windows through which pipelines meet the world: runners of CI, git, reports, attachments, and what is kept of them.
 * Connectors, the store and the hosts implement these, as they do `ports.ts`.
 */
import type { EvidenceSourceConfig } from '../../shared/config/pipeline-model.ts';
import type { TestResult } from '../../shared/domain/delivery/facts.ts';
import type { CollectedEvidence } from '../../shared/domain/gates/evidence.ts';
import type { Waiver } from '../../shared/domain/gates/model.ts';
import type { Approval, Attachment, FreezeLift } from '../../shared/domain/pipeline/decisions.ts';
import type {
	Artifact,
	CommitInfo,
	PipelineRun,
	ReleaseRecord,
	ReportedRun,
	RunnerKind,
} from '../../shared/domain/pipeline/model.ts';
import type { Actor } from '../../shared/domain/release.ts';
import type { Result } from '../../shared/domain/result.ts';

/** What a host still grants. All of one host and token share one. */
export interface RateBudget {
	/** Requests in the host's window; null where it does not say. */
	readonly limit: number | null;
	readonly remaining: number | null;
	/** Our clock, ms since the epoch: from then on there is a whole window again. */
	readonly resetsAt: number | null;
}

/** An answer together with its age and cost. */
export interface Polled<T> {
	readonly value: T;
	/** True when the host said that nothing changed (304): it cost nothing of the budget. */
	readonly isUnchanged: boolean;
	/** Our clock, ms since the epoch: when it was known to be so. */
	readonly asOf: number;
	/** How far the host's clock is ahead of ours, ms; null where it sends no date. */
	readonly clockSkewMs: number | null;
	readonly budget: RateBudget | null;
	/** Do not ask again before this instant of our clock: a secondary limit, `Retry-After`. */
	readonly notBefore: number | null;
}

export interface RunnerAbilities {
	readonly start: boolean;
	readonly rerun: boolean;
	/** Only what failed, where the host can. */
	readonly rerunFailed: boolean;
	readonly cancel: boolean;
	/** Logs of a job can be read while it runs. */
	readonly followLog: boolean;
	/** What waits for a person on the host can be answered from here. */
	readonly answer: boolean;
}

/** A piece of a job's log, as text. Offsets are bytes of the whole log in UTF-8; a piece never splits a character. */
export interface LogPiece {
	readonly text: string;
	readonly fromByte: number;
	readonly nextByte: number;
	/** Nothing will ever come after it. */
	readonly isComplete: boolean;
	/** The host cut it, threw it away, or keeps less than all: in words. Null where nothing is missing. */
	readonly gap: string | null;
}

/** Where `fetchArtifact` has put what it fetched. Files are not opened, and archives not unpacked, by the runner. */
export type ArtifactFiles =
	| { readonly kind: 'folder'; readonly root: string }
	| { readonly kind: 'zip'; readonly file: string };

/**
 * A place that runs pipelines. Failures: `ci-unreachable` (retryable), `ci-unauthorised` (token missing or refused; the
 * message names the missing scope where the host says it), `ci-rate-limited` (`details.notBefore`, our clock, ms),
 * `ci-refused` (the host refuses the act), `not-found` (also a private repository that this token may not see, and then the
 * hint says so), `ci-rejected` (an answer that is not understood), `cancelled`, `too-large`.
 * Every call ends when `signal` aborts.
 */
export interface PipelineRunner {
	readonly kind: RunnerKind;
	/** "GitHub acme/shop", "This machine". */
	readonly label: string;
	/** Runners with the same one share a budget and a queue: "api.github.com". `local` costs nothing. */
	readonly host: string;
	readonly can: RunnerAbilities;
	/** Newest first. `branch` null: all. Jobs are usually not known (`jobsKnown`). */
	listRuns(
		request: { readonly branch: string | null; readonly limit: number },
		signal?: AbortSignal,
	): Promise<Result<Polled<readonly ReportedRun[]>>>;
	/** One run with its jobs, newest attempt. */
	readRun(nativeId: string, signal?: AbortSignal): Promise<Result<Polled<ReportedRun>>>;
	/** From a byte on; at most about 1 MB a piece. An empty piece that is not complete: ask again later. */
	readLog(
		request: { readonly nativeId: string; readonly jobId: string; readonly fromByte: number },
		signal?: AbortSignal,
	): Promise<Result<LogPiece>>;
	artifacts(nativeId: string, signal?: AbortSignal): Promise<Result<readonly Artifact[]>>;
	/** Fetches one into `folder` (exists, ours, empty). Fails with `too-large` past `maxBytes`. */
	fetchArtifact(
		request: {
			readonly nativeId: string;
			readonly artifactId: string;
			readonly folder: string;
			readonly maxBytes: number;
		},
		signal?: AbortSignal,
	): Promise<Result<ArtifactFiles>>;
	/** Starts a run. `nativeId` is null where the host only says that it took the order. Never tried twice by itself. */
	start(
		request: {
			readonly branch: string;
			/** Null: the newest of the branch. */
			readonly commit: string | null;
			readonly inputs: Readonly<Record<string, string>>;
			readonly startedBy: string;
		},
		signal?: AbortSignal,
	): Promise<Result<{ readonly nativeId: string | null }>>;
	rerun(
		request: { readonly nativeId: string; readonly onlyFailed: boolean },
		signal?: AbortSignal,
	): Promise<Result<{ readonly nativeId: string }>>;
	cancel(nativeId: string, signal?: AbortSignal): Promise<Result<null>>;
	/** Answers a job that is in `needs-person`. */
	answer(
		request: {
			readonly nativeId: string;
			readonly jobId: string;
			readonly approve: boolean;
			readonly comment: string;
		},
		signal?: AbortSignal,
	): Promise<Result<null>>;
	/** Tells at once when a run changed, where the runner can; then it is polled only to be sure. */
	onChange?(listener: (nativeId: string) => void): () => void;
	close(): Promise<void>;
}

/** Git, of one service. Failures: `scm-unreachable` (retryable), `scm-failed`, `not-found` (commit, branch or path), `cancelled`. */
export interface Repository {
	readonly label: string;
	/** Newest commit of the branch; an address is fetched first. */
	head(branch: string, signal?: AbortSignal): Promise<Result<CommitInfo>>;
	/**
	 * Commits that are in `to` and not in `from` (null: all), newest first, at most `limit`, only those that touch `paths`
	 * (globs; empty: all). `count` is of all of them, also beyond the limit. Works on histories of 100,000 commits.
	 */
	commits(
		request: {
			readonly from: string | null;
			readonly to: string;
			readonly paths: readonly string[];
			readonly limit: number;
		},
		signal?: AbortSignal,
	): Promise<
		Result<{
			readonly commits: readonly CommitInfo[];
			readonly count: number;
			readonly oldestAuthoredAt: number | null;
			/** Of all of them, most commits first; at most 200. */
			readonly authors: ReleaseRecord['authors'];
		}>
	>;
	/** Text of a file at a commit, at most 1 MB. */
	readFile(request: { readonly commit: string; readonly path: string }, signal?: AbortSignal): Promise<Result<string>>;
	/** True when `ancestor` is `commit` or lies before it. */
	contains(
		request: { readonly commit: string; readonly ancestor: string },
		signal?: AbortSignal,
	): Promise<Result<boolean>>;
	/** Lays the tree of a commit into `folder`, which must not exist yet. Hooks and filters of the repository do not run. */
	checkout(request: { readonly commit: string; readonly folder: string }, signal?: AbortSignal): Promise<Result<null>>;
	close(): Promise<void>;
}

/** Finds and reads the reports of a run. */
export interface EvidenceCollector {
	/**
	 * Never fails as a whole over one report: what could not be read is a problem in the list. A source without any file is
	 * a problem too. Bounded in size, depth and time.
	 */
	collect(
		request: {
			readonly runner: PipelineRunner;
			readonly nativeId: string;
			readonly sources: readonly EvidenceSourceConfig[];
			/** Is told the result of each test once all reports were read; never where the collection fails. */
			readonly onTests?: (tests: CollectedTests) => void;
		},
		signal?: AbortSignal,
	): Promise<Result<CollectedEvidence>>;
}

/** Results of the tests of one try of a run, over all JUnit reports that its sources name; each test once. */
export interface CollectedTests {
	readonly results: readonly TestResult[];
	/** Results beyond what is kept of one run (200,000). */
	readonly leftOut: number;
}

/** Files that people attach to their answers, kept by the hash of their content. */
export interface AttachmentStore {
	/** At most 10 MB. */
	put(file: {
		readonly name: string;
		readonly mediaType: string;
		readonly content: Uint8Array;
	}): Promise<Result<Attachment>>;
	get(id: string): Promise<Result<Uint8Array>>;
}

/** What a person or the engine decided; journalled, and never changed afterwards. */
export type PipelineFact =
	| { readonly type: 'approval'; readonly approval: Approval }
	| { readonly type: 'waiver'; readonly waiver: Waiver }
	| { readonly type: 'waiver-ended'; readonly waiverId: string; readonly reason: string }
	| { readonly type: 'freeze-lift'; readonly lift: FreezeLift }
	| { readonly type: 'release-made'; readonly release: ReleaseRecord }
	| {
			readonly type: 'run-command';
			readonly command: 'start' | 'rerun' | 'rerun-failed' | 'cancel' | 'answer';
			readonly runId: string | null;
			readonly detail: string | null;
	  };

/** Part of the store that pipelines use. Facts go to the journal (stream `pipeline:<service>`); runs and evidence are a cache of what hosts told. */
export interface PipelineStore {
	/**
	 * Journals a fact durably with its projection in one transaction. `duplicate` when the key was known: nothing is written.
	 * A release whose version the service already has fails with `stale`.
	 */
	recordPipelineFact(entry: {
		readonly service: string;
		readonly fact: PipelineFact;
		readonly actor: Actor;
		readonly at: number;
		readonly idempotencyKey: string | null;
	}): Promise<Result<{ readonly seq: number; readonly duplicate: boolean }>>;
	/** Decisions of a service that may still matter: approvals of the given runs, waivers and lifts that end after `now`. */
	pipelineDecisions(request: {
		readonly service: string;
		readonly runIds: readonly string[];
		readonly now: number;
	}): Promise<
		Result<{
			readonly approvals: readonly Approval[];
			readonly waivers: readonly Waiver[];
			readonly lifts: readonly FreezeLift[];
		}>
	>;
	/** Newest first by position; `before` is the position to page on. */
	releases(request: {
		readonly service: string;
		readonly before?: number;
		readonly limit: number;
	}): Promise<Result<readonly { readonly position: number; readonly release: ReleaseRecord }[]>>;
	release(request: { readonly service: string; readonly version: string }): Promise<Result<ReleaseRecord | null>>;
	/** Replaces what was known of these runs. Losing the last seconds in a crash is acceptable: the host tells again. */
	saveRuns(runs: readonly PipelineRun[]): Promise<Result<void>>;
	run(runId: string): Promise<Result<PipelineRun | null>>;
	/**
	 * Newest first by creation; `before` is the `createdAt` to page on. Runs of one instant stay on one page, which then is longer
	 * than `limit`; one that cannot be read is left out of its page. Only an empty page is the end.
	 */
	runs(request: {
		readonly service: string;
		readonly before?: number;
		readonly limit: number;
	}): Promise<Result<readonly PipelineRun[]>>;
	/** Replaces the evidence of one try of a run. */
	saveEvidence(request: {
		readonly runId: string;
		readonly attempt: number;
		readonly collected: CollectedEvidence;
	}): Promise<Result<void>>;
	/** Null when none was ever collected for that try. */
	evidence(request: { readonly runId: string; readonly attempt: number }): Promise<Result<CollectedEvidence | null>>;
	/** Figures of gates over time, for trends: oldest first. */
	saveGateFigures(request: {
		readonly service: string;
		readonly runId: string;
		readonly at: number;
		readonly figures: Readonly<Record<string, number | null>>;
	}): Promise<Result<void>>;
	gateFigures(request: { readonly service: string; readonly limit: number }): Promise<
		Result<
			readonly {
				readonly runId: string;
				readonly at: number;
				readonly figures: Readonly<Record<string, number | null>>;
			}[]
		>
	>;
}
