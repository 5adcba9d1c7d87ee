/** Makes a release of a green run: once, with its version, its commits and what was built. */
import type { PipelineConfig } from '../../../shared/config/pipeline-model.ts';
import { versionFromFile, versionFromTemplate } from '../../../shared/domain/pipeline/release-version.ts';
import {
	type Artifact,
	mostCommitsKept,
	type PipelineRun,
	type ReleaseRecord,
} from '../../../shared/domain/pipeline/model.ts';
import { engineActor } from '../../../shared/domain/release.ts';
import { fail, ok, type Result } from '../../../shared/domain/result.ts';
import type { PipelineStore, Repository } from '../pipeline-ports.ts';
import type { Clock } from '../ports.ts';
import { type Patience, patienceMs, patiently } from './patiently.ts';
import type { ServiceBook } from './service-book.ts';
import type { ServiceSetup } from './setup.ts';

/** What a green run led to. `already`: the same commit has this version by an earlier run. */
export type Made = { readonly kind: 'made' | 'already'; readonly release: ReleaseRecord };

type Pipeline = NonNullable<ServiceSetup['pipeline']>;

export interface Workshop {
	readonly book: ServiceBook;
	readonly pipeline: Pipeline;
	readonly store: PipelineStore;
	readonly clock: Clock;
	readonly signal: AbortSignal;
}

type Making = Workshop & Patience;

/**
 * Makes the release. Git is waited for up to two minutes, because a release cannot be changed later; then it is made
 * without what could not be had, and says so. Fails with `stale` where the version belongs to another commit.
 */
export async function makeRelease(workshop: Workshop, run: PipelineRun): Promise<Result<Made>> {
	const making: Making = { ...workshop, endsAt: workshop.clock.monotonic() + patienceMs };
	const version = await versionOf(making, run);
	if (!version.ok) return version;
	const taken = await taker(making, run, version.value);
	if (!taken.ok) return taken;
	if (taken.value !== null) return ok({ kind: 'already', release: taken.value });
	const previous = await previousOf(making, run);
	const range = previous === null ? await firstRange(making, run) : await rangeOf(making, run, previous.commit);
	const artifacts = await artifactsOf(making, run);
	if (making.signal.aborted) return cancelled();
	const release: ReleaseRecord = {
		service: run.service,
		version: version.value,
		commit: run.commit.sha,
		branch: run.branch,
		runId: run.id,
		attempt: run.attempt,
		madeAt: making.clock.now(),
		previous,
		...range,
		artifacts,
	};
	return write(making, release);
}

async function write(making: Making, release: ReleaseRecord): Promise<Result<Made>> {
	const { store, clock } = making;
	const written = await store.recordPipelineFact({
		service: release.service,
		fact: { type: 'release-made', release },
		actor: engineActor,
		at: clock.now(),
		idempotencyKey: `release:${release.runId}:${release.attempt}`,
	});
	if (!written.ok) {
		if (written.problem.code !== 'stale') return written;
		const other = await store.release({ service: release.service, version: release.version });
		return other.ok && other.value !== null ? takenBy(other.value) : written;
	}
	if (!written.value.duplicate) return ok({ kind: 'made', release });
	// Another control room was quicker, or this one before it ended: what it wrote counts.
	const known = await store.release({ service: release.service, version: release.version });
	return ok({ kind: 'already', release: known.ok && known.value !== null ? known.value : release });
}

async function versionOf(making: Making, run: PipelineRun): Promise<Result<string>> {
	const { version } = making.pipeline.config;
	if (version.kind === 'template') return versionFromTemplate(version.template, run);
	const { git } = making.pipeline;
	if (git === null) {
		return fail(
			'scm-failed',
			`The version stands in ${version.path}, and this service has no repository to read it from.`,
			'Name its repository in signalbox.yaml, or give the version a template.',
		);
	}
	const text = await patiently(making, () =>
		git.readFile({ commit: run.commit.sha, path: version.path }, making.signal),
	);
	return text.ok ? versionFromFile({ path: version.path, text: text.value, field: version.field }) : text;
}

/** The release that has this version already where it is of the same commit; null where nobody has it. */
async function taker(making: Making, run: PipelineRun, version: string): Promise<Result<ReleaseRecord | null>> {
	const known = await making.store.release({ service: run.service, version });
	if (!known.ok || known.value === null) return known;
	return known.value.commit === run.commit.sha ? known : takenBy(known.value);
}

function takenBy({ version, commit }: ReleaseRecord) {
	return fail(
		'stale',
		`${version} was already made from ${commit.slice(0, 7)}; raise the version.`,
		'A version belongs to one commit for ever. Give the next commit a new one.',
	);
}

/** The last release of the branch that lies before this commit; where git cannot tell, the newest. */
async function previousOf(making: Making, run: PipelineRun): Promise<ReleaseRecord['previous']> {
	const older = making.book
		.releasesByRun()
		.filter(({ branch }) => branch === run.branch)
		.map(({ version, commit }) => ({ version, commit }));
	if (older.length === 0) return listedBefore(making, run);
	const newest = older[0] ?? null;
	const found = await newestBefore(making, run, older);
	return found.ok ? found.value : newest;
}

/** What the file names as released, by a commit or a tag, from before there was a pipeline. */
async function listedBefore(making: Making, run: PipelineRun): Promise<ReleaseRecord['previous']> {
	const listed = making.book.setup.listed.flatMap(({ version, commit }) =>
		commit === null ? [] : [{ version, commit }],
	);
	const found = await newestBefore(making, run, listed);
	return found.ok ? found.value : null;
}

const looksBack = 20;

/** The first of these that lies before the run's commit. Fails where git cannot tell; one that git does not know is passed over. */
async function newestBefore(
	making: Making,
	run: PipelineRun,
	releases: readonly NonNullable<ReleaseRecord['previous']>[],
): Promise<Result<ReleaseRecord['previous']>> {
	const { git } = making.pipeline;
	if (git === null) return ok(releases[0] ?? null);
	for (const release of releases.slice(0, looksBack)) {
		const request = { commit: run.commit.sha, ancestor: release.commit };
		const isBefore = await patiently(making, () => git.contains(request, making.signal));
		if (isBefore.ok && isBefore.value) return ok(release);
		if (!isBefore.ok && isBefore.problem.code !== 'not-found') return isBefore;
	}
	return ok(null);
}

/** A first release follows none, so there is nothing to count from; who may not approve it alone is known all the same. */
async function firstRange(making: Making, run: PipelineRun): Promise<Range> {
	const all = await rangeOf(making, run, null);
	if (all.commitsNote !== null) return all;
	const alone = onlyItself(run, 'This is the first release, so there is none to count its commits from.');
	return { ...alone, commits: all.commits.slice(0, 1), authors: all.authors };
}

type Range = Pick<ReleaseRecord, 'commits' | 'commitCount' | 'commitsNote' | 'authors' | 'oldestCommitAt'>;

async function rangeOf(making: Making, run: PipelineRun, from: string | null): Promise<Range> {
	const { git, config } = making.pipeline;
	if (git === null) return onlyItself(run, 'This service has no repository that can be asked for its commits.');
	const found = await patiently(making, () => git.commits(rangeRequest(config, run, from), making.signal));
	if (!found.ok) return onlyItself(run, `Git could not be asked for its commits: ${found.problem.message}`);
	const { commits, count, authors, oldestAuthoredAt } = found.value;
	return { commits, commitCount: count, commitsNote: null, authors, oldestCommitAt: oldestAuthoredAt };
}

/** The commits of a run since an older one, as far as they are this service's. */
export function rangeRequest(
	{ paths }: PipelineConfig,
	run: PipelineRun,
	from: string | null,
): Parameters<Repository['commits']>[0] {
	return { from, to: run.commit.sha, paths, limit: mostCommitsKept };
}

/** What is known without git: the commit of the run itself. */
function onlyItself({ commit }: PipelineRun, commitsNote: string): Range {
	return {
		commits: [commit],
		commitCount: null,
		commitsNote,
		authors: commit.author === null ? [] : [{ ...commit.author, commits: 1 }],
		oldestCommitAt: commit.authoredAt,
	};
}

/** What was built; a release is made without the list where the host does not give it. */
async function artifactsOf(making: Making, run: PipelineRun): Promise<readonly Artifact[]> {
	const { runner, config } = making.pipeline;
	const found = await patiently(making, () => runner.artifacts(run.nativeId, making.signal));
	if (!found.ok) return [];
	const released = config.runner.kind === 'local' ? config.runner.jobs.filter(({ isReleased }) => isReleased) : [];
	if (released.length === 0) return found.value;
	const names = released.map(({ name }) => name);
	return found.value.filter((one) => names.some((name) => one.name === name || one.name.startsWith(`${name}/`)));
}

function cancelled() {
	return fail('cancelled', 'The release was not made, because its project was closed.', 'Open the project again.');
}
