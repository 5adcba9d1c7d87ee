/** What the tests of GitHub's facts share. */
import type { GithubFactsConfig } from '../../../../shared/config/delivery-model.ts';
import { ok } from '../../../../shared/domain/result.ts';
import { realClock } from '../../../testing/real-world.ts';
import { shaOf } from './fake-github.ts';
import type { GithubFactsDeps } from './source.ts';

export const token = 'github_pat_of_the_test_0123456789';
export const day = 24 * 60 * 60 * 1000;

export const configOf = (api: string, changes: Partial<GithubFactsConfig> = {}): GithubFactsConfig => ({
	...{ id: 'github:acme/shop', kind: 'github', api, repository: { owner: 'acme', name: 'shop' } },
	...{ token: { from: 'environment', name: 'TOKEN' }, backMs: 365 * day, services: {}, environments: {} },
	...{ service: 'shop', deployments: { from: 'deployments' }, changes: true, incidentLabels: ['incident'] },
	...changes,
});

export const deps: GithubFactsDeps = {
	...{ clock: realClock, fetch, resolveSecret: async () => ok(token), repositoryName: 'github.com/acme/shop' },
	isOurService: (name: string) => name === 'shop' || name === 'billing',
};

export const iso = (ms: number) => new Date(ms).toISOString();

/** A successful run of a workflow as the REST API has it. */
export function runOf(id: number, at: number, changes: Record<string, unknown> = {}): Record<string, unknown> {
	return {
		...{ id, name: 'Deploy', display_title: 'Deploy', event: 'push', status: 'completed', conclusion: 'success' },
		...{
			head_sha: shaOf(id),
			head_branch: 'main',
			run_attempt: 1,
			html_url: `https://github.example/acme/shop/actions/runs/${id}`,
		},
		...{ created_at: iso(at), run_started_at: iso(at), updated_at: iso(at + 60_000), actor: { login: 'ada' } },
		triggering_actor: { login: 'grace' },
		...changes,
	};
}
