import { expect, it } from 'vitest';
import { createGitlabClient } from './client.ts';
import { createCommitBook } from './commits.ts';
import { createTestFetch } from './test-fetch.ts';

const shaOf = (digit: number) => String(digit).repeat(40);
const commit = (sha: string) => ({ status: 200, body: { id: sha, title: `Commit ${sha.slice(0, 2)}` } });

it('stops asking when GitLab has no answer, and tries again the next time', async () => {
	const web = createTestFetch((path) =>
		path.includes(shaOf(2)) ? { status: 502, body: '' } : commit(path.slice(-40)),
	);
	const book = createCommitBook(createGitlabClient(web.config, web.deps));
	await book.fetch([shaOf(1), shaOf(2), shaOf(3)]);
	expect(web.asked.map((path) => path.slice(-1))).toEqual(['1', '2']);
	expect([1, 2, 3].map((digit) => book.of(shaOf(digit)).subject)).toEqual(['Commit 11', null, null]);
	await book.fetch([shaOf(1), shaOf(2), shaOf(3)]);
	expect(web.asked.map((path) => path.slice(-1))).toEqual(['1', '2', '2']);
});

it('asks for a commit that is gone once, and for a few of many', async () => {
	const web = createTestFetch((path) =>
		path.includes(shaOf(1)) ? { status: 404, body: '' } : commit(path.slice(-40)),
	);
	const book = createCommitBook(createGitlabClient(web.config, web.deps));
	await book.fetch([shaOf(1), shaOf(1)]);
	await book.fetch([shaOf(1)]);
	expect(web.asked).toHaveLength(1);
	const many = Array.from({ length: 25 }, (_, index) => index.toString(16).padStart(40, 'a'));
	await book.fetch(many);
	expect(web.asked).toHaveLength(11);
	await book.fetch(many);
	expect(web.asked).toHaveLength(21);
});
