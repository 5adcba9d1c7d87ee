/**
 * A pipeline: the way of a commit through four stages until it may be released. Runs happen elsewhere (a CI host, or this
 * machine); what is here is what they told, and the stages that the team's configuration sorts it into.
 */

/** The four stages, in their order (CD, "The deployment pipeline"). */
export const stageNames = ['commit', 'acceptance', 'user-acceptance', 'production'] as const;
export type StageName = (typeof stageNames)[number];

/** How a stage is called on screen. */
export const stageTitles: Readonly<Record<StageName, string>> = {
	commit: 'Commit',
	acceptance: 'Acceptance',
	'user-acceptance': 'User acceptance',
	production: 'Production',
};

export const runnerKinds = ['local', 'github', 'gitlab', 'jenkins', 'memory'] as const;
export type RunnerKind = (typeof runnerKinds)[number];

/**
 * `waiting`: for the jobs it needs. `queued`: for a machine. `needs-person`: the host waits for somebody (a manual job, an
 * input, a protected environment). `skipped` never counts as passed work, and never as failed.
 */
export const jobStates = [
	'waiting',
	'queued',
	'running',
	'needs-person',
	'passed',
	'failed',
	'cancelled',
	'skipped',
] as const;
export type JobState = (typeof jobStates)[number];

export const runStates = ['queued', 'running', 'needs-person', 'passed', 'failed', 'cancelled'] as const;
export type RunState = (typeof runStates)[number];

export const endedRunStates: readonly RunState[] = ['passed', 'failed', 'cancelled'];
export const endedJobStates: readonly JobState[] = ['passed', 'failed', 'cancelled', 'skipped'];

/** A commit as far as it is known; a CI host often tells less than git. Instants in ms since the epoch. */
export interface CommitInfo {
	/** Full hash, lower case. */
	readonly sha: string;
	readonly subject: string | null;
	readonly author: Author | null;
	readonly authoredAt: number | null;
	readonly committedAt: number | null;
	/** More than one for a merge; empty where not known. */
	readonly parents: readonly string[];
}

export interface Author {
	readonly name: string;
	/** Null where the host hides it. */
	readonly email: string | null;
}

/** What made a run start. */
export const runTriggers = ['push', 'pull-request', 'schedule', 'person', 'other'] as const;
export type RunTrigger = (typeof runTriggers)[number];

export interface Job {
	/** Unique within the run. */
	readonly id: string;
	readonly name: string;
	/** Null where no stage of the configuration claims it. */
	readonly stage: StageName | null;
	readonly state: JobState;
	/** Names of jobs of the same run that must have passed before it starts; empty where the host does not say. */
	readonly needs: readonly string[];
	/** The host's clock, ms since the epoch. */
	readonly startedAt: number | null;
	readonly finishedAt: number | null;
	/** A failure of it does not fail the run. */
	readonly mayFail: boolean;
	/** Why it failed or waits, in the host's or our words: "exit code 1", "timed out after 10 min". */
	readonly note: string | null;
	readonly url: string | null;
	/** True when `readLog` can be asked for it now. */
	readonly hasLog: boolean;
}

/** One passage of a commit through the stages. */
export interface PipelineRun {
	/** Unique across the room: `<service>:<nativeId>`. */
	readonly id: string;
	readonly service: string;
	readonly runner: RunnerKind;
	/** How the runner calls it. */
	readonly nativeId: string;
	/** The number that people know it by; null where the host has none. */
	readonly number: number | null;
	/** 1 for the first try; grows when the same run is run again. */
	readonly attempt: number;
	readonly commit: CommitInfo;
	readonly branch: string | null;
	readonly trigger: RunTrigger;
	/** Who started it, as the host calls them. */
	readonly startedBy: string | null;
	readonly url: string | null;
	readonly state: RunState;
	/** The host's clock, ms since the epoch. */
	readonly createdAt: number;
	readonly startedAt: number | null;
	readonly finishedAt: number | null;
	/** Empty while `jobsKnown` is false: the list of runs tells no jobs, only a look at the run itself does. */
	readonly jobs: readonly Job[];
	readonly jobsKnown: boolean;
}

/** A run as a runner reports it: without the room's words for it. `stage` of a job is known only to the local runner. */
export type ReportedRun = Omit<PipelineRun, 'id' | 'service' | 'runner'>;

/** Something that a run left behind. */
export interface Artifact {
	/** Unique within the run. */
	readonly id: string;
	readonly name: string;
	/** Null where the host does not say. */
	readonly sizeBytes: number | null;
	/** The host has thrown it away. */
	readonly isExpired: boolean;
	readonly url: string | null;
}

/** True when a run will not change any more, unless it is run again. */
export function isEndedRun(run: Pick<PipelineRun, 'state'>): boolean {
	return endedRunStates.includes(run.state);
}

/** The id of a run across the room. */
export function runIdOf(service: string, nativeId: string): string {
	return `${service}:${nativeId}`;
}

/** A candidate that a green run made. Immutable; `version` is its identity within the service. */
export interface ReleaseRecord {
	readonly service: string;
	readonly version: string;
	readonly commit: string;
	readonly branch: string | null;
	/** The run that made it, and which try. */
	readonly runId: string;
	readonly attempt: number;
	readonly madeAt: number;
	/** The release before on the same branch: the range of commits is `previous..this`. Null for the first. */
	readonly previous: { readonly version: string; readonly commit: string } | null;
	/** Newest first, at most `mostCommitsKept`; merges included and marked by their parents. */
	readonly commits: readonly CommitInfo[];
	/** How many there are in all; null where git could not be asked, with `commitsNote` saying why. */
	readonly commitCount: number | null;
	readonly commitsNote: string | null;
	/** Distinct authors of all its commits, most commits first. */
	readonly authors: readonly { readonly name: string; readonly email: string | null; readonly commits: number }[];
	readonly artifacts: readonly Artifact[];
	/** When the oldest of its commits was authored; the batch's age counts from here. */
	readonly oldestCommitAt: number | null;
}

/** Commits kept with a release: a release of more is a finding by itself. */
export const mostCommitsKept = 500;
