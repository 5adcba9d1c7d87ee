/** What a person may ask GitLab to do. */
import { z } from 'zod';
import { fail, ok } from '../../../../shared/domain/result.ts';
import type { Failure, Result } from '../../../../shared/domain/result.ts';
import type { PipelineRunner } from '../../../engine/pipeline-ports.ts';
import { readBlocked } from './approvals.ts';
import type { GitlabClient } from './client.ts';
import { parseJobId, pipelinePath } from './map-run.ts';
import { noSuchJob } from './trace.ts';
import { commitSchema, pipelineSchema, type WirePipeline } from './wire.ts';

type Acts = Pick<PipelineRunner, 'start' | 'rerun' | 'cancel' | 'answer'>;
type Begun = Result<{ readonly nativeId: string }>;

const madeSchema = z.object({ id: z.number().int() });
const anything = z.unknown();
const variableListSchema = z.array(
	z.object({ key: z.string(), value: z.string(), variable_type: z.string().optional() }),
);
type Variable = z.infer<typeof variableListSchema>[number];

/** Sources whose pipelines have no variables of their own. */
const withoutVariables: readonly (string | null)[] = ['push', 'merge_request_event', 'external_pull_request_event'];

function refused(client: GitlabClient, why: string, hint: string): Failure {
	return fail('ci-refused', `${client.http.host.label} was not asked: ${why}.`, hint);
}

/** GitLab starts pipelines for the newest commit of a ref only, so another one is refused before anything is done. */
async function checkNewest(
	client: GitlabClient,
	ref: string,
	sha: string,
	signal: AbortSignal | undefined,
): Promise<Result<null>> {
	const path = `repository/commits/${encodeURIComponent(ref)}`;
	const head = await client.get({ path, schema: commitSchema, what: `the newest commit of ${ref}`, signal });
	if (!head.ok) return head;
	const newest = head.value.value.id;
	if (newest === sha.toLowerCase()) return ok(null);
	return refused(
		client,
		`${ref} has moved on from ${sha.slice(0, 8)} to ${newest.slice(0, 8)}, and GitLab starts pipelines for the newest commit only`,
		'Start a run of the branch, or run again only what failed.',
	);
}

async function create(
	client: GitlabClient,
	ref: string,
	variables: readonly Variable[],
	signal: AbortSignal | undefined,
): Promise<Begun> {
	const body = { ref, ...(variables.length === 0 ? {} : { variables }) };
	const made = await client.act({ path: 'pipeline', body, schema: madeSchema, what: 'start a pipeline', signal });
	return made.ok ? ok({ nativeId: String(made.value.id) }) : made;
}

async function start(client: GitlabClient, request: Parameters<Acts['start']>[0], signal?: AbortSignal) {
	const { branch, commit, inputs } = request;
	const newest = commit === null ? ok(null) : await checkNewest(client, branch, commit, signal);
	if (!newest.ok) return newest;
	const variables = Object.entries(inputs).map(([key, value]) => ({ key, value }));
	return create(client, branch, variables, signal);
}

async function variablesOf(
	client: GitlabClient,
	wire: WirePipeline,
	signal: AbortSignal | undefined,
): Promise<Result<readonly Variable[]>> {
	if (withoutVariables.includes(wire.source)) return ok([]);
	const path = pipelinePath(String(wire.id), '/variables');
	const known = await client.get({ path, schema: variableListSchema, what: 'the variables', signal });
	if (known.ok) return ok(known.value.value);
	if (known.problem.retryable || known.problem.code === 'cancelled') return known;
	return refused(
		client,
		'the variables that the pipeline was started with cannot be read with this token, and without them it would be another run',
		'Start a run with its variables, or run again only what failed.',
	);
}

/** The whole once more is a new pipeline: GitLab's own retry repeats only what did not pass. */
async function rerunAll(client: GitlabClient, nativeId: string, signal: AbortSignal | undefined): Promise<Begun> {
	const path = pipelinePath(nativeId);
	const found = await client.get({ path, schema: pipelineSchema, what: 'the pipeline', signal });
	if (!found.ok) return found;
	const wire = found.value.value;
	if (wire.ref === null || wire.ref.startsWith('refs/')) {
		return refused(
			client,
			'it ran for a merge request, and such pipelines are started there',
			'Run again only what failed, or start it in the merge request.',
		);
	}
	const newest = await checkNewest(client, wire.ref, wire.sha, signal);
	if (!newest.ok) return newest;
	const variables = await variablesOf(client, wire, signal);
	return variables.ok ? create(client, wire.ref, variables.value, signal) : variables;
}

async function retry(client: GitlabClient, nativeId: string, signal: AbortSignal | undefined): Promise<Begun> {
	const path = pipelinePath(nativeId, '/retry');
	const again = await client.act({ path, body: {}, schema: madeSchema, what: 'retry the pipeline', signal });
	return again.ok ? ok({ nativeId: String(again.value.id) }) : again;
}

async function cancel(client: GitlabClient, nativeId: string, signal?: AbortSignal): Promise<Result<null>> {
	const path = pipelinePath(nativeId, '/cancel');
	const done = await client.act({ path, body: {}, schema: anything, what: 'cancel the pipeline', signal });
	return done.ok ? ok(null) : done;
}

/** A deployment that waits for approvals takes a yes and a no; another manual job can only be started. */
async function answer(client: GitlabClient, request: Parameters<Acts['answer']>[0], signal?: AbortSignal) {
	const { jobId, approve, comment } = request;
	const place = parseJobId(jobId);
	if (place === null) return noSuchJob(client.http.host.label);
	const blocked = place.projectId === null ? (await readBlocked(client, signal)).byJob.get(place.id) : undefined;
	if (blocked === undefined && !approve) {
		return refused(
			client,
			'a manual job can only be started there, or left alone; nothing takes a no',
			'Leave it, or cancel the run.',
		);
	}
	const done = await client.act({
		path: blocked === undefined ? `jobs/${place.id}/play` : `deployments/${blocked.id}/approval`,
		projectId: place.projectId,
		body: blocked === undefined ? {} : { status: approve ? 'approved' : 'rejected', comment },
		schema: anything,
		what: blocked === undefined ? 'start the job' : `take the ${approve ? 'approval' : 'rejection'}`,
		signal,
	});
	return done.ok ? ok(null) : done;
}

export function createActs(client: GitlabClient): Acts {
	return {
		start: (request, signal) => start(client, request, signal),
		rerun: ({ nativeId, onlyFailed }, signal) => (onlyFailed ? retry : rerunAll)(client, nativeId, signal),
		cancel: (nativeId, signal) => cancel(client, nativeId, signal),
		answer: (request, signal) => answer(client, request, signal),
	};
}
