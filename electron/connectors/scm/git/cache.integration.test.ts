/** An address, cloned without contents and fetched again. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Result } from '../../../../shared/domain/result.ts';
import { makeYard, type Yard } from './test-support.ts';

let yard: Yard;
beforeEach(() => {
	yard = makeYard();
	// As the large hosts have it.
	yard.git('config', 'uploadpack.allowFilter', 'true');
	yard.git('config', 'uploadpack.allowAnySHA1InWant', 'true');
});
afterEach(() => yard.dispose());

const address = () => ({ kind: 'address', url: `file://${yard.work}` }) as const;
function value<T>(result: Result<T>): T {
	if (!result.ok) throw new Error(JSON.stringify(result));
	return result.value;
}
const code = (result: Result<unknown>) => (result.ok ? 'success' : result.problem.code);
const blobs = (clone: string) =>
	execFileSync('git', ['-C', clone, 'cat-file', '--batch-all-objects', '--batch-check'], { encoding: 'utf8' })
		.split('\n')
		.filter((line) => line.includes(' blob ')).length;

test('is cloned without contents, fetched, read and laid out', async () => {
	const first = yard.commit('first', { 'a.txt': 'eins\n', 'b/c.txt': 'zwei\n' });
	const repository = yard.open(address());
	expect(value(await repository.head('main')).sha).toBe(first);
	const [name = ''] = readdirSync(join(yard.root, 'cache'));
	const clone = join(yard.root, 'cache', name);
	expect(blobs(clone)).toBe(0);

	const second = yard.commit('second', { 'a.txt': 'drei\n' });
	// A commit that is not there yet is fetched, whoever asks for it.
	expect(value(await repository.commits({ from: first, to: second, paths: ['*.txt'], limit: 9 })).count).toBe(1);
	expect(blobs(clone)).toBe(0);
	expect(value(await repository.readFile({ commit: first, path: 'a.txt' }))).toBe('eins\n');
	expect(blobs(clone)).toBe(1);
	const folder = join(yard.root, 'laid');
	value(await repository.checkout({ commit: second, folder }));
	expect(readFileSync(join(folder, 'a.txt'), 'utf8') + readFileSync(join(folder, 'b/c.txt'), 'utf8')).toBe(
		'drei\nzwei\n',
	);
	expect(blobs(clone)).toBe(3);
});

test('a branch that was pushed over has its new head, and an address that went away is unreachable or not there', async () => {
	yard.commit('first', { 'a.txt': '1' });
	yard.commit('second', { 'a.txt': '2' });
	const repository = yard.open(address());
	value(await repository.head('main'));
	yard.git('reset', '-q', '--hard', 'HEAD~1');
	const other = yard.commit('other', { 'a.txt': '3' });
	expect(value(await repository.head('main')).sha).toBe(other);
	expect(code(await repository.commits({ from: null, to: 'e'.repeat(40), paths: [], limit: 1 }))).toBe('not-found');
	const gone = yard.open({ kind: 'address', url: `file://${yard.root}/gone` });
	expect(code(await gone.head('main'))).toBe('scm-failed');
	const deaf = await yard.open({ kind: 'address', url: 'https://127.0.0.1:9/x.git' }).head('main');
	expect(!deaf.ok && deaf.problem).toMatchObject({ code: 'scm-unreachable', retryable: true });
});

test('a clone that broke off is thrown away and made anew, and an abort leaves none behind', async () => {
	const sha = yard.commit('first', { 'a.txt': '1' });
	const repository = yard.open(address());
	expect(code(await repository.head('main', AbortSignal.abort()))).toBe('cancelled');
	value(await repository.head('main'));
	const cache = join(yard.root, 'cache');
	const [name = ''] = readdirSync(cache);
	const half = join(cache, `${name.replace(/\.git$/, '')}.new-half`);
	mkdirSync(half);
	writeFileSync(join(half, 'HEAD'), 'broken');
	execFileSync('rm', ['-rf', join(cache, name)]);
	const heads = await Promise.all([repository.head('main'), repository.head('main')]);
	expect(heads.map((head) => value(head).sha)).toEqual([sha, sha]);
	expect(existsSync(half)).toBe(false);
	expect(readdirSync(cache)).toEqual([name]);
});

test('addresses that could run something or show a password are refused before git starts', async () => {
	for (const url of ['ext::sh -c "touch x"', '--upload-pack=x', 'http://host/x', 'https://ada:geheim@host/x']) {
		const repository = yard.open({ kind: 'address', url });
		const answer = await repository.head('main');
		expect(code(answer)).toBe('invalid-input');
		expect(JSON.stringify([answer, repository.label])).not.toContain('geheim');
	}
});
