/** The list of builds: of a job, of a branch of a multibranch project, or of all its branches. */
import type { JenkinsRunnerConfig } from '../../../../shared/config/pipeline-model.ts';
import type { ReportedRun } from '../../../../shared/domain/pipeline/model.ts';
import { ok } from '../../../../shared/domain/result.ts';
import type { Failure, Result } from '../../../../shared/domain/result.ts';
import type { CiReply } from '../../http-hosts/host.ts';
import type { JenkinsClient } from './client.ts';
import { listedRun } from './map-run.ts';
import { branchOfJobName, jobPath } from './places.ts';
import { branchesTree, branchListSchema, buildListSchema, buildsTree, jobSchema, type WireBuild } from './wire.ts';

export interface Jenkins {
	readonly config: JenkinsRunnerConfig;
	readonly client: JenkinsClient;
}

export interface Listed {
	readonly runs: readonly ReportedRun[];
	readonly replies: readonly CiReply[];
}

interface Request {
	readonly branch: string | null;
	readonly limit: number;
	readonly signal: AbortSignal | undefined;
}

/** Jenkins reads every build that it lists from its disk. */
const pageSize = 100;

/** Builds of one job, newest first, page by page. */
async function buildsOf(
	{ config, client }: Jenkins,
	{ branch, limit, signal }: Request,
): Promise<Result<{ readonly builds: readonly WireBuild[]; readonly replies: readonly CiReply[] }>> {
	const builds: WireBuild[] = [];
	const replies: CiReply[] = [];
	const path = `${jobPath(config, branch)}/api/json`;
	for (let from = 0; from < limit; from += pageSize) {
		const to = Math.min(limit, from + pageSize);
		const tree = buildsTree(from, to);
		const page = await client.get({ path, tree, schema: buildListSchema, what: 'the builds', signal });
		if (!page.ok) return page;
		const found = page.value.value.allBuilds ?? [];
		builds.push(...found);
		replies.push(page.value.reply);
		if (found.length < to - from) break;
	}
	return ok({ builds, replies });
}

/** A branch without a job has no runs yet, as long as the project itself is there. */
async function withoutJob(
	{ config, client }: Jenkins,
	failure: Failure,
	signal: AbortSignal | undefined,
): Promise<Result<Listed>> {
	if (failure.problem.code !== 'not-found') return failure;
	const path = `${jobPath(config, null)}/api/json`;
	const project = await client.get({ path, tree: 'buildable', schema: jobSchema, what: 'the project', signal });
	return project.ok ? ok({ runs: [], replies: [project.value.reply] }) : project;
}

async function ofBranch(jenkins: Jenkins, request: Request & { readonly branch: string }): Promise<Result<Listed>> {
	const { branch, signal } = request;
	const found = await buildsOf(jenkins, request);
	if (!found.ok) return withoutJob(jenkins, found, signal);
	const { builds, replies } = found.value;
	return ok({ runs: builds.map((build) => listedRun(build, branch, branch)), replies });
}

async function ofAllBranches({ config, client }: Jenkins, { limit, signal }: Request): Promise<Result<Listed>> {
	const path = `${jobPath(config, null)}/api/json`;
	const tree = branchesTree(limit);
	const found = await client.get({ path, tree, schema: branchListSchema, what: 'the builds', signal });
	if (!found.ok) return found;
	const runs = (found.value.value.jobs ?? []).flatMap((job) => {
		const branch = branchOfJobName(job.name);
		return (job.allBuilds ?? []).map((build) => listedRun(build, branch, branch));
	});
	const newest = runs.toSorted((left, right) => right.createdAt - left.createdAt).slice(0, limit);
	return ok({ runs: newest, replies: [found.value.reply] });
}

async function ofJob(jenkins: Jenkins, request: Request): Promise<Result<Listed>> {
	const { branch } = request;
	const found = await buildsOf(jenkins, { ...request, branch: null });
	if (!found.ok) return found;
	const { builds, replies } = found.value;
	const runs = builds.map((build) => listedRun(build, null, branch));
	// A build whose branch is not known yet may be of this one.
	return ok({ runs: runs.filter((run) => branch === null || (run.branch ?? branch) === branch), replies });
}

/** Newest first. */
export function listBuilds(jenkins: Jenkins, request: Request): Promise<Result<Listed>> {
	if (!jenkins.config.isMultibranch) return ofJob(jenkins, request);
	const { branch } = request;
	return branch === null ? ofAllBranches(jenkins, request) : ofBranch(jenkins, { ...request, branch });
}
