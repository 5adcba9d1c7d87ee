/** `test` of the desktop specs: one set of specs for the emulator and for Electron's own runtime. */
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test as base, expect } from 'playwright/test';
import type { Desktop, DesktopOptions } from './desktop-driver.ts';
import { launchEmulated, whyNotEmulated } from './desktop-emulated.ts';
import { launchOnRuntime, whyNoRuntime } from './desktop-runtime.ts';
import { endProcessesOf, processesOf } from './processes.ts';
import { until } from './until.ts';

export interface DesktopProject {
	/** What the desktop runs on. */
	readonly runsOn: 'emulator' | 'runtime';
}

interface Launcher {
	(options?: Partial<DesktopOptions>): Promise<Desktop>;
	/** What the pages' consoles may say in this spec. */
	allow(pattern: RegExp): void;
}

const runtimes = {
	emulator: { whyNot: whyNotEmulated, launch: launchEmulated },
	runtime: { whyNot: whyNoRuntime, launch: launchOnRuntime },
} as const;

const endsWithinMs = 15_000;

export const test = base.extend<{ readonly launch: Launcher }, DesktopProject>({
	runsOn: ['emulator', { option: true, scope: 'worker' }],
	launch: [
		async ({ runsOn }, use, info) => {
			const { whyNot, launch } = runtimes[runsOn];
			const reason = whyNot();
			info.skip(reason !== null, reason ?? '');
			const started: Desktop[] = [];
			const folders = new Set<string>();
			const allowed: RegExp[] = [];
			const launcher = async (options: Partial<DesktopOptions> = {}) => {
				const folder = options.folder ?? (await realpath(await mkdtemp(path.join(tmpdir(), 'sbx-desk-'))));
				folders.add(folder);
				const desktop = await launch({ ...options, folder }, path.join(folder, `records-${started.length}.jsonl`));
				started.push(desktop);
				return desktop;
			};
			await use(Object.assign(launcher, { allow: (pattern: RegExp) => void allowed.push(pattern) }));
			if (info.status !== info.expectedStatus) {
				for (const [index, desktop] of started.entries()) {
					await info.attach(`output-${index}`, { body: desktop.output() });
				}
			}
			for (const desktop of started) await end(desktop);
			const complaints = started.flatMap((desktop) => complaintsOf(desktop, allowed));
			for (const folder of folders) await clear(folder);
			expect(complaints, 'errors in the console, and what the policy refused').toEqual([]);
		},
		{ timeout: 120_000 },
	],
});

/** Errors of the pages that the spec did not expect; Chromium tells what a policy refused there as well. */
function complaintsOf(desktop: Desktop, allowed: readonly RegExp[]): readonly string[] {
	return desktop
		.records('console')
		.filter(({ level, text }) => ['error', '3'].includes(level) || text.includes('Content Security Policy'))
		.map(({ text }) => text)
		.filter((text) => !allowed.some((pattern) => pattern.test(text)));
}

async function end(desktop: Desktop): Promise<void> {
	const late = setTimeout(() => desktop.kill(), endsWithinMs);
	// It may have ended already, or hold back for a question: then the system's word is the last.
	await desktop.answer(1).catch(() => {});
	await desktop.quit().catch(() => {});
	await desktop.ended;
	clearTimeout(late);
}

/** Ends what the app left for its users, and removes the folder. */
async function clear(folder: string): Promise<void> {
	const data = path.join(folder, 'data');
	await endProcessesOf(data);
	await until('what was started to end', () => processesOf(data).length === 0);
	await rm(folder, { recursive: true, force: true, maxRetries: 5 });
}

export { expect };
