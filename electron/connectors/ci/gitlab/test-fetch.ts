/** A GitLab in memory that answers by path, for tests of single parts. */
import type { GitlabRunnerConfig } from '../../../../shared/config/pipeline-model.ts';
import { ok } from '../../../../shared/domain/result.ts';
import { realClock } from '../../../testing/real-world.ts';
import type { CiHttpDeps } from '../../http-hosts/host.ts';

export function createTestFetch(answer: (path: string) => { readonly status: number; readonly body: unknown }): {
	readonly config: GitlabRunnerConfig;
	readonly deps: CiHttpDeps;
	readonly asked: readonly string[];
} {
	const asked: string[] = [];
	return {
		asked,
		config: { kind: 'gitlab', url: 'https://gitlab.example.com', project: 'acme/shop', token: null },
		deps: {
			clock: realClock,
			resolveSecret: async () => ok('unused'),
			fetch: async (address) => {
				const { pathname } = new URL(address);
				asked.push(pathname);
				const { status, body } = answer(pathname);
				return new Response(JSON.stringify(body), { status });
			},
		},
	};
}
