/** End-to-end specs. `npm test` runs them after the unit tests; a Chromium is found or unpacked first. */
import { defineConfig } from 'playwright/test';
import { findChromium } from '../scripts/chromium.ts';
import { whyNotEmulated } from './support/desktop-emulated.ts';
import { whyNoRuntime } from './support/desktop-runtime.ts';
import type { DesktopProject } from './support/desktop-test.ts';

// The runner finds it once and hands it on; workers must not look again each.
const handed = process.env['SIGNALBOX_TEST_CHROMIUM'];
const browser: Awaited<ReturnType<typeof findChromium>> =
	handed === undefined ? await findChromium() : JSON.parse(handed);
process.env['SIGNALBOX_TEST_CHROMIUM'] = JSON.stringify(browser);

if (handed === undefined) {
	for (const [project, reason] of [
		['desktop-emulated', whyNotEmulated()],
		['desktop', whyNoRuntime()],
	]) {
		if (reason !== null) process.stdout.write(`Specs of [${project}] will be skipped: ${reason}.\n`);
	}
}

const report = process.env['SIGNALBOX_E2E_REPORT'];

export default defineConfig<object, DesktopProject>({
	testDir: './specs',
	outputDir: '../test-results/e2e',
	workers: 2,
	fullyParallel: true,
	forbidOnly: process.env['CI'] !== undefined,
	timeout: 60_000,
	expect: { timeout: 10_000 },
	reporter: report === undefined ? [['list']] : [['list'], ['json', { outputFile: report }]],
	projects: [
		{ name: 'web', testMatch: '**/*.spec.ts', testIgnore: 'desktop/**' },
		// The same specs twice; skipped, with the reason, where the emulator, or Electron's runtime or a display, is missing.
		{ name: 'desktop-emulated', testMatch: 'desktop/**/*.spec.ts', use: { runsOn: 'emulator' } },
		{ name: 'desktop', testMatch: 'desktop/**/*.spec.ts', workers: 1, use: { runsOn: 'runtime' } },
	],
	use: {
		// The Chromium from npm answers "en-US@posix" otherwise, which Intl refuses.
		locale: 'en-GB',
		timezoneId: 'Europe/Berlin',
		viewport: { width: 1280, height: 720 },
		// Recording every page takes longer than most of what is recorded: a failure leaves a screenshot and what was on the page.
		trace: process.env['SIGNALBOX_E2E_TRACE'] === undefined ? 'off' : 'retain-on-failure',
		// What turns all the time would be drawn sixty times a second by the processor.
		contextOptions: { reducedMotion: 'reduce' },
		screenshot: 'only-on-failure',
		launchOptions: {
			executablePath: browser.executablePath,
			args: [...browser.args],
			env: { ...definedEnvironment(), ...browser.env },
		},
	},
});

function definedEnvironment(): Record<string, string> {
	return Object.fromEntries(
		Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
	);
}
