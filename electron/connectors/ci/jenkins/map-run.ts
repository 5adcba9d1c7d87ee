/** From Jenkins' builds and stages to runs and jobs. Pure. */
import type { Job, JobState, ReportedRun, RunState, RunTrigger } from '../../../../shared/domain/pipeline/model.ts';
import { commitOfBuild } from './commit.ts';
import { type BuildPlace, nativeIdOf, wholeBuild } from './places.ts';
import type { DescribedRun, WireBuild, WireInput, WireStage } from './wire.ts';

/** https://javadoc.jenkins.io/hudson/model/Result.html. Unstable is no pass: something was found. */
const results: Readonly<Record<string, RunState>> = {
	SUCCESS: 'passed',
	UNSTABLE: 'failed',
	FAILURE: 'failed',
	NOT_BUILT: 'cancelled',
	ABORTED: 'cancelled',
};

/** StatusExt of the plugin. */
const stageStates: Readonly<Record<string, JobState>> = {
	SUCCESS: 'passed',
	FAILED: 'failed',
	UNSTABLE: 'failed',
	ABORTED: 'cancelled',
	NOT_EXECUTED: 'skipped',
	SKIPPED: 'skipped',
	IN_PROGRESS: 'running',
	PAUSED_PENDING_INPUT: 'needs-person',
};

export function stageStateOf(status: string): JobState {
	return stageStates[status] ?? 'running';
}

function stateOf(build: WireBuild, described: DescribedRun | null): RunState {
	if (build.building) return described?.status === 'PAUSED_PENDING_INPUT' ? 'needs-person' : 'running';
	// Between the queue and its first line it neither runs nor has a result.
	return build.result === null ? 'queued' : (results[build.result] ?? 'failed');
}

const triggers: readonly (readonly [RegExp, RunTrigger])[] = [
	[/UserIdCause|ReplayCause|RebuildCause/, 'person'],
	[/TimerTrigger/, 'schedule'],
	[/PullRequest|MergeRequest|GhprbCause/i, 'pull-request'],
	[/SCMTrigger|PushCause|BranchEventCause|BranchIndexingCause|GitLabWebHookCause/i, 'push'],
];

/** Jobs of pull requests in a multibranch project are called so. */
const isPullRequest = (branch: string | null): boolean => branch !== null && /^[PM]R-\d+(?:-\w+)?$/.test(branch);

function triggerOf(build: WireBuild, branch: string | null): RunTrigger {
	const causes = build.actions.flatMap((action) => action.causes);
	for (const [pattern, trigger] of triggers) {
		if (!causes.some((cause) => pattern.test(cause._class ?? ''))) continue;
		return trigger === 'push' && isPullRequest(branch) ? 'pull-request' : trigger;
	}
	return 'other';
}

function starterOf(build: WireBuild): string | null {
	const cause = build.actions.flatMap((action) => action.causes).find((one) => one.userName ?? one.userId);
	return cause?.userName ?? cause?.userId ?? null;
}

/** A build as the list tells it. `wanted` is the branch that was asked for, where the job itself has none. */
export function listedRun(build: WireBuild, branch: string | null, wanted: string | null): ReportedRun {
	const found = commitOfBuild(build, branch ?? wanted);
	const state = stateOf(build, null);
	const hasEnded = !build.building && build.result !== null;
	return {
		nativeId: nativeIdOf({ branch, number: build.number }),
		number: build.number,
		// Jenkins gives each try a number of its own.
		attempt: 1,
		commit: found.commit,
		branch: branch ?? found.branch,
		trigger: triggerOf(build, branch),
		startedBy: starterOf(build),
		url: build.url,
		state,
		createdAt: build.timestamp,
		startedAt: build.timestamp,
		finishedAt: hasEnded ? build.timestamp + build.duration : null,
		jobs: [],
		jobsKnown: false,
	};
}

function noteOf(stage: WireStage, inputs: readonly WireInput[]): string | null {
	if (stage.status === 'UNSTABLE') return 'unstable';
	if (stage.status === 'PAUSED_PENDING_INPUT') {
		const asked = inputs.flatMap((input) => input.message ?? []);
		return asked.length === 0 ? 'waits for an answer' : `asks: ${asked.join('; ')}`;
	}
	return stage.error?.message ?? null;
}

function jobOfStage(stage: WireStage, url: string | null, inputs: readonly WireInput[]): Job {
	const state = stageStateOf(stage.status);
	const startedAt = state === 'skipped' ? null : (stage.startTimeMillis ?? null);
	const hasEnded = ['passed', 'failed', 'cancelled'].includes(state);
	return {
		id: stage.id,
		name: stage.name,
		stage: null,
		state,
		// Stages follow one another or lie in parallel; the plugin does not say which.
		needs: [],
		startedAt,
		finishedAt: hasEnded && startedAt !== null ? startedAt + (stage.durationMillis ?? 0) : null,
		mayFail: false,
		note: noteOf(stage, inputs),
		url,
		hasLog: startedAt !== null,
	};
}

const jobStates: Readonly<Record<RunState, JobState>> = {
	queued: 'queued',
	running: 'running',
	'needs-person': 'needs-person',
	passed: 'passed',
	failed: 'failed',
	cancelled: 'cancelled',
};

function jobOfWhole(run: ReportedRun, build: WireBuild): Job {
	return {
		id: wholeBuild,
		name: wholeBuild,
		stage: null,
		state: jobStates[run.state],
		needs: [],
		startedAt: run.startedAt,
		finishedAt: run.finishedAt,
		mayFail: false,
		note: build.result === 'UNSTABLE' ? 'unstable' : null,
		url: run.url,
		hasLog: true,
	};
}

/**
 * A build with its jobs. `described` is null where Jenkins knows no stages of it: then the whole is one job, as is a
 * Pipeline that ended before its first stage.
 */
export function readRunOf(
	build: WireBuild,
	place: BuildPlace,
	told: {
		readonly described: DescribedRun | null;
		readonly inputs: readonly WireInput[];
		readonly wanted: string | null;
	},
): ReportedRun {
	const listed = listedRun(build, place.branch, told.wanted);
	const run = { ...listed, state: stateOf(build, told.described), jobsKnown: true };
	const stages = told.described?.stages ?? [];
	const isWhole = told.described === null || (stages.length === 0 && run.finishedAt !== null);
	if (isWhole) return { ...run, jobs: [jobOfWhole(run, build)] };
	return { ...run, jobs: stages.map((stage) => jobOfStage(stage, build.url, told.inputs)) };
}
