import { EventEmitter } from 'node:events';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { afterEach, describe, expect, test } from 'vitest';
import { createWSClient, wsLink } from '@trpc/client';
import { callResult, createSignalboxClient } from '../../shared/rpc/client.ts';
import { type OpenLink, socketClassOver } from '../../shared/rpc/link.ts';
import type { AppRouter } from '../../shared/rpc/server.ts';
import { eventually } from '../../shared/rpc/testing/eventually.ts';
import { createFakeApi } from '../../shared/rpc/testing/fake-api.ts';
import { createFakeShell } from '../../shared/rpc/testing/fake-shell.ts';
import { jsonAsIs } from '../../shared/rpc/wire.ts';
import { createLinkServer } from '../host/serve-link.ts';
import { serveRpcPorts } from './rpc-ports.ts';

/** A Node port with the few words of Electron's: messages come as events with `data`. */
class MainPort extends EventEmitter {
	readonly #port: MessagePort;
	constructor(port: MessagePort) {
		super();
		this.#port = port;
		port.on('close', () => this.emit('close'));
	}
	start(): void {
		this.#port.on('message', (data) => this.emit('message', { data }));
	}
	postMessage(data: unknown): void {
		this.#port.postMessage(data);
	}
	close(): void {
		this.#port.close();
	}
}

class FakeChannel {
	readonly port1: MainPort;
	readonly port2: MessagePort;
	constructor() {
		const channel = new MessageChannel();
		this.port1 = new MainPort(channel.port1);
		this.port2 = channel.port2;
	}
}

const closing: (() => void)[] = [];
afterEach(() => {
	for (const close of closing.splice(0)) close();
});

function setup() {
	const fake = createFakeApi();
	const ipcMain = new EventEmitter();
	const warnings: string[] = [];
	const logger = {
		debug: () => {},
		info: () => {},
		error: () => {},
		warn: (_: object, text: string) => warnings.push(text),
	};
	const serve = createLinkServer({ api: fake.api });
	Reflect.apply(serveRpcPorts, null, [
		{
			ipcMain,
			Channel: FakeChannel,
			logger,
			serve: (link: Parameters<typeof serve>[0]) =>
				serve(link, { caller: { name: 'Ada', mayAct: true }, shell: createFakeShell().shell }),
		},
	]);
	let given: MessagePort | null = null;
	const frame = {
		parent: null,
		url: 'app://control-room/',
		postMessage: (_: string, __: unknown, [port]: readonly MessagePort[]) => {
			given = port ?? null;
		},
	};
	/** Asks as a window would; the port that came, or null. */
	const ask = (
		from: object | null = frame,
		request: unknown = 1,
		id = 7,
		sender: EventEmitter = new EventEmitter(),
	): MessagePort | null => {
		given = null;
		ipcMain.emit('signalbox:connect', { senderFrame: from, sender: Object.assign(sender, { id }) }, request);
		if (given !== null) closing.push(() => given?.close());
		return given;
	};
	return { ...fake, ask, frame, warnings };
}

/** What the preload and the page make of a port. */
function linkOver(ask: () => MessagePort | null, ports: MessagePort[]): OpenLink {
	return (events) => {
		const port = ask();
		if (port === null) throw new Error('no port was given');
		ports.push(port);
		port.on('message', (text: string) => events.frame(text));
		port.on('close', () => events.closed());
		setTimeout(() => events.opened(), 0);
		return { send: (text) => port.postMessage(text), close: () => port.close() };
	};
}

function clientOver(open: OpenLink) {
	const socket = createWSClient({ url: 'ws://port', WebSocket: socketClassOver(open), retryDelayMs: () => 0 });
	closing.push(() => void socket.close());
	return createSignalboxClient([wsLink<AppRouter>({ client: socket, transformer: jsonAsIs })]);
}

describe('ports of windows', () => {
	test('carry calls, and a stream resumes after its port was cut', async () => {
		const { ask, publish, watchers } = setup();
		const ports: MessagePort[] = [];
		const client = clientOver(linkOver(() => ask(), ports));
		expect(await callResult(client.history.list.query({}))).toEqual({ ok: true, value: [] });
		const seen: number[] = [];
		client.room.watch.subscribe(undefined, { onData: ({ data }) => seen.push(data.number) });
		await eventually(() => seen.length === 1, 'the snapshot');
		for (let round = 1; round <= 3; round++) {
			publish();
			if (round === 2) await eventually(() => seen.at(-1) === 3, 'the patch before the cut');
			ports.at(-1)?.close();
			publish();
			await eventually(() => seen.at(-1) === round * 2, 'the patches after the cut');
		}
		expect(seen).toEqual([0, 1, 2, 3, 4, 5, 6]);
		await eventually(() => watchers() === 1, 'the earlier watchers to leave');
	});

	test('are one a window: asking again ends the one before', async () => {
		const { ask } = setup();
		const first = ask();
		const other = ask(undefined, 1, 8);
		let isOtherClosed = false;
		other?.on('close', () => {
			isOtherClosed = true;
		});
		const closed = new Promise((resolve) => first?.once('close', () => resolve('closed')));
		ask();
		expect(await closed).toBe('closed');
		expect(isOtherClosed).toBe(false);
	});

	test('leave nothing behind in a window that lives through many pages', async () => {
		const { ask, frame } = setup();
		const sender = new EventEmitter();
		for (let page = 0; page < 5; page++) ask(frame, page, 7, sender);
		await eventually(() => sender.listenerCount('destroyed') === 1, 'the listeners of earlier pages to go');
	});

	test('are not given to frames that are not ours', () => {
		const { ask, frame, warnings } = setup();
		expect(ask(null)).toBeNull();
		expect(ask({ ...frame, parent: frame })).toBeNull();
		expect(ask({ ...frame, url: 'https://evil.test/' })).toBeNull();
		expect(ask(frame, { port: 1 })).toBeNull();
		expect(warnings).toHaveLength(4);
	});

	test.each([[{ not: 'text' }], [5], ['x'.repeat(4 * 1024 * 1024 + 1)]])(
		'end over a message that our page never sends: %#',
		async (message) => {
			const port = setup().ask();
			const closed = new Promise((resolve) => port?.once('close', () => resolve('closed')));
			port?.postMessage(message);
			expect(await closed).toBe('closed');
		},
	);
});
