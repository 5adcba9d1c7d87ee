/** What every runner must do when it is asked to act: start, run again, cancel, answer. What it cannot is refused in words. */
import { expect, test } from 'vitest';
import { isEndedRun } from '../../../shared/domain/pipeline/model.ts';
import type { Result } from '../../../shared/domain/result.ts';
import { code, endedRun, eventually, jobOf, look, type RunnerHarness, runThat, value } from './conformance-steps.ts';

function expectRefusedInWords(result: Result<unknown>): void {
	expect(['ci-refused', 'unsupported']).toContain(code(result));
	if (result.ok) return;
	expect(result.problem.message.length).toBeGreaterThan(20);
	expect(result.problem.hint.length).toBeGreaterThan(10);
	expect(result.problem.retryable).toBe(false);
}

/** Registers the tests. */
export function actTests(use: () => RunnerHarness): void {
	startTests(use);
	rerunTests(use);
	cancelTests(use);
	answerTests(use);
}

function startTests(use: () => RunnerHarness): void {
	test('starts a run of a branch with inputs', async () => {
		const { runner, world, inputs } = use();
		const request = { branch: 'main', commit: null, inputs, startedBy: 'Ada' };
		const started = await runner.start(request);
		if (!runner.can.start) {
			expectRefusedInWords(started);
			return;
		}
		const { nativeId } = value(started);
		const runs = await eventually(
			async () => value(await runner.listRuns({ branch: 'main', limit: 5 })).value,
			(listed) => listed.length > 0,
		);
		expect(runs).toHaveLength(1);
		if (nativeId !== null) expect(runs[0]?.nativeId).toBe(nativeId);
		expect(world.starts()).toEqual([{ branch: 'main', inputs }]);
	});

	test('a branch that nobody has cannot be started', async () => {
		const { runner } = use();
		const request = { branch: 'nobody-has-this', commit: null, inputs: {}, startedBy: 'Ada' };
		const started = await runner.start(request);
		expect(['not-found', 'ci-refused', 'ci-rejected', 'unsupported']).toContain(code(started));
	});
}

function rerunTests(use: () => RunnerHarness): void {
	test('runs a run again', async () => {
		const harness = use();
		const nativeId = await endedRun(harness, 'failed');
		const asked = await harness.runner.rerun({ nativeId, onlyFailed: false });
		if (!harness.runner.can.rerun) {
			expectRefusedInWords(asked);
			return;
		}
		const again = value(asked).nativeId;
		const begun = await runThat(harness, again, (run) => !isEndedRun(run) && run.jobs.length > 0);
		if (again === nativeId) expect(begun.attempt).toBe(2);
		await harness.world.finishJob(again, 'build', 'passed');
		await runThat(harness, again, (run) => jobOf(run, 'build').state === 'passed');
		await harness.world.finishJob(again, 'test', 'passed');
		const ended = await runThat(harness, again, isEndedRun);
		expect(ended.state).toBe('passed');
	});

	test('runs only what failed again', async () => {
		const harness = use();
		const nativeId = await endedRun(harness, 'failed');
		const before = await look(harness, nativeId);
		const asked = await harness.runner.rerun({ nativeId, onlyFailed: true });
		if (!harness.runner.can.rerunFailed) {
			expectRefusedInWords(asked);
			return;
		}
		const again = value(asked).nativeId;
		const begun = await runThat(harness, again, (run) => !isEndedRun(run) && run.jobs.length > 1);
		expect(jobOf(begun, 'build').state).toBe('passed');
		expect(jobOf(begun, 'build').finishedAt).toBe(jobOf(before, 'build').finishedAt);
		await harness.world.finishJob(again, 'test', 'passed');
		const ended = await runThat(harness, again, isEndedRun);
		expect(ended.state).toBe('passed');
	});

	test('a run that nobody knows is not run again', async () => {
		const { runner } = use();
		for (const onlyFailed of [false, true]) {
			const asked = await runner.rerun({ nativeId: '987654321', onlyFailed });
			const can = onlyFailed ? runner.can.rerunFailed : runner.can.rerun;
			if (can) expect(code(asked)).toBe('not-found');
			else expectRefusedInWords(asked);
		}
	});
}

function cancelTests(use: () => RunnerHarness): void {
	test('cancels a run that is under way', async () => {
		const harness = use();
		const nativeId = await harness.world.givenRun();
		await runThat(harness, nativeId, (run) => run.jobs.length > 0);
		const asked = await harness.runner.cancel(nativeId);
		if (!harness.runner.can.cancel) {
			expectRefusedInWords(asked);
			return;
		}
		expect(asked.ok).toBe(true);
		const ended = await runThat(harness, nativeId, isEndedRun);
		expect(ended.state).toBe('cancelled');
		expect(['cancelled', 'skipped']).toContain(jobOf(ended, 'build').state);
		expect(code(await harness.runner.cancel('987654321'))).toBe('not-found');
	});

	test('a run that has ended stays as it is when somebody cancels it', async () => {
		const harness = use();
		if (!harness.runner.can.cancel) return;
		const nativeId = await endedRun(harness, 'passed');
		expect(['success', 'ci-refused']).toContain(code(await harness.runner.cancel(nativeId)));
		expect((await look(harness, nativeId)).state).toBe('passed');
	});
}

function answerTests(use: () => RunnerHarness): void {
	test.for([[true], [false]] as const)('what waits for a person is answered: approve %s', async ([approve]) => {
		const harness = use();
		const nativeId = await harness.world.givenRun();
		const { runner, world } = harness;
		const answer = (jobId: string) => runner.answer({ nativeId, jobId, approve, comment: 'Seen it' });
		if (world.waitForPerson === null || !runner.can.answer) {
			if (!runner.can.answer) expectRefusedInWords(await answer('1'));
			return;
		}
		await world.waitForPerson(nativeId);
		const waiting = await runThat(harness, nativeId, (run) =>
			run.jobs.some((job) => job.name === 'build' && job.state === 'needs-person'),
		);
		expect(waiting.state).toBe('needs-person');
		const answered = await answer(jobOf(waiting, 'build').id);
		// Some hosts know only yes: then a no is refused in words, and it goes on waiting.
		if (!approve && !answered.ok) {
			expectRefusedInWords(answered);
			return;
		}
		value(answered);
		const after = await runThat(harness, nativeId, (run) => jobOf(run, 'build').state !== 'needs-person');
		expect(isEndedRun(after)).toBe(!approve);
		expect(after.state).not.toBe('passed');
	});
}
