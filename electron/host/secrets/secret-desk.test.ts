import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fail, ok } from '../../../shared/domain/result.ts';
import { eventually } from '../../../shared/rpc/testing/eventually.ts';
import { quietLogger } from '../../testing/real-world.ts';
import type { CipherState, SecretCipher } from './cipher.ts';
import { createPassphraseCipher } from './passphrase-cipher.ts';
import { openSecretDesk } from './secret-desk.ts';

let folder: string;
let file: string;
beforeEach(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'signalbox-secrets-'));
	file = path.join(folder, 'secrets.json');
});
afterEach(() => {
	chmodSync(folder, 0o700);
	rmSync(folder, { recursive: true, force: true });
});

const passphrase = 'correct horse battery';
const withPassphrase = { with: 'passphrase', passphrase } as const;
const cheap = { n: 2, r: 1, p: 1 };
let clock = 1_000;
const now = () => clock;

function openDesk(cipher: SecretCipher = createPassphraseCipher({ now, cost: cheap }), noted: string[] = []) {
	return openSecretDesk({ file, cipher, now, logger: quietLogger, note: (value) => noted.push(value) });
}

/** A system's encryption that does what the test says; what it seals is only written backwards. */
function fakeSystem(state: CipherState['kind'], { isStale = false, refuses = false } = {}): SecretCipher {
	const turned = (text: string) => [...text].toReversed().join('');
	return {
		kind: 'system',
		label: () => 'a keyring',
		begin: async (kept) => ({ kind: kept === null ? state : 'open', problem: null }),
		open: async () => (refuses ? fail('unsupported', 'No.', 'Not.') : ok({ consent: true })),
		async seal(name, value) {
			if (refuses) return fail('store-failed', 'No.', 'Not.');
			return ok(Buffer.from(turned(`${name} ${value}`)).toString('base64'));
		},
		async unseal(name, sealed) {
			const value = turned(Buffer.from(sealed, 'base64').toString()).slice(name.length + 1);
			return ok({ value, isStale });
		},
	};
}

describe('under a passphrase', () => {
	test('secrets are there again at the next start, once the passphrase is entered', async () => {
		const noted: string[] = [];
		const first = await openDesk();
		expect(first.view()).toMatchObject({ kind: 'passphrase', state: 'new', entries: [] });
		expect(await first.open(withPassphrase)).toEqual(ok(null));
		expect(await first.set('prom', 's3cret')).toEqual(ok(null));
		expect(await first.read('prom')).toEqual(ok('s3cret'));
		expect(first.view()).toMatchObject({ state: 'open', problem: null, entries: [{ name: 'prom', setAt: 1_000 }] });

		const next = await openDesk(undefined, noted);
		expect(next.view()).toMatchObject({ state: 'locked', entries: [{ name: 'prom', setAt: 1_000 }] });
		expect(await next.read('prom')).toMatchObject({ ok: false, problem: { code: 'secret-missing' } });
		expect(await next.set('prom', 'other')).toMatchObject({ ok: false, problem: { code: 'forbidden' } });
		expect(await next.open(withPassphrase)).toEqual(ok(null));
		expect(await next.read('prom')).toEqual(ok('s3cret'));
		expect(noted).toContain('s3cret');
	});

	test('the file holds names and times, no values, and is the owner\u2019s alone', async () => {
		const desk = await openDesk();
		await desk.open(withPassphrase);
		await desk.set('prom', 's3cret value');
		await desk.set('prom', 's3cret value 2');
		const text = readFileSync(file, 'utf8');
		expect(text).toContain('prom');
		for (const trace of ['s3cret', btoa('s3cret value').slice(0, 10), passphrase]) expect(text).not.toContain(trace);
		expect(statSync(file).mode & 0o777).toBe(0o600);
		expect(readdirSync(folder)).toEqual(['secrets.json']);
		expect(JSON.stringify(desk.view())).not.toContain('s3cret');
	});

	test('what was set before there was a passphrase is kept under it from then on', async () => {
		const desk = await openDesk();
		await desk.set('prom', 's3cret');
		expect(desk.view()).toMatchObject({ state: 'new', problem: { message: expect.stringContaining('until') } });
		expect(await desk.read('prom')).toEqual(ok('s3cret'));
		expect(readdirSync(folder)).toEqual([]);
		await desk.open(withPassphrase);
		const next = await openDesk();
		await next.open(withPassphrase);
		expect(await next.read('prom')).toEqual(ok('s3cret'));
	});

	test('a wrong passphrase opens nothing, and too many must wait', async () => {
		const first = await openDesk();
		await first.open(withPassphrase);
		await first.set('prom', 's3cret');
		const desk = await openDesk();
		const attempt = (words: string) => desk.open({ with: 'passphrase', passphrase: words });
		for (let wrong = 0; wrong < 3; wrong++) {
			expect(await attempt('wrong horse')).toMatchObject({
				problem: { code: 'forbidden', message: expect.stringContaining('not the passphrase') },
			});
		}
		expect(await attempt(passphrase)).toMatchObject({ problem: { message: expect.stringContaining('too often') } });
		expect(desk.view().state).toBe('locked');
		clock += 1_000;
		expect(await attempt('wrong horse')).toMatchObject({ problem: { message: expect.stringContaining('not the') } });
		clock += 1_000;
		expect(await attempt(passphrase), 'each pause is longer').toMatchObject({ ok: false });
		clock += 1_000;
		expect(await attempt(passphrase)).toEqual(ok(null));
		expect(await desk.read('prom')).toEqual(ok('s3cret'));
	});

	test('attempts at the same time count one after the other', async () => {
		await (await openDesk()).open(withPassphrase);
		const desk = await openDesk();
		const wrong = { with: 'passphrase', passphrase: 'wrong horse' } as const;
		const answers = await Promise.all(Array.from({ length: 6 }, () => desk.open(wrong)));
		const refusals = answers.map((answer) => (answer.ok ? '' : answer.problem.message));
		expect(refusals.filter((words) => words.includes('too often'))).toHaveLength(3);
	});

	test.each(['short', '1234567'])('%j protects nothing', async (words) => {
		const desk = await openDesk();
		expect(await desk.open({ with: 'passphrase', passphrase: words })).toMatchObject({
			ok: false,
			problem: { code: 'invalid-input' },
		});
		expect(desk.view().state).toBe('new');
	});

	test('the same letters open, however they were typed', async () => {
		await (await openDesk()).open({ with: 'passphrase', passphrase: 'caf\u00e9 caf\u00e9' });
		const desk = await openDesk();
		expect(await desk.open({ with: 'passphrase', passphrase: 'cafe\u0301 cafe\u0301' })).toEqual(ok(null));
	});

	test('a forgotten one can be replaced once every secret under it is removed', async () => {
		const first = await openDesk();
		await first.open(withPassphrase);
		await first.set('a', '1111');
		await first.set('b', '2222');
		const desk = await openDesk();
		await desk.remove('a');
		expect(desk.view().state).toBe('locked');
		await desk.remove('b');
		expect(desk.view()).toMatchObject({ state: 'new', entries: [] });
		expect(await desk.open({ with: 'passphrase', passphrase: 'another horse' })).toEqual(ok(null));
	});

	test.each([
		['exchanged', (one: string, other: string) => [other, one]],
		['cut', (one: string, other: string) => [one.slice(0, 8), other]],
		['changed', (one: string, other: string) => [`${one.startsWith('A') ? 'B' : 'A'}${one.slice(1)}`, other]],
	])('entries that were %s are not taken', async (_, harm) => {
		const first = await openDesk();
		await first.open(withPassphrase);
		await first.set('a', 'value-of-a');
		await first.set('b', 'value-of-b');
		const content = JSON.parse(readFileSync(file, 'utf8'));
		const { a, b } = content.passphrase.entries;
		[a.sealed, b.sealed] = harm(a.sealed, b.sealed);
		writeFileSync(file, JSON.stringify(content));
		const desk = await openDesk();
		await desk.open(withPassphrase);
		const read = await desk.read('a');
		expect(read).toMatchObject({
			ok: false,
			problem: { code: 'secret-missing', hint: expect.stringContaining('Set a') },
		});
		expect(JSON.stringify(read)).not.toContain('value-of');
		// Mended by setting it again.
		await desk.set('a', 'value-of-a');
		expect(await desk.read('a')).toEqual(ok('value-of-a'));
	});

	test.each([
		['a cost that asks for all memory', { n: 2 ** 30 }],
		['a cost that is no power of two', { n: 3 }],
		['no salt', { salt: undefined }],
	])('%s is told, and secrets stay in memory', async (_, harm) => {
		const first = await openDesk();
		await first.open(withPassphrase);
		const content = JSON.parse(readFileSync(file, 'utf8'));
		Object.assign(content.passphrase.kept, harm);
		writeFileSync(file, JSON.stringify(content));
		const desk = await openDesk();
		expect(desk.view()).toMatchObject({ kind: 'memory', state: 'open', problem: { code: 'store-corrupt' } });
		expect(await desk.open(withPassphrase)).toMatchObject({ ok: false, problem: { code: 'store-corrupt' } });
		await desk.set('prom', 's3cret');
		expect(await desk.read('prom')).toEqual(ok('s3cret'));
	});

	test('consent is no passphrase', async () => {
		expect(await (await openDesk()).open({ with: 'consent' })).toMatchObject({ problem: { code: 'unsupported' } });
	});
});

describe('under the system', () => {
	test('what waits for consent is in memory, and in the file after it', async () => {
		const desk = await openDesk(fakeSystem('needs-consent'));
		await desk.set('prom', 's3cret');
		expect(desk.view()).toMatchObject({ kind: 'system', state: 'needs-consent', entries: [{ name: 'prom' }] });
		expect(readdirSync(folder)).toEqual([]);
		expect(await desk.open({ with: 'consent' })).toEqual(ok(null));
		expect(desk.view().state).toBe('open');
		// Consent is remembered.
		const next = await openDesk(fakeSystem('needs-consent'));
		expect(next.view().state).toBe('open');
		expect(await next.read('prom')).toEqual(ok('s3cret'));
	});

	test('without encryption secrets are in memory until the end', async () => {
		const desk = await openDesk(fakeSystem('unavailable'));
		expect(desk.view()).toMatchObject({ kind: 'memory', state: 'open', label: expect.stringContaining('until') });
		await desk.set('prom', 's3cret');
		expect(await desk.read('prom')).toEqual(ok('s3cret'));
		expect(readdirSync(folder)).toEqual([]);
		await desk.remove('prom');
		expect(await desk.read('prom')).toMatchObject({ ok: false });
	});

	test('what the system calls old is sealed anew, once it is read', async () => {
		await (await openDesk(fakeSystem('open'))).set('prom', 's3cret');
		clock = 5_000;
		const before = JSON.parse(readFileSync(file, 'utf8'));
		writeFileSync(file, JSON.stringify({ ...before, passphrase: { kept: null, entries: {} } }));
		const desk = await openDesk(fakeSystem('open', { isStale: true }));
		const ino = statSync(file).ino;
		expect(await desk.read('prom')).toEqual(ok('s3cret'));
		await eventually(() => statSync(file).ino !== ino, 'the file to be written');
		expect(JSON.parse(readFileSync(file, 'utf8')).system).toEqual(before.system);
		clock = 1_000;
	});

	test('a system that refuses changes nothing', async () => {
		const desk = await openDesk(fakeSystem('open', { refuses: true }));
		expect(await desk.set('prom', 's3cret')).toMatchObject({ ok: false, problem: { code: 'store-failed' } });
		expect(await desk.read('prom')).toMatchObject({ ok: false });
		expect(desk.view().entries).toEqual([]);
	});

	test('two hosts of one data folder leave each other\u2019s secrets alone', async () => {
		await (await openDesk(fakeSystem('open'))).set('prom', 'of the desktop');
		const browser = await openDesk();
		expect(browser.view()).toMatchObject({ state: 'new', entries: [] });
		await browser.open(withPassphrase);
		await browser.set('prom', 'of the browser');
		expect(await (await openDesk(fakeSystem('open'))).read('prom')).toEqual(ok('of the desktop'));
	});
});

describe('a file that cannot be used', () => {
	test.each(['', '{', '[]', '{"version":1,"system":5}', '{"version":1,"system":{"entries":{"A B":{}}}}'])(
		'because it reads %j is set aside and told',
		async (text) => {
			writeFileSync(file, text);
			const desk = await openDesk(fakeSystem('open'));
			expect(readFileSync(path.join(folder, 'secrets.broken-1.json'), 'utf8')).toBe(text);
			expect(desk.view()).toMatchObject({
				state: 'open',
				entries: [],
				problem: { code: 'store-corrupt', message: expect.stringContaining('secrets.broken-1.json') },
			});
			expect(await desk.set('prom', 's3cret')).toEqual(ok(null));
			expect(await (await openDesk(fakeSystem('open'))).read('prom')).toEqual(ok('s3cret'));
		},
	);

	test.each([
		['of a newer Signalbox', () => writeFileSync(file, '{"version":2,"x":1}'), 'store-newer'],
		['that is a folder', () => mkdirSync(file), 'store-failed'],
	])('%s is left as it is', async (_, make, code) => {
		make();
		const desk = await openDesk(fakeSystem('open'));
		expect(desk.view()).toMatchObject({ kind: 'memory', state: 'open', problem: { code } });
		expect(await desk.set('prom', 's3cret')).toEqual(ok(null));
		expect(await desk.read('prom')).toEqual(ok('s3cret'));
		expect(await desk.open({ with: 'consent' })).toMatchObject({ ok: false, problem: { code } });
		expect(readdirSync(folder)).toEqual(['secrets.json']);
		if (code === 'store-newer') expect(readFileSync(file, 'utf8')).toBe('{"version":2,"x":1}');
	});

	test('because the disk refuses leaves everything as it was', async () => {
		const desk = await openDesk(fakeSystem('open'));
		await desk.set('prom', 'first');
		rmSync(folder, { recursive: true });
		const heard: string[] = [];
		desk.onChange(() => heard.push('changed'));
		expect(await desk.set('prom', 'second')).toMatchObject({ ok: false, problem: { code: 'store-failed' } });
		expect(await desk.remove('prom')).toMatchObject({ ok: false });
		expect(await desk.read('prom')).toEqual(ok('first'));
		expect(heard).toEqual([]);
		mkdirSync(folder);
		expect(await desk.set('prom', 'second')).toEqual(ok(null));
		expect(await desk.read('prom')).toEqual(ok('second'));
		expect(heard).toEqual(['changed']);
	});
});

test('changes at the same time all count', async () => {
	const desk = await openDesk(fakeSystem('open'));
	const names = Array.from({ length: 12 }, (_, index) => `secret-${index}`);
	await Promise.all(names.map((name) => desk.set(name, `value of ${name}`)));
	await Promise.all(['secret-3', 'secret-4'].map((name) => desk.remove(name)));
	const next = await openDesk(fakeSystem('open'));
	expect(next.view().entries.map(({ name }) => name)).toEqual(
		names.filter((name) => !['secret-3', 'secret-4'].includes(name)).toSorted(),
	);
	expect(await next.read('secret-7')).toEqual(ok('value of secret-7'));
});

test('a name that every object has is no secret', async () => {
	const desk = await openDesk(fakeSystem('open'));
	for (const name of ['constructor', 'tostring', 'valueof'])
		expect(await desk.read(name)).toMatchObject({ ok: false, problem: { code: 'secret-missing' } });
	await desk.set('constructor', 's3cret');
	expect(await (await openDesk(fakeSystem('open'))).read('constructor')).toEqual(ok('s3cret'));
});
