/** What no source of ours may say (design/security.md 2 to 6, 11, 18, 21): switches and calls that would open what is closed. */
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { isTestFile, readSourceFiles } from './source-files.ts';

const root = path.resolve(import.meta.dirname, '..');
const files = readSourceFiles(root).filter(
	({ path: file }) => !isTestFile(file) && /^(shared|electron|renderer|assets)\//.test(file),
);

/** Comments may name what must not be done. Addresses are kept: `//` within a string is none. */
const withoutComments = (text: string) =>
	text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/(^|\s)\/\/[^\n]*/g, '$1');

const never: readonly (readonly [string, RegExp])[] = [
	['web security switched off', /\bwebSecurity\s*:/],
	['insecure content in a page', /\ballowRunningInsecureContent\b/],
	['experimental features of Chromium', /\bexperimentalFeatures\b|\benableBlinkFeatures\b/],
	['a scheme beside the policy', /\b(bypassCSP|corsEnabled|allowServiceWorkers)\s*:\s*true/],
	['Node in a page', /\bnodeIntegration\w*\s*:\s*true/],
	['a page without sandbox or isolation', /\b(sandbox|contextIsolation)\s*:\s*false/],
	['a webview', /\bwebviewTag\s*:\s*true|<webview\b/],
	['switches of the command line', /--disable-web-security|--remote-debugging|ignore-certificate-errors/],
	[
		'certificates that nobody checks',
		/\brejectUnauthorized\s*:\s*false|NODE_TLS_REJECT_UNAUTHORIZED|setCertificateVerifyProc/,
	],
	['the encryption that blocks', /\b(encryptString|decryptString|isEncryptionAvailable)\s*\(/],
	['text that becomes code', /\beval\s*\(|\bnew Function\s*\(|\bsetTimeout\s*\(\s*['"`]/],
	[
		'text that becomes HTML',
		/\b(innerHTML|outerHTML|insertAdjacentHTML|dangerouslySetInnerHTML)\b|document\.write\s*\(/,
	],
	['a shell', /\bshell\s*:\s*(true|['"`])/],
	['blocking messages to main', /\bsendSync\b/],
	['a frame in the page', /<iframe\b/],
];

/** Words that one file alone may say, by its start. */
const onlyIn: readonly (readonly [string, RegExp, readonly string[]])[] = [
	[
		'addresses opened outside',
		/\bshell\.openExternal\b/,
		['electron/desktop/run.ts', 'electron/desktop/open-shell.ts'],
	],
	[
		'a listening server',
		/\bcreateServer\s*\(|\bnew WebSocketServer\b/,
		['electron/web/', 'electron/connectors/targets/process/', 'assets/'],
	],
	// Root on Linux has no sandbox to use; there a page of ours is printed, without scripts.
	['a browser without sandbox', /--no-sandbox/, ['electron/connectors/reports/browser-printer.ts']],
	[
		'a tab of the browser, which the desktop opens none of',
		/target=["']_blank["'][^>]*rel=["'](noopener )?noreferrer/,
		['renderer/features/pipeline/host-link.tsx', 'renderer/shell/sample-panel.tsx'],
	],
	['the bridge into the page', /\bexposeInMainWorld\b/, ['electron/preload.cts']],
	['messages from the page', /\bipcRenderer\b/, ['electron/preload.cts']],
];

function saying(pattern: RegExp): readonly string[] {
	return files.filter(({ text }) => pattern.test(withoutComments(text))).map(({ path: file }) => file);
}

describe('no source says', () => {
	test.each(never)('%s', (_, pattern) => expect(saying(pattern)).toEqual([]));

	test.each(onlyIn)('%s, but in its own place', (_, pattern, places) => {
		expect(saying(pattern).filter((file) => !places.some((place) => file.startsWith(place)))).toEqual([]);
	});

	test('the environment to a page', () => {
		const inPages = files.filter(({ path: file }) => /^(renderer\/|shared\/|electron\/preload)/.test(file));
		expect(
			inPages.filter(({ text }) => /\bprocess\.env\b/.test(withoutComments(text))).map(({ path: file }) => file),
		).toEqual([]);
	});
});

test.each([
	['web security switched off', 'new BrowserWindow({ webPreferences: { webSecurity: false } })'],
	['a shell', 'execa(file, { shell: true })'],
	['text that becomes HTML', 'node.innerHTML = text'],
	['the encryption that blocks', "safeStorage.encryptString('x')"],
	['Node in a page', 'nodeIntegrationInWorker: true'],
])('%s would be found', (name, code) => {
	const [, pattern] = never.find(([each]) => each === name) ?? [];
	expect(pattern?.test(withoutComments(`/* a */ ${code} // b`))).toBe(true);
	expect(pattern?.test(withoutComments(`/* ${code} */ // ${code}`))).toBe(false);
});

test('there are sources to be looked at', () => expect(files.length).toBeGreaterThan(300));
