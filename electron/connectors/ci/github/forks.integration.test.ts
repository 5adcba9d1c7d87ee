/** A repository whose forks call their branch as ours is called. */
import { expect, it } from 'vitest';
import { ok } from '../../../../shared/domain/result.ts';
import { realClock } from '../../../testing/real-world.ts';
import { startLoopback } from '../../http-hosts/testing.ts';
import { createGithubRunner } from './runner.ts';

function runOfFork(id: number) {
	const at = '2026-11-28T12:00:00Z';
	return {
		...{ id, run_number: id, run_attempt: 1, event: 'pull_request', status: 'completed', conclusion: 'success' },
		...{
			head_branch: 'main',
			head_sha: 'a'.repeat(40),
			html_url: 'https://github.com/x',
			created_at: at,
			updated_at: at,
		},
		...{ repository: { id: 1 }, head_repository: { id: 2, owner: { login: 'somebody' } } },
	};
}

it('does not cost the whole budget to look through', async () => {
	const host = await startLoopback(({ query, path }, response) => {
		const page = Number(query.get('page'));
		const size = Number(query.get('per_page'));
		const runs = Array.from({ length: size }, (_, index) => runOfFork(page * 1000 + index));
		const link = `<${host.url}${path}?page=${page + 1}>; rel="next"`;
		response.writeHead(200, { link, 'content-type': 'application/json' }).end(JSON.stringify({ workflow_runs: runs }));
	});
	const runner = createGithubRunner(
		{
			...{ kind: 'github', repository: { owner: 'acme', name: 'shop' }, workflow: 'ci.yml', api: host.url },
			token: { from: 'environment', name: 'GITHUB_TOKEN' },
		},
		{ clock: realClock, fetch, resolveSecret: async () => ok('token-of-the-test') },
	);
	expect(await runner.listRuns({ branch: 'main', limit: 20 })).toMatchObject({ value: { value: [] } });
	expect(host.asked.length).toBeLessThanOrEqual(3);
	await runner.close();
	await host.stop();
});
