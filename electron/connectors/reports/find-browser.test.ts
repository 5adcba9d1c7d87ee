import { expect, test } from 'vitest';
import { type BrowserPlace, findBrowser } from './find-browser.ts';

const place = (more: Partial<BrowserPlace> = {}): BrowserPlace => ({
	env: { PATH: '/usr/local/bin:/usr/bin' },
	cwd: '/',
	platform: 'linux',
	usual: ['/opt/google/chrome/chrome'],
	...more,
});
const only =
	(...files: readonly string[]) =>
	(file: string) =>
		files.includes(file);

test.each([
	[['/usr/bin/google-chrome', '/usr/bin/chromium'], '/usr/bin/chromium'],
	[['/usr/local/bin/microsoft-edge'], '/usr/local/bin/microsoft-edge'],
	[['/opt/google/chrome/chrome'], '/opt/google/chrome/chrome'],
])('of %j it takes %s', (there, file) => {
	expect(findBrowser(place(), only(...there))).toEqual({ kind: 'found', file });
});

test('the named one comes first, and is never silently replaced', () => {
	const env = { PATH: '/usr/bin', SIGNALBOX_CHROMIUM: '/my/browser' };
	const there = ['/usr/bin/chromium', '/my/browser'];
	expect(findBrowser(place({ env }), only(...there))).toEqual({ kind: 'found', file: '/my/browser' });
	expect(findBrowser(place({ env }), only('/usr/bin/chromium'))).toEqual({ kind: 'misnamed', named: '/my/browser' });
});

test('none is none', () => {
	expect(findBrowser(place(), only())).toEqual({ kind: 'none' });
});
