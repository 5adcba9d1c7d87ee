/** What runs leave behind: lists it, and fetches an archive. */
import { join } from 'node:path';
import type { Artifact } from '../../../../shared/domain/pipeline/model.ts';
import { fail, ok } from '../../../../shared/domain/result.ts';
import type { Result } from '../../../../shared/domain/result.ts';
import type { ArtifactFiles, PipelineRunner } from '../../../engine/pipeline-ports.ts';
import { downloadTo } from '../../http-hosts/download.ts';
import { tooLarge } from '../../http-hosts/patience.ts';
import type { GithubApi } from './api.ts';
import { githubFailure } from './failures.ts';
import { numericId, type Place, unknownThing } from './place.ts';
import { artifactListSchema, artifactSchema } from './schemas.ts';
import type { GithubArtifact } from './schemas.ts';

/** Each try of a run may leave the same name behind; the newest counts, and ids grow. */
function newestOfEach(all: readonly GithubArtifact[]): readonly GithubArtifact[] {
	const inOrder = all.toSorted((one, other) => Number(one.id) - Number(other.id));
	return [...new Map(inOrder.map((artifact) => [artifact.name, artifact])).values()];
}

export async function listArtifacts(
	api: GithubApi,
	place: Place,
	wanted: { readonly nativeId: string; readonly signal: AbortSignal | undefined },
): Promise<Result<readonly Artifact[]>> {
	const { owner, repo } = place;
	const id = numericId(wanted.nativeId, 'run');
	if (!id.ok) return id;
	const asking = { what: 'what the run left behind', isAct: false, signal: wanted.signal };
	const pages = await api.askPages(
		asking,
		artifactListSchema,
		(octokit, { page, ...request }) =>
			octokit.rest.actions.listWorkflowRunArtifacts({ owner, repo, run_id: id.value, per_page: 100, page, request }),
		() => false,
	);
	if (!pages.ok) return pages;
	const all = newestOfEach(pages.value.flatMap((page) => page.value.artifacts));
	return ok(
		all.map((artifact) => ({
			id: artifact.id,
			name: artifact.name,
			sizeBytes: artifact.size_in_bytes,
			isExpired: artifact.expired,
			url: `${place.web}/actions/runs/${id.value}/artifacts/${artifact.id}`,
		})),
	);
}

export async function fetchArtifact(
	api: GithubApi,
	place: Place,
	wanted: Parameters<PipelineRunner['fetchArtifact']>[0] & { readonly signal: AbortSignal | undefined },
): Promise<Result<ArtifactFiles>> {
	const { owner, repo } = place;
	const { maxBytes, signal } = wanted;
	const id = numericId(wanted.artifactId, 'artifact');
	if (!id.ok) return id;
	const found = await api.ask({ what: 'the artifact', isAct: false, signal }, artifactSchema, (octokit, request) =>
		octokit.rest.actions.getArtifact({ owner, repo, artifact_id: id.value, request }),
	);
	if (!found.ok) return found;
	const artifact = found.value.value;
	// Evidence of another run must never speak for this one.
	if (artifact.workflow_run?.id !== wanted.nativeId) return unknownThing(`artifact ${id.value} in the run`);
	if (artifact.expired) return expired(api, artifact.name);
	if (artifact.size_in_bytes > maxBytes)
		return tooLarge(`The artifact ${artifact.name} of ${api.host.label}`, maxBytes);
	const file = join(wanted.folder, 'artifact.zip');
	const got = await downloadTo(api.http, {
		...{ address: `${place.address}/actions/artifacts/${id.value}/zip`, file, maxBytes, signal },
		refused: (reply) =>
			reply.status === 410
				? expired(api, artifact.name)
				: githubFailure(api.host, reply, { what: `the artifact ${artifact.name}`, isAct: false }),
	});
	return got.ok ? ok({ kind: 'zip', file }) : got;
}

function expired(api: GithubApi, name: string) {
	return fail(
		'not-found',
		`${api.host.label} has thrown the artifact ${name} away, so what was in it is not known.`,
		'Run it again, or keep artifacts for longer (retention-days of upload-artifact).',
	);
}
