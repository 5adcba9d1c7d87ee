/** A fake GitLab and a runner connected to it, for tests. */
import { ok } from '../../../../shared/domain/result.ts';
import { realClock } from '../../../testing/real-world.ts';
import type { HarnessJob, RunnerHarness } from '../conformance.ts';
import { emptyZip } from '../../http-hosts/fake-host.ts';
import type { FakeJob, FakePipeline } from './fake-gitlab-model.ts';
import { type FakeGitlab, startFakeGitlab } from './fake-gitlab.ts';
import { createGitlabRunner } from './runner.ts';

export const gitlabToken = 'glpat-token-of-the-test-0123';

export interface GitlabHarness extends RunnerHarness {
	readonly gitlab: FakeGitlab;
	pipeline(nativeId: string): FakePipeline;
	job(nativeId: string, name: string): FakeJob;
}

export async function openGitlabHarness(token: string = gitlabToken): Promise<GitlabHarness> {
	const gitlab = await startFakeGitlab(gitlabToken);
	const { model, host } = gitlab;
	const runner = createGitlabRunner(
		{ kind: 'gitlab', url: host.url, project: 'acme/shop', token: { from: 'environment', name: 'GITLAB_TOKEN' } },
		{ clock: realClock, fetch, resolveSecret: async () => ok(token) },
	);
	const pipeline = (nativeId: string) => {
		const found = model.pipelines.find((one) => String(one.id) === nativeId);
		if (found === undefined) throw new Error(`The fake has no pipeline ${nativeId}.`);
		return found;
	};
	const job = (nativeId: string, name: string) => {
		const found = model.current(pipeline(nativeId)).find((one) => one.name === name);
		if (found === undefined) throw new Error(`The fake has no job ${name}.`);
		return found;
	};
	const end = (nativeId: string, name: HarnessJob, status: string) =>
		model.set(pipeline(nativeId), job(nativeId, name), status);
	return {
		gitlab,
		pipeline,
		job,
		runner,
		world: {
			givenRun: async ({ branch = 'main' } = {}) => String(model.create({ ref: branch }).id),
			async givenEndedRuns(count) {
				return Array.from({ length: count }, () => {
					const nativeId = String(model.create({ ref: 'main' }).id);
					for (const name of ['build', 'test'] as const) end(nativeId, name, 'success');
					return nativeId;
				});
			},
			finishJob: async (nativeId, name, how) => end(nativeId, name, how === 'passed' ? 'success' : 'failed'),
			async appendLog(nativeId, name, text) {
				const one = job(nativeId, name);
				one.trace = Buffer.concat([one.trace, Buffer.from(text)]);
			},
			async cutLog(nativeId, name) {
				const one = job(nativeId, name);
				one.trace = Buffer.alloc(0);
				one.erasedAt = host.now();
			},
			async givenArtifact(nativeId, files) {
				job(nativeId, 'build').archive = emptyZip(JSON.stringify(files));
				return 'build';
			},
			fault: async (kind) => host.fault(kind),
			skewClock: async (ms) => host.skewClock(ms),
			async waitForPerson(nativeId) {
				model.set(pipeline(nativeId), job(nativeId, 'build'), 'manual');
			},
			starts: () =>
				model.pipelines
					.filter((one) => one.source === 'api')
					.map((one) => ({
						branch: one.ref,
						inputs: Object.fromEntries(one.variables.map(({ key, value }) => [key, value])),
					})),
		},
		faults: [
			...(['unreachable', 'unauthorised', 'forbidden', 'not-found', 'rate-limited', 'secondary-limit'] as const),
			...(['server-error', 'garbage', 'cut', 'hang'] as const),
		],
		beyondOnePage: 130,
		knowsUnchanged: true,
		inputs: { LEVEL: 'full' },
		secret: gitlabToken,
		faultLimitMs: 5000,
		async dispose() {
			await runner.close();
			await gitlab.stop();
			const strangers = [...host.strangers, ...gitlab.storage.strangers];
			if (strangers.length > 0)
				throw new Error(`The runner asked what the fake does not have: ${strangers.join(', ')}`);
		},
	};
}
