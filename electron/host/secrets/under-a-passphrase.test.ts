import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ok } from '../../../shared/domain/result.ts';
import { createSecretsFolder, type SecretsFolder, withPassphrase } from './testing.ts';

let place: SecretsFolder;
beforeEach(() => {
	place = createSecretsFolder();
});
afterEach(() => place.remove());

test('secrets are there again at the next start, once the passphrase is entered', async () => {
	const first = await place.open();
	expect(first.view()).toMatchObject({ kind: 'passphrase', state: 'new', entries: [] });
	expect(await first.open(withPassphrase)).toEqual(ok(null));
	expect(await first.set('prom', 's3cret')).toEqual(ok(null));
	expect(await first.read('prom')).toEqual(ok('s3cret'));
	expect(first.view()).toMatchObject({ state: 'open', problem: null, entries: [{ name: 'prom', setAt: 1_000 }] });

	const next = await place.open();
	expect(next.view()).toMatchObject({ state: 'locked', entries: [{ name: 'prom', setAt: 1_000 }] });
	expect(await next.read('prom')).toMatchObject({ ok: false, problem: { code: 'secret-missing' } });
	expect(await next.set('prom', 'other')).toMatchObject({ ok: false, problem: { code: 'forbidden' } });
	expect(await next.open(withPassphrase)).toEqual(ok(null));
	expect(await next.read('prom')).toEqual(ok('s3cret'));
	expect(place.noted).toContain('s3cret');
});

test('the file holds names and times, no values, and is the owner\u2019s alone', async () => {
	const desk = await place.open();
	await desk.open(withPassphrase);
	await desk.set('prom', 's3cret value');
	await desk.set('prom', 's3cret value 2');
	const text = readFileSync(place.file, 'utf8');
	expect(text).toContain('prom');
	for (const trace of ['s3cret', btoa('s3cret value').slice(0, 10), withPassphrase.passphrase])
		expect(text).not.toContain(trace);
	expect(statSync(place.file).mode & 0o777).toBe(0o600);
	expect(readdirSync(place.folder)).toEqual(['secrets.json']);
	expect(JSON.stringify(desk.view())).not.toContain('s3cret');
});

test('what was set before there was a passphrase is kept under it from then on', async () => {
	const desk = await place.open();
	await desk.set('prom', 's3cret');
	expect(desk.view()).toMatchObject({ state: 'new', problem: { message: expect.stringContaining('until') } });
	expect(await desk.read('prom')).toEqual(ok('s3cret'));
	expect(readdirSync(place.folder)).toEqual([]);
	await desk.open(withPassphrase);
	const next = await place.open();
	await next.open(withPassphrase);
	expect(await next.read('prom')).toEqual(ok('s3cret'));
});

test('a wrong passphrase opens nothing, and too many must wait', async () => {
	const first = await place.open();
	await first.open(withPassphrase);
	await first.set('prom', 's3cret');
	const desk = await place.open();
	const attempt = (words: string) => desk.open({ with: 'passphrase', passphrase: words });
	for (let wrong = 0; wrong < 3; wrong++) {
		expect(await attempt('wrong horse')).toMatchObject({
			problem: { code: 'forbidden', message: expect.stringContaining('not the passphrase') },
		});
	}
	expect(await attempt(withPassphrase.passphrase)).toMatchObject({
		problem: { message: expect.stringContaining('too often') },
	});
	expect(desk.view().state).toBe('locked');
	place.wait(1_000);
	expect(await attempt('wrong horse')).toMatchObject({ problem: { message: expect.stringContaining('not the') } });
	place.wait(1_000);
	expect(await attempt(withPassphrase.passphrase), 'each pause is longer').toMatchObject({ ok: false });
	place.wait(1_000);
	expect(await attempt(withPassphrase.passphrase)).toEqual(ok(null));
	expect(await desk.read('prom')).toEqual(ok('s3cret'));
});

test('attempts at the same time count one after the other', async () => {
	await (await place.open()).open(withPassphrase);
	const desk = await place.open();
	const wrong = { with: 'passphrase', passphrase: 'wrong horse' } as const;
	const answers = await Promise.all(Array.from({ length: 6 }, () => desk.open(wrong)));
	const refusals = answers.map((answer) => (answer.ok ? '' : answer.problem.message));
	expect(refusals.filter((words) => words.includes('too often'))).toHaveLength(3);
});

test.each(['short', '1234567'])('%j protects nothing', async (words) => {
	const desk = await place.open();
	expect(await desk.open({ with: 'passphrase', passphrase: words })).toMatchObject({
		ok: false,
		problem: { code: 'invalid-input' },
	});
	expect(desk.view().state).toBe('new');
});

test('the same letters open, however they were typed', async () => {
	await (await place.open()).open({ with: 'passphrase', passphrase: 'caf\u00e9 caf\u00e9' });
	const desk = await place.open();
	expect(await desk.open({ with: 'passphrase', passphrase: 'cafe\u0301 cafe\u0301' })).toEqual(ok(null));
});

test('a forgotten one can be replaced once every secret under it is removed', async () => {
	const first = await place.open();
	await first.open(withPassphrase);
	await first.set('a', '1111');
	await first.set('b', '2222');
	const desk = await place.open();
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
	const first = await place.open();
	await first.open(withPassphrase);
	await first.set('a', 'value-of-a');
	await first.set('b', 'value-of-b');
	const content = JSON.parse(readFileSync(place.file, 'utf8'));
	const { a, b } = content.passphrase.entries;
	[a.sealed, b.sealed] = harm(a.sealed, b.sealed);
	writeFileSync(place.file, JSON.stringify(content));
	const desk = await place.open();
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
	const first = await place.open();
	await first.open(withPassphrase);
	const content = JSON.parse(readFileSync(place.file, 'utf8'));
	Object.assign(content.passphrase.kept, harm);
	writeFileSync(place.file, JSON.stringify(content));
	const desk = await place.open();
	expect(desk.view()).toMatchObject({ kind: 'memory', state: 'open', problem: { code: 'store-corrupt' } });
	expect(await desk.open(withPassphrase)).toMatchObject({ ok: false, problem: { code: 'store-corrupt' } });
	await desk.set('prom', 's3cret');
	expect(await desk.read('prom')).toEqual(ok('s3cret'));
});

test('consent is no passphrase', async () => {
	expect(await (await place.open()).open({ with: 'consent' })).toMatchObject({ problem: { code: 'unsupported' } });
});
