/** What the integration tests of the HAProxy target share. */
import { describe } from 'vitest';
import { findHaproxy, startHaproxy } from '../../../../e2e/peers/haproxy.ts';
import { quietLogger, realClock } from '../../../testing/real-world.ts';
import { createExec } from '../../exec.ts';
import { targetConformance } from '../conformance.ts';
import { createHaproxyTarget } from './haproxy-target.ts';
import type { HaproxyDeps } from './observer.ts';

/** The real world, without a log. */
export const realDeps: HaproxyDeps = {
	clock: realClock,
	exec: createExec(process.env),
	fetch,
	logger: quietLogger,
};

/** The conformance suite through one door of a real HAProxy; each door has a file of its own, so that they run side by side. */
export function haproxyConformance(
	door: 'socket' | 'tcp',
	servers: { readonly blue: number; readonly green: number },
): void {
	describe.skipIf(findHaproxy() === null)('haproxy target (needs haproxy on PATH)', () => {
		targetConformance(`haproxy by ${door}`, async () => {
			const peer = await startHaproxy({ servers });
			return {
				target: createHaproxyTarget(peer.config(door, { readyTimeoutMs: 1500 }), realDeps),
				versions: { first: '1.0.0', second: '2.0.0', unknown: '9.9.9', broken: '6.6.6' },
				brokenDeployLimitMs: 6000,
				knowsFences: false,
				sendRequests: peer.sendRequests,
				breakTarget: peer.kill,
				mendTarget: peer.start,
				dispose: peer.dispose,
			};
		});
	});
}
