import { describe } from 'vitest';
import { type TargetHarness, targetConformance } from '../conformance.ts';
import { makePlace } from './test-support/place.ts';
import { sendRequests } from './test-support/users.ts';

async function makeHarness(): Promise<TargetHarness> {
	const place = makePlace({ readyTimeoutMs: 1_500 });
	const signalRouter = (signal: NodeJS.Signals) => {
		for (const pid of place.pids('router')) process.kill(pid, signal);
	};
	return {
		target: place.target,
		versions: { first: '1.0.0', second: '2.0.0', unknown: 'unknown-9', broken: 'broken-1' },
		brokenDeployLimitMs: 6_000,
		knowsFences: true,
		async sendRequests(count) {
			const state = await place.target.inspect();
			const url = state.ok ? (state.value.publicUrl ?? '') : '';
			return sendRequests(url, count);
		},
		// A router that is gone would be started again; one that hangs is out of reach.
		breakTarget: async () => signalRouter('SIGSTOP'),
		mendTarget: async () => signalRouter('SIGCONT'),
		async dispose() {
			signalRouter('SIGCONT');
			await place.dispose();
		},
	};
}

if (process.platform === 'win32') {
	describe.skip('target conformance: process (holds its router up with SIGSTOP, which Windows has not)', () => {});
} else targetConformance('process', makeHarness);
