import { afterEach, describe, expect, test } from 'vitest';
import type { BridgeEvent, SignalboxBridge } from '../../shared/rpc/bridge.ts';
import { callResult } from '../../shared/rpc/client.ts';
import type { LinkEvents, OpenLink } from '../../shared/rpc/link.ts';
import { eventually } from '../../shared/rpc/testing/eventually.ts';
import { type Connection, connectOver, retryDelay } from './connect.ts';
import { findBridge, ipcLink } from './ipc.ts';
import { createStatus, oldToken } from './status.ts';
import { isTokenTaken, takeToken, tokenKey } from './websocket.ts';

const open: Connection[] = [];
afterEach(async () => {
	await Promise.all(open.splice(0).map((each) => each.close()));
});

function connecting(options: Parameters<typeof connectOver>[0]): Connection {
	const connection = connectOver({ random: () => 0, ...options });
	open.push(connection);
	return connection;
}

/** A host that opens connections and then says nothing at all. */
function silentHost() {
	const links: { readonly events: LinkEvents; readonly sent: string[] }[] = [];
	const openLink: OpenLink = (events) => {
		const sent: string[] = [];
		links.push({ events, sent });
		setTimeout(() => events.opened(), 0);
		return { send: (frame) => sent.push(frame), close: () => {} };
	};
	return { openLink, links };
}

const unreachable: OpenLink = (events) => {
	setTimeout(() => events.closed(), 0);
	return { send: () => {}, close: () => {} };
};

describe('status', () => {
	test('says since when, once a change', () => {
		let now = 100;
		const status = createStatus(() => now);
		const seen: string[] = [];
		status.subscribe(() => seen.push(`${status.get().state} ${status.get().since}`));
		now = 200;
		status.set('connected');
		now = 300;
		status.set('connected');
		status.set('reconnecting');
		now = 400;
		status.set('reconnecting');
		status.set('refused', oldToken);
		status.set('connected');
		expect(seen).toEqual(['connected 200', 'reconnecting 300', 'refused 400']);
		expect(status.get().problem).toEqual(oldToken);
	});

	test('follows the connection, and a cut brings it back by itself', async () => {
		const host = silentHost();
		const { status } = connecting({ open: host.openLink });
		expect(status.get().state).toBe('connecting');
		await eventually(() => status.get().state === 'connected', 'the connection');
		const states: string[] = [];
		status.subscribe(() => states.push(status.get().state));
		host.links[0]?.events.closed();
		await eventually(() => status.get().state === 'connected' && host.links.length === 2, 'the second connection');
		expect(states).toEqual(['reconnecting', 'connected']);
	});

	test('a link that died without a word is noticed by its silence', async () => {
		const host = silentHost();
		connecting({ open: host.openLink, keepAlive: { intervalMs: 20, pongTimeoutMs: 20 } });
		await eventually(() => host.links.length >= 2, 'another connection');
		expect(host.links[0]?.sent).toEqual(['PING']);
	});

	test('a host that will never take us ends the attempts with a reason', async () => {
		let attempts = 0;
		const { status } = connecting({
			open: (events) => {
				attempts++;
				return unreachable(events);
			},
			isWelcome: async () => false,
		});
		await eventually(() => status.get().state === 'refused', 'the refusal');
		expect(status.get().problem?.code).toBe('unauthorised');
		const after = attempts;
		await new Promise((resolve) => setTimeout(resolve, 400));
		expect(attempts).toBe(after);
	});

	test('a host that is merely away is asked again', async () => {
		let attempts = 0;
		const { status } = connecting({
			open: (events) => {
				attempts++;
				return unreachable(events);
			},
			isWelcome: async () => true,
		});
		await eventually(() => attempts >= 3, 'the third attempt');
		expect(status.get().state).toBe('reconnecting');
	});
});

test('a command while offline fails at once instead of acting later', async () => {
	const { client, status } = connecting({ open: unreachable });
	await eventually(() => status.get().state === 'reconnecting', 'the failed attempt');
	const click = { deploymentId: 'd1', expectedRevision: 1, idempotencyKey: 'click-0001' };
	expect(await callResult(client.deployments.rollBack.mutate(click))).toMatchObject({
		ok: false,
		problem: { code: 'disconnected', retryable: true },
	});
});

test.each([0, 1, 2, 5, 10, 1000])('attempt %i waits at most five seconds, with jitter', (attempt) => {
	const [least, most] = [retryDelay(attempt, () => 0), retryDelay(attempt, () => 1)];
	expect(least).toBeGreaterThan(50);
	expect(most).toBeGreaterThan(least);
	expect(most).toBeLessThanOrEqual(5_000);
});

describe('the token', () => {
	const token = 'a'.repeat(43);
	function places(hash: string, stored: string | null = null) {
		const storage = new Map(stored === null ? [] : [[tokenKey, stored]]);
		const urls: string[] = [];
		return {
			urls,
			storage,
			location: { hash, pathname: '/', search: '' },
			history: { replaceState: (_: unknown, __: string, url?: string | URL | null) => void urls.push(String(url)) },
			sessionStorage: {
				getItem: (key: string) => storage.get(key) ?? null,
				setItem: (key: string, value: string) => void storage.set(key, value),
			},
		};
	}

	test('moves from the fragment to the tab, and the fragment is erased', () => {
		const scope = places(`#${token}`);
		expect(takeToken(scope)).toBe(token);
		expect(scope.urls).toEqual(['/']);
		expect(scope.storage.get(tokenKey)).toBe(token);
	});

	test('stays through a reload, and a route in the fragment is left alone', () => {
		const scope = places('#/services/checkout', token);
		expect(takeToken(scope)).toBe(token);
		expect(scope.urls).toEqual([]);
	});

	test.each(['', '#', '#/board', `#${'a'.repeat(42)}`, `#${'a'.repeat(42)}/`])('is not found in %j', (hash) => {
		expect(takeToken(places(hash))).toBeNull();
	});

	test.each([
		[204, true],
		[401, false],
		[500, true],
	])('an answer of %i means taken: %s', async (status, expected) => {
		const request = async () => new Response(null, { status });
		expect(await isTokenTaken('http://127.0.0.1:1', token, request)).toBe(expected);
	});

	test('is not blamed when nobody answers', async () => {
		const request = () => Promise.reject(new TypeError('fetch failed'));
		expect(await isTokenTaken('http://127.0.0.1:1', token, request)).toBe(true);
	});
});

describe('the bridge', () => {
	test.each([
		[{}, false],
		[{ signalbox: null }, false],
		[{ signalbox: { call() {} } }, false],
		[{ signalbox: { call() {}, subscribe: () => () => {} } }, true],
	])('%# is recognised: %s', (scope, expected) => {
		expect(findBridge(scope) !== null).toBe(expected);
	});

	test('carries frames both ways and closes by unsubscribing', () => {
		const sent: string[] = [];
		const heard: string[] = [];
		let listener: (event: BridgeEvent) => void = () => {};
		let isClosed = false;
		const bridge: SignalboxBridge = {
			call: (frame) => void sent.push(frame),
			subscribe: (given) => {
				listener = given;
				return () => {
					isClosed = true;
				};
			},
		};
		const link = ipcLink(bridge)({
			opened: () => heard.push('opened'),
			frame: (text) => heard.push(text),
			closed: () => heard.push('closed'),
		});
		listener({ kind: 'opened' });
		listener({ kind: 'frame', text: 'a' });
		listener({ kind: 'closed' });
		link.send('b');
		link.close();
		expect({ sent, heard, isClosed }).toEqual({ sent: ['b'], heard: ['opened', 'a', 'closed'], isClosed: true });
	});
});
