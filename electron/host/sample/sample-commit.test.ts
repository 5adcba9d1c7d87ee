/** Real git, and the shop's own tests on what was committed. */
import { execFileSync, spawnSync } from 'node:child_process';
import { appendFileSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SampleChange } from '../../../shared/rpc/api.ts';
import { commitChange } from './sample-commit.ts';
import { ensureRepository } from './sample-repository.ts';

const assetsFolder = fileURLToPath(new URL('../../../assets/sample', import.meta.url));

let home = '';
beforeEach(async () => {
	home = mkdtempSync(path.join(tmpdir(), 'signalbox-commit-'));
	await ensureRepository({ ...place(), now: Date.UTC(2026, 10, 28, 12) });
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const folder = () => path.join(home, 'shop');
const place = (environment: Readonly<Record<string, string | undefined>> = process.env) => ({
	...{ assetsFolder, folder: folder(), environment: async () => environment },
});
const git = (...args: readonly string[]) => execFileSync('git', args, { cwd: folder(), encoding: 'utf8' }).trim();
const inShop = (file: string) => path.join(folder(), file);

async function commit(change: SampleChange) {
	const made = await commitChange(place(), change);
	if (!made.ok) throw new Error(made.problem.message, { cause: made.cause });
	return made.value;
}

/** How the shop's unit tests end, and the share of its lines that they run. */
function unitTests() {
	const { status, stdout } = spawnSync(
		process.execPath,
		[
			...[
				'--test',
				'--test-isolation=none',
				'--experimental-test-coverage',
				'--test-coverage-include=src/**',
				'--test-reporter=tap',
			],
			...globSync('checks/unit/*.mjs', { cwd: folder() }),
		],
		// A runner within a runner reports to the outer one.
		{ cwd: folder(), encoding: 'utf8', env: { ...process.env, NODE_TEST_CONTEXT: undefined, NODE_OPTIONS: '' } },
	);
	const lines = Number(/all files\s*\|\s*([\d.]+)/.exec(stdout)?.[1]);
	return { status, lines, failing: [...stdout.matchAll(/^\s*not ok \d+ - (.*)$/gm)].map(([, name]) => name) };
}

describe('a commit by a click', () => {
	test('is a real one: its own version, its own author, and nothing left to commit', async () => {
		const before = git('rev-parse', 'HEAD');
		const made = await commit('good');
		expect(made).toEqual({ version: '2.6.1', subject: 'catalogue: sell chai', commit: git('rev-parse', 'HEAD') });
		expect(git('log', '-1', '--format=%an <%ae> %P')).toBe(`Jonas Weber <jonas@shop.example> ${before}`);
		expect(git('status', '--porcelain')).toBe('');
		expect(readFileSync(inShop('package.json'), 'utf8')).toContain('"version": "2.6.1"');
	});

	test('falls in coverage, breaks a test, is put right again and passes, as it says', async () => {
		await commit('untested');
		const untested = unitTests();
		expect(untested.status).toBe(0);
		expect(untested.lines).toBeLessThan(80);
		await commit('broken');
		expect(unitTests()).toMatchObject({ status: 1, failing: expect.arrayContaining(['finds what is sold']) });
		await commit('good');
		expect(unitTests()).toMatchObject({ status: 0, lines: 100, failing: [] });
	}, 60_000);

	test("leaves a person's edits of other files as they are: staged, unstaged and new ones", async () => {
		appendFileSync(inShop('README.txt'), 'mine\n');
		appendFileSync(inShop('tools/build.mjs'), '// mine\n');
		git('add', 'tools/build.mjs');
		writeFileSync(inShop('mine.txt'), 'mine');
		const before = git('status', '--porcelain');
		await commit('good');
		expect(git('status', '--porcelain')).toBe(before);
		expect(git('show', '--name-only', '--format=', 'HEAD').split('\n').toSorted()).toEqual([
			'checks/unit/catalogue.mjs',
			'package.json',
			'src/catalogue.mjs',
		]);
	});

	test.each([false, true])(
		'refuses where its own file is edited (staged: %s), names it, and loses nothing',
		async (staged) => {
			appendFileSync(inShop('src/catalogue.mjs'), '// mine\n');
			if (staged) git('add', 'src/catalogue.mjs');
			const before = git('rev-parse', 'HEAD');
			expect(await commitChange(place(), 'broken')).toMatchObject({
				ok: false,
				problem: { code: 'invalid-input', message: expect.stringContaining('src/catalogue.mjs') },
			});
			expect(git('rev-parse', 'HEAD')).toBe(before);
			expect(readFileSync(inShop('src/catalogue.mjs'), 'utf8')).toContain('// mine');
			expect(git('diff', 'HEAD', '--name-only')).toBe('src/catalogue.mjs');
		},
	);

	test('refuses beside the branch that the pipeline builds', async () => {
		git('switch', '--quiet', '-c', 'mine');
		expect(await commitChange(place(), 'good')).toMatchObject({
			problem: { message: expect.stringContaining('the branch mine') },
		});
		git('switch', '--quiet', '--detach');
		expect(await commitChange(place(), 'good')).toMatchObject({
			problem: { message: expect.stringContaining('no branch') },
		});
	});

	test('refuses where a person has taken its file out of the repository', async () => {
		git('rm', '--quiet', 'checks/unit/catalogue.mjs');
		git('-c', 'user.name=New', '-c', 'user.email=new@shop.example', 'commit', '--quiet', '-m', 'mine');
		expect(await commitChange(place(), 'good')).toMatchObject({
			problem: { message: expect.stringContaining('checks/unit/catalogue.mjs') },
		});
		expect(git('status', '--porcelain')).toBe('');
	});

	test('says so where git refuses, and puts the files back', async () => {
		writeFileSync(inShop('.git/index.lock'), '');
		expect(await commitChange(place(), 'good')).toMatchObject({ ok: false, problem: { code: 'scm-failed' } });
		rmSync(inShop('.git/index.lock'));
		expect(git('status', '--porcelain')).toBe('');
	});

	test('a hook of the person that refuses stops it, and the files are put back', async () => {
		writeFileSync(inShop('.git/hooks/pre-commit'), '#!/bin/sh\nexit 1\n', { mode: 0o755 });
		expect(await commitChange(place(), 'good')).toMatchObject({ ok: false, problem: { code: 'scm-failed' } });
		expect(git('status', '--porcelain')).toBe('');
	});

	test('says so where there is no git, and where the repository is gone', async () => {
		expect(await commitChange(place({ PATH: '/nowhere' }), 'good')).toMatchObject({ problem: { code: 'unsupported' } });
		rmSync(inShop('.git'), { recursive: true });
		expect(await commitChange(place(), 'good')).toMatchObject({ problem: { code: 'scm-failed' } });
	});
});
