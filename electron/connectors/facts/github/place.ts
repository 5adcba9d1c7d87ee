/** Where a repository lies at GitHub, and how its API is asked. */
import type { GithubFactsConfig } from '../../../../shared/config/delivery-model.ts';

export interface Place {
	/** `acme/shop`. */
	readonly name: string;
	/** Below this lies the REST API of the repository. */
	readonly rest: string;
	readonly graphql: string;
	/** The repository's page for people. */
	readonly web: string;
}

/** `https://api.github.com`, `https://api.SUB.ghe.com` and `https://HOST/api/v3` are the three forms that GitHub has. */
export function placeOf({ api, repository }: Pick<GithubFactsConfig, 'api' | 'repository'>): Place {
	const path = `${encodeURIComponent(repository.owner)}/${encodeURIComponent(repository.name)}`;
	const base = api.replace(/\/+$/, '');
	const url = URL.parse(base);
	const web = url === null ? base : `${url.protocol}//${url.host.replace(/^api\./, '')}`;
	return {
		name: `${repository.owner}/${repository.name}`,
		rest: `${base}/repos/${path}`,
		graphql: `${base.replace(/\/v3$/, '')}/graphql`,
		web: `${web}/${path}`,
	};
}
