/** A runner beside a fake GitHub, for tests. */
import { ok } from '../../../../shared/domain/result.ts';
import type { Result } from '../../../../shared/domain/result.ts';
import type { PipelineRunner } from '../../../engine/pipeline-ports.ts';
import type { Clock } from '../../../engine/ports.ts';
import { realClock } from '../../../testing/real-world.ts';
import { type FakeGithub, startFakeGithub } from './fake-github.ts';
import { createGithubRunner } from './runner.ts';

export const testToken = 'github_pat_of_the_test_0123456789';

interface RunnerChange {
	readonly workflow?: string | null;
	readonly hasToken?: boolean;
	readonly token?: string;
	readonly clock?: Clock;
}

export interface GithubBench {
	readonly github: FakeGithub;
	/** A runner of its own, with nothing kept; all are closed by `stop`. */
	runner(change?: RunnerChange): PipelineRunner;
	stop(): Promise<void>;
}

export async function startBench(options: { readonly basePath?: string } = {}): Promise<GithubBench> {
	const github = await startFakeGithub({ token: testToken, ...options });
	const runners: PipelineRunner[] = [];
	return {
		github,
		runner({ workflow = 'ci.yml', hasToken = true, token = testToken, clock = realClock } = {}) {
			const repository = { owner: 'acme', name: 'shop' };
			const secret = hasToken ? { from: 'environment' as const, name: 'CI_TOKEN' } : null;
			const runner = createGithubRunner(
				{ kind: 'github', api: github.api, repository, workflow, token: secret },
				{ clock, fetch, resolveSecret: async () => ok(token) },
			);
			runners.push(runner);
			return runner;
		},
		async stop() {
			await Promise.all(runners.map((runner) => runner.close()));
			await github.stop();
		},
	};
}

/** The value of a success; anything else fails the test with its words. */
export function valueOf<T>(result: Result<T>): T {
	if (!result.ok) throw new Error(`${result.problem.code}: ${result.problem.message} ${String(result.cause)}`);
	return result.value;
}
