/** What the sample tells of a past that it never had. */
import type { ProjectConfig } from '../../../shared/config/model.ts';
import { repositoryName } from '../../../shared/config/repository.ts';
import { createGitRepository } from '../../connectors/scm/git/repository.ts';
import type { SyncedSource } from '../../engine/delivery/sync-loop.ts';
import type { FactsPorts } from '../connect-facts.ts';
import type { ShippedCommit } from './made-up-commits.ts';
import { createMadeUpSource } from './made-up-history.ts';
import { firstVersion } from './newest-version.ts';

const hourMs = 3_600_000;
const mostCommits = 500;

/** The source of the sample's made-up history; its deployments ship the commits of the sample's real repository, where there is one. */
export function sampleFacts(
	projectId: string,
	{ services }: ProjectConfig,
	ports: FactsPorts,
): readonly SyncedSource[] {
	const place = services[0]?.repositorySource ?? null;
	const git = place === null ? null : createGitRepository(place, { ...ports, cacheFolder: ports.clonesFolder });

	async function real(signal: AbortSignal): Promise<readonly ShippedCommit[]> {
		const request = { from: null, to: `v${firstVersion}`, paths: [], limit: mostCommits };
		const asked = await git?.commits(request, signal);
		if (asked === undefined || !asked.ok) return [];
		const known = asked.value.commits.flatMap(({ sha, authoredAt }) =>
			authoredAt === null ? [] : [{ sha, authoredAt }],
		);
		return known.sort((a, b) => a.authoredAt - b.authoredAt);
	}

	const source = createMadeUpSource({
		...{ standing: firstVersion, real },
		repository: place === null ? 'made-up shop' : repositoryName(place),
	});
	const closing = { ...source, close: async () => git?.close() };
	return [{ projectId, source: closing, host: source.id, everyMs: hourMs, backMs: 0 }];
}
