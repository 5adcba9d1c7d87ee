/** Looks at builds: the list, and one with its stages. */
import type { ReportedRun } from '../../../../shared/domain/pipeline/model.ts';
import { ok } from '../../../../shared/domain/result.ts';
import type { Result } from '../../../../shared/domain/result.ts';
import type { PipelineRunner, Polled } from '../../../engine/pipeline-ports.ts';
import { polledOf } from '../../http-hosts/polled.ts';
import type { Answer } from './client.ts';
import { noSuchBuild } from './failures.ts';
import { type Jenkins, listBuilds } from './list-runs.ts';
import { readRunOf } from './map-run.ts';
import { type BuildPlace, buildPath, parseNativeId } from './places.ts';
import {
	buildSchema,
	type DescribedRun,
	describedRunSchema,
	inputListSchema,
	oneBuildTree,
	type WireInput,
} from './wire.ts';

/** What a build asks of a person. */
export function readInputs(
	{ config, client }: Jenkins,
	place: BuildPlace,
	signal?: AbortSignal,
): Promise<Result<Answer<readonly WireInput[]>>> {
	const path = `${buildPath(config, place)}/wfapi/pendingInputActions`;
	return client.get({ path, schema: inputListSchema, what: 'what the build asks', signal });
}

/** Null where the plugin or the stages are not there. */
async function describe(
	{ config, client }: Jenkins,
	place: BuildPlace,
	signal: AbortSignal | undefined,
): Promise<Result<Answer<DescribedRun> | null>> {
	const path = `${buildPath(config, place)}/wfapi/describe`;
	const found = await client.get({ path, schema: describedRunSchema, what: 'the stages', signal });
	return !found.ok && found.problem.code === 'not-found' ? ok(null) : found;
}

async function readBuild(
	jenkins: Jenkins,
	place: BuildPlace,
	wanted: string | null,
	signal: AbortSignal | undefined,
): Promise<Result<Polled<ReportedRun>>> {
	const path = `${buildPath(jenkins.config, place)}/api/json`;
	const [build, described] = await Promise.all([
		jenkins.client.get({ path, tree: oneBuildTree, schema: buildSchema, what: 'the build', signal }),
		describe(jenkins, place, signal),
	]);
	if (!build.ok) return build;
	if (!described.ok) return described;
	const isPaused = described.value?.value.status === 'PAUSED_PENDING_INPUT';
	const asked = isPaused ? await readInputs(jenkins, place, signal) : null;
	const run = readRunOf(build.value.value, place, {
		described: described.value?.value ?? null,
		// Without what it asks the run still shows that it asks.
		inputs: asked?.ok ? asked.value.value : [],
		wanted,
	});
	const replies = [described.value?.reply, asked?.ok ? asked.value.reply : undefined, build.value.reply];
	return ok(
		polledOf(
			run,
			replies.filter((reply) => reply !== undefined),
		),
	);
}

export function createRunReader(jenkins: Jenkins): Pick<PipelineRunner, 'listRuns' | 'readRun'> {
	/** The branch that was asked for last: it tells the checkouts of a build apart where the job itself has no branch. */
	let wanted: string | null = null;
	return {
		async listRuns({ branch, limit }, signal) {
			wanted = branch ?? wanted;
			const listed = await listBuilds(jenkins, { branch, limit, signal });
			return listed.ok ? ok(polledOf(listed.value.runs, listed.value.replies)) : listed;
		},
		async readRun(nativeId, signal) {
			const place = parseNativeId(nativeId, jenkins.config.isMultibranch);
			if (place === null) return noSuchBuild(jenkins.client.http.host, nativeId);
			return readBuild(jenkins, place, place.branch ?? wanted, signal);
		},
	};
}
