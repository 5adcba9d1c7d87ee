import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ensureRepository } from './sample-repository.ts';

const assetsFolder = fileURLToPath(new URL('../../../assets/sample', import.meta.url));
const now = Date.UTC(2026, 10, 28, 12);

let home = '';
beforeEach(() => {
	home = mkdtempSync(path.join(tmpdir(), 'signalbox-repository-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const folder = () => path.join(home, 'shop');
const git = (...args: readonly string[]) => execFileSync('git', args, { cwd: folder(), encoding: 'utf8' }).trim();
const make = (environment: Readonly<Record<string, string | undefined>> = process.env) =>
	ensureRepository({ assetsFolder, folder: folder(), environment: async () => environment, now });

describe("the sample's repository", () => {
	test('has a history by several people, and ends at the release that was not made yet', async () => {
		expect(await make()).toMatchObject({ ok: true });
		expect(git('status', '--porcelain')).toBe('');
		expect(Number(git('rev-list', '--count', 'main'))).toBeGreaterThan(20);
		expect(git('log', '-1', '--format=%s %aI')).toBe('shop: release 2.6.0 2026-11-28T09:09:36+01:00');
		expect(new Set(git('log', '--format=%an').split('\n')).size).toBe(3);
		expect(git('log', '--format=%s', 'v2.5.0..main').split('\n')).toHaveLength(3);
		expect(JSON.parse(git('show', 'v2.4.0:package.json'))).toMatchObject({ version: '2.4.0' });
	});

	test('holds in its newest commit what lies in the package, and in older ones what there was then', async () => {
		await make();
		const wanted = readdirSync(path.join(assetsFolder, 'repository'), { recursive: true, encoding: 'utf8' });
		for (const file of wanted.filter((name) => /\.\w+$/.test(name))) {
			expect(readFileSync(path.join(folder(), file), 'utf8'), file).toBe(
				readFileSync(path.join(assetsFolder, 'repository', file), 'utf8'),
			);
		}
		expect(git('show', 'v2.5.0:src/catalogue.mjs')).not.toContain('mate');
		expect(git('show', 'main:src/catalogue.mjs')).toContain('mate');
	});

	test("keeps a newcomer's own commits", async () => {
		await make();
		writeFileSync(path.join(folder(), 'mine.txt'), 'mine');
		git('add', 'mine.txt');
		git('-c', 'user.name=New', '-c', 'user.email=new@shop.example', 'commit', '--quiet', '-m', 'mine');
		await make();
		expect(git('log', '-1', '--format=%s')).toBe('mine');
	});

	test('is left alone also once git has packed its branches away', async () => {
		await make();
		git('-c', 'user.name=New', '-c', 'user.email=new@shop.example', 'commit', '--quiet', '--allow-empty', '-m', 'mine');
		git('gc', '--quiet');
		expect(existsSync(path.join(folder(), '.git', 'refs', 'heads', 'main'))).toBe(false);
		await make();
		expect(git('log', '-1', '--format=%s')).toBe('mine');
	});

	test('says so where there is no git, and leaves nothing behind that looks like one', async () => {
		expect(await make({ PATH: '/nowhere' })).toMatchObject({ ok: false, problem: { code: 'unsupported' } });
		expect(existsSync(path.join(folder(), '.git'))).toBe(false);
	});
});
