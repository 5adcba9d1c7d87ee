/** A real Prometheus on loopback that scrapes exporters of ours every second, ended and cleaned away by `stop`. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { reservePort } from './ports.ts';

/** Where a server of one of these names is on this machine, or null: tests that need it are then skipped by name. */
export function findServer(names: readonly string[], path: string = process.env['PATH'] ?? ''): string | null {
	const folders = [...path.split(delimiter), '/usr/bin', '/usr/local/bin'];
	const files = folders.flatMap((folder) => names.map((name) => join(folder, name)));
	return files.find((file) => existsSync(file)) ?? null;
}

export const findPrometheus = (path?: string): string | null => findServer(['prometheus'], path);

export interface ExporterState {
	good: number;
	bad: number;
	/** Of all requests, how many took 1 to 2.5 s; the others took 50 to 100 ms. */
	slow: number;
	memoryBytes: number;
}

export interface Exporter {
	/** What the next scrape will see; change it at will. */
	readonly state: ExporterState;
	readonly address: string;
	/** Number of scrapes so far. */
	scrapes(): number;
	stop(): Promise<void>;
}

/** The page of an exporter in the usual names. */
export function exporterPage({ good, bad, slow, memoryBytes }: ExporterState): string {
	const all = good + bad;
	const quick = all - slow;
	const bucket = (le: string, count: number) => `http_request_duration_seconds_bucket{le="${le}"} ${count}`;
	return [
		'# TYPE http_requests_total counter',
		`http_requests_total{status="200"} ${good}`,
		`http_requests_total{status="500"} ${bad}`,
		'# TYPE http_request_duration_seconds histogram',
		...[bucket('0.05', 0), bucket('0.1', quick), bucket('1', quick), bucket('2.5', all), bucket('+Inf', all)],
		`http_request_duration_seconds_sum ${quick * 0.075 + slow * 1.5}`,
		`http_request_duration_seconds_count ${all}`,
		'# TYPE process_resident_memory_bytes gauge',
		`process_resident_memory_bytes ${memoryBytes}`,
		'',
	].join('\n');
}

/** A tiny exporter on loopback, on a free port or on that of one that was stopped. */
export async function startExporter(start: Partial<ExporterState> = {}, onPort = 0): Promise<Exporter> {
	const state: ExporterState = { good: 0, bad: 0, slow: 0, memoryBytes: 100_000_000, ...start };
	let scrapes = 0;
	const server = createServer((_request, response) => {
		scrapes += 1;
		response.setHeader('content-type', 'text/plain; version=0.0.4');
		response.end(exporterPage(state));
	});
	await new Promise<void>((resolve) => server.listen(onPort, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return {
		state,
		address: `127.0.0.1:${port}`,
		scrapes: () => scrapes,
		stop: () =>
			new Promise((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	};
}

export interface PrometheusPeer {
	readonly url: string;
	stop(): Promise<void>;
}

function scrapeConfig(targets: Readonly<Record<string, string>>, intervalSeconds: number): string {
	const groups = Object.entries(targets).flatMap(([slot, address]) => [
		`      - targets: ['${address}']`,
		`        labels: {slot: ${slot}, service: checkout}`,
	]);
	return [
		'global:',
		`  scrape_interval: ${intervalSeconds}s`,
		`  scrape_timeout: ${intervalSeconds}s`,
		'scrape_configs:',
		'  - job_name: signalbox-test',
		'    static_configs:',
		...groups,
		'',
	].join('\n');
}

/** Starts Prometheus over one exporter per slot and waits until it is ready to answer. */
export function startPrometheus(
	file: string,
	targets: Readonly<Record<string, string>>,
	options: { readonly intervalSeconds?: number; readonly deadlineMs?: number } = {},
): Promise<PrometheusPeer> {
	return startServer({
		...{ name: 'Prometheus', file, deadlineMs: options.deadlineMs ?? 20_000 },
		config: scrapeConfig(targets, options.intervalSeconds ?? 1),
		args: (data) => [`--storage.tsdb.path=${data}`, '--log.level=warn'],
	});
}

interface ServerProgram {
	readonly name: string;
	readonly file: string;
	readonly deadlineMs: number;
	/** Its configuration, as YAML. */
	readonly config: string;
	/** Beside those for its configuration and its address. */
	args(data: string): readonly string[];
}

/** Starts a server that takes its flags as Prometheus does, in a folder of its own, and waits until it is ready to answer. */
export async function startServer(program: ServerProgram): Promise<PrometheusPeer> {
	const folder = await mkdtemp(join(tmpdir(), `signalbox-${program.name.toLowerCase()}-`));
	const config = join(folder, 'config.yml');
	await writeFile(config, program.config);
	const port = await reservePort();
	const own = program.args(join(folder, 'data'));
	const args = [`--config.file=${config}`, `--web.listen-address=127.0.0.1:${port}`, ...own];
	const child = spawn(program.file, args, { stdio: ['ignore', 'ignore', 'pipe'] });
	let log = '';
	child.stderr.on('data', (piece: Buffer) => {
		log = (log + piece.toString()).slice(-4000);
	});
	const ended = new Promise<void>((resolve) => {
		child.once('exit', () => resolve());
		child.once('error', () => resolve());
	});
	const url = `http://127.0.0.1:${port}`;
	const stop = async (): Promise<void> => {
		child.kill('SIGKILL');
		await ended;
		await rm(folder, { recursive: true, force: true });
	};
	const isReady = () =>
		fetch(`${url}/-/ready`).then(
			(response) => response.ok,
			() => false,
		);
	const hasAnswered = await waitUntil(async () => child.exitCode !== null || (await isReady()), program.deadlineMs);
	if (!hasAnswered || child.exitCode !== null) {
		await stop();
		throw new Error(`${program.name} did not start: ${log}`);
	}
	return { url, stop };
}

/** Polls until `is` answers true; false when the deadline came first. */
export async function waitUntil(is: () => boolean | Promise<boolean>, deadlineMs: number): Promise<boolean> {
	const end = performance.now() + deadlineMs;
	for (;;) {
		if (await is()) return true;
		if (performance.now() > end) return false;
		await new Promise((resolve) => setTimeout(resolve, 100));
	}
}
