import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { findHaproxy, type HaproxyPeer, startHaproxy } from '../../../../e2e/peers/haproxy.ts';
import type { HaproxyTargetConfig } from '../../../../shared/config/model.ts';
import { allTrafficTo, observedSplit, splitTraffic } from '../../../../shared/domain/target/model.ts';
import type { Target } from '../../../engine/ports.ts';
import { eventually, value } from '../conformance-steps.ts';
import { createHaproxyTarget } from './haproxy-target.ts';
import { realDeps as deps } from './test-kit.ts';

const isHere = findHaproxy() !== null;

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
			expect(answer).toMatchObject({ problem: { code: 'target-unreachable' } });
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

		test('users are not moved to a slot that is dead', async () => {
			// What never served anybody would be called empty, not down.
			expect((await peer.sendRequests(40)).green).toBeGreaterThan(0);
			const { retire, slots } = peer.config('socket');
			if (retire === null) throw new Error('The peer retires by command.');
			for (const { url } of slots.green) {
				const port = new URL(url ?? '').port;
				const args = retire.args.map((arg) => arg.replace('{slot}', 'green').replace('{port}', port));
				await deps.exec({ ...retire, args });
			}
			await eventually(async () => value(await target.inspect()).slots.green.health === 'down', 3000);
			expect(await target.setTraffic({ split: allTrafficTo('green'), fence: 1 })).toMatchObject({
				problem: {
					code: 'traffic-not-taken',
					message: expect.stringContaining('sends 100 % to blue and 0 % to green instead of 0 % and 100 %'),
					details: { real: allTrafficTo('blue'), trouble: ['green1 of green is DOWN'] },
				},
			});
			expect(await peer.sendRequests(50)).toEqual({ blue: 50, green: 0, failed: 0 });
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

		test('half a deploy is found, and the same deploy again mends it', async () => {
			const { retire, slots } = peer.config('socket');
			const port = new URL(slots.blue[1]?.url ?? '').port;
			const args = (retire?.args ?? []).map((arg) => arg.replace('{slot}', 'blue').replace('{port}', port));
			await deps.exec({ file: process.execPath, args, cwd: peer.dir, env: {}, timeoutMs: 5000 });
			await eventually(
				async () => (value(await target.inspect()).slots.blue.note ?? '').includes('blue2 is DOWN'),
				3000,
			);
			const pidFile = join(peer.dir, `blue-${new URL(slots.blue[0]?.url ?? '').port}.pid`);
			const untouched = await readFile(pidFile, 'utf8');
			const mended = value(await target.deploy({ slot: 'blue', version: '1.0.0', fence: 1 }));
			expect(await readFile(pidFile, 'utf8')).toBe(untouched);
			expect(mended.slots.blue).toMatchObject({ version: '1.0.0', health: 'up', note: null });
			expect(observedSplit(mended)).toEqual({ blue: 75, green: 25 });
		});

		test('a version told by a command, and a target that only steers traffic', async () => {
			const command = { file: process.execPath, cwd: peer.dir, env: {}, timeoutMs: 5000 };
			const script = 'console.log(process.argv[1] === "blue" ? "1.0.0" : "2.0.0"); console.log("more")';
			const steering = targetWith({
				version: { command: { ...command, args: ['-e', script, '{slot}'] } },
				...{ deploy: null, retire: null, readyTimeoutMs: 300 },
			});
			const { slots } = value(await steering.deploy({ slot: 'green', version: '2.0.0', fence: 1 }));
			expect([slots.blue.version, slots.green.version]).toEqual(['1.0.0', '2.0.0']);
			value(await steering.setTraffic({ split: allTrafficTo('blue'), fence: 1 }));
			expect(await steering.deploy({ slot: 'green', version: '3.0.0', fence: 1 })).toMatchObject({
				problem: {
					code: 'slot-not-ready',
					message: expect.stringContaining('answers as 2.0.0 instead of 3.0.0'),
					hint: expect.stringContaining('only steers traffic'),
				},
			});
		});

		test('a port that somebody else holds', async () => {
			value(await target.setTraffic({ split: allTrafficTo('blue'), fence: 1 }));
			value(await target.retire({ slot: 'green', fence: 1 }));
			const holder = createServer();
			const port = Number(new URL(peer.config('socket').slots.green[0]?.url ?? '').port);
			await new Promise<void>((resolve) => holder.listen(port, '127.0.0.1', resolve));
			try {
				expect(await target.deploy({ slot: 'green', version: '2.0.0', fence: 1 })).toMatchObject({
					problem: { code: 'port-in-use', retryable: true },
				});
			} finally {
				await new Promise((resolve) => holder.close(resolve));
			}
			expect((await target.deploy({ slot: 'green', version: '2.0.0', fence: 1 })).ok).toBe(true);
		});

		test('a slot with users is not deployed over', async () => {
			expect(await target.deploy({ slot: 'blue', version: '2.0.0', fence: 1 })).toMatchObject({
				problem: { code: 'target-refused', message: expect.stringContaining('75 %') },
			});
			expect(value(await target.inspect()).slots.blue.version).toBe('1.0.0');
		});
	});
});
