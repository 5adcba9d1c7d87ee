/** What a build left behind: Jenkins keeps files, and packs all of them into one archive when asked. */
import { join } from 'node:path';
import type { Artifact } from '../../../../shared/domain/pipeline/model.ts';
import { fail, ok } from '../../../../shared/domain/result.ts';
import type { Result } from '../../../../shared/domain/result.ts';
import type { ArtifactFiles, PipelineRunner } from '../../../engine/pipeline-ports.ts';
import { downloadTo } from '../../http-hosts/download.ts';
import { jenkinsFailure, noSuchBuild } from './failures.ts';
import type { Jenkins } from './list-runs.ts';
import { buildPath, parseNativeId } from './places.ts';
import { artifactListSchema, artifactsTree, type WireArtifact } from './wire.ts';

/** The archive of everything; the name is that of the file that Jenkins makes. */
const archive = 'archive.zip';

/**
 * One artifact holds all files, as on the other hosts; its size is known only once it is packed. Jenkins puts everything below
 * a folder `archive` in it (JENKINS-19947), so that a glob of files begins with that, or with two stars.
 */
export function artifactsOf(files: readonly WireArtifact[], url: string): readonly Artifact[] {
	if (files.length === 0) return [];
	return [{ id: archive, name: archive, sizeBytes: null, isExpired: false, url }];
}

async function list(
	{ config, client }: Jenkins,
	nativeId: string,
	signal: AbortSignal | undefined,
): Promise<Result<readonly Artifact[]>> {
	const place = parseNativeId(nativeId, config.isMultibranch);
	if (place === null) return noSuchBuild(client.http.host, nativeId);
	const build = buildPath(config, place);
	const path = `${build}/api/json`;
	const found = await client.get({
		path,
		tree: artifactsTree,
		schema: artifactListSchema,
		what: 'the artifacts',
		signal,
	});
	if (!found.ok) return found;
	return ok(artifactsOf(found.value.value.artifacts ?? [], client.address(`${build}/artifact/`)));
}

async function fetchOne(
	jenkins: Jenkins,
	{ nativeId, artifactId, folder, maxBytes }: Parameters<PipelineRunner['fetchArtifact']>[0],
	signal: AbortSignal | undefined,
): Promise<Result<ArtifactFiles>> {
	const { config, client } = jenkins;
	const { http } = client;
	// Jenkins packs an archive also of nothing, so it is looked at first what there is.
	const there = await list(jenkins, nativeId, signal);
	if (!there.ok) return there;
	const place = parseNativeId(nativeId, config.isMultibranch);
	if (place === null || !there.value.some((one) => one.id === artifactId)) {
		const sentence = `${http.host.label} has no such artifact of build ${nativeId}.`;
		return fail('not-found', sentence, 'Look at its artifacts again.');
	}
	const file = join(folder, archive);
	const done = await downloadTo(http, {
		address: client.address(`${buildPath(config, place)}/artifact/*zip*/${archive}`),
		file,
		maxBytes,
		headers: { accept: '*/*' },
		signal,
		refused: (reply) => jenkinsFailure(http.host, reply, { what: 'the artifacts', isAct: false }),
	});
	return done.ok ? ok({ kind: 'zip', file }) : done;
}

export function createArtifacts(jenkins: Jenkins): Pick<PipelineRunner, 'artifacts' | 'fetchArtifact'> {
	return {
		artifacts: (nativeId, signal) => list(jenkins, nativeId, signal),
		fetchArtifact: (request, signal) => fetchOne(jenkins, request, signal),
	};
}
