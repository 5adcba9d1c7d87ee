/** Planted secrets are searched for wherever Signalbox keeps or sends something (security.md, row 18). */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { endEverything } from '../../electron/connectors/targets/process/leftovers.ts';
import { targetFolder } from '../../electron/host/connect-environments.ts';
import { createControlRoom } from '../../electron/host/control-room.ts';
import { openLog } from '../../electron/host/log.ts';
import { plainSurroundings } from '../../electron/testing/surroundings.ts';
import { startWebHost } from '../../electron/web/server.ts';
import { connectOver } from '../../renderer/transport/connect.ts';
import { applyChanges } from '../../shared/rpc/apply-changes.ts';
import { callResult } from '../../shared/rpc/client.ts';
import type { RoomState } from '../../shared/rpc/views.ts';
import { rpcPath, tokenProtocolPrefix, webSocketProtocol } from '../../shared/rpc/web.ts';
import { ada, value } from '../real/control-room.ts';
import { findTraces, folderPlaces, textPlace } from '../support/search-secrets.ts';
import { until } from '../support/until.ts';
import { createFakeShell } from '../../shared/rpc/testing/fake-shell.ts';

/** In every planted secret, so that half of one is found as well. */
const canary = 'c4n4ry';
const printed = `${canary}-printed-by-the-release`;
const bearer = `${canary}-bearer-of-prometheus`;
const brokenBearer = `${canary}-first-line\n${canary}-second-line`;
const variables = { SBX_CANARY_BEARER: bearer, SBX_CANARY_BROKEN: brokenBearer };

const crashing = `console.log('connecting to postgres://app:${printed}@db/');
console.error('API_TOKEN=${printed}');
console.error('boot failed');
process.exit(1);
`;

const environment = (name: string, url: string, variable: string) => `
      ${name}:
        tier: production
        target: { kind: process, run: [node, crash.mjs, '{version}'] }
        metrics: { kind: prometheus, url: '${url}', bearer: { env: ${variable} } }`;

const closing: (() => unknown)[] = [];
afterEach(async () => {
	for (const step of closing.splice(0).toReversed()) await step();
});

/** A Prometheus that refuses everybody; what it was sent as credentials. */
async function startPrometheus() {
	const sent: (string | undefined)[] = [];
	const server = createServer((request, response) => {
		sent.push(request.headers.authorization);
		response.writeHead(401).end('no');
	});
	await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
	closing.push(() => {
		server.close();
		server.closeAllConnections();
	});
	const address = server.address();
	if (typeof address !== 'object' || address === null) throw new Error('no address');
	return { url: `http://127.0.0.1:${address.port}`, sent };
}

/** A control room over `data`, and a window on it of which every frame is kept. */
async function openRoom(data: string) {
	const logger = openLog(path.join(data, 'logs'));
	closing.push(() => logger.close());
	const routerMain = fileURLToPath(
		new URL('../../electron/connectors/targets/process/router-main.ts', import.meta.url),
	);
	const room = value(
		await createControlRoom({
			...{ host: 'browser', version: '0.0.0', dataFolder: data, caller: ada, suggestedProject: null, logger },
			packageRoot: path.resolve(import.meta.dirname, '..', '..'),
			router: { command: process.execPath, args: [routerMain], env: {} },
			sampleNode: { command: process.execPath, args: [], env: {} },
			jobNode: { command: process.execPath, args: [], env: {} },
			surroundings: plainSurroundings(),
		}),
	);
	closing.push(() => room.close());
	const host = value(
		await startWebHost({
			api: room.api,
			caller: ada,
			shell: createFakeShell().shell,
			files: new Map(),
			logger,
			port: 0,
		}),
	);
	closing.push(() => host.close());
	const { origin, hash } = new URL(host.address);
	const frames: string[] = [];
	const connection = connectOver({
		open: (events) => {
			const protocols = [webSocketProtocol, `${tokenProtocolPrefix}${hash.slice(1)}`];
			const socket = new WebSocket(`${origin.replace(/^http/, 'ws')}${rpcPath}`, protocols, { origin });
			socket.on('open', () => events.opened());
			socket.addEventListener('message', ({ data: frame }) => {
				if (typeof frame !== 'string') return;
				frames.push(frame);
				events.frame(frame);
			});
			socket.on('error', () => {});
			socket.on('close', () => events.closed());
			return { send: (frame) => socket.send(frame), close: () => socket.close() };
		},
	});
	closing.push(() => connection.close());
	let now: RoomState | null = null;
	const watching = connection.client.room.watch.subscribe(undefined, {
		onData: ({ data: message }) => {
			if (message.kind === 'snapshot') now = message.room;
			else if (now !== null) now = applyChanges(now, message.changes);
		},
	});
	closing.push(() => watching.unsubscribe());
	await until('the room', () => now !== null);
	return { client: connection.client, frames, now: () => now };
}

test('planted secrets are nowhere in the journal, in what windows are sent, or in the log', async () => {
	const folder = mkdtempSync(path.join(tmpdir(), 'sbx-secrets-'));
	closing.push(() => rmSync(folder, { recursive: true, force: true }));
	Object.assign(process.env, variables);
	closing.push(() => {
		for (const name of Object.keys(variables)) delete process.env[name];
	});
	const data = path.join(folder, 'data');
	mkdirSync(path.join(data, 'logs'), { recursive: true });
	const prometheus = await startPrometheus();
	writeFileSync(path.join(folder, 'crash.mjs'), crashing);
	const environments =
		environment('live', prometheus.url, 'SBX_CANARY_BEARER') +
		environment('broken', prometheus.url, 'SBX_CANARY_BROKEN');
	writeFileSync(
		path.join(folder, 'signalbox.yaml'),
		`version: 1\nname: shop\nservices:\n  - name: shop\n    releases: [1.0.0]\n    environments:${environments}\n`,
	);
	for (const name of ['live', 'broken'])
		closing.push(() => endEverything(targetFolder(path.join(data, 'targets'), 'shop', name)));

	const { client, frames, now } = await openRoom(data);
	value(await callResult(client.projects.open.mutate({ path: folder })));
	await until('the connections', () => Object.keys(now()?.connections ?? {}).length === 4);
	for (const connectionId of Object.keys(now()?.connections ?? {}))
		await callResult(client.connections.test.mutate({ connectionId }));
	for (const name of ['live', 'broken']) {
		const start = { service: 'shop', environment: name, version: '1.0.0', strategy: 'blue-green' } as const;
		const click = { ...start, expectedStanding: null, idempotencyKey: `canary-${name}-${process.pid}` };
		await until('the start', async () => {
			const started = await callResult(client.deployments.start.mutate(click));
			return started.ok || null;
		});
	}
	const sent = () => frames.join('\n');
	await until('both crashes to be told', () => sent().split('boot failed').length > 2);
	await until('Prometheus to be asked', () => prometheus.sent.includes(`Bearer ${bearer}`));
	await until('the token that is none to be refused', () => sent().includes('bearer secret for Prometheus'));

	const journal = readdirSync(data)
		.filter((name) => name.startsWith('signalbox.db'))
		.map((name) => readFileSync(path.join(data, name), 'latin1'))
		.join('\n');
	const logs = readdirSync(path.join(data, 'logs'))
		.map((name) => readFileSync(path.join(data, 'logs', name), 'utf8'))
		.join('\n');
	// Each place is the right one: it holds what stood beside the secret.
	expect(journal).toContain('API_TOKEN=[hidden]');
	expect(sent()).toContain('API_TOKEN=[hidden]');
	expect(logs).toContain('shop/live');
	const places = [...folderPlaces(data), textPlace('frames', sent())];
	expect(findTraces([bearer, ...brokenBearer.split('\n')], places)).toEqual([]);
	// What a release prints goes straight into a file of its own, whatever it is.
	const isOwnLog = /^targets\/shop\/\w+\/logs\//;
	expect(
		findTraces(
			[printed],
			places.filter(({ name }) => !isOwnLog.test(name)),
		),
	).toEqual([]);
});
