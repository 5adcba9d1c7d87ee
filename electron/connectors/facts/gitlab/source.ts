/** Facts of a project at GitLab: deployments, merge requests, issues that are incidents. */
import type { GitlabFactsConfig } from '../../../../shared/config/delivery-model.ts';
import type { FactKind } from '../../../../shared/domain/delivery/facts.ts';
import type { FactSource } from '../../../engine/delivery-ports.ts';
import type { ProjectFactsDeps } from '../common/known-project.ts';
import { createNewestFirstSource, type NewestFirstList } from '../common/newest-first.ts';
import { createGitlabAsking } from './asking.ts';
import { changesList } from './changes.ts';
import { deploymentsList } from './deployments.ts';
import { issuesLists } from './issues.ts';

export interface GitlabFactsDeps extends ProjectFactsDeps {
	/** Name that commits of the repository have in the store. */
	readonly repositoryName: string;
}

export function createGitlabFacts(config: GitlabFactsConfig, deps: GitlabFactsDeps): FactSource {
	const asking = createGitlabAsking(config, deps);
	const { deployments, changes, incidentLabels, project } = config;
	const lists: readonly NewestFirstList[] = [
		...(deployments ? [deploymentsList(config, asking, deps)] : []),
		...(changes ? [changesList(config, asking, deps.repositoryName)] : []),
		...issuesLists(config, asking, deps),
	];
	const tells: readonly FactKind[] = [
		...(deployments ? (['deployment'] as const) : []),
		...(changes ? (['change'] as const) : []),
		...(incidentLabels.length === 0 ? [] : (['incident'] as const)),
	];
	return createNewestFirstSource({
		...{ id: config.id, kind: 'gitlab', label: `GitLab ${project}`, tells, lists },
		about: [config.url, project, JSON.stringify([deployments, changes, incidentLabels])],
		clockSkewMs: () => asking.http.clockSkewMs(),
		close: () => asking.http.close(),
	});
}
