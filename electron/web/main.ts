/** Entry of the browser host: words in, one line out, and a clean end. */
import { homedir } from 'node:os';
import path from 'node:path';
import type { Problem } from '../../shared/domain/result.ts';
import { helpText, parseHostArguments, type ReportWords } from '../host/arguments.ts';
import { createControlRoom } from '../host/control-room.ts';
import { runEndEverything } from '../host/end-everything.ts';
import { type BrowserDoor, openInBrowser } from '../host/open-external.ts';
import { unforeseen } from '../host/unforeseen.ts';
import { runWebHost, type WebRunOptions } from './run.ts';
import { writeMonthReport } from './write-report.ts';

/** How long closing may take before the process ends anyway, ms. */
const closingTime = 8_000;
/** A second signal sooner than this is no person's, ms. */
const echoTime = 500;

function giveUp(problem: Problem): void {
	process.stderr.write(`${problem.message}\n${problem.hint}\n`);
	process.exitCode = 1;
}

function closeOnSignal(close: () => Promise<void>): void {
	let closingSince: number | null = null;
	const end = () => {
		const now = performance.now();
		if (closingSince !== null) {
			// conf (atomically, when-exit) sends each signal to this process again at once; that must not cut the closing.
			if (now - closingSince > echoTime) process.exit(1);
			return;
		}
		closingSince = now;
		setTimeout(() => process.exit(1), closingTime).unref();
		void close().finally(() => process.exit(0));
	};
	process.on('SIGINT', end);
	process.on('SIGTERM', end);
}

async function writeReport(options: WebRunOptions, words: ReportWords): Promise<void> {
	const say = (line: string) => void process.stderr.write(`${line}\n`);
	const written = await writeMonthReport(options, words, say);
	if (!written.ok) return giveUp(written.problem);
	for (const file of written.value) process.stdout.write(`${file}\n`);
	if (written.value.length === 0) process.exitCode = 1;
}

async function main(): Promise<void> {
	const parsed = parseHostArguments(process.argv.slice(2));
	if (!parsed.ok) return giveUp(parsed.problem);
	const args = parsed.value;
	if (args.help) {
		process.stdout.write(helpText);
		return;
	}
	const machine = { platform: process.platform, env: process.env, homeFolder: homedir() };
	// npm runs scripts in the package's folder and says in INIT_CWD where the person was.
	const startFolder = process.env['INIT_CWD'] ?? process.cwd();
	if (args.endEverything) {
		const say = (line: string) => void process.stdout.write(`${line}\n`);
		process.exitCode = await runEndEverything({ args, machine, startFolder, say });
		return;
	}
	const options = {
		...{ args, machine, startFolder, execPath: process.execPath, createRoom: createControlRoom },
		packageRoot: path.resolve(import.meta.dirname, '..', '..'),
	};
	if (args.report !== null) return writeReport(options, args.report);
	const started = await runWebHost(options);
	if (!started.ok) return giveUp(started.problem);
	const host = started.value;
	let door: BrowserDoor | null = null;
	closeOnSignal(() => {
		door?.close();
		return host.close();
	});
	process.stdout.write(`Signalbox is at ${host.address}\n`);
	if (!args.open) return;
	door = openInBrowser({ address: host.address, dataFolder: host.dataFolder, machine });
	void host.firstWindow.then(door.close);
}

await main().catch((error: unknown) => giveUp(unforeseen(error)));
