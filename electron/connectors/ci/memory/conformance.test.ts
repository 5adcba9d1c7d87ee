/** The runner in memory against the conformance suite. */
import type { Clock } from '../../../engine/ports.ts';
import { runnerConformance, type RunnerHarness } from '../conformance.ts';
import { memoryFaults } from './faults.ts';
import { createMemoryRunner } from './memory-runner.ts';

const clock: Clock = {
	now: () => Date.now(),
	monotonic: () => performance.now(),
	after(delayMs, run) {
		const timer = setTimeout(run, delayMs);
		return () => clearTimeout(timer);
	},
};

runnerConformance('memory', async (): Promise<RunnerHarness> => {
	const runner = createMemoryRunner({ clock });
	return {
		runner,
		world: {
			async givenRun(options = {}) {
				const nativeId = runner.given(options);
				runner.setJob(nativeId, 'build', { state: 'running' });
				return nativeId;
			},
			async givenEndedRuns(count) {
				return Array.from({ length: count }, () => {
					const nativeId = runner.given();
					for (const name of ['build', 'test']) runner.setJob(nativeId, name, { state: 'passed' });
					return nativeId;
				});
			},
			finishJob: async (nativeId, job, end) => runner.setJob(nativeId, job, { state: end }),
			appendLog: async (nativeId, job, text) => runner.appendLog(nativeId, job, text),
			cutLog: async (nativeId, job) => runner.cutLog(nativeId, job, 100),
			async givenArtifact(nativeId, files) {
				runner.leave(nativeId, 'reports', files);
				return 'reports';
			},
			fault: async (kind) => runner.faults.set(kind),
			skewClock: async (ms) => runner.skewClock(ms),
			waitForPerson: async (nativeId) => runner.setJob(nativeId, 'build', { state: 'needs-person' }),
			starts: () => runner.starts().map(({ branch, inputs }) => ({ branch, inputs })),
		},
		faults: memoryFaults,
		beyondOnePage: 120,
		knowsUnchanged: true,
		inputs: { level: 'full' },
		secret: null,
		faultLimitMs: 2000,
		dispose: () => runner.close(),
	};
});
