/** Whether the desktop can run on this machine, and with which program. */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fail, ok, type Result } from '../shared/domain/result.ts';

export interface DesktopFacts {
	readonly platform: NodeJS.Platform;
	readonly env: Readonly<Record<string, string | undefined>>;
	/** True for the superuser of a Unix; Chromium's sandbox refuses to run for it. */
	readonly isRoot: boolean;
	/** Folder of the npm package `electron`. */
	readonly electronFolder: string;
	readonly say: (line: string) => void;
	/** Longest that fetching the runtime may take, ms. */
	readonly fetchTime?: number;
}

function cannot(why: string, hint = 'Start with --browser to go there directly.'): Result<never> {
	return fail(
		'unsupported',
		`The desktop cannot open here because ${why}, so the control room opens in the browser.`,
		hint,
	);
}

/** The program that runs the desktop, fetched within a short try where it is missing; or one sentence why not. */
export async function findDesktopRuntime(facts: DesktopFacts): Promise<Result<string>> {
	const { env, electronFolder, say, fetchTime = 20_000 } = facts;
	const given = env['ELECTRON_OVERRIDE_DIST_PATH'];
	// A runtime that was named is tried as it is: whoever names one knows its needs.
	if (given) {
		const program = path.join(given, readProgramName(electronFolder) ?? 'electron');
		return existsSync(program) ? ok(program) : cannot(`ELECTRON_OVERRIDE_DIST_PATH holds no ${path.basename(program)}`);
	}
	if (!hasDisplay(facts)) return cannot('there is no display');
	if (facts.isRoot) return cannot('Electron keeps its sandbox and therefore refuses to run as root');
	if (!existsSync(electronFolder)) return cannot('the package "electron" is not installed');
	const installed = installedProgram(electronFolder);
	if (installed !== null) return ok(installed);
	if (env['ELECTRON_SKIP_BINARY_DOWNLOAD']) return cannot("Electron's runtime is not here and may not be fetched");
	say(`Fetching Electron's runtime, for at most ${Math.round(fetchTime / 1_000)} seconds...`);
	const isFetched = await fetchRuntime(electronFolder, fetchTime);
	const fetched = isFetched ? installedProgram(electronFolder) : null;
	if (fetched !== null) return ok(fetched);
	return cannot(
		"Electron's runtime could not be fetched in time",
		'Run "npx install-electron" to fetch it without a limit.',
	);
}

function hasDisplay({ platform, env }: DesktopFacts): boolean {
	if (platform === 'darwin' || platform === 'win32') return true;
	return Boolean(env['DISPLAY'] || env['WAYLAND_DISPLAY']);
}

/** Name of the program within the runtime's folder, as the package's installer wrote it down. */
function readProgramName(electronFolder: string): string | null {
	const note = path.join(electronFolder, 'path.txt');
	return existsSync(note) ? readFileSync(note, 'utf8').trim() : null;
}

function installedProgram(electronFolder: string): string | null {
	const name = readProgramName(electronFolder);
	const program = name === null ? null : path.join(electronFolder, 'dist', name);
	return program !== null && existsSync(program) ? program : null;
}

function fetchRuntime(electronFolder: string, time: number): Promise<boolean> {
	return new Promise((resolve) => {
		const installer = path.join(electronFolder, 'install.js');
		const child = spawn(process.execPath, [installer], { stdio: 'ignore', timeout: time, killSignal: 'SIGKILL' });
		child.on('error', () => resolve(false)).on('exit', (code) => resolve(code === 0));
	});
}
