/** Facts of a repository at GitHub: deployments (or runs that deploy), pull requests, issues that are incidents. */
import type { GithubFactsConfig } from '../../../../shared/config/delivery-model.ts';
import type { FactKind } from '../../../../shared/domain/delivery/facts.ts';
import type { FactSource } from '../../../engine/delivery-ports.ts';
import type { ProjectFactsDeps } from '../common/known-project.ts';
import { createNewestFirstSource, type NewestFirstList } from '../common/newest-first.ts';
import { createGithubAsking, type GithubAsking } from './asking.ts';
import { changesList } from './changes.ts';
import { deploymentsList } from './deployments.ts';
import { issuesList } from './issues.ts';
import { runsList } from './runs.ts';

export interface GithubFactsDeps extends ProjectFactsDeps {
	/** Name that commits of the repository have in the store. */
	readonly repositoryName: string;
}

export function createGithubFacts(config: GithubFactsConfig, deps: GithubFactsDeps): FactSource {
	const asking = createGithubAsking(config, deps);
	const { deployments, changes, incidentLabels } = config;
	const lists: readonly NewestFirstList[] = [
		...(deployments === null ? [] : [listOfDeployments(config, asking, deps)]),
		...(changes ? [changesList(config, asking, deps.repositoryName)] : []),
		...(incidentLabels.length === 0 ? [] : [issuesList(config, asking, deps)]),
	];
	const tells: readonly FactKind[] = [
		...(deployments === null ? [] : (['deployment'] as const)),
		...(changes ? (['change'] as const) : []),
		...(incidentLabels.length === 0 ? [] : (['incident'] as const)),
	];
	return createNewestFirstSource({
		...{ id: config.id, kind: 'github', label: `GitHub ${asking.place.name}`, tells, lists },
		about: [config.api, asking.place.name, JSON.stringify([deployments, changes, incidentLabels])],
		clockSkewMs: () => asking.http.clockSkewMs(),
		close: () => asking.http.close(),
	});
}

function listOfDeployments(config: GithubFactsConfig, asking: GithubAsking, deps: GithubFactsDeps): NewestFirstList {
	const { deployments } = config;
	if (deployments?.from !== 'runs') return deploymentsList(config, asking, deps);
	return runsList({ ...config, deployments }, asking, deps);
}
