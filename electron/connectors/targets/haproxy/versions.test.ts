import { expect, test } from 'vitest';
import type { ServerStat } from './stat.ts';
import { testConfig } from './test-config.ts';
import { readVersions } from './versions.ts';

const config = testConfig({
	slots: { blue: [{ server: 'b1', url: 'http://127.0.0.1:1/app/' }], green: [{ server: 'g1', url: null }] },
	version: { path: '/version', field: 'build.version' },
});
const b1: ServerStat = {
	...{ name: 'b1', status: 'UP', weight: 10, isBackup: false, check: 'L7OK' },
	...{ current: 0, sessions: 0, requests: 0, errors: 0 },
};
const exec = async () => ({ kind: 'cancelled' }) as const;

/** An answer in pieces of 64 KiB that announces no length. */
function inPieces(pieces: number, onCancel: () => void = () => {}): Response {
	let sent = 0;
	const head = JSON.stringify({ build: { version: '2.0.0' }, filler: '' }).slice(0, -2);
	const body = new ReadableStream({
		pull(stream) {
			const text = sent === 0 ? head : 'x'.repeat(65_536);
			stream.enqueue(new TextEncoder().encode(sent === pieces ? '"}' : text));
			if (sent === pieces) stream.close();
			sent += 1;
		},
		cancel: onCancel,
	});
	return new Response(body);
}

test('the version is asked below the path of the server', async () => {
	const asked: string[] = [];
	const fetch = async (address: unknown) => {
		asked.push(String(address));
		return inPieces(2);
	};
	expect((await readVersions(config, [b1], { exec, fetch })).blue.version).toBe('2.0.0');
	expect(asked).toEqual(['http://127.0.0.1:1/app/version']);
});

test('an answer that is too long is not read to its end, although it announced no length', async () => {
	let isCancelled = false;
	const fetch = async () =>
		inPieces(8, () => {
			isCancelled = true;
		});
	const { blue } = await readVersions(config, [b1], { exec, fetch });
	expect(blue).toEqual({ version: null, note: 'b1 did not tell its version' });
	expect(isCancelled).toBe(true);
});

test('why a server could not be asked is told', async () => {
	const reason = Object.assign(new Error('s3cret'), { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
	const fetch = () => Promise.reject(new TypeError('fetch failed', { cause: reason }));
	const { blue } = await readVersions(config, [b1], { exec, fetch });
	expect(blue.note).toMatch(/^b1 did not tell its version: its certificate is signed by itself/);
});
