/** `npm start`: builds what is stale, then opens the desktop where it can run, else serves the browser. */
import { spawn } from 'node:child_process';
import { homedir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { type HostArguments, helpText, parseHostArguments } from '../electron/host/arguments.ts';
import { runEndEverything } from '../electron/host/end-everything.ts';
import type { Problem } from '../shared/domain/result.ts';
import { findStaleness } from './build.ts';
import { findDesktopRuntime } from './desktop-runtime.ts';

const root = path.resolve(import.meta.dirname, '..');

/** A desktop that ends with an error this soon never opened: libraries are missing, or the display is gone. */
const startTime = 15_000;

function say(line: string): void {
	process.stderr.write(`${line}\n`);
}

function giveUp(problem: Problem): void {
	say(`${problem.message}\n${problem.hint}`);
	process.exitCode = 1;
}

/** Runs a program in the foreground; signals that we get are its signals too. Resolves with its exit code. */
function run(command: string, args: readonly string[]): Promise<number> {
	return new Promise((resolve) => {
		const child = spawn(command, [...args], { stdio: 'inherit', cwd: root, env: childEnv() });
		const pass = (signal: NodeJS.Signals) => child.kill(signal);
		for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, pass);
		const end = (code: number) => {
			for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, pass);
			resolve(code);
		};
		child
			.on('error', () => end(127))
			.on('exit', (code, signal) => {
				// Ended by whoever may end it is no failure; ended by a signal of its own making (SIGTRAP, SIGSEGV) is.
				const isAsked = signal === 'SIGINT' || signal === 'SIGTERM' || signal === 'SIGHUP';
				end(code ?? (isAsked ? 0 : 1));
			});
	});
}

/** The folder of the person travels along, because the programs run in ours. */
function childEnv(): NodeJS.ProcessEnv {
	return { ...process.env, INIT_CWD: process.env['INIT_CWD'] ?? process.cwd() };
}

async function build(): Promise<boolean> {
	if ((await findStaleness()) === null) return true;
	say('Building Signalbox, which takes a few seconds...');
	return (await run(process.execPath, [path.join(root, 'scripts', 'build.ts')])) === 0;
}

/** True when the desktop ran; false when the browser has to take over. */
async function tryDesktop(words: readonly string[]): Promise<boolean> {
	const found = await findDesktopRuntime({
		platform: process.platform,
		env: process.env,
		isRoot: process.getuid?.() === 0,
		electronFolder: path.join(root, 'node_modules', 'electron'),
		say,
	});
	if (!found.ok) {
		say(`${found.problem.message}`);
		return false;
	}
	const begun = performance.now();
	const code = await run(found.value, [root, ...words]);
	if (code !== 0 && performance.now() - begun < startTime) {
		say(`The desktop ended at once with code ${code}, so the control room opens in the browser.`);
		return false;
	}
	process.exitCode = code;
	return true;
}

/** In this very process, so that whatever ends us ends it. */
async function serveBrowser(words: readonly string[], { readOnly }: HostArguments): Promise<void> {
	const main = path.join(root, 'dist', 'web', 'main.js');
	// A person at this machine started us by hand, which is what acting needs.
	process.argv = [process.execPath, main, ...words, ...(readOnly ? [] : ['--allow-actions'])];
	process.env['INIT_CWD'] ??= process.cwd();
	await import(pathToFileURL(main).href);
}

async function start(): Promise<void> {
	const words = process.argv.slice(2);
	const parsed = parseHostArguments(words);
	if (!parsed.ok) return giveUp(parsed.problem);
	if (parsed.value.help) {
		process.stdout.write(helpText);
		return;
	}
	if (parsed.value.endEverything) {
		const machine = { platform: process.platform, env: process.env, homeFolder: homedir() };
		const startFolder = process.env['INIT_CWD'] ?? process.cwd();
		const print = (line: string) => void process.stdout.write(`${line}\n`);
		process.exitCode = await runEndEverything({ args: parsed.value, machine, startFolder, say: print });
		return;
	}
	if (!(await build())) {
		say('Signalbox could not be built; the lines above say why.');
		process.exitCode = 1;
		return;
	}
	const needsNoWindow = parsed.value.browser || parsed.value.report !== null;
	if (!needsNoWindow && (await tryDesktop(words))) return;
	await serveBrowser(words, parsed.value);
}

await start();
