/** The desktop on the emulator that lies beside the repository: the built main script, preload and pages, unmodified. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright/test';
import { findChromium } from '../../scripts/chromium.ts';
import { agentFile, type Desktop, type DesktopOptions, desktopOver, root, startOf } from './desktop-driver.ts';

const control = path.resolve(root, '..', 'shared', 'electron-emu', 'control.mjs');

interface EmulatorRun {
	readonly child: { readonly pid: number; kill(signal: NodeJS.Signals): boolean };
	readonly output: string;
	readonly exit?: { readonly code: number | null };
	readonly ended: Desktop['ended'];
	readonly info: { readonly http: string };
	ask(action: string, fields: object): Promise<unknown>;
}

interface Emulator {
	launch(options: {
		readonly app: string;
		readonly args: readonly string[];
		readonly commandArgs: readonly string[];
		readonly cwd: string;
		readonly env: Readonly<Record<string, string>>;
		readonly timeout: number;
	}): Promise<EmulatorRun>;
}

/** Why it cannot be used here; null when it can. */
export function whyNotEmulated(): string | null {
	return existsSync(control) ? null : 'electron-emu does not lie beside the repository';
}

/** Resolves once the app is being loaded, or has ended already. */
export async function launchEmulated(options: DesktopOptions, records: string): Promise<Desktop> {
	const emulator: Emulator = await import(pathToFileURL(control).href);
	const { words, env } = startOf(options, records);
	const browser = await findChromium();
	const run = await emulator.launch({
		app: root,
		args: words,
		commandArgs: ['-r', agentFile],
		cwd: options.folder,
		env: { ...browser.env, ELECTRON_EMU_CHROMIUM: browser.executablePath, ...env },
		timeout: 30_000,
	});
	const attached = run.exit === undefined ? await chromium.connectOverCDP(run.info.http) : null;
	return desktopOver(
		{
			pid: run.child.pid,
			// The one for specs is Chromium's, which is a process of its own.
			ownPorts: [],
			pages: () => attached?.contexts().flatMap((context) => context.pages()) ?? [],
			tell: async (command) => {
				const fields = { on: 'app', event: 'signalbox-spec', args: [command] };
				// A question to an app that has ended is never answered.
				const gone = run.ended.then(() => Promise.reject(new Error('the desktop has ended')));
				await Promise.race([gone, run.ask('emit', fields)]);
			},
			output: () => run.output,
			ended: run.ended,
			kill: () => void run.child.kill('SIGKILL'),
		},
		options.folder,
		records,
	);
}
