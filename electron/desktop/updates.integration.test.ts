/** The real electron-updater against a feed on loopback: what it refuses by itself, and what our settings make it refuse. */
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, request, type RequestOptions, type Server } from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { defaultShellSettings } from '../../shared/shell/settings.ts';
import { rolloutPlace } from '../../shared/shell/update-rules.ts';
import { configureUpdater, type Updater } from './updates.ts';

const require = createRequire(import.meta.url);
const { AppImageUpdater }: typeof import('electron-updater') = require('electron-updater');
const {
	ElectronHttpExecutor,
}: typeof import('electron-updater/out/electronHttpExecutor.js') = require('electron-updater/out/electronHttpExecutor.js');
/** electron-updater's own executor, checksums included; only the connection is Node's, where it would be Electron's. */
const httpExecutor = Object.assign(new ElectronHttpExecutor(), {
	createRequest: (options: RequestOptions, answer: (response: IncomingMessage) => void) => request(options, answer),
	addRedirectHandlers: () => {},
});

const image = Buffer.from('this would be the new AppImage '.repeat(2_000));
const id = 'installation-1';

interface Published {
	readonly version: string;
	readonly sha512?: string;
	readonly stagingPercentage?: number;
	/** Name of the feed's file: `latest` or `beta`. */
	readonly channel?: string;
}

let folder: string;
let server: Server;
let asked: string[];
let feeds: Map<string, string>;

beforeEach(async () => {
	folder = mkdtempSync(path.join(tmpdir(), 'signalbox-updates-'));
	asked = [];
	feeds = new Map();
	server = createServer(({ url }, response) => {
		const name = (url ?? '').split('?', 1)[0] ?? '';
		asked.push(name);
		const feed = feeds.get(name);
		if (feed !== undefined) return response.end(feed);
		if (name.endsWith('.AppImage')) return response.end(image);
		return response.writeHead(404).end();
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	// The file of the running AppImage, which electron-updater would replace.
	writeFileSync(path.join(folder, 'Signalbox.AppImage'), 'the old one');
	vi.stubEnv('APPIMAGE', path.join(folder, 'Signalbox.AppImage'));
});

afterEach(async () => {
	vi.unstubAllEnvs();
	server.closeAllConnections();
	await new Promise((resolve) => server.close(resolve));
	rmSync(folder, { recursive: true, force: true });
});

function publish({ version, channel = 'latest', ...rest }: Published): void {
	const sha512 = rest.sha512 ?? createHash('sha512').update(image).digest('base64');
	const url = `Signalbox-${version}.AppImage`;
	const lines = [
		`version: ${version}`,
		'files:',
		`  - { url: ${url}, sha512: "${sha512}", size: ${image.length} }`,
		`path: ${url}`,
		`sha512: "${sha512}"`,
		`releaseDate: "2026-11-24T00:00:00.000Z"`,
		...(rest.stagingPercentage === undefined ? [] : [`stagingPercentage: ${rest.stagingPercentage}`]),
	];
	feeds.set(`/${channel}-linux.yml`, lines.join('\n'));
}

function createUpdater(version = '0.1.0', channel: 'stable' | 'beta' = 'stable') {
	const address = server.address();
	if (address === null || typeof address === 'string') throw new Error('The feed has no port.');
	const config = path.join(folder, 'app-update.yml');
	writeFileSync(config, `provider: generic\nurl: http://127.0.0.1:${address.port}\nupdaterCacheDirName: cache\n`);
	const updater = new AppImageUpdater(null, {
		...{ version, name: 'signalbox', isPackaged: true, appUpdateConfigPath: config },
		...{ userDataPath: folder, baseCachePath: folder },
		whenReady: () => Promise.resolve(),
		relaunch: () => {},
		quit: () => {},
		onQuit: () => {
			throw new Error('It wants to install at quit.');
		},
	});
	Reflect.set(updater, 'httpExecutor', httpExecutor);
	Reflect.set(updater, '_testOnlyOptions', { platform: 'linux', isUseDifferentialDownload: false });
	updater.logger = null;
	updater.disableDifferentialDownload = true;
	configureUpdater(updater, { ...defaultShellSettings.updates, channel }, id);
	return updater satisfies Updater;
}

const downloads = () => asked.filter((name) => name.endsWith('.AppImage'));
const pending = () => {
	const place = path.join(folder, 'cache', 'pending');
	return existsSync(place) ? readdirSync(place).filter((name) => name.endsWith('.AppImage')) : [];
};

describe('electron-updater as we set it up', () => {
	test('fetches a newer version only when told to, and hands nothing to the quit', async () => {
		publish({ version: '0.2.0' });
		const updater = createUpdater();
		const found = await updater.checkForUpdates();
		expect(found).toMatchObject({ isUpdateAvailable: true, updateInfo: { version: '0.2.0' } });
		expect(downloads()).toEqual([]);
		const files = await updater.downloadUpdate();
		expect(readFileSync(files[0] ?? '')).toEqual(image);
		expect(readFileSync(path.join(folder, 'Signalbox.AppImage'), 'utf8')).toBe('the old one');
	});

	test('refuses a file whose sha512 is not the published one, and keeps nothing of it', async () => {
		publish({ version: '0.2.0', sha512: createHash('sha512').update('another').digest('base64') });
		const updater = createUpdater();
		await updater.checkForUpdates();
		await expect(updater.downloadUpdate()).rejects.toMatchObject({ code: 'ERR_CHECKSUM_MISMATCH' });
		expect(downloads()).toHaveLength(1);
		expect(pending()).toEqual([]);
	});

	test.each([
		['older', '0.0.9', 'stable'],
		['the same', '0.1.0', 'stable'],
		['older on another channel', '0.1.0-beta.4', 'beta'],
	] as const)('takes nothing that is %s', async (_, version, channel) => {
		publish({ version, channel: channel === 'beta' ? 'beta' : 'latest' });
		const updater = createUpdater('0.1.0', channel);
		expect(await updater.checkForUpdates()).toMatchObject({ isUpdateAvailable: false });
	});

	test('asks the feed of its channel', async () => {
		publish({ version: '0.2.0-beta.1', channel: 'beta' });
		expect(await createUpdater('0.1.0', 'beta').checkForUpdates()).toMatchObject({ isUpdateAvailable: true });
		expect(asked).toEqual(['/beta-linux.yml']);
	});

	test('honours the share of a staged rollout by our own place in it', async () => {
		const place = rolloutPlace(id, '0.2.0');
		const isOffered = async (stagingPercentage: number) => {
			publish({ version: '0.2.0', stagingPercentage });
			return (await createUpdater().checkForUpdates())?.isUpdateAvailable;
		};
		expect(await isOffered(0)).toBe(false);
		expect(await isOffered(Math.floor(place))).toBe(false);
		expect(await isOffered(Math.floor(place) + 1)).toBe(true);
		expect(await isOffered(100)).toBe(true);
	});
});
