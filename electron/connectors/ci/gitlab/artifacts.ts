/** What jobs left behind: one archive for each. */
import { join } from 'node:path';
import type { Artifact } from '../../../../shared/domain/pipeline/model.ts';
import { ok } from '../../../../shared/domain/result.ts';
import type { Result } from '../../../../shared/domain/result.ts';
import type { ArtifactFiles } from '../../../engine/pipeline-ports.ts';
import { downloadTo } from '../../http-hosts/download.ts';
import type { GitlabClient } from './client.ts';
import { gitlabFailure } from './failures.ts';
import { jobIdOf, parseJobId } from './map-run.ts';
import type { FoundJob, JobReader } from './read-jobs.ts';

/**
 * The archive of a job, named as the job, because GitLab calls nearly all of them `artifacts.zip`. Null where it has none.
 * GitLab tells no file of an archive that it has thrown away, and keeps the newest ones beyond their date.
 */
export function artifactOf({ wire, place, isBridge }: FoundJob, hostNow: number): Artifact | null {
	const { artifacts_file: file, artifacts_expire_at: expiresAt } = wire;
	if (isBridge) return null;
	const isExpired = !file && expiresAt !== null && expiresAt <= hostNow;
	if (!file && !isExpired) return null;
	const url = wire.web_url === null || isExpired ? null : `${wire.web_url}/artifacts/browse`;
	return {
		id: jobIdOf(place, wire.id),
		name: `${place.prefix}${wire.name}`,
		sizeBytes: file?.size ?? null,
		isExpired,
		url,
	};
}

export async function listArtifacts(
	jobs: JobReader,
	nativeId: string,
	signal?: AbortSignal,
): Promise<Result<readonly Artifact[]>> {
	const found = await jobs.read(nativeId, signal);
	if (!found.ok) return found;
	const last = found.value.replies.at(-1);
	const hostNow = (last?.asOf ?? 0) + (last?.clockSkewMs ?? 0);
	return ok(found.value.value.jobs.flatMap((job) => artifactOf(job, hostNow) ?? []));
}

export async function fetchArchive(
	client: GitlabClient,
	request: { readonly artifactId: string; readonly folder: string; readonly maxBytes: number },
	signal?: AbortSignal,
): Promise<Result<ArtifactFiles>> {
	const { http } = client;
	const place = parseJobId(request.artifactId);
	const file = join(request.folder, 'artifacts.zip');
	const done = await downloadTo(http, {
		// Id 0 is nobody's, so what is no id of ours is not found by GitLab itself.
		address: client.address(`jobs/${place?.id ?? 0}/artifacts`, {}, place?.projectId ?? null),
		file,
		maxBytes: request.maxBytes,
		headers: { accept: '*/*' },
		signal,
		refused: (reply) => gitlabFailure(http.host, reply, { what: 'the artifacts of the job', isAct: false }),
	});
	return done.ok ? ok({ kind: 'zip', file }) : done;
}
