/** A secret given to the built browser host over the wire, used, echoed and refused, and then looked for everywhere. */
import { mkdirSync, mkdtempSync, realpathSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { callResult } from '../../shared/rpc/client.ts';
import type { ShellMessage } from '../../shared/rpc/shell-api.ts';
import { value } from '../real/control-room.ts';
import { type BrowserHost, startBrowserHost } from '../support/browser-host.ts';
import { processesOf } from '../support/processes.ts';
import { findTraces, folderPlaces, type Place, processPlaces, textPlace } from '../support/search-secrets.ts';
import { until } from '../support/until.ts';

/** Letters that JSON, addresses and base64 write in another way, and no words that Signalbox says itself. */
const token = 'c4n4ry-velvet-"of\\quince"/a+b=~marble';
const passphrase = 'c4n4ry blue-otter tin-lantern 71';
const wrongPassphrase = 'c4n4ry grey-otter mist-harbour';
const secrets = [token, passphrase, wrongPassphrase];

describe('the search itself', () => {
	test.each<readonly [string, (secret: string) => string]>([
		['plain', (secret) => secret],
		['plain', (secret) => secret.slice(15)],
		['plain', (secret) => secret.slice(0, 15)],
		['JSON', (secret) => JSON.stringify({ secret })],
		['JSON within JSON', (secret) => JSON.stringify(JSON.stringify({ secret }))],
		['address', (secret) => encodeURIComponent(secret)],
		['form', (secret) => new URLSearchParams({ secret }).toString()],
		['base64', (secret) => btoa(secret)],
		['base64', (secret) => btoa(`x${secret}`)],
		['base64', (secret) => btoa(`xy${secret}z`)],
		['base64url', (secret) => Buffer.from(`ada:${secret}`).toString('base64url')],
		['hex', (secret) => Buffer.from(secret).toString('hex')],
	])('finds %s', (form, write) => {
		const traces = findTraces([token], [textPlace('there', `before ${write(token)} after`), textPlace('not', 'prom')]);
		expect(traces.map((trace) => `${trace.place} ${trace.form}`)).toContain(`there ${form}`);
		expect(traces.filter(({ place }) => place === 'not')).toEqual([]);
	});
});

const closing: (() => unknown)[] = [];
afterEach(async () => {
	for (const step of closing.splice(0).toReversed()) await step();
});

/** A Prometheus that answers at `/well` and repeats at `/echo` what it was sent, in every way that it can. */
async function startPrometheus() {
	const sent: string[] = [];
	const server = createServer((request, response) => {
		const header = request.headers.authorization ?? '';
		sent.push(`${request.url?.split('/')[1]} ${header}`);
		const bare = header.replace('Bearer ', '');
		const data = request.url?.includes('buildinfo')
			? { version: '3.7.0' }
			: { resultType: 'vector', result: [{ metric: {}, value: [Date.now() / 1_000, '1'] }] };
		if (request.url?.startsWith('/echo/')) {
			const error = `no access for ${header}, that is ${bare} or ${btoa(bare)}`;
			response.writeHead(400, { 'x-echo': encodeURIComponent(header) });
			response.end(JSON.stringify({ status: 'error', errorType: bare, error, warnings: [error] }));
		} else if (request.url?.startsWith('/text/')) response.writeHead(401).end(`unknown: ${header}`);
		else response.end(JSON.stringify({ status: 'success', data, warnings: [`hello ${header}`] }));
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

const environment = (name: string, url: string, secret: string) => `
      ${name}:
        tier: production
        target: { kind: process, run: [node, service.mjs, '{version}'] }
        metrics: { kind: prometheus, url: '${url}', timeout: 2s, bearer: { signalbox: ${secret} } }`;

function writeProject(folder: string, url: string): void {
	mkdirSync(folder, { recursive: true });
	const environments = [
		environment('well', `${url}/well`, 'prom-token'),
		environment('echo', `${url}/echo`, 'prom-token'),
		environment('text', `${url}/text`, 'prom-token'),
		environment('gone', 'http://127.0.0.1:9', 'prom-token'),
		environment('misnamed', `${url}/well`, 'prom-tokn'),
	].join('');
	writeFileSync(
		path.join(folder, 'signalbox.yaml'),
		`version: 1\nname: shop\nservices:\n  - name: shop\n    releases: [1.0.0]\n    environments:${environments}\n`,
	);
	writeFileSync(
		path.join(folder, 'service.mjs'),
		`import { createServer } from 'node:http';
console.log('serving');
createServer((_, response) => response.end('well')).listen(Number(process.env.PORT), '127.0.0.1');
process.on('SIGTERM', () => process.exit(0));
`,
	);
}

/** What the window knows of the host's secrets. */
function watchShell({ room }: BrowserHost) {
	const messages: ShellMessage[] = [];
	const watching = room.client.shell.watch.subscribe(undefined, { onData: (message) => messages.push(message) });
	closing.push(() => watching.unsubscribe());
	return () => messages.flatMap((message) => (message.kind === 'view' ? [message.shell.secrets] : [])).at(-1);
}

/** Everything that this host keeps, says, sends and starts. */
async function placesOf(host: BrowserHost): Promise<readonly Place[]> {
	const { text } = value(await callResult(host.room.client.shell.diagnostics.query()));
	const pids = [host.pid, ...processesOf(host.folder).map((line) => Number.parseInt(line, 10))];
	return [
		...folderPlaces(path.join(host.folder, 'data')),
		...processPlaces([...new Set(pids)]),
		textPlace('diagnostics', text),
		textPlace('frames', host.room.frames.join('\n')),
		textPlace('output', host.said()),
	];
}

async function testAll({ room }: BrowserHost): Promise<void> {
	const { connections } = await room.until('the connections', (now) => Object.keys(now.connections).length === 10);
	for (const connectionId of Object.keys(connections)) {
		await callResult(room.client.connections.test.mutate({ connectionId }));
	}
}

test('a secret set on the screen signs in at once, and is nowhere to be found', async () => {
	const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'sbx-e2e-')));
	const prometheus = await startPrometheus();
	const project = path.join(folder, 'project');
	writeProject(project, prometheus.url);
	const host = await startBrowserHost({ folder });
	let running = host;
	closing.push(async () => {
		// What is shipped here lives on with its routers; ending after a kill takes that along.
		await running.kill();
		await running.end();
	});
	const { client } = host.room;
	const secretsNow = watchShell(host);
	value(await callResult(client.projects.open.mutate({ path: project })));
	await testAll(host);
	expect(prometheus.sent, 'nothing was sent without a secret').toEqual([]);

	await until('the secrets', () => secretsNow()?.state === 'new');
	// What is refused must not be repeated either.
	for (const name of ['Prom Token', token, '']) {
		expect(await callResult(client.shell.setSecret.mutate({ name, value: token }))).toMatchObject({ ok: false });
	}
	const tooLong = token.repeat(3_000);
	expect(await callResult(client.shell.setSecret.mutate({ name: 'long', value: tooLong }))).toMatchObject({
		ok: false,
	});
	value(await callResult(client.shell.setSecret.mutate({ name: 'prom-token', value: token })));
	await testAll(host);
	// No restart and no reload: the connections ask anew.
	for (const way of ['well', 'echo', 'text']) expect(prometheus.sent).toContain(`${way} Bearer ${token}`);
	value(await callResult(client.shell.openSecrets.mutate({ with: 'passphrase', passphrase })));
	expect(secretsNow()).toMatchObject({ kind: 'passphrase', state: 'open', entries: [{ name: 'prom-token' }] });

	for (const name of ['well', 'echo', 'text', 'misnamed']) {
		const start = { service: 'shop', environment: name, version: '1.0.0', strategy: 'blue-green' } as const;
		const click = { ...start, expectedStanding: null, idempotencyKey: `kept-${name}-${process.pid}` };
		await until('the start', async () => (await callResult(client.deployments.start.mutate(click))).ok || null);
	}
	await until('children of the host', () => processesOf(folder).length > 4);
	const frames = () => host.room.frames.join('\n');
	await until('the echo to be told', () => frames().includes('no access for'));
	await until('the misnamed secret to be told', () => frames().includes('prom-tokn'));
	const journal = () => folderPlaces(path.join(folder, 'data')).filter(({ name }) => name.startsWith('signalbox.db'));
	await until('the echo in the journal', () => journal().some(({ bytes }) => bytes.includes('no access for')), 40_000);
	const before = await placesOf(host);
	for (const place of ['settings.json', 'secrets.json', 'signalbox.db', 'signalbox.db-wal', 'logs/signalbox.log'])
		expect(before.map(({ name }) => name)).toContain(place);
	expect(before.filter(({ name }) => name.startsWith('cmdline')).length).toBeGreaterThan(4);
	expect(findTraces(secrets, before)).toEqual([]);

	// The next start: locked, refused, and opened again.
	await host.kill();
	prometheus.sent.length = 0;
	const second = await startBrowserHost({ folder });
	running = second;
	const secondSecrets = watchShell(second);
	await until('the locked secrets', () => secondSecrets()?.state === 'locked');
	expect(
		await callResult(second.room.client.shell.openSecrets.mutate({ with: 'passphrase', passphrase: wrongPassphrase })),
	).toMatchObject({ ok: false, problem: { code: 'forbidden' } });
	await testAll(second);
	expect(prometheus.sent).toEqual([]);
	value(await callResult(second.room.client.shell.openSecrets.mutate({ with: 'passphrase', passphrase })));
	await testAll(second);
	expect(prometheus.sent).toContain(`well Bearer ${token}`);
	expect(findTraces(secrets, await placesOf(second))).toEqual([]);

	// A machine without a screen: the passphrase is in a file.
	await second.kill();
	prometheus.sent.length = 0;
	const passphraseFile = path.join(folder, 'passphrase');
	writeFileSync(passphraseFile, `${passphrase}\n`, { mode: 0o600 });
	const third = await startBrowserHost({ folder, env: { SIGNALBOX_SECRETS_PASSPHRASE_FILE: passphraseFile } });
	running = third;
	const thirdSecrets = watchShell(third);
	await until('the opened secrets', () => thirdSecrets()?.state === 'open');
	await testAll(third);
	expect(prometheus.sent).toContain(`well Bearer ${token}`);
	expect(findTraces(secrets, await placesOf(third))).toEqual([]);
});
