/** What a person may ask GitLab to do. */
import { z } from 'zod';
import { fail, ok } from '../../../../shared/domain/result.ts';
import type { Failure, Result } from '../../../../shared/domain/result.ts';
import type { PipelineRunner } from '../../../engine/pipeline-ports.ts';
import type { GitlabClient } from './client.ts';
import { parseJobId, pipelinePath } from './map-run.ts';
import type { RunReader } from './read-runs.ts';
import { noSuchJob } from './trace.ts';
import { commitSchema, pipelineSchema, type WirePipeline } from './wire.ts';

type Acts = Pick<PipelineRunner, 'start' | 'rerun' | 'cancel' | 'answer'>;

const madeSchema = z.object({ id: z.number().int() });
const anything = z.unknown();
const variableListSchema = z.array(
	z.object({ key: z.string(), value: z.string(), variable_type: z.string().optional() }),
);
type Variable = z.infer<typeof variableListSchema>[number];

/** Sources whose pipelines have no variables of their own. */
const withoutVariables: readonly (string | null)[] = ['push', 'merge_request_event', 'external_pull_request_event'];

function refused(label: string, why: string, hint: string): Failure {
	return fail('ci-refused', `${label} was not asked: ${why}.`, hint);
}

export function createActs(client: GitlabClient, runs: RunReader): Acts {
	const { label } = client.http.host;

	/** GitLab starts pipelines for the newest commit of a ref only, so another one is refused before anything is done. */
	const isNewest = async (ref: string, sha: string, signal?: AbortSignal): Promise<Result<null>> => {
		const path = `repository/commits/${encodeURIComponent(ref)}`;
		const head = await client.get({ path, schema: commitSchema, what: `the newest commit of ${ref}`, signal });
		if (!head.ok) return head;
		if (head.value.value.id === sha) return ok(null);
		return refused(
			label,
			`${ref} has moved on from ${sha.slice(0, 8)} to ${head.value.value.id.slice(0, 8)}, and GitLab starts pipelines for the newest commit only`,
			'Start a run of the branch, or run again only what failed.',
		);
	};

	const create = async (
		ref: string,
		variables: readonly Variable[],
		signal?: AbortSignal,
	): Promise<Result<{ readonly nativeId: string }>> => {
		const body = { ref, ...(variables.length === 0 ? {} : { variables }) };
		const made = await client.act({ path: 'pipeline', body, schema: madeSchema, what: 'start a pipeline', signal });
		return made.ok ? ok({ nativeId: String(made.value.id) }) : made;
	};

	const variablesOf = async (wire: WirePipeline, signal?: AbortSignal): Promise<Result<readonly Variable[]>> => {
		if (withoutVariables.includes(wire.source)) return ok([]);
		const path = `pipelines/${wire.id}/variables`;
		const known = await client.get({ path, schema: variableListSchema, what: 'the variables', signal });
		if (known.ok) return ok(known.value.value);
		if (known.problem.retryable || known.problem.code === 'cancelled') return known;
		return refused(
			label,
			'the variables that the pipeline was started with cannot be read with this token, and without them it would be another run',
			'Start a run with its variables, or run again only what failed.',
		);
	};

	/** The whole once more is a new pipeline: GitLab's own retry repeats only what did not pass. */
	const rerunAll = async (nativeId: string, signal?: AbortSignal): Promise<Result<{ readonly nativeId: string }>> => {
		const found = await client.get({
			path: pipelinePath(nativeId),
			schema: pipelineSchema,
			what: 'the pipeline',
			signal,
		});
		if (!found.ok) return found;
		const wire = found.value.value;
		if (wire.ref === null || wire.ref.startsWith('refs/')) {
			return refused(
				label,
				'it ran for a merge request, and such pipelines are started there',
				'Run again only what failed, or start it in the merge request.',
			);
		}
		const newest = await isNewest(wire.ref, wire.sha, signal);
		if (!newest.ok) return newest;
		const variables = await variablesOf(wire, signal);
		return variables.ok ? create(wire.ref, variables.value, signal) : variables;
	};

	return {
		async start({ branch, commit, inputs }, signal) {
			const newest = commit === null ? ok(null) : await isNewest(branch, commit, signal);
			if (!newest.ok) return newest;
			const variables = Object.entries(inputs).map(([key, value]) => ({ key, value }));
			return create(branch, variables, signal);
		},
		async rerun({ nativeId, onlyFailed }, signal) {
			if (!onlyFailed) return rerunAll(nativeId, signal);
			const path = pipelinePath(nativeId, '/retry');
			const again = await client.act({ path, body: {}, schema: madeSchema, what: 'retry the pipeline', signal });
			return again.ok ? ok({ nativeId: String(again.value.id) }) : again;
		},
		async cancel(nativeId, signal) {
			const path = pipelinePath(nativeId, '/cancel');
			const done = await client.act({ path, body: {}, schema: anything, what: 'cancel the pipeline', signal });
			return done.ok ? ok(null) : done;
		},
		async answer({ jobId, approve, comment }, signal) {
			const place = parseJobId(jobId);
			if (place === null) return noSuchJob(label);
			const blocked = place.projectId === null ? (await runs.blocked(signal)).byJob.get(place.id) : undefined;
			if (blocked === undefined && !approve) {
				return refused(
					label,
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
		},
	};
}
