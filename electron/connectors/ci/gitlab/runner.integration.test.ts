/** What is peculiar to GitLab, against the fake of this folder. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { value } from '../conformance-steps.ts';
import { emptyZip } from '../../http-hosts/fake-host.ts';
import { type GitlabHarness, openGitlabHarness } from './harness.ts';

let harness: GitlabHarness;
beforeEach(async () => {
	harness = await openGitlabHarness();
});
afterEach(() => harness.dispose());

const start = () => harness.gitlab.model.create({ ref: 'main' });
const read = async (id: number) => value(await harness.runner.readRun(String(id))).value;
const answerOf = (pipelineId: number, jobId: number | string, approve: boolean) =>
	harness.runner.answer({ nativeId: String(pipelineId), jobId: String(jobId), approve, comment: 'Checked by hand' });

describe('runs', () => {
	it('asks for each commit once, and not again', async () => {
		start();
		start();
		const asked = () => harness.gitlab.host.asked.filter((one) => one.path.includes('/repository/commits/')).length;
		const [run] = value(await harness.runner.listRuns({ branch: 'main', limit: 5 })).value;
		expect(run?.commit).toMatchObject({ subject: 'Shop: count the basket once', author: { name: 'Ada Lovelace' } });
		expect(asked()).toBe(1);
		await harness.runner.listRuns({ branch: 'main', limit: 5 });
		expect(asked()).toBe(1);
	});

	it('is not unchanged while commits become known', async () => {
		start();
		expect(value(await harness.runner.listRuns({ branch: null, limit: 5 })).isUnchanged).toBe(false);
		expect(value(await harness.runner.listRuns({ branch: null, limit: 5 })).isUnchanged).toBe(true);
	});

	it('reads all pages of the jobs', async () => {
		const jobs = Array.from({ length: 230 }, (_, index) => `part ${index}`);
		const pipeline = harness.gitlab.model.create({ ref: 'main', jobs });
		expect((await read(pipeline.id)).jobs.map((job) => job.name)).toEqual(jobs);
	});

	it('counts tries, and shows the newest of each job', async () => {
		const { model } = harness.gitlab;
		const pipeline = start();
		const [build] = pipeline.jobs;
		if (build !== undefined) model.set(pipeline, build, 'failed');
		expect(await read(pipeline.id)).toMatchObject({ attempt: 1, state: 'failed', startedBy: 'ada' });
		value(await harness.runner.rerun({ nativeId: String(pipeline.id), onlyFailed: true }));
		const again = await read(pipeline.id);
		expect(again).toMatchObject({ attempt: 2, state: 'running' });
		expect(again.jobs.map((job) => [job.name, job.state])).toEqual([
			['build', 'running'],
			['test', 'waiting'],
		]);
		const [listed] = value(await harness.runner.listRuns({ branch: null, limit: 1 })).value;
		expect(listed?.attempt).toBe(2);
	});

	it('shows the jobs of downstream pipelines behind their bridge, with logs of their own', async () => {
		const { model } = harness.gitlab;
		const pipeline = start();
		const bridge = model.addJob(pipeline, 'deploy', { isBridge: true });
		const child = model.create({ ref: 'main', projectId: 33, jobs: ['roll out'] });
		bridge.downstream = { projectId: 33, pipelineId: child.id };
		const rollOut = child.jobs[0];
		if (rollOut !== undefined) rollOut.trace = Buffer.from('rolling\n');
		const run = await read(pipeline.id);
		expect(run.jobs.map((job) => [job.name, job.hasLog])).toEqual([
			['build', true],
			['test', false],
			['deploy', false],
			['deploy / roll out', true],
		]);
		const jobId = run.jobs[3]?.id ?? '';
		const log = await harness.runner.readLog({ nativeId: run.nativeId, jobId, fromByte: 0 });
		expect(value(log).text).toBe('rolling\n');
	});

	it('says that a downstream pipeline cannot be seen, and shows the rest', async () => {
		const { model, hiddenProjects } = harness.gitlab;
		const pipeline = start();
		const bridge = model.addJob(pipeline, 'deploy', { isBridge: true });
		bridge.downstream = { projectId: 33, pipelineId: model.create({ ref: 'main', projectId: 33 }).id };
		hiddenProjects.add(33);
		const run = await read(pipeline.id);
		expect(run.jobs.map((job) => [job.name, job.note])).toEqual([
			['build', null],
			['test', null],
			['deploy', 'started a pipeline that this token may not see'],
		]);
	});

	it('does not ask again for bridges of a pipeline that has none', async () => {
		const pipeline = start();
		await read(pipeline.id);
		await read(pipeline.id);
		expect(harness.gitlab.host.asked.filter((one) => one.path.endsWith('/bridges'))).toHaveLength(1);
	});
});

describe('tokens', () => {
	it('names the scope that reading needs', async () => {
		harness.gitlab.scopes = [];
		const listed = await harness.runner.listRuns({ branch: null, limit: 5 });
		expect(!listed.ok && listed.problem).toMatchObject({ code: 'ci-unauthorised', retryable: false });
		expect(!listed.ok && listed.problem.message).toContain('lacks the scope read_api (or api)');
	});

	it('names the scope that acting needs, and reads on with the lesser one', async () => {
		harness.gitlab.scopes = ['read_api'];
		const pipeline = start();
		const cancelled = await harness.runner.cancel(String(pipeline.id));
		expect(!cancelled.ok && cancelled.problem.code).toBe('ci-unauthorised');
		expect(!cancelled.ok && cancelled.problem.message).toContain('lacks the scope api');
		expect((await read(pipeline.id)).state).toBe('running');
	});

	it('says that a private project looks like one that is not there', async () => {
		harness.gitlab.hiddenProjects.add(21);
		const listed = await harness.runner.listRuns({ branch: null, limit: 5 });
		expect(!listed.ok && listed.problem.code).toBe('not-found');
		expect(!listed.ok && listed.problem.hint).toContain('private');
	});

	it('waits as long as GitLab asks', async () => {
		harness.gitlab.host.fault('rate-limited');
		const before = Date.now();
		const listed = await harness.runner.listRuns({ branch: null, limit: 5 });
		const notBefore = listed.ok ? 0 : Number(listed.problem.details?.['notBefore']);
		expect(notBefore).toBeGreaterThanOrEqual(before + 29_000);
		expect(notBefore).toBeLessThan(before + 40_000);
	});
});

describe('logs', () => {
	it('leaves colours and sections as they are', async () => {
		const pipeline = start();
		const text = '\u001b[0Ksection_start:1560896352:prepare\r\u001b[0K\u001b[32;1mPreparing\u001b[0;m\n';
		await harness.world.appendLog(String(pipeline.id), 'build', text);
		const jobId = String(pipeline.jobs[0]?.id);
		const piece = value(await harness.runner.readLog({ nativeId: String(pipeline.id), jobId, fromByte: 0 }));
		expect(piece).toMatchObject({ text, isComplete: false, gap: null });
	});

	it('says that a log was erased, that it was cut, and that it is gone', async () => {
		const { model } = harness.gitlab;
		const pipeline = start();
		const nativeId = String(pipeline.id);
		const build = harness.job(nativeId, 'build');
		build.trace = Buffer.from('too long\n');
		model.set(pipeline, build, 'failed');
		build.failureReason = 'trace_size_exceeded';
		const log = async () => value(await harness.runner.readLog({ nativeId, jobId: String(build.id), fromByte: 0 }));
		expect(await log()).toMatchObject({ text: 'too long\n', isComplete: true });
		expect((await log()).gap).toContain('cut the log');
		build.trace = Buffer.alloc(0);
		expect((await log()).gap).toContain('keeps no log');
		build.erasedAt = Date.now();
		expect((await log()).gap).toContain('erased');
	});

	it('downloads a long log a few times, not once for each piece', async () => {
		const pipeline = start();
		const nativeId = String(pipeline.id);
		await harness.world.appendLog(nativeId, 'build', 'a line of the log\n'.repeat(300_000));
		await harness.world.finishJob(nativeId, 'build', 'passed');
		const jobId = String(pipeline.jobs[0]?.id);
		let [fromByte, pieces] = [0, 0];
		for (;;) {
			const piece = value(await harness.runner.readLog({ nativeId, jobId, fromByte }));
			pieces += 1;
			fromByte = piece.nextByte;
			if (piece.isComplete) break;
		}
		expect(fromByte).toBe(18 * 300_000);
		expect(pieces).toBeGreaterThan(4);
		expect(harness.gitlab.host.asked.filter((one) => one.path.endsWith('/trace'))).toHaveLength(1);
	});

	it('does not show the log of a job of another pipeline', async () => {
		const [one, other] = [start(), start()];
		const request = { nativeId: String(one.id), jobId: String(other.jobs[0]?.id), fromByte: 0 };
		const log = await harness.runner.readLog(request);
		expect(!log.ok && log.problem.code).toBe('not-found');
	});
});

describe('artifacts', () => {
	it('fetches from the storage without the token, and tells what is expired', async () => {
		const pipeline = start();
		const nativeId = String(pipeline.id);
		const [build, test] = [harness.job(nativeId, 'build'), harness.job(nativeId, 'test')];
		build.archive = emptyZip('reports');
		test.archive = emptyZip('old');
		test.expiresAt = Date.now() - 1000;
		const artifacts = value(await harness.runner.artifacts(nativeId));
		expect(artifacts.map(({ name, isExpired, sizeBytes }) => [name, isExpired, sizeBytes])).toEqual([
			['build', false, 29],
			['test', true, null],
		]);
		const folder = await mkdtemp(join(tmpdir(), 'signalbox-gitlab-'));
		try {
			const fetchOf = (id: number) =>
				harness.runner.fetchArtifact({ nativeId, artifactId: String(id), folder, maxBytes: 1000 });
			const gone = await fetchOf(test.id);
			expect(!gone.ok && gone.problem.code).toBe('not-found');
			expect(await readdir(folder)).toEqual([]);
			const fetched = value(await fetchOf(build.id));
			expect(fetched.kind === 'zip' && (await readFile(fetched.file)).equals(emptyZip('reports'))).toBe(true);
			expect(harness.gitlab.storage.asked.map((one) => one.headers['private-token'])).toEqual([undefined]);
		} finally {
			await rm(folder, { recursive: true });
		}
	});
});

describe('acts', () => {
	it('starts a manual job, and refuses a no in words', async () => {
		const pipeline = start();
		const nativeId = String(pipeline.id);
		await harness.world.waitForPerson?.(nativeId);
		const jobId = pipeline.jobs[0]?.id ?? 0;
		const no = await answerOf(pipeline.id, jobId, false);
		expect(!no.ok && no.problem).toMatchObject({ code: 'ci-refused', hint: 'Leave it, or cancel the run.' });
		value(await answerOf(pipeline.id, jobId, true));
		expect((await read(pipeline.id)).state).toBe('running');
		const again = await answerOf(pipeline.id, jobId, true);
		expect(!again.ok && again.problem.code).toBe('ci-refused');
		expect(!again.ok && again.problem.message).toContain('Unplayable Job');
	});

	it.each([
		[true, 'approved'],
		[false, 'rejected'],
	])('answers a deployment that waits for approval: %s', async (approve, status) => {
		const { model } = harness.gitlab;
		const pipeline = start();
		await harness.world.waitForPerson?.(String(pipeline.id));
		const jobId = pipeline.jobs[0]?.id ?? 0;
		const deployment = { id: 5, jobId, status: 'blocked', environment: 'production', pending: 2, answers: [] };
		model.deployments.push(deployment);
		expect((await read(pipeline.id)).jobs[0]).toMatchObject({
			state: 'needs-person',
			note: 'waits for 2 approvals before it may deploy to production',
		});
		value(await answerOf(pipeline.id, jobId, approve));
		expect(deployment.answers).toEqual([{ status, comment: 'Checked by hand' }]);
	});

	it('runs the whole again with its variables, as a new pipeline', async () => {
		const inputs = { LEVEL: 'full' };
		const request = { branch: 'main', commit: null, inputs, startedBy: 'Ada' };
		const first = value(await harness.runner.start(request)).nativeId ?? '';
		const again = value(await harness.runner.rerun({ nativeId: first, onlyFailed: false })).nativeId;
		expect(again).not.toBe(first);
		expect(harness.world.starts()).toEqual([
			{ branch: 'main', inputs },
			{ branch: 'main', inputs },
		]);
	});

	it('refuses what would build another commit, before anything is done', async () => {
		const pipeline = start();
		const old = pipeline.sha;
		harness.gitlab.model.heads.set('main', 'f'.repeat(40));
		const again = await harness.runner.rerun({ nativeId: String(pipeline.id), onlyFailed: false });
		expect(!again.ok && again.problem.code).toBe('ci-refused');
		expect(!again.ok && again.problem.message).toContain(`main has moved on from ${old.slice(0, 8)} to ffffffff`);
		const request = { branch: 'main', commit: old, inputs: {}, startedBy: 'Ada' };
		const started = await harness.runner.start(request);
		expect(!started.ok && started.problem.code).toBe('ci-refused');
		expect(harness.gitlab.host.asked.filter((one) => one.method === 'POST')).toEqual([]);
	});

	it("says GitLab's own words when it refuses", async () => {
		const request = { branch: 'nobody-has-this', commit: null, inputs: {}, startedBy: 'Ada' };
		const started = await harness.runner.start(request);
		expect(!started.ok && started.problem.message).toContain('It says: "Reference not found"');
	});
});

it('tells of a token that GitLab does not know', async () => {
	await harness.dispose();
	harness = await openGitlabHarness('glpat-another-token-00000000');
	const listed = await harness.runner.listRuns({ branch: null, limit: 5 });
	expect(!listed.ok && listed.problem).toMatchObject({ code: 'ci-unauthorised', retryable: false });
	expect(JSON.stringify(listed)).not.toContain('glpat-another');
});
