/** The built browser host as its own process, in a data folder of its own, ended with everything that it started. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { endProcessesOf, processesOf } from './processes.ts';
import { openRoomClient, type RoomClient } from './room-client.ts';
import { until } from './until.ts';

const root = path.resolve(import.meta.dirname, '..', '..');
const script = path.join(root, 'dist', 'web', 'main.js');
const startsWithinMs = 30_000;
const endsWithinMs = 15_000;
/** Rolling back, draining and ending the sample, on a busy machine. */
const sampleEndsWithinMs = 60_000;

export interface HostOptions {
	readonly sample?: boolean;
	readonly allowActions?: boolean;
	/** Null for any free one. */
	readonly port?: number | null;
	/** Data of an earlier host, which has ended; a fresh folder unless given. */
	readonly folder?: string;
	/** Added to the environment of this process. */
	readonly env?: Readonly<Record<string, string>>;
}

export interface BrowserHost {
	readonly pid: number;
	/** All that it printed, to stdout and stderr. */
	said(): string;
	/** What it printed: the address with the token. */
	readonly address: string;
	readonly origin: string;
	readonly port: number;
	readonly token: string;
	/** Holds the data folder and is removed at the end. */
	readonly folder: string;
	readonly room: RoomClient;
	send(signal: 'SIGSTOP' | 'SIGCONT'): void;
	/** As a crash or a power cut would: no goodbye. What it started lives on. */
	kill(): Promise<void>;
	/** Stops the sample, ends the host, removes its folder. Rejects when anything was left behind, and ends that too. */
	end(): Promise<void>;
}

function dataOf(folder: string): string {
	return path.join(folder, 'data');
}

/** Starts a host and resolves once it has printed its address. */
export async function startBrowserHost(options: HostOptions = {}): Promise<BrowserHost> {
	if (!existsSync(script)) throw new Error('There is no build; run "npm run build" first.');
	const folder = options.folder ?? (await realpath(await mkdtemp(path.join(tmpdir(), 'sbx-e2e-'))));
	// It is started in a folder without a project, so that none is offered.
	const start = path.join(folder, 'start');
	await mkdir(start, { recursive: true });
	const words = ['--no-open', '--data', dataOf(folder)];
	if (options.sample === true) words.push('--sample');
	if (options.allowActions !== false) words.push('--allow-actions');
	if (typeof options.port === 'number') words.push('--port', String(options.port));
	const child = spawn(process.execPath, [script, ...words], {
		cwd: start,
		env: { ...process.env, INIT_CWD: start, ...options.env },
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	const printed: string[] = [];
	for (const stream of [child.stdout, child.stderr]) {
		stream.setEncoding('utf8').on('data', (text: string) => printed.push(text));
	}
	const host = hostOf(child, await printedAddress(child), { folder, said: () => printed.join('') });
	await host.room.until('the room', () => true);
	return host;
}

function printedAddress(child: ChildProcess): Promise<string> {
	return new Promise((resolve, reject) => {
		let said = '';
		const giveUp = (why: string) => {
			child.kill('SIGKILL');
			reject(new Error(`The host ${why}. It said:\n${said}`));
		};
		const timer = setTimeout(() => giveUp(`printed no address within ${startsWithinMs} ms`), startsWithinMs);
		child.once('exit', (code) => giveUp(`ended with ${code}`));
		child.stderr?.setEncoding('utf8').on('data', (text: string) => {
			said += text;
		});
		child.stdout?.setEncoding('utf8').on('data', (text: string) => {
			said += text;
			const address = /Signalbox is at (\S+)\n/.exec(said)?.[1];
			if (address === undefined) return;
			clearTimeout(timer);
			child.removeAllListeners('exit');
			resolve(address);
		});
	});
}

function hostOf(
	child: ChildProcess,
	address: string,
	{ folder, said }: Pick<BrowserHost, 'folder' | 'said'>,
): BrowserHost {
	const data = dataOf(folder);
	const url = new URL(address);
	const token = url.hash.slice(1);
	const room = openRoomClient(url.origin, token);
	const isGone = () => child.exitCode !== null || child.signalCode !== null;

	async function endProcess(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
		if (isGone()) return;
		const gone = once(child, 'exit');
		child.kill(signal);
		const timer = setTimeout(() => child.kill('SIGKILL'), endsWithinMs);
		await gone;
		clearTimeout(timer);
	}

	async function stopSample(): Promise<void> {
		const { sample } = await room.until('the room', () => true);
		if (sample.state === 'stopped') return;
		await room.until('the sample to be started or not', (now) => !['starting', 'stopping'].includes(now.sample.state));
		await room.client.sample.stop.mutate();
		await room.until('the sample to end', (now) => now.sample.state === 'stopped', sampleEndsWithinMs);
	}

	async function end(): Promise<void> {
		const wasKilled = isGone();
		const problems: unknown[] = [];
		child.kill('SIGCONT');
		if (!wasKilled) await stopSample().catch((error: unknown) => problems.push(error));
		await room.close();
		await endProcess('SIGTERM');
		if (!wasKilled && child.exitCode !== 0)
			problems.push(`it ended with ${child.exitCode ?? child.signalCode ?? 'nothing'}`);
		const left = processesOf(data);
		if (!wasKilled && left.length > 0) problems.push(`these live on:\n${left.join('\n')}`);
		await endProcessesOf(data);
		await until('the rest to end', () => processesOf(data).length === 0);
		await rm(folder, { recursive: true, force: true, maxRetries: 5 });
		if (problems.length > 0) throw new Error(`The host did not end in order: ${problems.map(String).join('; ')}`);
	}

	return {
		pid: child.pid ?? 0,
		said,
		address,
		origin: url.origin,
		port: Number(url.port),
		token,
		folder,
		room,
		send: (signal) => child.kill(signal),
		async kill() {
			await endProcess('SIGKILL');
			await room.close();
		},
		end,
	};
}
