/** What outlives what: the router the control room, the processes the router, nothing the end of everything. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { eventually, value } from '../conformance-steps.ts';
import { endEverything, listStarted } from './leftovers.ts';
import { statePaths } from './paths.ts';
import { instanceVariable, ownerVariable, pidExists } from '../../process-identity.ts';
import { makePlace, type TestPlace } from './test-support/place.ts';
import { ask, sendRequests, useUntil } from './test-support/users.ts';

let place: TestPlace;
beforeEach(() => {
	place = makePlace();
});
afterEach(() => place.dispose());

const controlRoom = fileURLToPath(new URL('./test-support/control-room.ts', import.meta.url));

async function standing(): Promise<string> {
	value(await place.target.deploy({ slot: 'blue', version: '1.0.0', fence: 1 }));
	value(await place.target.deploy({ slot: 'green', version: '2.0.0', fence: 1 }));
	return value(await place.target.setTraffic({ split: { blue: 75, green: 25 }, fence: 1 })).publicUrl ?? '';
}

// Only Linux can find processes by their mark.
const onLinux = process.platform === 'linux';

describe('a process target', () => {
	test('a control room that is killed loses no request, and the next one finds all as it was', async () => {
		const room = spawn(process.execPath, [controlRoom, place.folder], { stdio: ['ignore', 'pipe', 'inherit'] });
		const [url] = await once(createInterface({ input: room.stdout }), 'line');
		let isDead = false;
		let after = 0;
		const using = useUntil(String(url), 8, () => isDead && ++after > 400);
		await sendRequests(String(url), 50);
		room.kill('SIGKILL');
		await once(room, 'exit');
		isDead = true;
		const count = await using;
		expect(count.troubles).toEqual([]);
		expect(count.green).toBeGreaterThan(0);
		const state = value(await place.target.inspect());
		expect(state.publicUrl).toBe(url);
		expect(state.slots.blue).toMatchObject({ version: '1.0.0', health: 'up', weightPercent: 75 });
		expect(state.slots.green).toMatchObject({ version: '2.0.0', health: 'up', weightPercent: 25 });
	});

	test('a router that is killed leaves the processes alive; the next one takes them over on the same port', async () => {
		const url = await standing();
		const before = place.pids('slot');
		const [router] = place.pids('router');
		process.kill(router ?? 0, 'SIGKILL');
		await eventually(async () => place.pids('router').length === 0, 3_000);
		expect(new Set(place.pids('slot'))).toEqual(new Set(before));

		const state = value(await place.another().inspect());
		expect(state.publicUrl).toBe(url);
		expect(state.slots.blue).toMatchObject({ version: '1.0.0', health: 'up', weightPercent: 75 });
		expect(state.slots.green).toMatchObject({ version: '2.0.0', health: 'up', weightPercent: 25 });
		const count = await sendRequests(url, 20);
		expect(count).toMatchObject({ blue: 15, green: 5, failed: 0 });
		expect(new Set(place.pids('slot'))).toEqual(new Set(before));
		// The fence is remembered as well.
		const old = await place.target.setTraffic({ split: { blue: 100, green: 0 }, fence: 0 });
		expect(old).toMatchObject({ ok: false, problem: { code: 'lease-lost' } });
	});

	test('two control rooms that find the router gone start one', async () => {
		await standing();
		const [router] = place.pids('router');
		process.kill(router ?? 0, 'SIGKILL');
		const rooms = Array.from({ length: 4 }, () => place.another());
		const states = await Promise.all(rooms.map((room) => room.inspect()));
		expect(new Set(states.map((state) => value(state).publicUrl)).size).toBe(1);
		await eventually(async () => place.pids('router').length === 1, 3_000);
	});

	test('a process that crashes is restarted; only what was under way in it fails, the other slot takes the rest', async () => {
		const url = await standing();
		const green = value(await place.target.inspect()).slots.green.addresses[0] ?? '';
		const using = useUntil(url, 4, (sent) => sent > 2_000);
		await ask(`${green}/crash`).catch(() => {});
		const count = await using;
		expect(count.troubles.length).toBeLessThanOrEqual(4);
		await eventually(async () => {
			const { health, note } = value(await place.target.inspect()).slots.green;
			return health === 'up' && note === 'restarted 1 time';
		}, 10_000);
	});

	test('a process that died while no router was there is started again by the next one', async () => {
		await standing();
		for (const pid of place.pids('router')) process.kill(pid, 'SIGKILL');
		for (const pid of place.pids('slot')) process.kill(pid, 'SIGKILL');
		await eventually(async () => place.pids('slot').length === 0, 3_000);
		await eventually(async () => {
			const { slots } = value(await place.target.inspect());
			return slots.blue.health === 'up' && slots.green.health === 'up';
		}, 10_000);
		expect(value(await place.target.inspect()).slots.blue.version).toBe('1.0.0');
	});

	test.runIf(onLinux)('a process that a router started and did not live to note is ended by the next one', async () => {
		await standing();
		const [router] = place.pids('router');
		process.kill(router ?? 0, 'SIGKILL');
		const { owner } = statePaths(place.folder);
		const env = { ...process.env, [ownerVariable]: owner, [instanceVariable]: 'never-noted' };
		const stray = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], {
			env,
			detached: true,
			stdio: 'ignore',
		});
		await once(stray, 'spawn');
		const kind = () => value(listStarted(place.folder)).find((one) => one.pid === stray.pid)?.kind;
		await eventually(async () => kind() === 'stray', 3_000);
		value(await place.target.inspect());
		await eventually(async () => kind() === undefined, 5_000);
		expect(place.pids('slot')).toHaveLength(2);
	});

	test.runIf(onLinux)('damaged notes are put aside: what ran is ended, and a deploy works again', async () => {
		await standing();
		for (const pid of place.pids('router')) process.kill(pid, 'SIGKILL');
		const before = place.pids('slot');
		writeFileSync(statePaths(place.folder).stateFile, '{"format":');
		expect(value(await place.target.inspect()).slots.blue).toMatchObject({ health: 'empty', weightPercent: 0 });
		await eventually(async () => !before.some(pidExists), 5_000);
		value(await place.target.deploy({ slot: 'blue', version: '1.0.0', fence: 1 }));
	});

	test('everything is found and ended, with a router and without', async () => {
		for (const withRouter of [true, false]) {
			await standing();
			const pids = [...place.pids('router'), ...place.pids('slot')];
			expect(pids).toHaveLength(3);
			if (!withRouter) process.kill(place.pids('router')[0] ?? 0, 'SIGKILL');
			const { ended } = value(await endEverything(place.folder));
			expect(ended).toBeGreaterThanOrEqual(2);
			expect(pids.filter(pidExists)).toEqual([]);
			expect(value(listStarted(place.folder))).toEqual([]);
		}
		expect(value(await endEverything(place.folder))).toEqual({ ended: 0 });
	});
});
