/** A real Alertmanager on loopback that notifies nobody, ended and cleaned away by `stop`. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { reservePort } from '../../../../e2e/peers/ports.ts';
import { waitUntil } from '../../../../e2e/peers/prometheus.ts';

/** Where Alertmanager is on this machine (Debian calls it prometheus-alertmanager), or null. */
export function findAlertmanager(path: string = process.env['PATH'] ?? ''): string | null {
	const folders = [...path.split(delimiter), '/usr/bin', '/usr/local/bin'];
	const files = folders.flatMap((folder) => [join(folder, 'prometheus-alertmanager'), join(folder, 'alertmanager')]);
	return files.find((file) => existsSync(file)) ?? null;
}

export interface AlertmanagerPeer {
	readonly url: string;
	/** As Prometheus does; `endsAt` in the past resolves. */
	send(labels: Record<string, string>, times: { readonly startsAt: number; readonly endsAt: number }): Promise<void>;
	silence(labels: Record<string, string>): Promise<void>;
	stop(): Promise<void>;
}

const config = 'route: {receiver: nobody}\nreceivers: [{name: nobody}]\n';

async function post(address: string, body: unknown): Promise<void> {
	const headers = { 'content-type': 'application/json' };
	const answer = await fetch(address, { method: 'POST', headers, body: JSON.stringify(body) });
	if (!answer.ok) throw new Error(`Alertmanager answered ${answer.status}: ${await answer.text()}`);
}

export async function startAlertmanager(file: string): Promise<AlertmanagerPeer> {
	const folder = await mkdtemp(join(tmpdir(), 'signalbox-alertmanager-'));
	await writeFile(join(folder, 'alertmanager.yml'), config);
	const port = await reservePort();
	const args = [
		`--config.file=${join(folder, 'alertmanager.yml')}`,
		`--storage.path=${join(folder, 'data')}`,
		`--web.listen-address=127.0.0.1:${port}`,
		'--cluster.listen-address=',
		'--log.level=error',
	];
	const child = spawn(file, args, { stdio: ['ignore', 'ignore', 'pipe'] });
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
			({ ok }) => ok,
			() => false,
		);
	const hasAnswered = await waitUntil(async () => child.exitCode !== null || (await isReady()), 20_000);
	if (!hasAnswered || child.exitCode !== null) {
		await stop();
		throw new Error(`Alertmanager did not start: ${log}`);
	}
	const iso = (ms: number) => new Date(ms).toISOString();
	return {
		...{ url, stop },
		send: (labels, { startsAt, endsAt }) =>
			post(`${url}/api/v2/alerts`, [{ labels, startsAt: iso(startsAt), endsAt: iso(endsAt) }]),
		silence: (labels) =>
			post(`${url}/api/v2/silences`, {
				matchers: Object.entries(labels).map(([name, value]) => ({ name, value, isRegex: false, isEqual: true })),
				...{ startsAt: iso(Date.now()), endsAt: iso(Date.now() + 3_600_000), createdBy: 'test', comment: 'test' },
			}),
	};
}
