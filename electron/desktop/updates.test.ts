import { EventEmitter } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { analysing } from '../../shared/domain/deployment/fixture.ts';
import { emptyRoom } from '../../shared/rpc/testing/fake-api.ts';
import type { RoomState } from '../../shared/rpc/views.ts';
import { defaultShellSettings, type ShellSettings } from '../../shared/shell/settings.ts';
import { roomOf } from '../../shared/shell/testing/rooms.ts';
import { rolloutPlace } from '../../shared/shell/update-rules.ts';
import { createFakeClock } from '../engine/testing/fake-clock.ts';
import { readInstallationId } from './installation-id.ts';
import { createUpdates, type Updater, type UpdatesDeps } from './updates.ts';

const shipping = roomOf([analysing().deployment]);
const packaged = { platform: 'linux', isPackaged: true, appImage: '/apps/Signalbox.AppImage', hasFeed: true };

/** electron-updater as its types describe it; its defaults are the dangerous ones on purpose. */
class FakeUpdater extends EventEmitter implements Updater {
	autoDownload = true;
	autoInstallOnAppQuit = true;
	allowDowngrade = false;
	allowPrerelease = false;
	disableWebInstaller = false;
	isUserWithinRollout: Updater['isUserWithinRollout'] = () => true;
	offer: { version: string; stagingPercentage?: number } | Error = { version: '0.2.0' };
	download: () => Promise<unknown> = async () => {};
	failing: Error | null = null;
	throwing = false;
	readonly log: string[] = [];
	#channel: string | null = null;
	get channel(): string | null {
		return this.#channel;
	}
	set channel(value: string | null) {
		this.#channel = value;
		this.allowDowngrade = true;
	}
	async checkForUpdates() {
		const { autoDownload, autoInstallOnAppQuit, allowDowngrade, channel } = this;
		this.log.push(`check ${JSON.stringify({ autoDownload, autoInstallOnAppQuit, allowDowngrade, channel })}`);
		if (this.offer instanceof Error) throw this.offer;
		return { isUpdateAvailable: await this.isUserWithinRollout(this.offer), updateInfo: this.offer };
	}
	async downloadUpdate() {
		this.log.push('download');
		await this.download();
	}
	quitAndInstall(...words: readonly boolean[]) {
		this.log.push(`install ${words.join(' ')}`);
		if (this.failing !== null) this.emit('error', this.failing);
		if (this.throwing) throw new Error('and thrown as well');
	}
}

function setup(change: Partial<UpdatesDeps> = {}, updates: Partial<ShellSettings['updates']> = {}) {
	const updater = new FakeUpdater();
	const clock = createFakeClock();
	let room: RoomState | null = emptyRoom;
	let loads = 0;
	const listeners = new Set<(after: RoomState, before: RoomState | null) => void>();
	const ignore = () => {};
	const made = createUpdates({
		loadUpdater: async () => {
			loads += 1;
			return updater;
		},
		installation: packaged,
		version: '0.1.0',
		installationId: 'one',
		feed: {
			current: () => room,
			subscribe(listener) {
				listeners.add(listener);
				return () => listeners.delete(listener);
			},
		},
		settings: {
			current: () => ({ ...defaultShellSettings, updates: { ...defaultShellSettings.updates, ...updates } }),
		},
		clock,
		logger: { debug: ignore, info: ignore, warn: ignore, error: ignore },
		beforeInstall: async () => void updater.log.push('close the room'),
		restart: () => void updater.log.push('restart'),
		...change,
	});
	const states: string[] = [];
	made.host.onChange(() => states.push(made.host.view().state));
	return {
		...{ updater, clock, made, host: made.host, states, loads: () => loads },
		becomes(next: RoomState | null) {
			const before = room;
			room = next;
			if (next !== null) for (const listen of listeners) listen(next, before);
		},
	};
}

describe('looking for updates', () => {
	test('fetches what is newer, and is ready', async () => {
		const { host, clock, states, updater } = setup();
		expect(await host.check()).toEqual({ ok: true, value: null });
		await clock.settle();
		expect(host.view()).toEqual({ state: 'ready', version: '0.2.0' });
		expect(states).toEqual(['checking', 'downloading', 'ready']);
		expect(updater.log).toEqual([
			'check {"autoDownload":false,"autoInstallOnAppQuit":false,"allowDowngrade":false,"channel":"latest"}',
			'download',
		]);
	});

	test.each([
		['the same', '0.1.0', 'stable'],
		['an older one, also where the updater offers it', '0.0.9', 'stable'],
		['a preview on the stable channel', '0.2.0-beta.1', 'stable'],
		['an older preview on the beta channel', '0.1.0-beta.3', 'beta'],
	] as const)('does not take %s', async (_, version, channel) => {
		const { host, clock, updater } = setup({}, { channel });
		updater.offer = { version };
		await host.check();
		await clock.settle();
		expect(host.view()).toEqual({ state: 'idle', checkedAt: clock.now() });
		expect(updater.log).toHaveLength(1);
		expect(updater.log[0]).toContain('"allowDowngrade":false');
	});

	test('takes a preview on the beta channel', async () => {
		const { host, clock, updater } = setup({}, { channel: 'beta' });
		updater.offer = { version: '0.2.0-beta.1' };
		await host.check();
		await clock.settle();
		expect(host.view()).toEqual({ state: 'ready', version: '0.2.0-beta.1' });
		expect([updater.channel, updater.allowPrerelease, updater.allowDowngrade]).toEqual(['beta', true, false]);
	});

	test('waits for its turn in a staged rollout', async () => {
		const { host, clock, updater } = setup();
		const place = rolloutPlace('one', '0.2.0');
		updater.offer = { version: '0.2.0', stagingPercentage: place };
		await host.check();
		expect(host.view().state).toBe('idle');
		updater.offer = { version: '0.2.0', stagingPercentage: place + 0.01 };
		await host.check();
		await clock.settle();
		expect(host.view().state).toBe('ready');
	});

	test('tells how far the download is, and starts no second one', async () => {
		const { host, updater } = setup();
		let end = () => {};
		updater.download = () =>
			new Promise<void>((resolve) => {
				end = resolve;
			});
		await host.check();
		updater.emit('download-progress', { percent: 41.7 });
		expect(host.view()).toEqual({ state: 'downloading', version: '0.2.0', percent: 41 });
		expect(await host.check()).toEqual({ ok: true, value: null });
		end();
		expect(updater.log.filter((line) => line === 'download')).toHaveLength(1);
	});

	test('goes on when the place cannot be reached', async () => {
		const { host, updater } = setup();
		updater.offer = new Error('net::ERR_PROXY_CONNECTION_FAILED');
		expect(await host.check()).toMatchObject({ ok: false, problem: { code: 'disconnected', retryable: true } });
		expect(host.view()).toMatchObject({ state: 'failed', problem: { code: 'disconnected' } });
	});

	test.each(['ERR_CHECKSUM_MISMATCH', 'ERR_UPDATER_INVALID_SIGNATURE'])(
		'throws a forged file away: %s',
		async (code) => {
			const { host, clock, updater } = setup();
			updater.download = () => Promise.reject(Object.assign(new Error('no'), { code }));
			await host.check();
			await clock.settle();
			expect(host.view()).toMatchObject({ state: 'failed', problem: { code: 'not-allowed', retryable: false } });
			expect(await host.install()).toMatchObject({ ok: false });
			expect(updater.log).not.toContain('install true true');
		},
	);

	test('happens by itself after a minute and then every six hours, until closed', async () => {
		const { clock, updater, made } = setup();
		updater.offer = { version: '0.1.0' };
		await clock.advance(59_000);
		expect(updater.log).toHaveLength(0);
		await clock.advance(1_000);
		expect(updater.log).toHaveLength(1);
		await clock.advance(6 * 3_600_000);
		expect(updater.log).toHaveLength(2);
		made.close();
		await clock.advance(24 * 3_600_000);
		expect(updater.log).toHaveLength(2);
	});

	test('happens only when asked where a person chose so', async () => {
		const { clock, updater, host, loads } = setup({}, { automatic: false });
		await clock.advance(24 * 3_600_000);
		expect([updater.log.length, loads()]).toEqual([0, 0]);
		await host.check();
		await host.check();
		expect([updater.log.filter((line) => line.startsWith('check')).length, loads()]).toEqual([2, 1]);
	});

	test('keeps what is fetched when a later look fails or finds nothing newer', async () => {
		const { host, clock, updater } = setup();
		await host.check();
		await clock.settle();
		for (const offer of [new Error('offline'), { version: '0.2.0' }, { version: '0.1.5' }]) {
			updater.offer = offer;
			await host.check();
			await clock.settle();
			expect(host.view()).toEqual({ state: 'ready', version: '0.2.0' });
		}
		updater.offer = { version: '0.3.0' };
		await host.check();
		await clock.settle();
		expect(host.view()).toEqual({ state: 'ready', version: '0.3.0' });
	});
});

describe('installing', () => {
	async function fetched(change: Partial<UpdatesDeps> = {}) {
		const made = setup(change);
		await made.host.check();
		await made.clock.settle();
		return made;
	}

	test('closes the room first', async () => {
		const { host, updater } = await fetched();
		expect(await host.install()).toEqual({ ok: true, value: null });
		expect(updater.log.slice(2)).toEqual(['close the room', 'install true true']);
	});

	test('never happens during a rollout, and is offered again when it has ended', async () => {
		const { host, updater, states, becomes } = await fetched();
		becomes(shipping);
		expect(host.view()).toMatchObject({ state: 'waiting', version: '0.2.0' });
		expect(await host.install()).toMatchObject({ ok: false, problem: { code: 'deployment-in-flight' } });
		becomes(emptyRoom);
		expect(host.view().state).toBe('ready');
		expect(states.slice(-2)).toEqual(['waiting', 'ready']);
		expect(updater.log).not.toContain('close the room');
		expect(updater.autoInstallOnAppQuit).toBe(false);
	});

	test('does not happen while the room is not known', async () => {
		const { host, becomes } = await fetched();
		becomes(null);
		expect(await host.install()).toMatchObject({ ok: false, problem: { code: 'deployment-in-flight' } });
	});

	test('needs an update', async () => {
		expect(await setup().host.install()).toMatchObject({ ok: false, problem: { code: 'not-found' } });
	});

	test('starts this version again once, however often the updater fails over it', async () => {
		const { host, clock, updater } = setup();
		await host.check();
		await clock.settle();
		updater.failing = new Error('spawn EACCES');
		updater.throwing = true;
		await host.install();
		expect(updater.log.filter((line) => line === 'restart')).toHaveLength(1);
	});

	test('tells windows of the room only what is new about it', async () => {
		const { host, clock, states, becomes } = setup();
		await host.check();
		await clock.settle();
		states.length = 0;
		becomes(shipping);
		becomes({ ...shipping, deployments: { ...shipping.deployments } });
		becomes(emptyRoom);
		expect(states).toEqual(['waiting', 'ready']);
	});

	test('starts this version again when the installer will not start', async () => {
		const { host, updater } = await fetched();
		updater.failing = new Error('spawn EACCES');
		await host.install();
		expect(updater.log.slice(-1)).toEqual(['restart']);
	});

	test('starts this version again when the room will not close', async () => {
		const { host, updater } = await fetched({ beforeInstall: () => Promise.reject(new Error('busy')) });
		expect(await host.install()).toMatchObject({ ok: false, problem: { code: 'internal' } });
		expect(updater.log.slice(2)).toEqual(['restart']);
	});
});

test('where this installation does not update itself, nothing is loaded', async () => {
	const { host, made, clock, loads } = setup({ installation: { ...packaged, isPackaged: false } });
	expect(made.can).toBe(false);
	expect(host.view()).toMatchObject({ state: 'off' });
	expect(await host.check()).toMatchObject({ ok: false, problem: { code: 'unsupported' } });
	expect(await host.install()).toMatchObject({ ok: false, problem: { code: 'unsupported' } });
	await clock.advance(24 * 3_600_000);
	expect(loads()).toBe(0);
});

test('the name of an installation is random, lasts, and is made anew when damaged', async () => {
	const folder = mkdtempSync(path.join(tmpdir(), 'signalbox-id-'));
	try {
		const nested = path.join(folder, 'desktop');
		const first = await readInstallationId(nested);
		expect(await readInstallationId(nested)).toBe(first);
		expect(await readInstallationId(path.join(folder, 'other'))).not.toBe(first);
		expect(readFileSync(path.join(nested, 'installation-id'), 'utf8')).toBe(`${first}\n`);
		expect(await readInstallationId(path.join(nested, 'installation-id'))).toMatch(/^[0-9a-f-]{36}$/);
	} finally {
		rmSync(folder, { recursive: true });
	}
});
