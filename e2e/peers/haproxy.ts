/** A real HAProxy in a temporary folder with a blue-green backend, for tests and benches. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { Agent, get } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { CommandLine, HaproxyTargetConfig } from '../../shared/config/model.ts';
import type { SlotName } from '../../shared/domain/target/model.ts';
import { reservePorts } from './ports.ts';

export interface HaproxyPeerOptions {
	/** Servers per slot; one each by default. */
	readonly servers?: Readonly<Record<SlotName, number>>;
	/** Line of `balance`; `roundrobin` by default. */
	readonly balance?: string;
	/** Other lines of the backend. */
	readonly backendLines?: readonly string[];
	/** Threads of HAProxy; 1 by default. */
	readonly threads?: number;
}

export interface HaproxyPeer {
	readonly dir: string;
	readonly publicUrl: string;
	/** Runtime API with `level admin`. */
	readonly socket: string;
	/** Runtime API with `level user`: may look, may not change. */
	readonly userSocket: string;
	readonly tcp: { readonly host: string; readonly port: number };
	readonly backend: string;
	/** The target's configuration over one of the two doors; commands start and stop detached Node servers. */
	config(door: 'socket' | 'tcp', overrides?: Partial<HaproxyTargetConfig>): HaproxyTargetConfig;
	/** One raw line over the unix socket, past all our code. */
	raw(line: string): Promise<string>;
	/** Requests as users send them, over kept connections. */
	sendRequests(count: number): Promise<{ readonly blue: number; readonly green: number; readonly failed: number }>;
	/** Ends HAProxy at once; its servers go on. */
	kill(): Promise<void>;
	/** Starts HAProxy again as it was configured: weights and states are forgotten. */
	start(): Promise<void>;
	/** Stops (`true`) or continues HAProxy without ending it: it still accepts, but never answers. */
	freeze(isFrozen: boolean): void;
	/** Ends HAProxy and every server, and removes the folder. */
	dispose(): Promise<void>;
}

const backend = 'shop';
const slotScript = join(import.meta.dirname, 'haproxy-slot.mjs');

/** The program, or null where it is not installed. */
export function findHaproxy(): string | null {
	const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
	return folders.map((folder) => join(folder, 'haproxy')).find((file) => existsSync(file)) ?? null;
}

/** Starts one, with nothing behind it yet. */
export async function startHaproxy(options: HaproxyPeerOptions = {}): Promise<HaproxyPeer> {
	const program = findHaproxy();
	if (program === null) throw new Error('haproxy is not installed.');
	const counts = options.servers ?? { blue: 1, green: 1 };
	const dir = await mkdtemp(join(tmpdir(), 'sb-haproxy-'));
	const [publicPort = 0, apiPort = 0, ...ports] = await reservePorts(2 + counts.blue + counts.green);
	const slots = {
		blue: ports.slice(0, counts.blue).map((port, index) => server('blue', index, port)),
		green: ports.slice(counts.blue).map((port, index) => server('green', index, port)),
	};
	const socket = join(dir, 'admin.sock');
	const userSocket = join(dir, 'user.sock');
	const file = join(dir, 'haproxy.cfg');
	await writeFile(file, configuration({ socket, userSocket, apiPort, publicPort, slots, options }));
	const agent = new Agent({ keepAlive: true, maxSockets: 8 });
	const publicUrl = `http://127.0.0.1:${publicPort}`;
	let child: ChildProcess | null = null;

	const raw = (line: string) => askRaw(socket, line);
	const kill = async () => {
		const running = child;
		child = null;
		if (running === null || running.exitCode !== null) return;
		const ended = new Promise((resolve) => running.once('exit', resolve));
		running.kill('SIGKILL');
		await ended;
	};
	// For a test or bench that throws before it disposes; the servers end when the folder is gone.
	const onExit = () => {
		child?.kill('SIGKILL');
		rmSync(dir, { recursive: true, force: true });
	};
	process.once('exit', onExit);
	const start = async () => {
		child = spawn(program, ['-db', '-q', '-f', file], { stdio: ['ignore', 'ignore', 'inherit'] });
		await until(async () => !/,(\* )?INI,/.test(await raw(`show stat ${backend} 4 -1`)), 10_000);
	};
	const peer: HaproxyPeer = {
		...{ dir, publicUrl, socket, userSocket, backend, raw, kill, start },
		tcp: { host: '127.0.0.1', port: apiPort },
		config: (door, overrides) => ({
			kind: 'haproxy',
			label: `haproxy by ${door}`,
			api: door === 'socket' ? { socket } : { host: '127.0.0.1', port: apiPort },
			backend,
			slots,
			deploy: command(dir, ['start', dir, '{slot}', '{version}', '{port}']),
			retire: command(dir, ['stop', dir, '{slot}', '{port}']),
			version: { path: '/version', field: 'build.version' },
			publicUrl,
			readyTimeoutMs: 5000,
			...overrides,
		}),
		sendRequests: (count) => sendRequests(publicUrl, agent, count),
		freeze(isFrozen) {
			child?.kill(isFrozen ? 'SIGSTOP' : 'SIGCONT');
		},
		async dispose() {
			process.off('exit', onExit);
			agent.destroy();
			await kill();
			await endServers(dir);
			await rm(dir, { recursive: true, force: true });
		},
	};
	try {
		await start();
	} catch (cause) {
		await peer.dispose();
		throw cause;
	}
	return peer;
}

function server(slot: SlotName, index: number, port: number) {
	return { server: `${slot}${index + 1}`, url: `http://127.0.0.1:${port}` };
}

function configuration(parts: {
	readonly socket: string;
	readonly userSocket: string;
	readonly apiPort: number;
	readonly publicPort: number;
	readonly slots: HaproxyTargetConfig['slots'];
	readonly options: HaproxyPeerOptions;
}): string {
	const { options, slots } = parts;
	const servers = [...slots.blue, ...slots.green].map(
		({ server, url }) => `  server ${server} ${url?.replace('http://', '')} check inter 50 rise 2 fall 2`,
	);
	return [
		'global',
		`  nbthread ${options.threads ?? 1}`,
		`  stats socket ${parts.socket} mode 600 level admin`,
		`  stats socket ${parts.userSocket} mode 600 level user`,
		`  stats socket ipv4@127.0.0.1:${parts.apiPort} level admin`,
		'defaults',
		'  mode http',
		'  timeout connect 2s',
		'  timeout client 30s',
		'  timeout server 30s',
		'frontend public',
		`  bind 127.0.0.1:${parts.publicPort}`,
		`  default_backend ${backend}`,
		`backend ${backend}`,
		`  balance ${options.balance ?? 'roundrobin'}`,
		'  option httpchk GET /healthz',
		// Without it a check fails after `inter`, 50 ms here: on a busy machine servers would go down, and requests with them.
		'  timeout check 2s',
		...(options.backendLines ?? []).map((line) => `  ${line}`),
		...servers,
		'',
	].join('\n');
}

function command(dir: string, args: readonly string[]): CommandLine {
	return { file: process.execPath, args: [slotScript, ...args], cwd: dir, env: {}, timeoutMs: 10_000 };
}

/** Ends what the commands left running; the pid files tell. */
async function endServers(dir: string): Promise<void> {
	for (const name of await readdir(dir)) {
		if (!name.endsWith('.pid')) continue;
		const pid = Number(await readFile(join(dir, name), 'utf8'));
		try {
			process.kill(pid, 'SIGKILL');
		} catch {
			// It had ended already.
		}
	}
}

function askRaw(path: string, line: string): Promise<string> {
	return new Promise((resolve, reject) => {
		let answer = '';
		const socket = connect({ path });
		socket.on('data', (chunk) => {
			answer += chunk.toString();
		});
		socket.on('error', reject);
		socket.on('close', () => resolve(answer));
		socket.write(`${line}\n`);
	});
}

async function sendRequests(url: string, agent: Agent, count: number) {
	const result = { blue: 0, green: 0, failed: 0 };
	let sent = 0;
	const client = async () => {
		while (sent < count) {
			sent++;
			const slot = await requestSlot(url, agent);
			if (slot === 'blue' || slot === 'green') result[slot]++;
			else result.failed++;
		}
	};
	await Promise.all(Array.from({ length: 8 }, client));
	return result;
}

/** The slot that answered one request; null when there was no good answer. */
function requestSlot(url: string, agent: Agent): Promise<string | null> {
	return new Promise((resolve) => {
		const request = get(url, { agent }, (response) => {
			const slot = response.headers['x-slot'];
			response.resume();
			response.once('end', () => resolve(response.statusCode === 200 && typeof slot === 'string' ? slot : null));
			response.once('error', () => resolve(null));
		});
		request.once('error', () => resolve(null));
	});
}

async function until(isSo: () => Promise<boolean>, limitMs: number): Promise<void> {
	const deadline = performance.now() + limitMs;
	for (;;) {
		if (await isSo().catch(() => false)) return;
		if (performance.now() > deadline) throw new Error(`HAProxy was not ready within ${limitMs} ms.`);
		await new Promise((resolve) => setTimeout(resolve, 10));
	}
}
