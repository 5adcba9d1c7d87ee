/** Runs of pipelines and the results of their tests, as facts. Pure. */
import type { PipelineConfig } from '../../../shared/config/pipeline-model.ts';
import type { PipelineRunFact, TestRunFact } from '../../../shared/domain/delivery/facts.ts';
import { runsSource, testsSource } from '../../../shared/domain/delivery/own-sources.ts';
import type { Approval } from '../../../shared/domain/pipeline/decisions.ts';
import { isEndedRun, type PipelineRun, stageNames } from '../../../shared/domain/pipeline/model.ts';
import { spanOfJobs } from '../../../shared/domain/pipeline/spans.ts';
import type { CollectedTests } from '../pipeline-ports.ts';

/** Name of the workflow: a service has one pipeline here. */
const workflow = 'pipeline';

/** Native id of one try of a run: another try is another run, or its first result would be forgotten. */
export function tryId({ id, attempt }: Pick<PipelineRun, 'id' | 'attempt'>): string {
	return attempt === 1 ? id : `${id}#${attempt}`;
}

function isOfDefaultBranch({ branch, trigger }: PipelineRun, config: PipelineConfig): boolean {
	return branch === config.branch && trigger !== 'pull-request';
}

/** `approvals` are those of the run, in order of time. */
export function runFact(run: PipelineRun, config: PipelineConfig, approvals: readonly Approval[]): PipelineRunFact {
	const isEnded = run.state === 'passed' || run.state === 'failed' || run.state === 'cancelled';
	return {
		...{ kind: 'pipeline-run', source: runsSource, nativeId: tryId(run), url: run.url, offsetMinutes: null },
		...{ service: run.service, workflow, branch: run.branch, isDefaultBranch: isOfDefaultBranch(run, config) },
		...{ commit: run.commit.sha, attempt: run.attempt, state: isEnded ? run.state : 'running' },
		...{ createdAt: run.createdAt, startedAt: run.startedAt, finishedAt: run.finishedAt },
		waitedForPeopleMs: waitedForPeopleMs(run, config, approvals),
	};
}

/**
 * From the end of the work before an approval until enough people had approved, over all stages that ask for one. Null
 * while somebody is still waited for, and where a host may have asked people by itself.
 */
export function waitedForPeopleMs(
	run: PipelineRun,
	config: PipelineConfig,
	approvals: readonly Approval[],
): number | null {
	const asking = config.stages.filter(({ approval }) => approval !== null);
	if (asking.length === 0) return config.runner.kind === 'local' && isEndedRun(run) ? 0 : null;
	if (run.state !== 'passed') return null;
	let waited = 0;
	for (const { name, approval } of asking) {
		const stage = stageNames.indexOf(name);
		const before = run.jobs.filter((job) => job.stage === null || stageNames.indexOf(job.stage) <= stage);
		const ends = before.flatMap(({ finishedAt }) => (finishedAt === null ? [] : [finishedAt]));
		const readyAt = ends.length === 0 ? run.finishedAt : Math.max(...ends);
		const decided = approvals.filter((one) => one.stage === name && (one.attempt ?? run.attempt) === run.attempt);
		const approvedAt = enoughAt(decided, approval?.count ?? 1);
		if (readyAt === null || approvedAt === null) return null;
		waited += Math.max(0, approvedAt - readyAt);
	}
	return waited;
}

/** When so many different people had approved; null where they have not. */
function enoughAt(decided: readonly Approval[], count: number): number | null {
	const people = new Map<string, number>();
	for (const { decision, by, at } of decided) {
		const name = by.kind === 'engine' ? '' : by.name;
		if (decision === 'approved') people.set(name, at);
		else people.delete(name);
	}
	return [...people.values()].sort((a, b) => a - b)[count - 1] ?? null;
}

/** Results of the tests of one try of a run. */
export function testFact(run: PipelineRun, config: PipelineConfig, { results }: CollectedTests): TestRunFact {
	const groups = new Set(results.map(({ group }) => group));
	const stages = new Set(config.evidence.filter(({ name }) => groups.has(name)).map(({ stage }) => stage));
	const jobs = run.jobs.filter(({ stage }) => stage !== null && stages.has(stage));
	const at = run.finishedAt ?? run.startedAt ?? run.createdAt;
	return {
		...{ kind: 'test-run', source: testsSource, nativeId: tryId(run), url: run.url, offsetMinutes: null },
		...{ service: run.service, runId: tryId(run), attempt: run.attempt, commit: run.commit.sha },
		...{ branch: run.branch, isDefaultBranch: isOfDefaultBranch(run, config), at },
		startedAt: run.createdAt,
		wallMs: spanOfJobs(jobs, false, at).durationMs,
		results,
	};
}
