import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { findHaproxy, type HaproxyPeer, startHaproxy } from '../../../../e2e/peers/haproxy.ts';
import type { HaproxyTargetConfig } from '../../../../shared/config/model.ts';
import { allTrafficTo, observedSplit, splitTraffic } from '../../../../shared/domain/target/model.ts';
import type { Clock, Logger, Target } from '../../../engine/ports.ts';
import { createExec } from '../../exec.ts';
import { targetConformance } from '../conformance.ts';
import { value } from '../conformance-steps.ts';
import { createHaproxyTarget } from './haproxy-target.ts';

const clock: Clock = {
	now: () => Date.now(),
	monotonic: () => performance.now(),
	after(delayMs, run) {
		const timer = setTimeout(run, delayMs);
		return () => clearTimeout(timer);
	},
};
const logger: Logger = { debug() {}, info() {}, warn() {}, error() {} };
const deps = { clock, exec: createExec(process.env), fetch, logger };
const isHere = findHaproxy() !== null;

describe.skipIf(!isHere)('haproxy target (needs haproxy on PATH)', () => {
	for (const door of ['socket', 'tcp'] as const) {
		targetConformance(`haproxy by ${door}`, async () => {
			const peer = await startHaproxy({ servers: { blue: 1, green: door === 'tcp' ? 2 : 1 } });
			return {
				target: createHaproxyTarget(peer.config(door, { readyTimeoutMs: 1500 }), deps),
				versions: { first: '1.0.0', second: '2.0.0', unknown: '9.9.9', broken: '6.6.6' },
				brokenDeployLimitMs: 6000,
				knowsFences: false,
				sendRequests: peer.sendRequests,
				breakTarget: peer.kill,
				mendTarget: peer.start,
				dispose: peer.dispose,
			};
		});
	}
});

describe.skipIf(!isHere)('what only haproxy does (needs haproxy on PATH)', () => {
	let peer: HaproxyPeer;
	const targetWith = (overrides?: Partial<HaproxyTargetConfig>): Target =>
		createHaproxyTarget(peer.config('socket', overrides), deps);

	describe('refusals and names', () => {
		beforeAll(async () => {
			peer = await startHaproxy();
		});
		afterAll(() => peer.dispose());

		test('a socket that may only look', async () => {
			const target = targetWith({ api: { socket: peer.userSocket } });
			expect((await target.inspect()).ok).toBe(true);
			expect(await target.setTraffic({ split: allTrafficTo('blue'), fence: 1 })).toMatchObject({
				problem: {
					code: 'target-refused',
					retryable: false,
					hint: expect.stringContaining('level admin'),
					details: { reply: 'Permission denied' },
				},
			});
		});

		test('a backend that is not there', async () => {
			const target = targetWith({ backend: 'nowhere' });
			for (const answer of [
				await target.inspect(),
				await target.setTraffic({ split: allTrafficTo('blue'), fence: 1 }),
			]) {
				expect(answer).toMatchObject({
					problem: { code: 'target-refused', message: expect.stringContaining('no backend') },
				});
			}
		});

		test('a server that is not there', async () => {
			const { slots } = peer.config('socket');
			const target = targetWith({ slots: { ...slots, green: [{ server: 'green9', url: null }] } });
			expect(await target.setTraffic({ split: allTrafficTo('green'), fence: 1 })).toMatchObject({
				problem: { code: 'target-refused', details: { reply: 'No such server.' } },
			});
			expect(value(await target.inspect()).slots.green.note).toContain('HAProxy has 0 of 1 servers');
		});

		test('a name that would be a second command never reaches HAProxy', async () => {
			const target = targetWith({ backend: 'shop;set weight shop/blue1 0' });
			expect(await target.inspect()).toMatchObject({ problem: { code: 'invalid-config' } });
		});

		test('a slot without servers', async () => {
			const { slots } = peer.config('socket');
			const target = targetWith({ slots: { ...slots, green: [] } });
			expect(await target.setTraffic({ split: splitTraffic('green', 5), fence: 1 })).toMatchObject({
				problem: { code: 'target-refused' },
			});
		});

		test('something that is not the runtime API', async () => {
			const port = Number(new URL(peer.publicUrl).port);
			const answer = await targetWith({ api: { host: '127.0.0.1', port } }).inspect();
			expect(answer).toMatchObject({ ok: false });
		});

		test('says which HAProxy it is', async () => {
			expect(value(await targetWith().inspect()).product).toMatch(/^HAProxy \d+\.\d+/);
		});

		test('a HAProxy that hangs is unreachable within seconds', async () => {
			peer.freeze(true);
			try {
				const started = performance.now();
				const answer = await targetWith().setTraffic({ split: allTrafficTo('blue'), fence: 1 });
				expect(answer).toMatchObject({ problem: { code: 'target-unreachable', retryable: true } });
				expect(performance.now() - started).toBeLessThan(4000);
			} finally {
				peer.freeze(false);
			}
		});
	});

	describe('traffic', () => {
		let target: Target;
		beforeEach(async () => {
			peer = await startHaproxy({ servers: { blue: 3, green: 1 } });
			target = targetWith();
			value(await target.deploy({ slot: 'blue', version: '1.0.0', fence: 1 }));
			value(await target.deploy({ slot: 'green', version: '2.0.0', fence: 1 }));
			value(await target.setTraffic({ split: splitTraffic('green', 25), fence: 1 }));
		});
		afterEach(() => peer.dispose());

		test('shares are of slots, not of servers', async () => {
			const count = await peer.sendRequests(400);
			expect(count.failed).toBe(0);
			expect(Math.abs(count.green - 100)).toBeLessThanOrEqual(4);
			const { slots } = value(await target.inspect());
			const { green } = slots;
			expect(green.counters).toEqual({ requests: count.green, errors: 0 });
			expect(slots.blue.counters).toEqual({ requests: count.blue, errors: 0 });
			expect(slots.blue.addresses).toHaveLength(3);
		});

		test('weights that somebody else changed are seen', async () => {
			await peer.raw('set server shop/green1 weight 9');
			expect(observedSplit(value(await target.inspect()))).toEqual({ blue: 25, green: 75 });
		});

		test('a server that somebody took away gets no share, and is named', async () => {
			await peer.raw('set server shop/blue1 state maint; set server shop/blue2 state drain');
			const state = value(await target.inspect());
			expect(observedSplit(state)).toEqual({ blue: 50, green: 50 });
			expect(state.slots.blue.note).toContain('1 of 3 servers are up: blue1 is MAINT, blue2 is DRAIN');
		});

		test('a split that the servers cannot give is not taken, and the servers that are down are named', async () => {
			await peer.raw('disable health shop/green1; set server shop/green1 health down');
			const answer = await target.setTraffic({ split: splitTraffic('green', 50), fence: 1 });
			expect(answer).toMatchObject({
				problem: {
					code: 'traffic-not-taken',
					message: expect.stringContaining('green1 of green is DOWN'),
					details: { real: { blue: 100, green: 0 } },
				},
			});
			expect((await target.setTraffic({ split: allTrafficTo('blue'), fence: 1 })).ok).toBe(true);
		});

		test('a HAProxy that was restarted is told as it is, and can be set again', async () => {
			await peer.kill();
			expect(await target.inspect()).toMatchObject({ problem: { code: 'target-unreachable' } });
			await peer.start();
			const found = value(await target.inspect());
			expect(observedSplit(found)).toEqual({ blue: 75, green: 25 });
			expect(found.slots.green).toMatchObject({ version: '2.0.0', health: 'up', counters: { requests: 0 } });
			const state = value(await target.setTraffic({ split: allTrafficTo('blue'), fence: 1 }));
			expect(observedSplit(state)).toEqual(allTrafficTo('blue'));
		});

		test('different versions in one slot are no version, with a note', async () => {
			const { deploy, slots } = peer.config('socket');
			const [first] = slots.blue;
			if (deploy === null || first === undefined) throw new Error('The peer deploys by command.');
			const port = new URL(first.url ?? '').port;
			const args = deploy.args.map((arg) =>
				arg.replace('{slot}', 'blue').replace('{version}', '2.0.0').replace('{port}', port),
			);
			await deps.exec({ ...deploy, args });
			const { blue } = value(await target.inspect()).slots;
			expect(blue.version).toBeNull();
			expect(blue.note).toContain('blue1 2.0.0, blue2 1.0.0');
		});

		test('a slot with users is not deployed over', async () => {
			expect(await target.deploy({ slot: 'blue', version: '2.0.0', fence: 1 })).toMatchObject({
				problem: { code: 'target-refused', message: expect.stringContaining('75 %') },
			});
			expect(value(await target.inspect()).slots.blue.version).toBe('1.0.0');
		});
	});
});
