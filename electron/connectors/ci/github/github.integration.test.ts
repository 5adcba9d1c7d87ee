/** What is peculiar to GitHub, against a server of this machine that answers in the shapes of its API description. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { errorShape } from './fake-github-shapes.ts';
import { fakeZip } from './fake-zip.ts';
import { type GithubBench, startBench, testToken, valueOf } from './testing.ts';

let bench: GithubBench;

beforeEach(async () => {
	bench = await startBench();
});
afterEach(async () => {
	await bench.stop();
	expect(bench.github.complaints).toEqual([]);
});

const sent = (method: string, path: RegExp) =>
	bench.github.asked.filter((asked) => asked.method === method && path.test(asked.path));

describe('runs', () => {
	it('of all workflows where none is named, and of one that is not there not at all', async () => {
		bench.github.world.addRun();
		const every = valueOf(await bench.runner({ workflow: null }).listRuns({ branch: null, limit: 5 }));
		expect(every.value).toHaveLength(1);
		const gone = await bench.runner({ workflow: 'gone.yml' }).listRuns({ branch: null, limit: 5 });
		expect(gone).toMatchObject({ problem: { code: 'not-found', message: expect.stringContaining('gone.yml') } });
	});

	it('of a fork do not count as runs of our branch, however many there are', async () => {
		const { world } = bench.github;
		const ours = [world.addRun(), world.addRun()].map((run) => String(run.id)).toReversed();
		for (let index = 0; index < 3; index += 1) world.addRun({ headOwner: 'mallory', event: 'pull_request' });
		const runner = bench.runner();
		const listed = valueOf(await runner.listRuns({ branch: 'main', limit: 2 })).value;
		expect(listed.map((run) => run.nativeId)).toEqual(ours);
		const every = valueOf(await runner.listRuns({ branch: null, limit: 3 })).value;
		expect(new Set(every.map((run) => run.branch))).toEqual(new Set(['mallory:main']));
	});

	it('may have more than a hundred jobs, of matrices and of other workflows', async () => {
		const { world } = bench.github;
		const run = world.addRun();
		const names = Array.from({ length: 230 }, (_, index) => `test (ubuntu-latest, ${index})`);
		for (const name of [...names, 'deploy / eu / smoke']) world.addJob(run, name, 'queued');
		const { jobs } = valueOf(await bench.runner().readRun(String(run.id))).value;
		expect(jobs.map((job) => job.name)).toEqual(['build', ...names, 'deploy / eu / smoke']);
		expect(sent('GET', /\/jobs$/)).toHaveLength(3);
	});

	it('are asked for with what GitHub wants to see, and the token goes to it alone', async () => {
		bench.github.world.addRun();
		const polled = valueOf(await bench.runner().listRuns({ branch: 'main', limit: 1 }));
		expect(polled).toMatchObject({
			isUnchanged: false,
			clockSkewMs: 0,
			notBefore: null,
			budget: { limit: 5000, remaining: 4999 },
		});
		const [asked] = bench.github.asked;
		expect(asked?.headers.authorization).toBe(`Bearer ${testToken}`);
		expect(Object.fromEntries(asked?.query ?? [])).toEqual({
			branch: 'main',
			exclude_pull_requests: 'true',
			page: '1',
			per_page: '1',
		});
	});

	it('of a repository that was renamed are found where it is now', async () => {
		bench.github.world.addRun();
		const location = '/repos/acme/shop/actions/workflows/ci.yml/runs?per_page=1&page=1';
		bench.github.once('GET', /runs$/, { status: 301, headers: { location }, body: errorShape('Moved Permanently') });
		expect(valueOf(await bench.runner().listRuns({ branch: null, limit: 1 })).value).toHaveLength(1);
	});
});

describe('logs', () => {
	it('are not there before the job has ended, nor for a moment after it', async () => {
		const { world } = bench.github;
		const run = world.addRun();
		const job = world.job(run, 'build');
		const read = async () => {
			const request = { nativeId: String(run.id), jobId: String(job.id), fromByte: 0 };
			return valueOf(await bench.runner().readLog(request));
		};
		const notYet = { text: '', fromByte: 0, nextByte: 0, isComplete: false, gap: null };
		expect(await read()).toEqual(notYet);
		job.log = 'one\ntwo\n';
		job.logState = 'late';
		world.finish(run, job, 'success');
		expect(await read()).toEqual(notYet);
		job.logState = 'kept';
		const whole = await read();
		expect(whole).toMatchObject({ isComplete: true, gap: null });
		expect(whole.text).toMatch(/^\uFEFF\d{4}-\d\d-\d\dT[\d:.]{16}Z one\n\d{4}-\S+Z two\n$/);
		job.completedAt = world.now() - 3_600_000;
		job.logState = 'late';
		expect(await read()).toMatchObject({ isComplete: true, gap: expect.stringMatching(/no log/) });
		job.logState = 'gone';
		expect(await read()).toMatchObject({ isComplete: true, gap: expect.stringMatching(/thrown this log away/) });
	});

	it('of a job of another run are not found, and a skipped job has none', async () => {
		const { world } = bench.github;
		const [run, other] = [world.addRun(), world.addRun()];
		world.finish(run, world.job(run, 'build'), 'failure');
		const skipped = { nativeId: String(run.id), jobId: String(world.job(run, 'test').id), fromByte: 0 };
		world.job(run, 'test').logState = 'late';
		expect(valueOf(await bench.runner().readLog(skipped))).toMatchObject({ text: '', isComplete: true, gap: null });
		const foreign = { ...skipped, nativeId: String(other.id) };
		expect(await bench.runner().readLog(foreign)).toMatchObject({ problem: { code: 'not-found' } });
	});

	it('that are large come by their bytes, and the store never sees the token', async () => {
		const { world } = bench.github;
		const run = world.addRun();
		const job = world.job(run, 'build');
		job.log = 'ünïcödé 😀\n'.repeat(60_000);
		world.finish(run, job, 'success');
		const runner = bench.runner();
		let [at, pieces] = [0, 0];
		for (let isComplete = false; !isComplete; pieces += 1) {
			const piece = valueOf(await runner.readLog({ nativeId: String(run.id), jobId: String(job.id), fromByte: at }));
			[at, isComplete] = [piece.nextByte, piece.isComplete];
			expect(piece.text).not.toContain('\uFFFD');
		}
		expect(pieces).toBeGreaterThan(2);
		expect(bench.github.askedOfStore.map((asked) => asked.headers.range)).toContain('bytes=0-1048576');
		expect(bench.github.askedOfStore.every((asked) => asked.headers.authorization === undefined)).toBe(true);
	});
});

describe('artifacts', () => {
	let folder: string;
	beforeEach(async () => {
		folder = await mkdtemp(join(tmpdir(), 'signalbox-github-'));
	});
	afterEach(() => rm(folder, { recursive: true }));
	const wanted = (nativeId: number, artifactId: string) => ({
		...{ nativeId: String(nativeId), artifactId, folder, maxBytes: 100_000 },
	});

	it('count as the newest try left them, and arrive as they are', async () => {
		const { world } = bench.github;
		const run = world.addRun();
		world.addArtifact(run, 'reports', { 'a.xml': 'old' });
		const newest = world.addArtifact(run, 'reports', { 'a.xml': 'new' });
		const runner = bench.runner();
		const listed = valueOf(await runner.artifacts(String(run.id)));
		expect(listed.map(({ id, name, isExpired }) => ({ id, name, isExpired }))).toEqual([
			{ id: String(newest.id), name: 'reports', isExpired: false },
		]);
		const got = valueOf(await runner.fetchArtifact(wanted(run.id, listed[0]?.id ?? '')));
		expect(got).toEqual({ kind: 'zip', file: join(folder, 'artifact.zip') });
		expect(await readFile(join(folder, 'artifact.zip'))).toEqual(fakeZip({ 'a.xml': 'new' }));
	});

	it('that expired, or belong to another run, are refused before anything is fetched', async () => {
		const { world } = bench.github;
		const [run, other] = [world.addRun(), world.addRun()];
		const artifact = world.addArtifact(run, 'reports', { 'a.xml': 'x' });
		const runner = bench.runner();
		const foreign = await runner.fetchArtifact(wanted(other.id, String(artifact.id)));
		expect(foreign).toMatchObject({ problem: { code: 'not-found' } });
		artifact.isExpired = true;
		const gone = await runner.fetchArtifact(wanted(run.id, String(artifact.id)));
		expect(gone).toMatchObject({ problem: { code: 'not-found', message: expect.stringMatching(/thrown .* away/) } });
		expect(valueOf(await runner.artifacts(String(run.id)))[0]?.isExpired).toBe(true);
		expect([await readdir(folder), bench.github.askedOfStore]).toEqual([[], []]);
	});

	it('that GitHub throws away between two questions are gone too', async () => {
		const { world } = bench.github;
		const run = world.addRun();
		const artifact = world.addArtifact(run, 'reports', { 'a.xml': 'x' });
		bench.github.once('GET', /\/zip$/, { status: 410, body: errorShape('Artifact has expired') });
		const gone = await bench.runner().fetchArtifact(wanted(run.id, String(artifact.id)));
		expect(gone).toMatchObject({ problem: { code: 'not-found' } });
	});

	it('whose link the store refuses are asked for again, and nobody blames the token', async () => {
		const { world, api } = bench.github;
		const run = world.addRun();
		const artifact = world.addArtifact(run, 'reports', { 'a.xml': 'x' });
		const elsewhere = await startBench();
		elsewhere.github.once('GET', /refused/, { status: 403, body: '<Error/>' });
		const location = `${elsewhere.github.api}/refused`;
		expect(location.startsWith(api)).toBe(false);
		bench.github.once('GET', /\/zip$/, { status: 302, headers: { location } });
		const got = await bench.runner().fetchArtifact(wanted(run.id, String(artifact.id)));
		expect(got).toMatchObject({ problem: { code: 'ci-unreachable', retryable: true } });
		await elsewhere.stop();
	});
});
