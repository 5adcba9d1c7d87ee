/** Finds a browser of the Chromium family that can print: the one that was named, one in PATH, or one in its usual place. */
import { findProgram, isProgram, type ProgramPlace } from '../program.ts';

export interface BrowserPlace extends ProgramPlace {
	/** Where browsers lie on this system outside of PATH. */
	readonly usual: readonly string[];
}

/** Names a browser instead of the one that would be found. */
export const browserVariable = 'SIGNALBOX_CHROMIUM';

const names = [
	...['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome'],
	...['microsoft-edge-stable', 'microsoft-edge', 'msedge'],
];

const usualPlaces: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
	linux: ['/usr/bin/chromium', '/usr/bin/google-chrome', '/opt/google/chrome/chrome', '/snap/bin/chromium'],
	darwin: [
		'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
		'/Applications/Chromium.app/Contents/MacOS/Chromium',
		'/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
	],
	win32: [
		String.raw`C:\Program Files\Google\Chrome\Application\chrome.exe`,
		String.raw`C:\Program Files (x86)\Google\Chrome\Application\chrome.exe`,
		String.raw`C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe`,
		String.raw`C:\Program Files\Microsoft\Edge\Application\msedge.exe`,
	],
};

/** This machine, with the environment of the host. */
export function browserPlace(env: Readonly<Record<string, string | undefined>>, cwd: string): BrowserPlace {
	return { env, cwd, platform: process.platform, usual: usualPlaces[process.platform] ?? [] };
}

export type BrowserFound =
	| { readonly kind: 'found'; readonly file: string }
	/** The variable names something that cannot be started. */
	| { readonly kind: 'misnamed'; readonly named: string }
	| { readonly kind: 'none' };

export function findBrowser(place: BrowserPlace, exists = isProgram): BrowserFound {
	const named = place.env[browserVariable];
	if (named !== undefined && named !== '') {
		const file = findProgram(named, place, exists);
		return file !== null && exists(file) ? { kind: 'found', file } : { kind: 'misnamed', named };
	}
	for (const name of names) {
		const file = findProgram(name, place, exists);
		if (file !== null) return { kind: 'found', file };
	}
	const usual = place.usual.find((file) => exists(file));
	return usual === undefined ? { kind: 'none' } : { kind: 'found', file: usual };
}
