import { describe, expect, it } from 'vitest';
import { noCommit } from './commit.ts';
import { listedRun, readRunOf, stageStateOf } from './map-run.ts';
import { buildSchema, describedRunSchema } from './wire.ts';

const sha = '7ce4dfbd92f2436b601bc425a57079c71fbf6764';
const other = 'd91b86cbe70f11111111111111111111111111ab';

const checkout = (hash: string, ref: string) => ({
	_class: 'hudson.plugins.git.util.BuildData',
	lastBuiltRevision: { SHA1: hash, branch: [{ SHA1: hash, name: ref }] },
});

/** As Jenkins tells a build of a Pipeline. */
const told = {
	_class: 'org.jenkinsci.plugins.workflow.job.WorkflowRun',
	actions: [
		{ _class: 'hudson.model.CauseAction', causes: [{ _class: 'hudson.model.Cause$UserIdCause', userName: 'Ada' }] },
		{},
		checkout(sha, 'refs/remotes/origin/main'),
	],
	building: false,
	duration: 26_781,
	number: 15,
	result: 'SUCCESS',
	timestamp: 1_413_459_910_289,
	url: 'https://jenkins.example.com/job/shop/15/',
	changeSets: [
		{
			items: [
				{
					commitId: sha,
					msg: 'Count once',
					timestamp: 5000,
					authorEmail: 'ada@example.com',
					author: { fullName: 'Ada L' },
				},
			],
		},
	],
};

const run = (change: object, branch: string | null = null, wanted: string | null = null) =>
	listedRun(buildSchema.parse({ ...told, ...change }), branch, wanted);
const cause = (name: string) => ({ actions: [{ causes: [{ _class: name }] }] });

describe('builds', () => {
	it('reads a listed build', () => {
		expect(run({})).toEqual({
			nativeId: '15',
			number: 15,
			attempt: 1,
			commit: {
				sha,
				subject: 'Count once',
				author: { name: 'Ada L', email: 'ada@example.com' },
				authoredAt: null,
				committedAt: 5000,
				parents: [],
			},
			branch: 'main',
			trigger: 'person',
			startedBy: 'Ada',
			url: 'https://jenkins.example.com/job/shop/15/',
			state: 'passed',
			createdAt: 1_413_459_910_289,
			startedAt: 1_413_459_910_289,
			finishedAt: 1_413_459_937_070,
			jobs: [],
			jobsKnown: false,
		});
	});

	it.each([
		[{ result: 'SUCCESS' }, 'passed'],
		[{ result: 'UNSTABLE' }, 'failed'],
		[{ result: 'FAILURE' }, 'failed'],
		[{ result: 'ABORTED' }, 'cancelled'],
		[{ result: 'NOT_BUILT' }, 'cancelled'],
		[{ result: null, building: true }, 'running'],
		// A Pipeline may have a result before it ends.
		[{ result: 'UNSTABLE', building: true }, 'running'],
		[{ result: null }, 'queued'],
	])('calls %o %s', (change, state) => {
		expect(run(change).state).toBe(state);
	});

	it.each([
		['hudson.model.Cause$UserIdCause', 'main', 'person'],
		['hudson.triggers.TimerTrigger$TimerTriggerCause', 'main', 'schedule'],
		['hudson.triggers.SCMTrigger$SCMTriggerCause', 'main', 'push'],
		['com.cloudbees.jenkins.GitHubPushCause', 'main', 'push'],
		['jenkins.branch.BranchEventCause', 'main', 'push'],
		['jenkins.branch.BranchEventCause', 'PR-12', 'pull-request'],
		['hudson.model.Cause$UpstreamCause', 'main', 'other'],
	])('takes %s on %s for %s', (name, branch, trigger) => {
		expect(run(cause(name), branch).trigger).toBe(trigger);
	});

	it('names a build of a branch by both', () => {
		expect(run({}, 'feature/x')).toMatchObject({ nativeId: 'feature/x#15', branch: 'feature/x' });
	});

	it.each([
		['the wanted branch', [checkout(other, 'main'), checkout(sha, 'origin/release')], 'release', sha],
		['the told change', [checkout(sha, 'main'), checkout(other, 'main')], 'main', sha],
		['the last of several', [checkout('a'.repeat(40), 'main'), checkout(other, 'main')], 'main', other],
		['none before the first checkout', [], 'main', noCommit],
	])('takes %s for the commit', (_, actions, wanted, expected) => {
		expect(run({ actions }, null, wanted).commit.sha).toBe(expected);
	});

	it('leaves out what plugins put between, and refuses what is no build', () => {
		expect(run({ actions: [null, 7, { causes: 'x' }, ...told.actions] }).commit.sha).toBe(sha);
		expect(buildSchema.safeParse({ ...told, number: 'x' }).success).toBe(false);
		expect(buildSchema.safeParse({ ...told, timestamp: undefined }).success).toBe(false);
	});
});

describe('stages', () => {
	const stage = { id: '5', name: 'Build', status: 'SUCCESS', startTimeMillis: 1000, durationMillis: 500 };
	const read = (build: object, described: object | null, inputs: readonly string[] = []) =>
		readRunOf(
			buildSchema.parse({ ...told, ...build }),
			{ branch: 'main', number: 15 },
			{
				described: described === null ? null : describedRunSchema.parse(described),
				inputs: inputs.map((message) => ({ id: 'X', message })),
				wanted: 'main',
			},
		);

	it.each([
		['SUCCESS', 'passed'],
		['FAILED', 'failed'],
		['UNSTABLE', 'failed'],
		['ABORTED', 'cancelled'],
		['NOT_EXECUTED', 'skipped'],
		['IN_PROGRESS', 'running'],
		['PAUSED_PENDING_INPUT', 'needs-person'],
		['OF_THE_FUTURE', 'running'],
	])('calls %s %s', (status, state) => {
		expect(stageStateOf(status)).toBe(state);
	});

	it('reads stages as jobs', () => {
		const described = {
			status: 'FAILED',
			stages: [
				stage,
				{ ...stage, id: '8', name: 'Test', status: 'FAILED', error: { message: 'script returned exit code 1' } },
				{ ...stage, id: '9', name: 'Deploy', status: 'NOT_EXECUTED', startTimeMillis: 0 },
			],
		};
		const { jobs, jobsKnown } = read({ result: 'FAILURE' }, described);
		expect(jobsKnown).toBe(true);
		expect(
			jobs.map(({ id, name, state, startedAt, finishedAt, note, hasLog }) => [
				id,
				name,
				state,
				startedAt,
				finishedAt,
				note,
				hasLog,
			]),
		).toEqual([
			['5', 'Build', 'passed', 1000, 1500, null, true],
			['8', 'Test', 'failed', 1000, 1500, 'script returned exit code 1', true],
			['9', 'Deploy', 'skipped', null, null, null, false],
		]);
	});

	it('says what a build asks', () => {
		const described = { status: 'PAUSED_PENDING_INPUT', stages: [{ ...stage, status: 'PAUSED_PENDING_INPUT' }] };
		const paused = read({ building: true, result: null }, described, ['Is the build okay?']);
		expect(paused.state).toBe('needs-person');
		expect(paused.jobs[0]).toMatchObject({ state: 'needs-person', note: 'asks: Is the build okay?', finishedAt: null });
	});

	it('is one job without stages', () => {
		const whole = { id: 'build', name: 'build', hasLog: true };
		expect(read({ result: 'UNSTABLE' }, null).jobs).toMatchObject([{ ...whole, state: 'failed', note: 'unstable' }]);
		expect(read({ result: 'FAILURE' }, { status: 'FAILED', stages: [] }).jobs).toMatchObject([whole]);
		// The first stage of a Pipeline is still to come.
		expect(read({ building: true, result: null }, { status: 'IN_PROGRESS', stages: [] }).jobs).toEqual([]);
	});
});
