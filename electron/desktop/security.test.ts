import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { answerPage, appSchemes } from './app-protocol.ts';
import {
	createOpenExternal,
	isOpenable,
	isOwnAddress,
	isPermitted,
	isTrustedSender,
	secureContents,
	secureSession,
} from './security.ts';
import { createFakeElectron } from './testing/fake-electron.ts';

const foreign = [
	'app://control-room.evil/',
	'app://evil/',
	'app://evil@control-room/',
	'app://evil:pw@control-room/',
	'app://control-room:81/',
	'app://control-room@evil/',
	'app:control-room',
	'app:///control-room',
	'https://control-room/',
	'http://localhost/',
	'http://127.0.0.1:4711/',
	'file:///etc/passwd',
	'about:blank',
	'javascript:alert(1)',
	'data:text/html,x',
	'blob:app://control-room/1',
	'APP2://control-room/',
	'',
	'not an address',
];

describe('our own address', () => {
	test.each([
		'app://control-room/',
		'app://control-room',
		'app://control-room/index.html#/board',
		'APP://control-room/',
	])('%s', (address) => expect(isOwnAddress(address)).toBe(true));

	test.each(foreign)('is not %j', (address) => expect(isOwnAddress(address)).toBe(false));
});

/** Every permission that Electron's types name, so that a new one is met here first. */
function permissionNames(): readonly string[] {
	const folder = path.dirname(createRequire(import.meta.url).resolve('electron/package.json'));
	const types = readFileSync(path.join(folder, 'electron.d.ts'), 'utf8');
	const list =
		/setPermissionRequestHandler\(handler: \(\(webContents: WebContents, permission: ([^,]+),/.exec(types)?.[1] ?? '';
	return [...list.matchAll(/'([^']+)'/g)].map((match) => match[1] ?? '');
}

describe('permissions', () => {
	const names = permissionNames();
	test('are all known by name', () => expect(names.length).toBeGreaterThan(30));

	test.each(names)('%s', (name) => {
		expect(isPermitted(name, 'app://control-room/')).toBe(name === 'clipboard-sanitized-write');
		expect(isPermitted(name, 'https://evil.test/')).toBe(false);
	});

	test('are bound to the session, requests and checks and devices', () => {
		type Session = Parameters<typeof secureSession>[0];
		let request: Parameters<Session['setPermissionRequestHandler']>[0] = null;
		let check: Parameters<Session['setPermissionCheckHandler']>[0] = null;
		let device: Parameters<Session['setDevicePermissionHandler']>[0] = null;
		let display: Parameters<Session['setDisplayMediaRequestHandler']>[0] = null;
		let pairing: Parameters<Session['setBluetoothPairingHandler']>[0] = null;
		secureSession(
			{
				setPermissionRequestHandler: (handler) => {
					request = handler;
				},
				setPermissionCheckHandler: (handler) => {
					check = handler;
				},
				setDevicePermissionHandler: (handler) => {
					device = handler;
				},
				setDisplayMediaRequestHandler: (handler) => {
					display = handler;
				},
				setBluetoothPairingHandler: (handler) => {
					pairing = handler;
				},
			},
			'linux',
		);
		const answers: boolean[] = [];
		const ask = (name: string, requestingUrl: string) =>
			Reflect.apply(request ?? (() => {}), null, [
				null,
				name,
				(given: boolean) => answers.push(given),
				{ requestingUrl },
			]);
		ask('clipboard-sanitized-write', 'app://control-room/');
		ask('media', 'app://control-room/');
		ask('clipboard-sanitized-write', 'https://evil.test/');
		expect(answers).toEqual([true, false, false]);
		const checked = (name: string) => Reflect.apply(check ?? (() => {}), null, [null, name, 'app://control-room/', {}]);
		expect([checked('clipboard-sanitized-write'), checked('usb')]).toEqual([true, false]);
		expect(Reflect.apply(device ?? (() => true), null, [{}])).toBe(false);
		const given: unknown[] = [];
		for (const handler of [display, pairing]) {
			Reflect.apply(handler ?? (() => {}), null, [{}, (answer: unknown) => given.push(answer)]);
		}
		expect(given).toEqual([null, { confirmed: false }]);
	});
});

describe('a sender', () => {
	const own = { parent: null, url: 'app://control-room/' };
	test.each([
		['our page', own, true],
		['a frame that is gone', null, false],
		['a frame within our page', { ...own, parent: own }, false],
		['another page', { ...own, url: 'https://evil.test/' }, false],
		['a page like ours', { ...own, url: 'app://control-room.evil/' }, false],
	])('%s: %#', (_, frame, expected) => expect(isTrustedSender(frame)).toBe(expected));
});

describe('what may be opened outside', () => {
	const hosts = new Set(['github.com', 'prometheus.example:9090']);
	test.each([
		['https://github.com/a/b?c=d', true],
		['https://prometheus.example:9090/graph', true],
		['https://prometheus.example/', false],
		['https://github.com.evil.test/', false],
		['https://evil.test/github.com', false],
		['https://user@github.com/', false],
		['https://user:pw@github.com/', false],
		['http://github.com/', false],
		['file:///etc/passwd', false],
		['smb://github.com/share', false],
		['ms-msdt:/id', false],
		['javascript:alert(1)', false],
		['app://control-room/', false],
		['', false],
	])('%s: %s', (address, expected) => expect(isOpenable(address, hosts)).toBe(expected));

	test('goes through one function, which opens nothing else', () => {
		const opened: string[] = [];
		const openExternal = createOpenExternal(async (address) => void opened.push(address), hosts);
		expect([openExternal('https://github.com/'), openExternal('file:///etc/passwd')]).toEqual([true, false]);
		expect(opened).toEqual(['https://github.com/']);
	});
});

describe('every window that is ever made', () => {
	type Listener = (event: { url: string; preventDefault: () => void }) => void;
	const listeners = new Map<string, Listener>();
	let openHandler: (details: { url: string }) => unknown = () => null;
	const opened: string[] = [];
	const contents = {
		on: (name: string, listener: Listener) => listeners.set(name, listener),
		setWindowOpenHandler: (handler: typeof openHandler) => {
			openHandler = handler;
		},
	};
	const app = {
		on: (name: string, listener: (event: object, made: typeof contents) => void) => {
			expect(name).toBe('web-contents-created');
			listener({}, contents);
		},
	};
	Reflect.apply(secureContents, null, [app, (url: string) => opened.push(url)]);

	function isStopped(name: string, url: string): boolean {
		let stopped = false;
		listeners.get(name)?.({
			url,
			preventDefault: () => {
				stopped = true;
			},
		});
		return stopped;
	}

	test.each(['will-navigate', 'will-frame-navigate', 'will-redirect'])('%s stays on our page', (name) => {
		expect(isStopped(name, 'app://control-room/')).toBe(false);
		for (const url of foreign) expect(isStopped(name, url)).toBe(true);
	});

	test('attaches no webview', () => expect(isStopped('will-attach-webview', 'app://control-room/')).toBe(true));

	test('opens no other', () => {
		expect(openHandler({ url: 'https://github.com/' })).toEqual({ action: 'deny' });
		expect(opened).toEqual(['https://github.com/']);
	});
});

describe('app://control-room', () => {
	const page = { body: Buffer.from('<!doctype html>'), type: 'text/html; charset=utf-8', isImmutable: false };
	const files = new Map([['/', page]]);
	const status = (url: string, method = 'GET') => answerPage(files, { url, method }).status;

	test('may do no more than it must', () => {
		expect(appSchemes).toEqual([
			{ scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
		]);
	});

	test('answers the page with its policy and without isolation headers, which break custom schemes', async () => {
		const answer = answerPage(files, { url: 'app://control-room/?x#/board', method: 'GET' });
		const headers = Object.fromEntries(answer.headers);
		expect([answer.status, await answer.text()]).toEqual([200, '<!doctype html>']);
		expect(headers['content-security-policy']).toMatch(/^default-src 'none'; script-src 'self'/);
		for (const name of ['cross-origin-opener-policy', 'cross-origin-resource-policy', 'strict-transport-security']) {
			expect(headers[name]).toBeUndefined();
		}
	});

	test.each([
		['app://control-room/..%2fpackage.json', 404],
		['app://control-room/../../package.json', 404],
		['app://control-room/%00', 404],
		['app://control-room/..\\package.json', 404],
		['app://control-room//etc/passwd', 404],
		['app://evil/', 404],
		['app://control-room.evil/', 404],
	])('%s is not there', (url, expected) => expect(status(url)).toBe(expected));

	test.each(['POST', 'PUT', 'HEAD', 'DELETE'])('%s is not spoken', (method) => {
		expect(status('app://control-room/', method)).toBe(405);
	});
});

test.each([
	['darwin', 0],
	['win32', 1],
	['linux', 1],
])('only where Electron has it, on %s, pairing is refused', (platform, times) => {
	const { session, callsOf } = createFakeElectron();
	secureSession(session.defaultSession, platform);
	expect(callsOf('session.setBluetoothPairingHandler')).toHaveLength(times);
	expect(callsOf('session.setPermissionRequestHandler')).toHaveLength(1);
});
