/** What every runner must do when the host is in trouble, slow or out of step, and when nobody wants its answer any more. */
import { expect, test } from 'vitest';
import type { ErrorCode, Result } from '../../../shared/domain/result.ts';
import {
	calls,
	code,
	endedRun,
	eventually,
	look,
	type RunnerFault,
	type RunnerHarness,
	runnerFaults,
	runThat,
	soon,
	value,
} from './conformance-steps.ts';

/** Codes that may be given for a fault, and whether the same request may succeed later. */
const answersTo: Readonly<
	Record<Exclude<RunnerFault, 'hang'>, { codes: readonly ErrorCode[]; retryable: boolean | null }>
> = {
	unreachable: { codes: ['ci-unreachable'], retryable: true },
	unauthorised: { codes: ['ci-unauthorised'], retryable: false },
	forbidden: { codes: ['ci-unauthorised', 'ci-refused'], retryable: false },
	'not-found': { codes: ['not-found'], retryable: false },
	'rate-limited': { codes: ['ci-rate-limited'], retryable: true },
	'secondary-limit': { codes: ['ci-rate-limited'], retryable: true },
	'server-error': { codes: ['ci-unreachable'], retryable: true },
	garbage: { codes: ['ci-rejected'], retryable: null },
	cut: { codes: ['ci-unreachable', 'ci-rejected'], retryable: null },
};

/** Registers the tests. */
export function troubleTests(use: () => RunnerHarness): void {
	faultTests(use);
	freshnessTests(use);
	endTests(use);
}

function faultTests(use: () => RunnerHarness): void {
	const named = runnerFaults.filter((fault) => fault !== 'hang');

	test.for(named.map((fault) => [fault] as const))(
		'%s is told in words and is over when it is over',
		async ([fault]) => {
			const harness = use();
			if (!harness.faults.includes(fault)) return;
			const nativeId = await endedRun(harness, 'passed');
			await harness.world.fault(fault);
			const asked: readonly (() => Promise<Result<unknown>>)[] = [
				() => harness.runner.listRuns({ branch: 'main', limit: 5 }),
				() => harness.runner.readRun(nativeId),
				() => harness.runner.artifacts(nativeId),
			];
			for (const ask of asked) {
				const answer = await soon(ask, harness.faultLimitMs);
				expect(answersTo[fault].codes).toContain(code(answer));
				if (answer.ok) continue;
				const { message, hint, retryable, details } = answer.problem;
				expect(message.length).toBeGreaterThan(20);
				expect(hint.length).toBeGreaterThan(10);
				if (answersTo[fault].retryable !== null) expect(retryable).toBe(answersTo[fault].retryable);
				if (harness.secret !== null) expect(JSON.stringify(answer.problem)).not.toContain(harness.secret);
				if (code(answer) === 'ci-rate-limited') expect(details?.['notBefore']).toEqual(expect.any(Number));
			}
			await harness.world.fault(null);
			const mended = await eventually(
				() => harness.runner.readRun(nativeId),
				(answer) => answer.ok,
				harness.faultLimitMs,
			);
			expect(value(mended).value.state).toBe('passed');
		},
	);

	test('a run that nobody knows is not found', async () => {
		const { runner } = use();
		const answer = await runner.readRun('987654321');
		expect(code(answer)).toBe('not-found');
		expect(!answer.ok && answer.problem.retryable).toBe(false);
	});
}

function freshnessTests(use: () => RunnerHarness): void {
	test('an unchanged answer is known as such, and a changed one too', async () => {
		const harness = use();
		if (!harness.knowsUnchanged) return;
		const nativeId = await harness.world.givenRun();
		await runThat(harness, nativeId, (run) => run.jobs.length > 0);
		const list = async () => value(await harness.runner.listRuns({ branch: 'main', limit: 5 }));
		await list();
		const again = await list();
		expect(again.isUnchanged).toBe(true);
		expect(again.value.map((run) => run.nativeId)).toEqual([nativeId]);
		await harness.world.finishJob(nativeId, 'build', 'failed');
		const changed = await eventually(list, (polled) => polled.value[0]?.state === 'failed');
		expect(changed.isUnchanged).toBe(false);
	});

	test('a clock of the host that goes wrong is told', async () => {
		const harness = use();
		if (harness.world.skewClock === null) return;
		const nativeId = await harness.world.givenRun();
		await harness.world.skewClock(-3_600_000);
		const { clockSkewMs } = value(await harness.runner.readRun(nativeId));
		// `Date` of HTTP counts whole seconds, and the answer was on its way for a while.
		expect(Math.abs((clockSkewMs ?? 0) + 3_600_000)).toBeLessThan(10_000);
	});
}

function endTests(use: () => RunnerHarness): void {
	test('an aborted signal ends each call at once', async () => {
		const harness = use();
		const nativeId = await harness.world.givenRun();
		for (const call of calls(harness, nativeId, AbortSignal.abort())) {
			expect(code(await soon(call, 2000))).toBe('cancelled');
		}
		expect((await look(harness, nativeId)).nativeId).toBe(nativeId);
	});

	test('an abort ends a call that the host does not answer', async () => {
		const harness = use();
		if (!harness.faults.includes('hang')) return;
		const nativeId = await harness.world.givenRun();
		await harness.world.fault('hang');
		const abort = new AbortController();
		const waiting = harness.runner.readRun(nativeId, abort.signal);
		setTimeout(() => abort.abort(), 30);
		expect(code(await soon(() => waiting, 3000))).toBe('cancelled');
		await harness.world.fault(null);
		expect((await look(harness, nativeId)).nativeId).toBe(nativeId);
	});

	test('closing ends, also twice', async () => {
		const harness = use();
		await harness.world.givenRun();
		await soon(() => harness.runner.close(), 10_000);
		await soon(() => harness.runner.close(), 1000);
	});
}
