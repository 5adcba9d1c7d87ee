/** Lists runs, and reads one with its jobs. */
import type { ReportedRun } from '../../../../shared/domain/pipeline/model.ts';
import { ok } from '../../../../shared/domain/result.ts';
import type { Result } from '../../../../shared/domain/result.ts';
import type { PipelineRunner, Polled } from '../../../engine/pipeline-ports.ts';
import { cancelled } from '../../http-hosts/patience.ts';
import { polledOf } from '../../http-hosts/polled.ts';
import type { GithubApi } from './api.ts';
import { numericId, type Place } from './place.ts';
import type { ProtectionReader } from './protection.ts';
import { jobListSchema, runListSchema, runSchema } from './schemas.ts';
import type { GithubJob, GithubRun } from './schemas.ts';
import { isForeign, toRun, withJobs } from './to-run.ts';

/** The most that GitHub gives in one page. */
const pageSize = 100;
/** Pages beyond the needed ones that are looked through behind runs of forks: each look would cost as much again. */
const mostPagesOfForks = 2;

/** A page that moved on while it was read repeats what the one before it had. */
function onceEach<T extends { readonly id: string }>(items: readonly T[]): readonly T[] {
	return [...new Map(items.map((item) => [item.id, item])).values()];
}

export async function listRuns(
	api: GithubApi,
	place: Place,
	wanted: Parameters<PipelineRunner['listRuns']>[0] & { readonly signal: AbortSignal | undefined },
): Promise<Result<Polled<readonly ReportedRun[]>>> {
	const { branch, limit, signal } = wanted;
	const { owner, repo, workflow } = place;
	// GitHub's filter finds a fork's branch of that name too; what runs there is not ours.
	const ours = (runs: readonly GithubRun[]) => onceEach(branch === null ? runs : runs.filter((run) => !isForeign(run)));
	const asking = { what: workflow === null ? 'its runs' : `the runs of ${workflow}`, isAct: false, signal };
	const common = {
		...{ owner, repo, per_page: Math.max(1, Math.min(limit, pageSize)), exclude_pull_requests: true },
		...(branch === null ? {} : { branch }),
	};
	const answers = await api.askPages(
		asking,
		runListSchema,
		(octokit, { page, ...request }) =>
			workflow === null
				? octokit.rest.actions.listWorkflowRunsForRepo({ ...common, page, request })
				: octokit.rest.actions.listWorkflowRuns({ ...common, workflow_id: workflow, page, request }),
		(pages) =>
			pages.length >= Math.ceil(limit / common.per_page) + mostPagesOfForks ||
			ours(pages.flatMap((page) => page.workflow_runs)).length >= limit,
	);
	if (!answers.ok) return answers;
	const runs = ours(answers.value.flatMap((answer) => answer.value.workflow_runs));
	return ok(
		polledOf(
			runs.slice(0, limit).map(toRun),
			answers.value.map((answer) => answer.reply),
		),
	);
}

/** Jobs of the newest attempt; more than a hundred come in pages. */
async function jobsOf(api: GithubApi, place: Place, runId: number, signal: AbortSignal | undefined) {
	const { owner, repo } = place;
	const fixed = { owner, repo, run_id: runId, filter: 'latest' as const, per_page: pageSize };
	return api.askPages(
		{ what: 'the jobs of the run', isAct: false, signal },
		jobListSchema,
		(octokit, { page, ...request }) => octokit.rest.actions.listJobsForWorkflowRun({ ...fixed, page, request }),
		() => false,
	);
}

export async function readRun(
	api: GithubApi,
	at: { readonly place: Place; readonly protection: ProtectionReader },
	wanted: { readonly nativeId: string; readonly signal: AbortSignal | undefined },
): Promise<Result<Polled<ReportedRun>>> {
	const { signal } = wanted;
	const { owner, repo } = at.place;
	const id = numericId(wanted.nativeId, 'run');
	if (!id.ok) return id;
	const run = await api.ask({ what: 'the run', isAct: false, signal }, runSchema, (octokit, request) =>
		octokit.rest.actions.getWorkflowRun({ owner, repo, run_id: id.value, exclude_pull_requests: true, request }),
	);
	if (!run.ok) return run;
	const pages = await jobsOf(api, at.place, id.value, signal);
	if (!pages.ok) return pages;
	const jobs: readonly GithubJob[] = onceEach(pages.value.flatMap((page) => page.value.jobs));
	const protection = await at.protection.read(run.value.value, jobs, signal);
	if (signal?.aborted === true) return cancelled(api.host.label);
	const replies = [run.value, ...pages.value].map((answer) => answer.reply);
	return ok(polledOf(withJobs(run.value.value, jobs, protection), [...replies, ...protection.replies]));
}
