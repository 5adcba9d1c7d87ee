/** The desktop on the emulator that lies beside the repository: the built main script, preload and pages, unmodified. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright/test';
import { findChromium } from '../../scripts/chromium.ts';
import { agentFile, type Desktop, type DesktopOptions, desktopOver, root, startOf } from './desktop-driver.ts';

const control = path.resolve(root, '..', 'shared', 'electron-emu', 'control.mjs');

export interface EmulatorPage {
	eval(expression: string): Promise<unknown>;
	until(expression: string, withinMs?: number): Promise<unknown>;
	close(): void;
}

export interface EmulatorRun {
	readonly child: { readonly pid: number; kill(signal: NodeJS.Signals): boolean };
	readonly output: string;
	readonly exit?: { readonly code: number | null };
	readonly ended: Desktop['ended'];
	readonly info: { readonly http: string };
	ask(action: 'emit', fields: object): Promise<unknown>;
	ask(action: 'windows'): Promise<readonly { readonly webPreferences: object }[]>;
	page(): Promise<EmulatorPage>;
	quit(): Promise<unknown>;
}

interface EmulatorStart {
	readonly app: string;
	readonly args: readonly string[];
	/** Words before the app's. */
	readonly commandArgs: readonly string[];
	readonly cwd: string;
	readonly env: Readonly<Record<string, string>>;
	/** How long the start may take, ms. */
	readonly timeout: number;
}

/** Why it cannot be used here; null when it can. */
export function whyNotEmulated(): string | null {
	return existsSync(control) ? null : 'electron-emu does not lie beside the repository';
}

/** Starts the app on the emulator; `start` names what differs from a start by a person. */
export async function startEmulator(
	start: Pick<EmulatorStart, 'args' | 'commandArgs' | 'cwd' | 'env'>,
): Promise<EmulatorRun> {
	const emulator: { launch(start: EmulatorStart): Promise<EmulatorRun> } = await import(pathToFileURL(control).href);
	const { executablePath, env } = await findChromium();
	return emulator.launch({
		...start,
		app: root,
		env: { ...env, ELECTRON_EMU_CHROMIUM: executablePath, ...start.env },
		timeout: 30_000,
	});
}

/** Resolves once the app is being loaded, or has ended already. */
export async function launchEmulated(options: DesktopOptions, records: string): Promise<Desktop> {
	const { words, env } = startOf(options, records);
	const run = await startEmulator({ args: words, commandArgs: ['-r', agentFile], cwd: options.folder, env });
	const attached = run.exit === undefined ? await chromium.connectOverCDP(run.info.http) : null;
	return desktopOver(
		{
			pid: run.child.pid,
			// The one for specs is Chromium's, which is a process of its own.
			ownPorts: [],
			webPreferences: async () => (await run.ask('windows')).map(({ webPreferences }) => webPreferences),
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
