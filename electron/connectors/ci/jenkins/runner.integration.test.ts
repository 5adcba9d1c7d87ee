/** What is peculiar to Jenkins, against the fake of this folder. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { value } from '../conformance-steps.ts';
import { type JenkinsHarness, jenkinsToken, openJenkinsHarness } from './harness.ts';

let harness: JenkinsHarness;
beforeEach(async () => {
	harness = await openJenkinsHarness();
});
afterEach(() => harness.dispose());

const begin = (branch = 'main') => `${branch}#${harness.jenkins.model.begin(harness.job(branch)).number}`;
const read = async (nativeId: string) => value(await harness.runner.readRun(nativeId)).value;
const posts = () => harness.jenkins.host.asked.filter((one) => one.method === 'POST');
const start = (inputs: Readonly<Record<string, string>>, commit: string | null = null) =>
	harness.runner.start({ branch: 'main', commit, inputs, startedBy: 'Ada' });
const log = async (nativeId: string, jobId: string, fromByte = 0) =>
	value(await harness.runner.readLog({ nativeId, jobId, fromByte }));

describe('builds', () => {
	it('finds a branch with a slash, which stands encoded twice in the address', async () => {
		const nativeId = begin('feature/basket');
		expect(nativeId).toBe('feature/basket#1');
		expect(await read(nativeId)).toMatchObject({ branch: 'feature/basket', state: 'running', startedBy: 'Ada' });
		const listed = value(await harness.runner.listRuns({ branch: 'feature/basket', limit: 5 })).value;
		expect(listed.map((run) => run.nativeId)).toEqual([nativeId]);
		expect(harness.jenkins.host.asked.at(-1)?.path).toContain('/job/feature%252Fbasket/');
	});

	it('tells the commit of the branch among several checkouts', async () => {
		const nativeId = begin();
		const build = harness.build(nativeId);
		const library = { sha: 'b'.repeat(40), ref: 'master', url: 'https://git.example.com/acme/library.git' };
		build.checkouts = [library, ...build.checkouts];
		const { commit } = await read(nativeId);
		expect(commit).toMatchObject({ sha: build.checkouts[1]?.sha, subject: 'Shop: count the basket once' });
	});

	it('lists a long history page by page, and not more than was asked for', async () => {
		await harness.world.givenEndedRuns(130);
		const listed = value(await harness.runner.listRuns({ branch: 'main', limit: 125 })).value;
		expect(listed.map((run) => run.number)).toEqual(Array.from({ length: 125 }, (_, index) => 130 - index));
		const trees = harness.jenkins.host.asked.map((one) => /\{\d+,\d+\}/.exec(one.query.get('tree') ?? '')?.[0]);
		expect(trees).toEqual(['{0,100}', '{100,125}']);
	});

	it('calls a run of another kind of job not found without asking', async () => {
		const answer = await harness.runner.readRun('12');
		expect(!answer.ok && answer.problem.code).toBe('not-found');
		expect(harness.jenkins.host.asked).toEqual([]);
	});

	it('shows the unstable as failed, and says so', async () => {
		const nativeId = begin();
		harness.jenkins.model.endStage(harness.build(nativeId), 'build', 'UNSTABLE');
		const run = await read(nativeId);
		expect(run.state).toBe('failed');
		expect(run.jobs[0]).toMatchObject({ state: 'failed', note: 'unstable' });
	});
});

describe('a freestyle job', () => {
	beforeEach(async () => {
		await harness.dispose();
		harness = await openJenkinsHarness({ job: 'tools', isMultibranch: false });
	});
	const tools = () => {
		const job = harness.jenkins.model.jobs.get('job/tools');
		if (job === undefined) throw new Error('The fake has no job tools.');
		return job;
	};

	it('is one job with the log of the whole', async () => {
		const { model } = harness.jenkins;
		const build = model.begin(tools());
		model.write(build, 'build', 'compiling\n');
		expect(await read('1')).toMatchObject({
			nativeId: '1',
			branch: 'main',
			state: 'running',
			jobs: [{ id: 'build', name: 'build', state: 'running', hasLog: true }],
		});
		expect(await log('1', 'build')).toMatchObject({ text: '[Pipeline] checkout\ncompiling\n', isComplete: false });
		model.write(build, 'build', 'done');
		model.end(build, 'FAILURE');
		expect((await read('1')).jobs[0]?.state).toBe('failed');
		expect(await log('1', 'build', 30)).toMatchObject({ text: 'done', fromByte: 30, isComplete: true, gap: null });
	});

	it('lists by the branch that was checked out, and what is not checked out yet', async () => {
		const { model } = harness.jenkins;
		model.begin(tools());
		model.begin(tools()).checkouts = [{ sha: 'c'.repeat(40), ref: 'origin/release', url: 'https://git.example.com/x' }];
		model.begin(tools()).checkouts = [];
		const of = async (branch: string | null) =>
			value(await harness.runner.listRuns({ branch, limit: 5 })).value.map((run) => run.nativeId);
		expect(await of('main')).toEqual(['3', '1']);
		expect(await of('release')).toEqual(['3', '2']);
		expect(await of(null)).toEqual(['3', '2', '1']);
	});

	it('is started without parameters, and refuses those that it does not have', async () => {
		value(await start({}));
		expect(posts().map((one) => one.path)).toEqual(['/job/tools/build']);
		const refused = await start({ LEVEL: 'full' });
		expect(!refused.ok && refused.problem.message).toContain('has no parameter LEVEL; it takes none');
		expect(posts()).toHaveLength(1);
	});
});

describe('logs', () => {
	it('leaves colours, and counts its own bytes and not those of Jenkins', async () => {
		const nativeId = begin();
		const text = '\u001b[32mgrün\u001b[0m\n';
		await harness.world.appendLog(nativeId, 'build', text);
		const [job] = (await read(nativeId)).jobs;
		const first = await log(nativeId, job?.id ?? '');
		expect(first).toMatchObject({ text: `[Pipeline] checkout\n${text}`, isComplete: false });
		expect(first.nextByte).toBe(Buffer.byteLength(first.text));
		await harness.world.appendLog(nativeId, 'build', 'half a li');
		expect(await log(nativeId, job?.id ?? '', first.nextByte)).toMatchObject({ text: '', isComplete: false });
		await harness.world.appendLog(nativeId, 'build', 'ne\n');
		expect((await log(nativeId, job?.id ?? '', first.nextByte)).text).toBe('half a line\n');
	});

	it('asks from where it was on, not for the whole again', async () => {
		const nativeId = begin();
		await harness.world.appendLog(nativeId, 'build', 'one\n');
		const [job] = (await read(nativeId)).jobs;
		const first = await log(nativeId, job?.id ?? '');
		await harness.world.appendLog(nativeId, 'build', 'two\n');
		await log(nativeId, job?.id ?? '', first.nextByte);
		const starts = harness.jenkins.host.asked
			.filter((one) => one.path.endsWith('/node/10/log/logText/progressiveText'))
			.map((one) => Number(one.query.get('start')));
		expect(starts[0]).toBe(0);
		expect(starts[1]).toBeGreaterThan(0);
	});
});

describe('crumbs', () => {
	it('asks for a crumb once, and sends it with its session', async () => {
		const nativeId = begin();
		value(await harness.runner.cancel(nativeId));
		value(await harness.runner.cancel(nativeId));
		expect(harness.jenkins.host.asked.filter((one) => one.path.startsWith('/crumbIssuer'))).toHaveLength(1);
		expect(posts()).toHaveLength(2);
	});

	it('fetches a new one when the old one does not hold any more, once', async () => {
		const nativeId = begin();
		value(await harness.runner.cancel(nativeId));
		harness.jenkins.crumb = 'crumb-2';
		value(await harness.runner.cancel(nativeId));
		expect(posts().map((one) => one.headers['jenkins-crumb'])).toEqual(['crumb-1', 'crumb-1', 'crumb-2']);
	});

	it('goes without where none is needed', async () => {
		harness.jenkins.crumb = null;
		value(await harness.runner.cancel(begin()));
		expect(posts()[0]?.headers['jenkins-crumb']).toBeUndefined();
	});
});

describe('rights', () => {
	it.each([
		['hudson.model.Item.Read', 'Job/Read', () => harness.runner.listRuns({ branch: 'main', limit: 5 })],
		['hudson.model.Item.Build', 'Job/Build', () => start({})],
	])('names the permission that is missing: %s', async (permission, name, ask) => {
		harness.jenkins.lacks.add(permission);
		const answer = await ask();
		expect(!answer.ok && answer.problem).toMatchObject({ code: 'ci-unauthorised', retryable: false });
		expect(!answer.ok && answer.problem.message).toContain(`lacks the permission ${name}`);
		expect(JSON.stringify(answer)).not.toContain(jenkinsToken);
	});

	it('says that a job that may not be seen looks like one that is not there', async () => {
		await harness.dispose();
		harness = await openJenkinsHarness({ job: 'acme/hidden' });
		const answer = await harness.runner.listRuns({ branch: 'main', limit: 5 });
		expect(!answer.ok && answer.problem.code).toBe('not-found');
		expect(!answer.ok && answer.problem.hint).toContain('private');
	});
});

describe('acts', () => {
	it('tells the number of a build that has begun, and none of one that waits', async () => {
		expect(value(await start({ LEVEL: 'full' })).nativeId).toBe('main#1');
		harness.jenkins.model.queueLooks = 5;
		expect(value(await start({})).nativeId).toBeNull();
	});

	it('waits for the number of a build that is run again', async () => {
		const first = value(await start({ LEVEL: 'full' })).nativeId ?? '';
		harness.jenkins.model.queueLooks = 1;
		const again = value(await harness.runner.rerun({ nativeId: first, onlyFailed: false }));
		expect(again.nativeId).toBe('main#2');
		expect(harness.build('main#2').parameters).toEqual([{ name: 'LEVEL', value: 'full' }]);
	});

	it('says when an order was dropped from the queue', async () => {
		const first = value(await start({})).nativeId ?? '';
		harness.jenkins.model.queueLooks = 1000;
		const again = harness.runner.rerun({ nativeId: first, onlyFailed: false });
		await expect.poll(() => harness.jenkins.model.queue.size).toBe(2);
		for (const item of harness.jenkins.model.queue.values()) item.isCancelled = true;
		const answer = await again;
		expect(!answer.ok && answer.problem).toMatchObject({ code: 'ci-refused' });
	});

	it('refuses what it cannot do before anything is done', async () => {
		const nativeId = begin();
		harness.job('feature').buildable = false;
		const secret = harness.jenkins.model.begin(harness.job('main'), { parameters: [{ name: 'PASSWORD' }] });
		const asked = [
			await start({}, 'a'.repeat(40)),
			await start({ UNKNOWN: 'x' }),
			await harness.runner.start({ branch: 'feature', commit: null, inputs: {}, startedBy: 'Ada' }),
			await harness.runner.rerun({ nativeId, onlyFailed: true }),
			await harness.runner.rerun({ nativeId: `main#${secret.number}`, onlyFailed: false }),
			await harness.runner.answer({ nativeId, jobId: '6', approve: true, comment: '' }),
		];
		expect(asked.map((answer) => (answer.ok ? 'done' : answer.problem.message.split(' was not asked: ')[1]))).toEqual([
			'it builds the newest commit of a branch, and cannot be given another one.',
			'the job has no parameter UNKNOWN; it has LEVEL.',
			'the job is disabled.',
			'it repeats whole builds only; restarting from a stage is done there.',
			'it does not tell the value of the parameter PASSWORD, which is a secret or a file.',
			'the build asks nothing any more.',
		]);
		expect(posts()).toEqual([]);
	});

	it('answers an input, and leaves to Jenkins what needs more than a yes', async () => {
		const nativeId = begin();
		await harness.world.waitForPerson?.(nativeId);
		expect((await read(nativeId)).jobs[0]).toMatchObject({ state: 'needs-person', note: 'asks: Is the build okay?' });
		const answer = (approve: boolean) => harness.runner.answer({ nativeId, jobId: '6', approve, comment: 'Seen' });
		const build = harness.build(nativeId);
		const [input] = build.inputs;
		if (input === undefined) throw new Error('The build asks nothing.');
		build.inputs = [{ ...input, parameters: [{ name: 'VERSION' }] }];
		const wanted = await answer(true);
		expect(!wanted.ok && wanted.problem.message).toContain('wants values and not only a yes');
		build.inputs = [input, { ...input, id: 'Other' }];
		const several = await answer(true);
		expect(!several.ok && several.problem.message).toContain('asks 2 things at once');
		build.inputs = [input];
		value(await answer(true));
		expect(posts().map((one) => one.path)).toEqual(['/job/acme/job/shop/job/main/1/input/Proceed1/proceedEmpty']);
		expect((await read(nativeId)).state).toBe('running');
	});
});
