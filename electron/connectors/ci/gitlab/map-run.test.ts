import { describe, expect, it } from 'vitest';
import {
	bareCommit,
	commitOf,
	jobOf,
	listedRun,
	newestTries,
	ownPlace,
	parseJobId,
	pipelinePath,
	readRunOf,
} from './map-run.ts';
import { commitSchema, jobSchema, listedPipelineSchema, pipelineSchema } from './wire.ts';

const sha = 'a91957a858320c0e17f3a0eca7cfacbff50ea29a';

/** As https://docs.gitlab.com/api/pipelines/ shows them. */
const listed = {
	id: 47,
	iid: 12,
	project_id: 1,
	status: 'pending',
	source: 'push',
	ref: 'new-pipeline',
	sha: sha.toUpperCase(),
	name: 'Build pipeline',
	web_url: 'https://example.com/foo/bar/pipelines/47',
	created_at: '2016-08-11T11:28:34.085Z',
	updated_at: '2016-08-11T11:32:35.169Z',
};

/** As https://docs.gitlab.com/api/jobs/ shows them. */
const job = {
	id: 7,
	name: 'teaspoon',
	stage: 'test',
	status: 'failed',
	failure_reason: 'script_failure',
	allow_failure: false,
	started_at: '2015-12-24T17:54:27.722Z',
	finished_at: '2015-12-24T17:54:27.895Z',
	web_url: 'https://example.com/foo/bar/-/jobs/7',
	artifacts: [{ file_type: 'archive', size: 1000, filename: 'artifacts.zip', file_format: 'zip' }],
	artifacts_file: { filename: 'artifacts.zip', size: 1000 },
	artifacts_expire_at: '2016-01-23T17:54:27.895Z',
};

describe('pipelines', () => {
	it('reads a listed pipeline', () => {
		expect(listedRun(listedPipelineSchema.parse(listed), bareCommit(sha), 2)).toEqual({
			nativeId: '47',
			number: 47,
			attempt: 2,
			commit: { sha, subject: null, author: null, authoredAt: null, committedAt: null, parents: [] },
			branch: 'new-pipeline',
			trigger: 'push',
			startedBy: null,
			url: 'https://example.com/foo/bar/pipelines/47',
			state: 'queued',
			createdAt: Date.parse('2016-08-11T11:28:34.085Z'),
			startedAt: null,
			finishedAt: null,
			jobs: [],
			jobsKnown: false,
		});
	});

	it.each([
		['created', 'queued'],
		['waiting_for_resource', 'queued'],
		['preparing', 'queued'],
		['pending', 'queued'],
		['scheduled', 'queued'],
		['running', 'running'],
		['canceling', 'running'],
		['manual', 'needs-person'],
		['success', 'passed'],
		['failed', 'failed'],
		['canceled', 'cancelled'],
		['skipped', 'cancelled'],
		['a status of the future', 'running'],
	])('calls %s %s', (status, state) => {
		expect(listedRun(listedPipelineSchema.parse({ ...listed, status }), bareCommit(sha), 1).state).toBe(state);
	});

	it.each([
		[{ ref: 'main' }, 'main'],
		[{ ref: 'feature/login' }, 'feature/login'],
		[{ ref: 'v1.2.0', tag: true }, null],
		[{ ref: 'refs/merge-requests/7/head' }, null],
		[{ ref: null }, null],
	])('of %o the branch is %s', (change, branch) => {
		const wire = pipelineSchema.parse({ ...listed, ...change });
		expect(readRunOf(wire, { commit: bareCommit(sha), attempt: 1, jobs: [] }).branch).toBe(branch);
	});

	it.each([
		['push', 'push'],
		['merge_request_event', 'pull-request'],
		['schedule', 'schedule'],
		['web', 'person'],
		['api', 'person'],
		['parent_pipeline', 'other'],
		[null, 'other'],
	])('takes %s for %s', (source, trigger) => {
		expect(listedRun(listedPipelineSchema.parse({ ...listed, source }), bareCommit(sha), 1).trigger).toBe(trigger);
	});

	it.each([[{ id: 'x' }], [{ sha: 'abc' }], [{ created_at: 'yesterday' }], [{ status: 7 }]])(
		'does not take %o for a pipeline',
		(change) => {
			expect(listedPipelineSchema.safeParse({ ...listed, ...change }).success).toBe(false);
		},
	);

	it('shows no link that is no web address', () => {
		expect(listedPipelineSchema.parse({ ...listed, web_url: 'javascript:alert(1)' }).web_url).toBeNull();
	});
});

describe('jobs', () => {
	it('reads a job', () => {
		expect(jobOf(jobSchema.parse(job), ownPlace)).toEqual({
			id: '7',
			name: 'teaspoon',
			stage: null,
			state: 'failed',
			needs: [],
			startedAt: Date.parse('2015-12-24T17:54:27.722Z'),
			finishedAt: Date.parse('2015-12-24T17:54:27.895Z'),
			mayFail: false,
			note: 'a command of its script failed',
			url: 'https://example.com/foo/bar/-/jobs/7',
			hasLog: true,
		});
	});

	it.each([
		[{ status: 'created' }, 'waiting', null],
		[{ status: 'scheduled' }, 'waiting', 'starts by itself after a delay'],
		[{ status: 'waiting_for_resource' }, 'queued', 'waits for its resource group'],
		[{ status: 'pending' }, 'queued', null],
		[{ status: 'canceling' }, 'running', 'is being cancelled'],
		[{ status: 'manual' }, 'needs-person', 'waits for somebody to start it'],
		[{ status: 'success' }, 'passed', null],
		[{ status: 'skipped' }, 'skipped', null],
		[{ status: 'failed', failure_reason: 'job_execution_timeout' }, 'failed', 'took longer than its time limit'],
		[{ status: 'failed', failure_reason: 'a_new_reason' }, 'failed', 'a new reason'],
		[{ status: 'failed', failure_reason: null }, 'failed', null],
	])('of %o says %s, %s', (change, state, note) => {
		expect(jobOf(jobSchema.parse({ ...job, ...change }), ownPlace)).toMatchObject({ state, note });
	});

	it('has no log before it started, and none when it was erased', () => {
		expect(jobOf(jobSchema.parse({ ...job, started_at: null }), ownPlace).hasLog).toBe(false);
		expect(jobOf(jobSchema.parse({ ...job, erased_at: '2016-01-01T00:00:00Z' }), ownPlace).hasLog).toBe(false);
	});

	it('keeps the newest try of each job in its first place, and counts the tries', () => {
		const tries = [
			{ id: 9, name: 'test' },
			{ id: 4, name: 'build' },
			{ id: 8, name: 'test' },
			{ id: 5, name: 'test' },
			{ id: 6, name: 'deploy' },
		];
		const newest = newestTries(tries);
		expect(newest.jobs.map((one) => one.id)).toEqual([4, 9, 6]);
		expect(newest.attempt).toBe(3);
		expect(newestTries([])).toEqual({ jobs: [], attempt: 1 });
	});

	it.each([
		['7', { projectId: null, id: 7 }],
		['21.7', { projectId: 21, id: 7 }],
		['../7', null],
		['', null],
		['1.2.3', null],
	])('takes the id %s apart', (text, place) => {
		expect(parseJobId(text)).toEqual(place);
	});

	it('leads no id of a pipeline out of its project', () => {
		expect(pipelinePath('12', '/jobs')).toBe('pipelines/12/jobs');
		expect(pipelinePath('../../users')).toBe('pipelines/0');
	});
});

it('reads a commit, also one that tells little', () => {
	const whole = {
		id: sha,
		title: 'Update README\r',
		author_name: 'Ada',
		author_email: 'ada@example.com',
		authored_date: '2026-11-20T09:58:00.000+01:00',
		committed_date: '2026-11-20T10:00:05.000+01:00',
		parent_ids: [sha],
	};
	expect(commitOf(commitSchema.parse(whole))).toEqual({
		sha,
		subject: 'Update README',
		author: { name: 'Ada', email: 'ada@example.com' },
		authoredAt: Date.parse('2026-11-20T08:58:00Z'),
		committedAt: Date.parse('2026-11-20T09:00:05Z'),
		parents: [sha],
	});
	expect(commitOf(commitSchema.parse({ id: sha, message: 'First line\n\nrest' }))).toMatchObject({
		subject: 'First line',
		author: null,
		parents: [],
	});
});
