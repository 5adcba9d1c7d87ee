/** From the shapes of GitHub's API description to the words of the domain. */
import { describe, expect, it } from 'vitest';
import { jobShape, runShape } from './fake-github-shapes.ts';
import { createFakeWorld } from './fake-github-world.ts';
import { jobSchema, runSchema } from './schemas.ts';
import { isForeign, toJob, toRun, withJobs } from './to-run.ts';

const place = { api: 'https://api.github.com', web: 'https://github.com', owner: 'acme', repo: 'shop' };
const open = { waitsForPeople: false, noteOf: () => null };

function given(options: Parameters<ReturnType<typeof createFakeWorld>['addRun']>[0] = {}) {
	const world = createFakeWorld();
	const run = world.addRun(options);
	return { world, run, read: () => runSchema.parse(runShape(place, run)) };
}

describe('a run', () => {
	it('tells commit, branch, people and times', () => {
		const { run, read } = given();
		expect(toRun(read())).toEqual({
			...{ nativeId: String(run.id), number: 1, attempt: 1, branch: 'main', trigger: 'push', startedBy: 'ada' },
			commit: {
				...{ sha: run.sha, subject: 'Change 1', authoredAt: null, parents: [] },
				author: { name: 'Ada Lovelace', email: 'ada@example.org' },
				committedAt: Math.floor(run.createdAt / 1000) * 1000,
			},
			url: `https://github.com/acme/shop/actions/runs/${run.id}`,
			state: 'running',
			createdAt: Math.floor(run.createdAt / 1000) * 1000,
			startedAt: Math.floor(run.startedAt / 1000) * 1000,
			...{ finishedAt: null, jobs: [], jobsKnown: false },
		});
	});

	it('of a fork is never of our branch of the same name', () => {
		const foreign = given({ headOwner: 'mallory', event: 'pull_request' }).read();
		expect([isForeign(foreign), toRun(foreign).branch]).toEqual([true, 'mallory:main']);
		const deleted = { ...foreign, head_repository: null };
		expect([isForeign(deleted), toRun(deleted).branch]).toEqual([true, 'fork:main']);
		expect(isForeign(given().read())).toBe(false);
	});

	it('that waits only for a timer waits for nobody', () => {
		const { world, run, read } = given();
		world.protect(run, world.job(run, 'build'));
		const jobs = [jobSchema.parse(jobShape(place, run, world.job(run, 'build')))];
		expect(withJobs(read(), jobs, open)).toMatchObject({ state: 'running', jobs: [{ state: 'waiting' }] });
		const people = { ...open, waitsForPeople: true };
		expect(withJobs(read(), jobs, people)).toMatchObject({ state: 'needs-person', jobs: [{ state: 'needs-person' }] });
	});

	it('that passed with a failed job let it fail', () => {
		const { world, run, read } = given();
		world.finish(run, world.job(run, 'build'), 'failure');
		const job = jobSchema.parse(jobShape(place, run, world.job(run, 'build')));
		run.conclusion = 'success';
		expect(withJobs(read(), [job], open).jobs[0]).toMatchObject({ state: 'failed', mayFail: true });
		run.conclusion = 'failure';
		expect(withJobs(read(), [job], open).jobs[0]).toMatchObject({ mayFail: false, note: 'failed in: Run build' });
	});

	it('ended with its last job, whatever happens to it later', () => {
		const { world, run, read } = given();
		world.finish(run, world.job(run, 'build'), 'failure');
		const jobs = run.jobs.map((job) => jobSchema.parse(jobShape(place, run, job)));
		const once = withJobs(read(), jobs, open).finishedAt;
		run.updatedAt += 86_400_000;
		expect(withJobs(read(), jobs, open).finishedAt).toBe(once);
	});
});

describe('a job', () => {
	const read = (change: (job: ReturnType<typeof jobShape>) => ReturnType<typeof jobShape>) => {
		const { world, run } = given();
		const job = jobSchema.parse(change(jobShape(place, run, world.job(run, 'build'))));
		return toJob(job, { isRunPassed: false, protection: open });
	};

	it('that has not begun has not begun, although GitHub gives it a time', () => {
		expect(read((job) => ({ ...job, status: 'queued' }))).toMatchObject({
			state: 'queued',
			startedAt: null,
			hasLog: false,
		});
	});

	it('never ends before it began', () => {
		const [started_at, completed_at] = ['2026-11-28T12:00:05Z', '2026-11-28T12:00:03Z'];
		const short = read((job) => ({ ...job, status: 'completed', conclusion: 'success', started_at, completed_at }));
		expect(short).toMatchObject({
			startedAt: Date.parse(started_at),
			finishedAt: Date.parse(started_at),
			hasLog: true,
		});
	});

	it('keeps the name that people gave it', () => {
		for (const name of ['test (ubuntu-latest, 24)', 'deploy / eu / smoke']) {
			expect(read((job) => ({ ...job, name })).name).toBe(name);
		}
	});

	it('may have an id that no number holds', () => {
		expect(read((job) => ({ ...job, id: 9_007_199_254_740_993n })).id).toBe('9007199254740993');
	});

	it('that was skipped never ran and has no log', () => {
		const skipped = read((job) => ({ ...job, status: 'completed', conclusion: 'skipped' }));
		expect(skipped).toMatchObject({ state: 'skipped', startedAt: null, hasLog: false });
	});
});
