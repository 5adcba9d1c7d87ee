/** What a build left behind: Jenkins keeps files, and packs all of them into one archive when asked. */
import { join } from 'node:path';
import type { JenkinsRunnerConfig } from '../../../../shared/config/pipeline-model.ts';
import type { Artifact } from '../../../../shared/domain/pipeline/model.ts';
import { fail, ok } from '../../../../shared/domain/result.ts';
import type { Result } from '../../../../shared/domain/result.ts';
import type { PipelineRunner } from '../../../engine/pipeline-ports.ts';
import { downloadTo } from '../http/download.ts';
import type { JenkinsClient } from './client.ts';
import { jenkinsFailure, noSuchBuild } from './failures.ts';
import { buildPath, parseNativeId } from './places.ts';
import { artifactListSchema, artifactsTree, type WireArtifact } from './wire.ts';

/** The archive of everything; the name is that of the file that Jenkins makes. */
const archive = 'archive.zip';

/** One artifact holds all files, as on the other hosts; its size is known only once it is packed. */
export function artifactsOf(files: readonly WireArtifact[], url: string): readonly Artifact[] {
	if (files.length === 0) return [];
	return [{ id: archive, name: archive, sizeBytes: null, isExpired: false, url }];
}

export function createArtifacts(
	config: JenkinsRunnerConfig,
	client: JenkinsClient,
): Pick<PipelineRunner, 'artifacts' | 'fetchArtifact'> {
	const { http } = client;

	const list = async (nativeId: string, signal?: AbortSignal): Promise<Result<readonly Artifact[]>> => {
		const place = parseNativeId(nativeId, config.isMultibranch);
		if (place === null) return noSuchBuild(http.host, nativeId);
		const build = buildPath(config, place);
		const found = await client.get({
			path: `${build}/api/json`,
			tree: artifactsTree,
			schema: artifactListSchema,
			what: 'the artifacts',
			signal,
		});
		if (!found.ok) return found;
		return ok(artifactsOf(found.value.value.artifacts ?? [], client.address(`${build}/artifact/`)));
	};

	return {
		artifacts: list,
		async fetchArtifact({ nativeId, artifactId, folder, maxBytes }, signal) {
			// Jenkins packs an archive also of nothing, so it is looked at first what there is.
			const there = await list(nativeId, signal);
			if (!there.ok) return there;
			const place = parseNativeId(nativeId, config.isMultibranch);
			if (place === null || !there.value.some((one) => one.id === artifactId)) {
				return fail(
					'not-found',
					`${http.host.label} has no such artifact of build ${nativeId}.`,
					'Look at its artifacts again.',
				);
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
		},
	};
}
