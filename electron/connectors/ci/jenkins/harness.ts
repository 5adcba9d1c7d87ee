/** A fake Jenkins and a runner connected to it, for tests. */
import { ok } from '../../../../shared/domain/result.ts';
import type { JenkinsRunnerConfig } from '../../../../shared/config/pipeline-model.ts';
import { realClock } from '../../../testing/real-world.ts';
import type { RunnerHarness } from '../conformance.ts';
import type { FakeBuild, FakeJob } from './fake-jenkins-model.ts';
import { type FakeJenkins, startFakeJenkins } from './fake-jenkins.ts';
import { parseNativeId } from './places.ts';
import { createJenkinsRunner } from './runner.ts';

export const jenkinsToken = '11aa22bb33cc44dd55ee66ff77aa88bb99';

export interface JenkinsHarness extends RunnerHarness {
	readonly jenkins: FakeJenkins;
	job(branch: string): FakeJob;
	build(nativeId: string): FakeBuild;
}

export async function openJenkinsHarness(change: Partial<JenkinsRunnerConfig> = {}): Promise<JenkinsHarness> {
	const jenkins = await startFakeJenkins('ada', jenkinsToken);
	const { model, host } = jenkins;
	const config: JenkinsRunnerConfig = {
		kind: 'jenkins',
		url: host.url,
		job: 'acme/shop',
		isMultibranch: true,
		user: 'ada',
		token: { from: 'environment', name: 'JENKINS_TOKEN' },
		...change,
	};
	const runner = createJenkinsRunner(config, { clock: realClock, fetch, resolveSecret: async () => ok(jenkinsToken) });
	const job = (branch: string) => {
		const found = [...model.jobs.values()].find((one) => one.branch === branch);
		if (found === undefined) throw new Error(`The fake has no branch ${branch}.`);
		return found;
	};
	const build = (nativeId: string) => {
		const place = parseNativeId(nativeId, true);
		const found = job(place?.branch ?? '').builds.find((one) => one.number === place?.number);
		if (found === undefined) throw new Error(`The fake has no build ${nativeId}.`);
		return found;
	};
	return {
		jenkins,
		job,
		build,
		runner,
		world: {
			givenRun: async ({ branch = 'main' } = {}) => `${branch}#${model.begin(job(branch)).number}`,
			async givenEndedRuns(count) {
				return Array.from({ length: count }, () => {
					const made = model.begin(job('main'));
					for (const stage of ['build', 'test']) model.endStage(made, stage, 'SUCCESS');
					return `main#${made.number}`;
				});
			},
			finishJob: async (nativeId, name, end) =>
				model.endStage(build(nativeId), name, end === 'passed' ? 'SUCCESS' : 'FAILED'),
			appendLog: async (nativeId, name, text) => model.write(build(nativeId), name, text),
			async cutLog(nativeId, name) {
				for (const stage of build(nativeId).stages) {
					if (stage.name === name) for (const step of stage.steps) step.file = null;
				}
			},
			async givenArtifact(nativeId, files) {
				build(nativeId).files = files;
				return 'archive.zip';
			},
			fault: async (kind) => host.fault(kind),
			skewClock: async (ms) => host.skewClock(ms),
			async waitForPerson(nativeId) {
				const waiting = build(nativeId);
				waiting.inputs = [{ id: 'Proceed1', message: 'Is the build okay?', parameters: [] }];
				for (const stage of waiting.stages) stage.status = 'PAUSED_PENDING_INPUT';
			},
			starts: () =>
				[...model.queue.values()].map(({ job: { branch }, build: made }) => ({
					branch: branch ?? '',
					inputs: Object.fromEntries((made?.parameters ?? []).map(({ name, value = '' }) => [name, value])),
				})),
		},
		faults: [
			...(['unreachable', 'unauthorised', 'forbidden', 'not-found', 'rate-limited'] as const),
			...(['server-error', 'garbage', 'cut', 'hang'] as const),
		],
		beyondOnePage: 120,
		knowsUnchanged: true,
		inputs: { LEVEL: 'full' },
		secret: jenkinsToken,
		faultLimitMs: 5000,
		async dispose() {
			await runner.close();
			await jenkins.stop();
			const { strangers } = host;
			if (strangers.length > 0)
				throw new Error(`The runner asked what the fake does not have: ${strangers.join(', ')}`);
		},
	};
}
