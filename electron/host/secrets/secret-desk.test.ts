import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ok } from '../../../shared/domain/result.ts';
import { eventually } from '../../../shared/rpc/testing/eventually.ts';
import { createSecretsFolder, fakeSystem, type SecretsFolder, withPassphrase } from './testing.ts';

let place: SecretsFolder;
beforeEach(() => {
	place = createSecretsFolder();
});
afterEach(() => place.remove());

describe('under the system', () => {
	test('what waits for consent is in memory, and in the file after it', async () => {
		const desk = await place.open(fakeSystem('needs-consent'));
		await desk.set('prom', 's3cret');
		expect(desk.view()).toMatchObject({ kind: 'system', state: 'needs-consent', entries: [{ name: 'prom' }] });
		expect(readdirSync(place.folder)).toEqual([]);
		expect(await desk.open({ with: 'consent' })).toEqual(ok(null));
		expect(desk.view().state).toBe('open');
		// Consent is remembered.
		const next = await place.open(fakeSystem('needs-consent'));
		expect(next.view().state).toBe('open');
		expect(await next.read('prom')).toEqual(ok('s3cret'));
	});

	test('without encryption secrets are in memory until the end', async () => {
		const desk = await place.open(fakeSystem('unavailable'));
		expect(desk.view()).toMatchObject({ kind: 'memory', state: 'open', label: expect.stringContaining('until') });
		await desk.set('prom', 's3cret');
		expect(await desk.read('prom')).toEqual(ok('s3cret'));
		expect(readdirSync(place.folder)).toEqual([]);
		await desk.remove('prom');
		expect(await desk.read('prom')).toMatchObject({ ok: false });
	});

	test('what the system calls old is sealed anew, once it is read', async () => {
		await (await place.open(fakeSystem('open'))).set('prom', 's3cret');
		place.wait(4_000);
		const before = JSON.parse(readFileSync(place.file, 'utf8'));
		writeFileSync(place.file, JSON.stringify({ ...before, passphrase: { kept: null, entries: {} } }));
		const desk = await place.open(fakeSystem('open', { isStale: true }));
		const ino = statSync(place.file).ino;
		expect(await desk.read('prom')).toEqual(ok('s3cret'));
		await eventually(() => statSync(place.file).ino !== ino, 'the file to be written');
		expect(JSON.parse(readFileSync(place.file, 'utf8')).system).toEqual(before.system);
	});

	test('a system that refuses changes nothing', async () => {
		const desk = await place.open(fakeSystem('open', { refuses: true }));
		expect(await desk.set('prom', 's3cret')).toMatchObject({ ok: false, problem: { code: 'store-failed' } });
		expect(await desk.read('prom')).toMatchObject({ ok: false });
		expect(desk.view().entries).toEqual([]);
	});

	test('two hosts of one data folder leave each other\u2019s secrets alone', async () => {
		await (await place.open(fakeSystem('open'))).set('prom', 'of the desktop');
		const browser = await place.open();
		expect(browser.view()).toMatchObject({ state: 'new', entries: [] });
		await browser.open(withPassphrase);
		await browser.set('prom', 'of the browser');
		expect(await (await place.open(fakeSystem('open'))).read('prom')).toEqual(ok('of the desktop'));
	});
});

describe('a file that cannot be used', () => {
	test.each(['', '{', '[]', '{"version":1,"system":5}', '{"version":1,"system":{"entries":{"A B":{}}}}'])(
		'because it reads %j is set aside and told',
		async (text) => {
			writeFileSync(place.file, text);
			const desk = await place.open(fakeSystem('open'));
			expect(readFileSync(path.join(place.folder, 'secrets.broken-1.json'), 'utf8')).toBe(text);
			expect(desk.view()).toMatchObject({
				state: 'open',
				entries: [],
				problem: { code: 'store-corrupt', message: expect.stringContaining('secrets.broken-1.json') },
			});
			expect(await desk.set('prom', 's3cret')).toEqual(ok(null));
			expect(await (await place.open(fakeSystem('open'))).read('prom')).toEqual(ok('s3cret'));
		},
	);

	test.each([
		['of a newer Signalbox', () => writeFileSync(place.file, '{"version":2,"x":1}'), 'store-newer'],
		['that is a folder', () => mkdirSync(place.file), 'store-failed'],
	])('%s is left as it is', async (_, make, code) => {
		make();
		const desk = await place.open(fakeSystem('open'));
		expect(desk.view()).toMatchObject({ kind: 'memory', state: 'open', problem: { code } });
		expect(await desk.set('prom', 's3cret')).toEqual(ok(null));
		expect(await desk.read('prom')).toEqual(ok('s3cret'));
		expect(await desk.open({ with: 'consent' })).toMatchObject({ ok: false, problem: { code } });
		expect(readdirSync(place.folder)).toEqual(['secrets.json']);
		if (code === 'store-newer') expect(readFileSync(place.file, 'utf8')).toBe('{"version":2,"x":1}');
	});

	test('because the disk refuses leaves everything as it was', async () => {
		const desk = await place.open(fakeSystem('open'));
		await desk.set('prom', 'first');
		rmSync(place.folder, { recursive: true });
		const heard: string[] = [];
		desk.onChange(() => heard.push('changed'));
		expect(await desk.set('prom', 'second')).toMatchObject({ ok: false, problem: { code: 'store-failed' } });
		expect(await desk.remove('prom')).toMatchObject({ ok: false });
		expect(await desk.read('prom')).toEqual(ok('first'));
		expect(heard).toEqual([]);
		mkdirSync(place.folder);
		expect(await desk.set('prom', 'second')).toEqual(ok(null));
		expect(await desk.read('prom')).toEqual(ok('second'));
		expect(heard).toEqual(['changed']);
	});
});

test('changes at the same time all count', async () => {
	const desk = await place.open(fakeSystem('open'));
	const names = Array.from({ length: 12 }, (_, index) => `secret-${index}`);
	await Promise.all(names.map((name) => desk.set(name, `value of ${name}`)));
	await Promise.all(['secret-3', 'secret-4'].map((name) => desk.remove(name)));
	const next = await place.open(fakeSystem('open'));
	expect(next.view().entries.map(({ name }) => name)).toEqual(
		names.filter((name) => !['secret-3', 'secret-4'].includes(name)).toSorted(),
	);
	expect(await next.read('secret-7')).toEqual(ok('value of secret-7'));
});

test('a name that every object has is no secret', async () => {
	const desk = await place.open(fakeSystem('open'));
	for (const name of ['constructor', 'tostring', 'valueof'])
		expect(await desk.read(name)).toMatchObject({ ok: false, problem: { code: 'secret-missing' } });
	await desk.set('constructor', 's3cret');
	expect(await (await place.open(fakeSystem('open'))).read('constructor')).toEqual(ok('s3cret'));
});
