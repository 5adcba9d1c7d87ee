/** Looks at builds: the list, and one with its stages. */
import type { JenkinsRunnerConfig } from '../../../../shared/config/pipeline-model.ts';
import type { ReportedRun } from '../../../../shared/domain/pipeline/model.ts';
import { ok } from '../../../../shared/domain/result.ts';
import type { Failure, Result } from '../../../../shared/domain/result.ts';
import type { Polled } from '../../../engine/pipeline-ports.ts';
import type { CiReply } from '../http/host.ts';
import { polledOf } from '../http/polled.ts';
import type { JenkinsClient } from './client.ts';
import { noSuchBuild } from './failures.ts';
import { listedRun, readRunOf } from './map-run.ts';
import { branchOfJobName, type BuildPlace, buildPath, jobPath, parseNativeId } from './places.ts';
import {
	branchesTree,
	branchListSchema,
	buildListSchema,
	buildSchema,
	buildsTree,
	type DescribedRun,
	describedRunSchema,
	inputListSchema,
	jobSchema,
	oneBuildTree,
	type WireBuild,
	type WireInput,
} from './wire.ts';

interface Listed {
	readonly runs: readonly ReportedRun[];
	readonly replies: readonly CiReply[];
}

export interface RunReader {
	list(
		request: { readonly branch: string | null; readonly limit: number },
		signal?: AbortSignal,
	): Promise<Result<Polled<readonly ReportedRun[]>>>;
	read(nativeId: string, signal?: AbortSignal): Promise<Result<Polled<ReportedRun>>>;
	/** What a build asks of a person. */
	inputs(place: BuildPlace, signal?: AbortSignal): Promise<Result<{ value: readonly WireInput[]; reply: CiReply }>>;
}

/** Jenkins reads every build that it lists from its disk. */
const pageSize = 100;

export function createRunReader(config: JenkinsRunnerConfig, client: JenkinsClient): RunReader {
	/** The branch that was asked for last: it tells the checkouts of a build apart where the job itself has no branch. */
	let wanted: string | null = null;

	/** Builds of one job, newest first, page by page. */
	const buildsOf = async (
		branch: string | null,
		limit: number,
		signal: AbortSignal | undefined,
	): Promise<Result<{ readonly builds: readonly WireBuild[]; readonly replies: readonly CiReply[] }>> => {
		const builds: WireBuild[] = [];
		const replies: CiReply[] = [];
		for (let from = 0; from < limit; from += pageSize) {
			const to = Math.min(limit, from + pageSize);
			const path = `${jobPath(config, branch)}/api/json`;
			const page = await client.get({
				path,
				tree: buildsTree(from, to),
				schema: buildListSchema,
				what: 'the builds',
				signal,
			});
			if (!page.ok) return page;
			const found = page.value.value.allBuilds ?? [];
			builds.push(...found);
			replies.push(page.value.reply);
			if (found.length < to - from) break;
		}
		return ok({ builds, replies });
	};

	/** A branch without a job has no runs yet, as long as the project itself is there. */
	const withoutJob = async (failure: Failure, signal: AbortSignal | undefined): Promise<Result<Listed>> => {
		if (failure.problem.code !== 'not-found') return failure;
		const path = `${jobPath(config, null)}/api/json`;
		const project = await client.get({ path, tree: 'buildable', schema: jobSchema, what: 'the project', signal });
		return project.ok ? ok({ runs: [], replies: [project.value.reply] }) : project;
	};

	const ofBranch = async (branch: string, limit: number, signal?: AbortSignal): Promise<Result<Listed>> => {
		const found = await buildsOf(branch, limit, signal);
		if (!found.ok) return withoutJob(found, signal);
		const { builds, replies } = found.value;
		return ok({ runs: builds.map((build) => listedRun(build, branch, branch)), replies });
	};

	const ofAllBranches = async (limit: number, signal?: AbortSignal): Promise<Result<Listed>> => {
		const found = await client.get({
			path: `${jobPath(config, null)}/api/json`,
			tree: branchesTree(limit),
			schema: branchListSchema,
			what: 'the builds',
			signal,
		});
		if (!found.ok) return found;
		const runs = (found.value.value.jobs ?? []).flatMap((job) => {
			const branch = branchOfJobName(job.name);
			return (job.allBuilds ?? []).map((build) => listedRun(build, branch, branch));
		});
		const newest = runs.toSorted((left, right) => right.createdAt - left.createdAt).slice(0, limit);
		return ok({ runs: newest, replies: [found.value.reply] });
	};

	const ofJob = async (branch: string | null, limit: number, signal?: AbortSignal): Promise<Result<Listed>> => {
		wanted = branch ?? wanted;
		const found = await buildsOf(null, limit, signal);
		if (!found.ok) return found;
		const { builds, replies } = found.value;
		const runs = builds.map((build) => listedRun(build, null, branch));
		// A build whose branch is not known yet may be of this one.
		return ok({ runs: runs.filter((run) => branch === null || (run.branch ?? branch) === branch), replies });
	};

	const inputs: RunReader['inputs'] = (place, signal) =>
		client.get({
			path: `${buildPath(config, place)}/wfapi/pendingInputActions`,
			schema: inputListSchema,
			what: 'what the build asks',
			signal,
		});

	/** Null where the plugin or the stages are not there. */
	const describe = async (
		place: BuildPlace,
		signal: AbortSignal | undefined,
	): Promise<Result<{ value: DescribedRun; reply: CiReply } | null>> => {
		const path = `${buildPath(config, place)}/wfapi/describe`;
		const found = await client.get({ path, schema: describedRunSchema, what: 'the stages', signal });
		return !found.ok && found.problem.code === 'not-found' ? ok(null) : found;
	};

	return {
		inputs,
		async list({ branch, limit }, signal) {
			const listed = await (!config.isMultibranch
				? ofJob(branch, limit, signal)
				: branch === null
					? ofAllBranches(limit, signal)
					: ofBranch(branch, limit, signal));
			return listed.ok ? ok(polledOf(listed.value.runs, listed.value.replies)) : listed;
		},
		async read(nativeId, signal) {
			const place = parseNativeId(nativeId, config.isMultibranch);
			if (place === null) return noSuchBuild(client.http.host, nativeId);
			const path = `${buildPath(config, place)}/api/json`;
			const [build, described] = await Promise.all([
				client.get({ path, tree: oneBuildTree, schema: buildSchema, what: 'the build', signal }),
				describe(place, signal),
			]);
			if (!build.ok) return build;
			if (!described.ok) return described;
			const isPaused = described.value?.value.status === 'PAUSED_PENDING_INPUT';
			const asked = isPaused ? await inputs(place, signal) : null;
			const told = {
				described: described.value?.value ?? null,
				// Without what it asks the run still shows that it asks.
				inputs: asked?.ok ? asked.value.value : [],
				wanted: place.branch ?? wanted,
			};
			const replies = [described.value?.reply, asked?.ok ? asked.value.reply : undefined, build.value.reply];
			const run = readRunOf(build.value.value, place, told);
			return ok(
				polledOf(
					run,
					replies.filter((reply) => reply !== undefined),
				),
			);
		},
	};
}
