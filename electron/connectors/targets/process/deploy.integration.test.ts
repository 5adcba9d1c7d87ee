/** Deploys that go wrong, and what is said of them. */
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { ProcessTargetConfig } from '../../../../shared/config/model.ts';
import { code, eventually, value } from '../conformance-steps.ts';
import { pidExists } from '../../process-identity.ts';
import { fixtureConfig, fixtureService, makePlace, type TestPlace } from './test-support/place.ts';
import { ask } from './test-support/users.ts';

const places: TestPlace[] = [];
function use(change: Partial<ProcessTargetConfig> = {}): TestPlace {
	const place = makePlace(change);
	places.push(place);
	return place;
}
afterEach(async () => {
	for (const place of places.splice(0)) await place.dispose();
});

const run = fixtureConfig().run;

/** It has neither file modes nor SIGSTOP. */
const isWindows = process.platform === 'win32';

describe('deploy', () => {
	test('looking at a place that was never used starts nothing', async () => {
		const { target, folder } = use();
		expect(value(await target.inspect()).publicUrl).toBeNull();
		expect(existsSync(join(folder, 'state.json'))).toBe(false);
	});

	test('a version that ends at once is told with its last lines', async () => {
		const { target, pids } = use();
		const refused = await target.deploy({ slot: 'blue', version: 'crash-1', fence: 1 });
		expect(refused).toMatchObject({
			ok: false,
			problem: {
				code: 'deploy-failed',
				details: { exitCode: 3, log: ['first line of trouble', 'last line of trouble'] },
			},
		});
		expect(pids('slot')).toEqual([]);
		expect(value(await target.inspect()).slots.blue).toMatchObject({ health: 'empty', version: null });
	});

	const missing: readonly [string, Partial<typeof run>, string][] = [
		['the folder of the version', { cwd: '/nowhere/{version}' }, 'unknown-version'],
		['the program of the version', { file: './bin-{version}/serve' }, 'unknown-version'],
		['the folder of the version in an argument', { args: ['./releases/{version}/serve.mjs'] }, 'unknown-version'],
		['the folder', { cwd: '/nowhere/at/all' }, 'deploy-failed'],
		['the program', { file: 'signalbox-no-such-program' }, 'deploy-failed'],
	];
	test.for(missing)('%s missing', async ([, change, expected]) => {
		const { target } = use({ run: { ...run, ...change } });
		expect(code(await target.deploy({ slot: 'blue', version: '1.0.0', fence: 1 }))).toBe(expected);
	});

	test.for(['../../etc', 'a b', '', '-rf', 'x'.repeat(200)])('%j is not the name of a version', async (version) => {
		const { target } = use();
		expect(code(await target.deploy({ slot: 'blue', version, fence: 1 }))).toBe('unknown-version');
	});

	test('placeholders are filled in, and our own environment stays with us', async () => {
		process.env['FIXTURE_SECRET'] = 'ours';
		try {
			const { target } = use({ run: { ...run, args: [fixtureService, '{version}-{slot}'] } });
			const state = value(await target.deploy({ slot: 'green', version: '1.0.0', fence: 1 }));
			const address = state.slots.green.addresses[0] ?? '';
			expect(JSON.parse((await ask(address)).body)).toMatchObject({ version: '1.0.0-green', slot: 'green' });
			expect((await ask(`${address}/secret`)).body).toBe('none');
		} finally {
			delete process.env['FIXTURE_SECRET'];
		}
	});

	test('several processes share a slot; one that crashes is named and comes back', async () => {
		const { target } = use({ instances: 3 });
		const state = value(await target.deploy({ slot: 'blue', version: '1.0.0', fence: 1 }));
		expect(new Set(state.slots.blue.addresses).size).toBe(3);
		const { publicUrl } = value(await target.setTraffic({ split: { blue: 100, green: 0 }, fence: 1 }));
		const answers = await Promise.all(Array.from({ length: 9 }, () => ask(publicUrl ?? '')));
		expect(new Set(answers.map((answer) => answer.body)).size).toBe(3);
		await ask(`${state.slots.blue.addresses[0]}/crash`).catch(() => {});
		await eventually(async () => {
			const { note } = value(await target.inspect()).slots.blue;
			return note === '2 of 3 processes are up, restarted 1 time' || note === 'restarted 1 time';
		}, 5_000);
	});

	test('a new version in a slot with traffic takes over without a gap', async () => {
		const { target, pids } = use();
		value(await target.deploy({ slot: 'blue', version: '1.0.0', fence: 1 }));
		const { publicUrl } = value(await target.setTraffic({ split: { blue: 100, green: 0 }, fence: 1 }));
		value(await target.deploy({ slot: 'blue', version: '2.0.0', fence: 1 }));
		expect((await ask(publicUrl ?? '')).body).toContain('"2.0.0"');
		await eventually(async () => pids('slot').length === 1, 5_000);
	});

	test('a process that ignores the polite signal is killed, and its slot is empty', async () => {
		const { target, pids } = use();
		value(await target.deploy({ slot: 'blue', version: 'stubborn-1', fence: 1 }));
		const [pid] = pids('slot');
		value(await target.retire({ slot: 'blue', fence: 1 }));
		expect(pidExists(pid ?? 0)).toBe(false);
	});

	test('traffic is not given to a slot where nothing runs, and shares must add up', async () => {
		const { target } = use();
		value(await target.deploy({ slot: 'blue', version: '1.0.0', fence: 1 }));
		expect(code(await target.setTraffic({ split: { blue: 95, green: 5 }, fence: 1 }))).toBe('slot-not-ready');
		expect(code(await target.setTraffic({ split: { blue: 60, green: 60 }, fence: 1 }))).toBe('invalid-input');
		expect(value(await target.inspect()).slots.blue.weightPercent).toBe(0);
	});

	test.skipIf(isWindows)('a change that reached the router after its sender gave up is not made', async () => {
		const { target, pids } = use();
		value(await target.deploy({ slot: 'blue', version: '1.0.0', fence: 1 }));
		for (const pid of pids('router')) process.kill(pid, 'SIGSTOP');
		const late = await target.setTraffic({ split: { blue: 100, green: 0 }, fence: 1 });
		for (const pid of pids('router')) process.kill(pid, 'SIGCONT');
		expect(code(late)).toBe('target-unreachable');
		expect(value(await target.inspect()).slots.blue.weightPercent).toBe(0);
	});

	test('a folder with a very long path works', async () => {
		const root = mkdtempSync(join(tmpdir(), 'sbx-long-'));
		const folder = join(root, 'y'.repeat(100));
		mkdirSync(folder);
		const place = makePlace({}, folder);
		places.push(place);
		value(await place.target.deploy({ slot: 'blue', version: '1.0.0', fence: 1 }));
		await place.dispose();
		rmSync(root, { recursive: true, force: true });
	});

	test.skipIf(isWindows)('notes and socket are for this user only', async () => {
		const { target, folder } = use();
		value(await target.deploy({ slot: 'blue', version: '1.0.0', fence: 1 }));
		for (const name of ['state.json', 'control.sock']) expect(statSync(join(folder, name)).mode & 0o077).toBe(0);
	});
});
