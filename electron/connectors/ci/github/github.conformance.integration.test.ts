/** GitHub Actions against what every runner must do. */
import { ok } from '../../../../shared/domain/result.ts';
import { realClock } from '../../../testing/real-world.ts';
import { expect } from 'vitest';
import { runnerConformance, type RunnerFault, type RunnerHarness } from '../conformance.ts';
import type { FakeRun } from './fake-github-world.ts';
import { startFakeGithub } from './fake-github.ts';
import { createGithubRunner } from './runner.ts';

const faults: readonly RunnerFault[] = [
	...(['unreachable', 'unauthorised', 'forbidden', 'not-found', 'rate-limited', 'secondary-limit'] as const),
	...(['server-error', 'garbage', 'cut', 'hang'] as const),
];

const token = 'github_pat_of_the_test_0123456789';

async function makeHarness(): Promise<RunnerHarness> {
	const github = await startFakeGithub({ token });
	const { world } = github;
	const config = {
		...{ kind: 'github' as const, api: github.api, repository: { owner: 'acme', name: 'shop' }, workflow: 'ci.yml' },
		token: { from: 'environment' as const, name: 'TOKEN' },
	};
	const runner = createGithubRunner(config, { clock: realClock, fetch, resolveSecret: async () => ok(token) });
	const runOf = (nativeId: string): FakeRun => {
		const run = world.run(Number(nativeId));
		if (run === undefined) throw new Error(`The fake has no run ${nativeId}`);
		return run;
	};
	const endedRun = (): string => {
		const run = world.addRun();
		for (const name of ['build', 'test']) world.finish(run, world.job(run, name), 'success');
		return String(run.id);
	};
	return {
		runner,
		faults,
		beyondOnePage: 130,
		knowsUnchanged: true,
		inputs: { target: 'staging', dry: 'true' },
		secret: token,
		faultLimitMs: 5000,
		world: {
			givenRun: async (options) => String(world.addRun(options).id),
			givenEndedRuns: async (count) => Array.from({ length: count }, endedRun),
			async finishJob(nativeId, job, end) {
				const run = runOf(nativeId);
				world.finish(run, world.job(run, job), end === 'passed' ? 'success' : 'failure');
			},
			async appendLog(nativeId, job, text) {
				world.job(runOf(nativeId), job).log += text;
			},
			async cutLog(nativeId, job) {
				world.job(runOf(nativeId), job).logState = 'gone';
			},
			async givenArtifact(nativeId, files) {
				return world.addArtifact(runOf(nativeId), 'reports', files).name;
			},
			fault: async (kind) => github.fault(kind),
			skewClock: async (ms) => world.skew(ms),
			async waitForPerson(nativeId) {
				const run = runOf(nativeId);
				world.protect(run, world.job(run, 'build'));
			},
			starts: () => world.starts,
		},
		async dispose() {
			await runner.close();
			await github.stop();
			expect(github.complaints).toEqual([]);
		},
	};
}

runnerConformance('github', makeHarness);
