/** Answers what waits for a person: reviews the pending deployment of the environment that a job wants to enter. */
import { z } from 'zod';
import { fail, ok } from '../../../../shared/domain/result.ts';
import type { Failure, Result } from '../../../../shared/domain/result.ts';
import type { PipelineRunner } from '../../../engine/pipeline-ports.ts';
import type { GithubApi } from './api.ts';
import { numericId, type Place } from './place.ts';
import { deploymentsSchema, deploymentStatusesSchema, jobSchema, pendingSchema } from './schemas.ts';
import type { PendingDeployment } from './schemas.ts';

type Wanted = Parameters<PipelineRunner['answer']>[0] & { readonly signal: AbortSignal | undefined };

function notWaiting(api: GithubApi): Failure {
	return fail(
		'ci-refused',
		`Nothing of this run waits for a person at ${api.host.label} any more, so nothing was answered.`,
		'Look at the run: somebody may have answered already.',
	);
}

export async function answer(api: GithubApi, place: Place, wanted: Wanted): Promise<Result<null>> {
	const { owner, repo } = place;
	const { signal } = wanted;
	const runId = numericId(wanted.nativeId, 'run');
	if (!runId.ok) return runId;
	const asking = { what: 'what the run waits for', isAct: false, signal };
	const pending = await api.ask(asking, pendingSchema, (octokit, request) =>
		octokit.rest.actions.getPendingDeploymentsForRun({ owner, repo, run_id: runId.value, request }),
	);
	if (!pending.ok) return pending;
	const chosen = await choose(api, place, { ...wanted, pending: pending.value.value });
	if (!chosen.ok) return chosen;
	const { environment, current_user_can_approve: isAllowed } = chosen.value;
	const name = environment.name ?? 'the environment';
	if (environment.id === undefined) return notWaiting(api);
	if (!isAllowed) return notAllowed(api, chosen.value, name);
	const body = {
		environment_ids: [environment.id],
		state: wanted.approve ? ('approved' as const) : ('rejected' as const),
		// GitHub wants a comment.
		comment: wanted.comment.trim() === '' ? 'Answered in Signalbox' : wanted.comment,
	};
	const act = { what: `${wanted.approve ? 'approve' : 'reject'} ${name}`, isAct: true, signal };
	const done = await api.ask(act, z.unknown(), (octokit, request) =>
		octokit.rest.actions.reviewPendingDeploymentsForRun({ owner, repo, run_id: runId.value, ...body, request }),
	);
	return done.ok ? ok(null) : done;
}

function notAllowed(api: GithubApi, pending: PendingDeployment, name: string): Failure {
	const people = pending.reviewers.flatMap(({ reviewer }) => reviewer?.login ?? reviewer?.name ?? []);
	const who = people.length === 0 ? 'It waits for its timer.' : `It asks: ${people.slice(0, 10).join(', ')}.`;
	return fail(
		'ci-refused',
		`${api.host.label} does not take an answer about ${name} from the owner of the token.`,
		`${who} One of them can answer on GitHub, or with a token of their own.`,
	);
}

/** One environment is waited for, or the one whose deployment names the job. Guessing would let the wrong thing through. */
async function choose(
	api: GithubApi,
	place: Place,
	wanted: Wanted & { readonly pending: readonly PendingDeployment[] },
): Promise<Result<PendingDeployment>> {
	const [first, ...others] = wanted.pending;
	if (first === undefined) return notWaiting(api);
	if (others.length === 0) return ok(first);
	for (const pending of wanted.pending) {
		const isIt = await isOfJob(api, place, { ...wanted, environment: pending.environment.name ?? '' });
		if (!isIt.ok) return isIt;
		if (isIt.value) return ok(pending);
	}
	const names = wanted.pending.flatMap((pending) => pending.environment.name ?? []);
	return fail(
		'ci-refused',
		`The run waits for several environments (${names.join(', ')}), and GitHub does not say which of them this job wants to enter, so nothing was answered.`,
		'Answer on the page of the run at GitHub.',
	);
}

/** GitHub makes a deployment for each job that enters an environment, and its status links to the job. */
async function isOfJob(
	api: GithubApi,
	place: Place,
	wanted: Wanted & { readonly environment: string },
): Promise<Result<boolean>> {
	const { owner, repo } = place;
	const { environment, signal } = wanted;
	const asking = { what: 'the deployments of the run', isAct: false, signal };
	const jobId = numericId(wanted.jobId, 'job');
	if (!jobId.ok) return jobId;
	const job = await api.ask(asking, jobSchema.and(z.object({ head_sha: z.string() })), (octokit, request) =>
		octokit.rest.actions.getJobForWorkflowRun({ owner, repo, job_id: jobId.value, request }),
	);
	if (!job.ok) return job;
	const sha = job.value.value.head_sha;
	const deployments = await api.ask(asking, deploymentsSchema, (octokit, request) =>
		octokit.rest.repos.listDeployments({ owner, repo, sha, environment, per_page: 5, request }),
	);
	if (!deployments.ok) return deployments;
	for (const { id } of deployments.value.value) {
		const statuses = await api.ask(asking, deploymentStatusesSchema, (octokit, request) =>
			octokit.rest.repos.listDeploymentStatuses({ owner, repo, deployment_id: id, per_page: 5, request }),
		);
		if (!statuses.ok) return statuses;
		const links = statuses.value.value.flatMap((status) => [status.log_url, status.target_url]);
		if (links.some((link) => link?.endsWith(`/job/${jobId.value}`))) return ok(true);
	}
	return ok(false);
}
