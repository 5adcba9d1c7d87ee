/** What is done to runs on GitHub: once, with what it wants, and with its refusals in words. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { errorShape } from './fake-github-shapes.ts';
import { type GithubBench, startBench, valueOf } from './testing.ts';

let bench: GithubBench;

beforeEach(async () => {
	bench = await startBench();
});
afterEach(async () => {
	await bench.stop();
	expect(bench.github.complaints).toEqual([]);
});

const posts = () => bench.github.asked.filter((asked) => asked.method === 'POST');
const order = { branch: 'main', commit: null, inputs: { target: 'eu' }, startedBy: 'Ada' };

describe('starting', () => {
	it('tells the run, and only at the commit that is wanted', async () => {
		const { world } = bench.github;
		const runner = bench.runner();
		const commit = world.branches.get('main') ?? '';
		const { nativeId } = valueOf(await runner.start({ ...order, commit }));
		expect(nativeId).toBe(String(world.runs[0]?.id));
		expect(world.starts).toEqual([{ branch: 'main', inputs: { target: 'eu' } }]);
		const moved = await runner.start({ ...order, commit: 'f'.repeat(40) });
		expect(moved).toMatchObject({
			problem: { code: 'ci-refused', message: expect.stringMatching(/moved on from fffffff/) },
		});
		expect(world.starts).toHaveLength(1);
	});

	it('says in words why GitHub does not', async () => {
		bench.github.once('POST', /dispatches$/, {
			status: 422,
			body: errorShape('Unexpected inputs provided: ["target"]'),
		});
		const refused = await bench.runner().start(order);
		expect(refused).toMatchObject({
			problem: { code: 'ci-refused', message: expect.stringContaining('Unexpected inputs provided') },
		});
	});

	it('needs a token and a workflow', async () => {
		const [nobody, anything] = [bench.runner({ hasToken: false }), bench.runner({ workflow: null })];
		expect([nobody.can.start, nobody.can.cancel, anything.can.start, anything.can.cancel]).toEqual([
			false,
			false,
			false,
			true,
		]);
		expect(await nobody.start(order)).toMatchObject({ problem: { code: 'unsupported' } });
		expect(await anything.start(order)).toMatchObject({ problem: { code: 'unsupported' } });
		expect(bench.github.asked).toHaveLength(0);
	});

	it.each([
		['a fault of GitHub', { status: 502, body: '<html/>' }, 'ci-unreachable', false],
		[
			'a limit',
			{ status: 403, body: errorShape('You have exceeded a secondary rate limit'), headers: { 'retry-after': '1' } },
			'ci-rate-limited',
			true,
		],
		[
			'a repository that was renamed',
			{ status: 307, headers: { location: '/repositories/7/x' } },
			'ci-rejected',
			false,
		],
	] as const)('is not repeated after %s', async (_name, answer, code, retryable) => {
		bench.github.once('POST', /dispatches$/, answer);
		expect(await bench.runner().start(order)).toMatchObject({ problem: { code, retryable } });
		expect(posts()).toHaveLength(1);
		expect(bench.github.world.starts).toEqual([]);
	});
});

describe('Enterprise Server', () => {
	it('has another address, and does not tell which run it started', async () => {
		const server = await startBench({ basePath: '/api/v3' });
		const runner = server.runner();
		expect(valueOf(await runner.start(order))).toEqual({ nativeId: null });
		const started = server.github.asked.find((asked) => asked.method === 'POST');
		expect([started?.path, started?.body]).toEqual([
			'/api/v3/repos/acme/shop/actions/workflows/ci.yml/dispatches',
			'{"ref":"main","inputs":{"target":"eu"}}',
		]);
		expect(valueOf(await runner.listRuns({ branch: 'main', limit: 3 })).value).toHaveLength(1);
		expect(runner.host).toBe(`${new URL(server.github.api).host} (CI_TOKEN)`);
		await server.stop();
		expect(server.github.complaints).toEqual([]);
	});
});

describe('what waits for a person', () => {
	const answerOf = (run: { id: number }, jobId: number, comment = 'Seen it') => ({
		...{ nativeId: String(run.id), jobId: String(jobId), approve: true, comment },
	});

	it('says whom it waits for, and afterwards who answered', async () => {
		const { world } = bench.github;
		const run = world.addRun();
		const build = world.job(run, 'build');
		world.protect(run, build, { reviewers: ['grace', 'linus'] });
		const runner = bench.runner();
		const read = async () => valueOf(await runner.readRun(String(run.id))).value;
		expect(await read()).toMatchObject({
			state: 'needs-person',
			jobs: [{ state: 'needs-person', note: 'waits for production (grace, linus)', hasLog: false }],
		});
		valueOf(await runner.answer(answerOf(run, build.id, '')));
		expect(JSON.parse(posts()[0]?.body ?? '')).toMatchObject({ state: 'approved', comment: 'Answered in Signalbox' });
		expect(await read()).toMatchObject({
			state: 'running',
			jobs: [{ state: 'running', note: 'approved by grace for production: "Answered in Signalbox"' }],
		});
	});

	it('fails when it is rejected, and says by whom also to somebody who comes later', async () => {
		const { world } = bench.github;
		const run = world.addRun();
		const pending = world.protect(run, world.job(run, 'build'));
		world.review(run, pending, { state: 'rejected', by: 'grace', comment: 'Not today' });
		const { jobs } = valueOf(await bench.runner().readRun(String(run.id))).value;
		expect(jobs[0]).toMatchObject({ state: 'failed', note: 'rejected by grace for production: "Not today"' });
	});

	it('is a timer where nobody is to answer', async () => {
		const { world } = bench.github;
		const run = world.addRun();
		world.protect(run, world.job(run, 'build'), { reviewers: [], waitTimer: 30, mayApprove: false });
		const runner = bench.runner();
		const read = valueOf(await runner.readRun(String(run.id))).value;
		expect(read).toMatchObject({
			state: 'running',
			jobs: [{ state: 'waiting', note: 'waits for production (its timer of 30 min)' }],
		});
		const refused = await runner.answer(answerOf(run, world.job(run, 'build').id));
		expect(refused).toMatchObject({ problem: { code: 'ci-refused', hint: expect.stringMatching(/timer/) } });
	});

	it('is the environment of the job that is answered, never another one', async () => {
		const { world } = bench.github;
		const run = world.addRun();
		const [eu, us] = ['deploy eu', 'deploy us'].map((name) => world.addJob(run, name, 'waiting'));
		if (eu === undefined || us === undefined) throw new Error('no jobs');
		world.protect(run, eu, { environment: 'eu' });
		world.protect(run, us, { environment: 'us' });
		const runner = bench.runner();
		valueOf(await runner.answer(answerOf(run, us.id)));
		expect([eu.status, us.status]).toEqual(['waiting', 'in_progress']);
		world.protect(run, us, { environment: 'us' });
		const neither = await runner.answer(answerOf(run, world.job(run, 'build').id));
		expect(neither).toMatchObject({
			problem: { code: 'ci-refused', message: expect.stringMatching(/several environments \(eu, us\)/) },
		});
	});

	it('is not for everybody to answer, and not twice', async () => {
		const { world } = bench.github;
		const run = world.addRun();
		const job = world.job(run, 'build');
		const runner = bench.runner();
		const nothing = await runner.answer(answerOf(run, job.id));
		expect(nothing).toMatchObject({ problem: { code: 'ci-refused', message: expect.stringMatching(/any more/) } });
		world.protect(run, job, { mayApprove: false, reviewers: ['grace'] });
		const refused = await runner.answer(answerOf(run, job.id));
		expect(refused).toMatchObject({ problem: { code: 'ci-refused', hint: expect.stringMatching(/grace/) } });
		expect(posts()).toHaveLength(0);
	});

	it('is asked of a person also where GitHub does not show what it is', async () => {
		const { world } = bench.github;
		const run = world.addRun();
		world.protect(run, world.job(run, 'build'));
		bench.github.once('GET', /pending_deployments$/, { status: 403, body: errorShape('Resource not accessible') });
		const runner = bench.runner();
		const hidden = valueOf(await runner.readRun(String(run.id)));
		expect(hidden.value.jobs[0]).toMatchObject({ state: 'needs-person', note: null });
		// What was hidden then is new now, although run and jobs are as they were.
		const shown = valueOf(await runner.readRun(String(run.id)));
		expect([shown.isUnchanged, shown.value.jobs[0]?.note]).toEqual([false, 'waits for production (grace)']);
		expect(valueOf(await runner.readRun(String(run.id))).isUnchanged).toBe(true);
	});
});
