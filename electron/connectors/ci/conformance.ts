/**
 * What every runner must do, as tests. A new runner writes a harness and calls `runnerConformance` from its test; nothing
 * here knows any product.
 */
import { describe, expect, test } from 'vitest';
import { harnessOfEachTest } from '../../testing/harness.ts';
import { actTests } from './conformance-acts.ts';
import { endedRun, jobOf, type RunnerHarness, runThat, value, wholeLog } from './conformance-steps.ts';
import { artifactTests, logTests } from './conformance-leavings.ts';
import { troubleTests } from './conformance-trouble.ts';

export type { HarnessJob, RunnerFault, RunnerHarness } from './conformance-steps.ts';

/** Registers the suite under `name`. `makeHarness` runs before each test. */
export function runnerConformance(name: string, makeHarness: () => Promise<RunnerHarness>): void {
	describe(`runner conformance: ${name}`, () => {
		const use = harnessOfEachTest(makeHarness);
		describe('runs', () => {
			listTests(use);
			watchTests(use);
		});
		describe('logs', () => logTests(use));
		describe('artifacts', () => artifactTests(use));
		describe('acts', () => actTests(use));
		describe('trouble', () => troubleTests(use));
	});
}

function listTests(use: () => RunnerHarness): void {
	test('a host without runs lists none', async () => {
		const listed = value(await use().runner.listRuns({ branch: null, limit: 10 }));
		expect(listed.value).toEqual([]);
		expect(listed.asOf).toBeGreaterThan(0);
	});

	test('lists the newest first, by branch and up to the limit', async () => {
		const harness = use();
		const older = await harness.world.givenRun({ branch: 'main' });
		const other = await harness.world.givenRun({ branch: 'feature' });
		const newer = await harness.world.givenRun({ branch: 'main' });
		const list = async (branch: string | null, limit: number) =>
			value(await harness.runner.listRuns({ branch, limit })).value.map((run) => run.nativeId);
		expect(await list(null, 10)).toEqual([newer, other, older]);
		expect(await list('main', 10)).toEqual([newer, older]);
		expect(await list('feature', 10)).toEqual([other]);
		expect(await list('nobody-has-this', 10)).toEqual([]);
		expect(await list(null, 2)).toEqual([newer, other]);
	});

	test('lists more than one page of the host', async () => {
		const harness = use();
		const ids = await harness.world.givenEndedRuns(harness.beyondOnePage);
		const { value: runs } = value(await harness.runner.listRuns({ branch: null, limit: harness.beyondOnePage }));
		expect(runs.map((run) => run.nativeId)).toEqual(ids.toReversed());
		expect(new Set(runs.map((run) => run.state))).toEqual(new Set(['passed']));
		expect(new Set(runs.map((run) => run.branch))).toEqual(new Set(['main']));
	});
}

function watchTests(use: () => RunnerHarness): void {
	test('a run is watched from its beginning until it has passed', async () => {
		const harness = use();
		const nativeId = await harness.world.givenRun();
		const begun = await runThat(harness, nativeId, (run) => run.jobs.length > 0);
		expect(['queued', 'running']).toContain(begun.state);
		expect(begun).toMatchObject({ nativeId, branch: 'main', attempt: 1, jobsKnown: true, finishedAt: null });
		expect(begun.commit.sha).toMatch(/^[0-9a-f]{40}$/);
		expect(['waiting', 'queued', 'running']).toContain(jobOf(begun, 'build').state);

		await harness.world.finishJob(nativeId, 'build', 'passed');
		const halfway = await runThat(harness, nativeId, (run) => jobOf(run, 'build').state === 'passed');
		const built = jobOf(halfway, 'build');
		expect(built.startedAt).toBeGreaterThanOrEqual(halfway.createdAt - 1000);
		expect(built.finishedAt).toBeGreaterThanOrEqual(built.startedAt ?? Number.POSITIVE_INFINITY);
		expect(['queued', 'running']).toContain(halfway.state);

		await harness.world.finishJob(nativeId, 'test', 'passed');
		const ended = await runThat(harness, nativeId, (run) => run.state === 'passed');
		expect(ended.jobs.map((job) => [job.name, job.state])).toEqual([
			['build', 'passed'],
			['test', 'passed'],
		]);
		expect(ended.finishedAt).toBeGreaterThanOrEqual(ended.startedAt ?? Number.POSITIVE_INFINITY);
		expect(new Set(ended.jobs.map((job) => job.id)).size).toBe(2);
		const listed = value(await harness.runner.listRuns({ branch: 'main', limit: 5 })).value;
		expect(listed.map((run) => [run.nativeId, run.state])).toEqual([[nativeId, 'passed']]);
	});

	test('a job that failed fails the run, and what comes after it is not called passed', async () => {
		const harness = use();
		const nativeId = await harness.world.givenRun();
		await harness.world.finishJob(nativeId, 'build', 'failed');
		const ended = await runThat(harness, nativeId, (run) => run.state === 'failed');
		expect(jobOf(ended, 'build').state).toBe('failed');
		const rest = ended.jobs.filter((job) => job.name === 'test').map((job) => job.state);
		expect(rest.every((state) => state === 'skipped' || state === 'cancelled')).toBe(true);
	});

	test('what it says about a run that ended stays the same', async () => {
		const harness = use();
		const nativeId = await endedRun(harness, 'failed');
		const once = value(await harness.runner.readRun(nativeId)).value;
		await wholeLog(harness, nativeId, jobOf(once, 'build').id);
		expect(value(await harness.runner.readRun(nativeId)).value).toEqual(once);
	});

	test('tells of changes at once where it says it can', async () => {
		const harness = use();
		if (harness.runner.onChange === undefined) return;
		const told: string[] = [];
		const stop = harness.runner.onChange((nativeId) => told.push(nativeId));
		const nativeId = await endedRun(harness, 'passed');
		expect(told).toContain(nativeId);
		stop();
		const count = told.length;
		await endedRun(harness, 'passed');
		expect(told.length).toBe(count);
	});
}
