/** What is done to runs: start, run again, cancel. Each is one POST, and no POST is ever repeated. */
import { z } from 'zod';
import { fail, ok } from '../../../../shared/domain/result.ts';
import type { Result } from '../../../../shared/domain/result.ts';
import type { PipelineRunner } from '../../../engine/pipeline-ports.ts';
import type { GithubApi } from './api.ts';
import { numericId, type Place } from './place.ts';
import { branchHeadSchema, dispatchSchema } from './schemas.ts';

type Signalled = { readonly signal: AbortSignal | undefined };

/** GitHub starts a workflow at the head of a branch only, so the commit that is wanted must be there. */
async function checkHead(
	api: GithubApi,
	place: Place,
	wanted: { readonly branch: string; readonly commit: string } & Signalled,
): Promise<Result<null>> {
	const { owner, repo } = place;
	const { branch, signal } = wanted;
	const asking = { what: `the branch ${branch}`, isAct: false, signal };
	const head = await api.ask(asking, branchHeadSchema, (octokit, request) =>
		octokit.rest.git.getRef({ owner, repo, ref: `heads/${branch}`, request }),
	);
	if (!head.ok) return head;
	if (head.value.value.object.sha.toLowerCase() === wanted.commit.toLowerCase()) return ok(null);
	return fail(
		'ci-refused',
		`GitHub starts a workflow only at the newest commit of a branch, and ${branch} has moved on from ${wanted.commit.slice(0, 7)}.`,
		'Start the newest commit of the branch, or run an earlier run of that commit again.',
	);
}

/** Enterprise Server does not know the field yet, and refuses what it does not know. */
const tellsRun = (api: GithubApi): boolean => !/\/api\/v3\/?$/.test(api.host.base);

export async function start(
	api: GithubApi,
	place: Place,
	wanted: Parameters<PipelineRunner['start']>[0] & Signalled,
): Promise<Result<{ readonly nativeId: string | null }>> {
	const { owner, repo, workflow } = place;
	const { branch, commit, inputs, signal } = wanted;
	if (workflow === null) {
		return fail(
			'unsupported',
			'No workflow is named, so it is not known which one to start.',
			'Name its file under pipeline.runner.workflow in signalbox.yaml.',
		);
	}
	if (commit !== null) {
		const checked = await checkHead(api, place, { branch, commit, signal });
		if (!checked.ok) return checked;
	}
	const asking = { what: `start ${workflow} on ${branch}`, isAct: true, signal };
	const details = tellsRun(api) ? { return_run_details: true } : {};
	const started = await api.ask(asking, dispatchSchema, (octokit, request) =>
		octokit.rest.actions.createWorkflowDispatch({
			...{ owner, repo, workflow_id: workflow, ref: branch, inputs: { ...inputs }, ...details, request },
		}),
	);
	return started.ok ? ok({ nativeId: started.value.value }) : started;
}

export async function rerun(
	api: GithubApi,
	place: Place,
	wanted: Parameters<PipelineRunner['rerun']>[0] & Signalled,
): Promise<Result<{ readonly nativeId: string }>> {
	const { owner, repo } = place;
	const { nativeId, onlyFailed, signal } = wanted;
	const id = numericId(nativeId, 'run');
	if (!id.ok) return id;
	const asking = { what: onlyFailed ? 'run what failed again' : 'run it again', isAct: true, signal };
	const done = await api.ask(asking, z.unknown(), (octokit, request) => {
		const fixed = { owner, repo, run_id: id.value, request };
		return onlyFailed ? octokit.rest.actions.reRunWorkflowFailedJobs(fixed) : octokit.rest.actions.reRunWorkflow(fixed);
	});
	return done.ok ? ok({ nativeId }) : done;
}

export async function cancel(
	api: GithubApi,
	place: Place,
	wanted: { readonly nativeId: string } & Signalled,
): Promise<Result<null>> {
	const { owner, repo } = place;
	const id = numericId(wanted.nativeId, 'run');
	if (!id.ok) return id;
	const asking = { what: 'cancel the run', isAct: true, signal: wanted.signal };
	const done = await api.ask(asking, z.unknown(), (octokit, request) =>
		octokit.rest.actions.cancelWorkflowRun({ owner, repo, run_id: id.value, request }),
	);
	return done.ok ? ok(null) : done;
}
