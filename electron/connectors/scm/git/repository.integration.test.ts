/** Somebody's own folder, asked with real git and never written to. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, lstatSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Result } from '../../../../shared/domain/result.ts';
import { makeYard, type Yard } from './test-support.ts';

let yard: Yard;
beforeEach(() => {
	yard = makeYard();
});
afterEach(() => yard.dispose());

function value<T>(result: Result<T>): T {
	if (!result.ok) throw new Error(JSON.stringify(result));
	return result.value;
}
const code = (result: Result<unknown>) => (result.ok ? 'success' : result.problem.code);

/** Everything in the folder, by content and time of change. */
function fingerprint(folder: string): string {
	const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
	const facts = entries.map((entry) => {
		const path = join(entry.parentPath, entry.name);
		const content = entry.isFile() ? createHash('sha1').update(readFileSync(path)).digest('hex') : '';
		return `${path} ${lstatSync(path).mtimeMs} ${content}`;
	});
	return facts.toSorted().join('\n');
}

describe('a folder', () => {
	test('tells head, ranges, authors and files, and is left exactly as it was', async () => {
		const first = yard.commit('first', { 'a.txt': 'eins\n', 'web/x.txt': '1' });
		const second = yard.commit('second: größer', { 'web/x.txt': '2' });
		const third = yard.commit('third', { 'api/y.txt': '3', 'package.json': '{"version":"1.2.3"}' });
		// A stale index: git status would refresh it, and must not.
		writeFileSync(join(yard.work, 'a.txt'), 'eins\n');
		const before = fingerprint(yard.work);
		const repository = yard.open();

		const head = value(await repository.head('main'));
		expect(head).toMatchObject({ sha: third, subject: 'third', parents: [second] });
		expect(head.author).toEqual({ name: 'Ada', email: 'ada@x.test' });
		const all = value(await repository.commits({ from: null, to: third, paths: [], limit: 2 }));
		expect(all.commits.map((commit) => commit.sha)).toEqual([third, second]);
		expect(all).toMatchObject({ count: 3, oldestAuthoredAt: 1_700_000_060_000 });
		expect(all.authors).toEqual([{ name: 'Ada', email: 'ada@x.test', commits: 3 }]);
		const web = value(await repository.commits({ from: first, to: third, paths: ['web/**'], limit: 9 }));
		expect(web.commits.map((commit) => commit.subject)).toEqual(['second: größer']);
		expect(value(await repository.commits({ from: third, to: third, paths: [], limit: 9 })).count).toBe(0);

		expect(value(await repository.readFile({ commit: first, path: 'web/x.txt' }))).toBe('1');
		expect(code(await repository.readFile({ commit: first, path: 'package.json' }))).toBe('not-found');
		expect(value(await repository.contains({ commit: third, ancestor: first }))).toBe(true);
		expect(value(await repository.contains({ commit: first, ancestor: third }))).toBe(false);
		expect(fingerprint(yard.work)).toBe(before);
	});

	test('what is not there is not found, and what is no name is refused', async () => {
		const sha = yard.commit('first', { 'a.txt': '1', 'big.txt': 'x'.repeat(1_000_001) });
		yard.link('link.txt', '/etc/passwd');
		const linked = yard.commit('link', {});
		const repository = yard.open();
		expect(code(await repository.head('nowhere'))).toBe('not-found');
		expect(code(await repository.commits({ from: null, to: 'f'.repeat(40), paths: [], limit: 1 }))).toBe('not-found');
		expect(code(await repository.contains({ commit: sha, ancestor: 'f'.repeat(40) }))).toBe('not-found');
		expect(code(await repository.readFile({ commit: linked, path: 'link.txt' }))).toBe('not-found');
		expect(code(await repository.readFile({ commit: sha, path: 'big.txt' }))).toBe('too-large');
		const wrong = [
			await repository.head('--output=x'),
			await repository.commits({ from: null, to: '--output=x', paths: [], limit: 1 }),
			await repository.commits({ from: '-x', to: sha, paths: [], limit: 1 }),
			await repository.commits({ from: null, to: sha, paths: ['../x'], limit: 1 }),
			await repository.readFile({ commit: sha, path: '../x' }),
			await repository.checkout({ commit: '--x', folder: join(yard.root, 'out') }),
		];
		expect(wrong.map(code)).toEqual(wrong.map(() => 'invalid-input'));
		expect(code(await repository.head('main', AbortSignal.abort()))).toBe('cancelled');
	});

	test('no repository, no commit yet and a shallow clone are told in words', async () => {
		const nothing = await yard.open({ kind: 'folder', path: join(yard.root, 'home') }).head('main');
		expect(!nothing.ok && nothing.problem.message).toContain('not a git repository');
		const unborn = await yard.open().head('main');
		expect(!unborn.ok && unborn.problem.message).toContain('no commit yet');
		const first = yard.commit('first', { 'a.txt': '1' });
		const second = yard.commit('second', { 'a.txt': '2' });
		const third = yard.commit('third', { 'a.txt': '3' });
		const shallow = join(yard.root, 'shallow');
		yard.git('clone', '-q', '--depth', '2', `file://${yard.work}`, shallow);
		const cut = yard.open({ kind: 'folder', path: shallow });
		const all = await cut.commits({ from: null, to: third, paths: [], limit: 9 });
		expect(!all.ok && all.problem.message).toContain('shallow');
		expect(value(await cut.commits({ from: second, to: third, paths: [], limit: 9 })).count).toBe(1);
		expect(code(await cut.contains({ commit: third, ancestor: first }))).toBe('not-found');
		yard.git('checkout', '-q', '--detach', first);
		expect(value(await yard.open().head('main')).sha).toBe(third);
	});

	test('a checkout is a work tree of its own, and nothing of the repository runs', async () => {
		const trap = join(yard.root, 'trap');
		const script = `#!/bin/sh\necho "$0" >> '${trap}'\ncat\n`;
		const program = join(yard.root, 'program.sh');
		yard.link('out', join(yard.root, 'home', 'elsewhere'));
		const sha = yard.commit('first', {
			'.gitattributes': '*.txt filter=bad diff=bad\n',
			'.gitmodules': '[submodule "x"]\n\tpath = x\n\turl = ext::sh -c "touch trap"\n',
			'a.txt': 'plain\n',
			'run.sh': '#!/bin/sh\n',
		});
		for (const hook of ['post-checkout', 'post-index-change', 'reference-transaction']) {
			writeFileSync(join(yard.work, '.git/hooks', hook), script, { mode: 0o755 });
		}
		writeFileSync(program, script, { mode: 0o755 });
		for (const key of [
			'filter.bad.smudge',
			'filter.bad.clean',
			'diff.external',
			'diff.bad.textconv',
			'core.fsmonitor',
		]) {
			yard.git('config', key, program);
			execFileSync('git', ['config', '--global', key, program], { env: { HOME: join(yard.root, 'home') } });
		}
		// As some have it for all of their repositories.
		const hooks = join(yard.work, '.git/hooks');
		for (const [key, place] of [
			['core.hooksPath', hooks],
			['init.templateDir', join(yard.work, '.git')],
		] as const) {
			execFileSync('git', ['config', '--global', key, place], { env: { HOME: join(yard.root, 'home') } });
		}
		const before = fingerprint(yard.work);
		const repository = yard.open();
		const folder = join(yard.root, 'laid');
		value(await repository.checkout({ commit: sha, folder }));
		value(await repository.commits({ from: null, to: sha, paths: ['a.txt'], limit: 1 }));
		expect(value(await repository.readFile({ commit: sha, path: 'a.txt' }))).toBe('plain\n');
		expect(readFileSync(join(folder, 'a.txt'), 'utf8')).toBe('plain\n');
		expect(lstatSync(join(folder, 'out')).isSymbolicLink()).toBe(true);
		const inside = (...args: string[]) =>
			execFileSync('git', ['-C', folder, '-c', 'core.fsmonitor=false', ...args], { encoding: 'utf8' }).trim();
		expect(inside('rev-parse', 'HEAD')).toBe(sha);
		expect(inside('log', '--format=%s')).toBe('first');
		expect(inside('status', '--porcelain')).toBe('');
		expect(existsSync(trap)).toBe(false);
		expect(fingerprint(yard.work)).toBe(before);
		expect(code(await repository.checkout({ commit: sha, folder }))).toBe('scm-failed');
		expect(statSync(folder).mode & 0o077).toBe(0);
	});
});

test('100,000 commits are counted within seconds and little memory', async () => {
	const big = join(yard.root, 'big.git');
	execFileSync('git', ['init', '-q', '--bare', '-b', 'main', big]);
	const lines: string[] = [];
	for (let index = 0; index < 100_000; index += 1) {
		const person = `Person ${index % 300} <p${index % 300}@x.test> ${1_500_000_000 + index * 60} +0000`;
		lines.push(`commit refs/heads/main\ncommitter ${person}\ndata 7\nchange\n`);
		// Only some change a file: making the rest is what would take the time, not counting it.
		if (index % 100 !== 0) continue;
		const file = index % 200 === 0 ? 'web/a.txt' : 'api/b.txt';
		lines.push(`M 100644 inline ${file}\ndata ${String(index).length}\n${index}\n`);
	}
	execFileSync('git', ['-C', big, '-c', 'core.compression=0', 'fast-import', '--quiet'], { input: lines.join('') });
	const repository = yard.open({ kind: 'folder', path: big });
	const to = value(await repository.head('main')).sha;
	const all = value(await repository.commits({ from: null, to, paths: [], limit: 500 }));
	expect(all).toMatchObject({ count: 100_000, oldestAuthoredAt: 1_500_000_000_000 });
	expect([all.commits.length, all.authors.length]).toEqual([500, 200]);
	const web = value(await repository.commits({ from: null, to, paths: ['web/**'], limit: 5 }));
	expect(web.count).toBe(500);
});
