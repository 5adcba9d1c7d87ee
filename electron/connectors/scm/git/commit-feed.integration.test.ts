import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CommitFact } from '../../../../shared/domain/delivery/facts.ts';
import type { FactBatch, FactSource } from '../../../engine/delivery-ports.ts';
import { createExec } from '../../exec.ts';
import { type CommitFeedOptions, createCommitFeed } from './commit-feed.ts';
import { makeYard, silent, type Yard } from './test-support.ts';

const since = Date.parse('2026-01-01T00:00:00Z');
const now = Date.parse('2026-11-28T12:00:00Z');

let yard: Yard;
beforeEach(() => {
	yard = makeYard();
	yard.git('config', 'uploadpack.allowFilter', 'true');
	yard.git('config', 'uploadpack.allowAnySHA1InWant', 'true');
});
afterEach(() => yard.dispose());

const folder = () => ({ kind: 'folder', path: yard.work }) as const;
const address = () => ({ kind: 'address', url: `file://${yard.work}` }) as const;
const kinds = [
	['a folder', folder],
	['an address', address],
] as const;

function feed(options: Partial<CommitFeedOptions> = {}): FactSource {
	const env = { PATH: process.env['PATH'] ?? '', HOME: join(yard.root, 'home') };
	return createCommitFeed({
		...{ id: 'git:shop', repositoryName: 'shop', repository: folder(), branches: ['main'], services: [] },
		...{ exec: createExec(env), cacheFolder: join(yard.root, 'cache'), logger: silent },
		...options,
	});
}

async function pull(source: FactSource, cursor: string | null = null, most = Number.POSITIVE_INFINITY) {
	const batches: FactBatch[] = [];
	for await (const batch of source.pull({ cursor, since, now }, new AbortController().signal)) {
		if (!batch.ok) return { batches, commits: [], cursor, failure: batch.problem };
		batches.push(batch.value);
		if (batches.length === most) break;
	}
	const commits = batches.flatMap(({ facts }) => facts).filter((fact): fact is CommitFact => fact.kind === 'commit');
	return { batches, commits, cursor: batches.at(-1)?.cursor ?? cursor, failure: null };
}
const shas = (commits: readonly CommitFact[]) => commits.map(({ sha }) => sha);

describe.each(kinds)('the commits of %s', (_, repository) => {
	test('are told parents first, merges and tags off the branch too, and then only what is new', async () => {
		const one = yard.commit('one', { a: '1' });
		yard.git('checkout', '-q', '-b', 'release', one);
		const onTag = yard.commit('hotfix', { a: 'h' });
		yard.git('tag', 'v1.0.1');
		const annotated = yard.commit('another', { a: 'i' });
		yard.git('tag', '-a', 'v1.0.2', '-m', 'x');
		yard.git('checkout', '-q', 'main');
		yard.git('branch', '-q', '-D', 'release');
		yard.git('checkout', '-q', '-b', 'work');
		const side = yard.commit('side', { b: '1' });
		yard.git('checkout', '-q', 'main');
		const two = yard.commit('two', { a: '2' });
		yard.git('merge', '-q', '--no-ff', '-m', 'merge', 'work');
		const merge = yard.git('rev-parse', 'HEAD');
		const source = feed({ repository: repository() });
		const first = await pull(source);
		expect(first.failure).toBeNull();
		expect(new Set(shas(first.commits))).toEqual(new Set([one, onTag, annotated, side, two, merge]));
		const index = new Map(shas(first.commits).map((sha, at) => [sha, at]));
		for (const { sha, parents } of first.commits) {
			for (const parent of parents) expect(index.get(parent)).toBeLessThan(index.get(sha) ?? -1);
		}
		expect(first.commits.find(({ sha }) => sha === merge)?.parents).toEqual([two, side]);
		expect(first.batches.at(-1)).toMatchObject({ progress: { done: 6, total: 6, noun: 'commits' }, leftOut: [] });
		expect(first.batches.at(-1)?.coveredFrom).toBeLessThanOrEqual(since);
		expect((await pull(source, first.cursor)).commits).toEqual([]);
		const three = yard.commit('three', { a: '3' });
		expect(shas((await pull(feed({ repository: repository() }), first.cursor)).commits)).toEqual([three]);
	});

	test('cut off after any batch go on where they were, though more was pushed meanwhile', async () => {
		for (let index = 0; index < 7; index += 1) yard.commit(`c${index}`, { a: `${index}` });
		const open = () => feed({ repository: repository(), batchSize: 2 });
		const whole = await pull(open());
		for (let kept = 1; kept <= 4; kept += 1) {
			const before = await pull(open(), null, kept);
			const late = yard.commit(`late ${kept}`, { b: `${kept}` });
			const rest = await pull(open(), before.cursor);
			const told = [...shas(before.commits), ...shas(rest.commits)];
			expect(new Set(told)).toEqual(new Set([...shas(whole.commits), ...lateOnes(), late]));
			expect(told).toHaveLength(new Set(told).size);
		}
		function lateOnes() {
			return yard.git('log', '--format=%H', '--grep=^late').split('\n');
		}
	});

	test('say which services of a monorepo they touch, and are told anew when its paths change', async () => {
		yard.commit('both', { 'shop/a': '1', 'docs/b': '1' });
		yard.commit('shop', { 'shop/a': '2' });
		yard.commit('none', { README: '1' });
		const services = [
			{ name: 'shop', paths: ['shop'] },
			{ name: 'docs', paths: ['docs/**'] },
		];
		const first = await pull(feed({ repository: repository(), services }));
		expect(first.commits.map(({ touches }) => touches)).toEqual([['shop', 'docs'], ['shop'], []]);
		const other = [{ name: 'docs', paths: ['README'] }];
		const again = await pull(feed({ repository: repository(), services: other }), first.cursor);
		expect(again.commits.map(({ touches }) => touches)).toEqual([[], [], ['docs']]);
	});

	test('have the names that .mailmap gives', async () => {
		yard.commit('one', { '.mailmap': 'Ada Lovelace <ada@acme.test> <ada@x.test>\n' });
		const { commits } = await pull(feed({ repository: repository() }));
		expect(commits[0]).toMatchObject({ authorName: 'Ada Lovelace', authorEmail: 'ada@acme.test' });
	});

	test('of a history that was pushed over: what is gone does no harm, what is new is told', async () => {
		const one = yard.commit('one', { a: '1' });
		yard.commit('two', { a: '2' });
		const first = await pull(feed({ repository: repository() }));
		yard.git('reset', '-q', '--hard', one);
		yard.git('reflog', 'expire', '--expire=now', '--all');
		yard.git('gc', '-q', '--prune=now');
		const other = yard.commit('other', { a: '3' });
		const second = await pull(feed({ repository: repository() }), first.cursor);
		expect(second.failure).toBeNull();
		expect(shas(second.commits)).toContain(other);
		expect((await pull(feed({ repository: repository() }), second.cursor)).commits).toEqual([]);
	});

	test('that were deployed from no branch are told as well', async () => {
		const one = yard.commit('one', { a: '1' });
		yard.git('checkout', '-q', '-b', 'gone');
		const deployed = yard.commit('deployed', { a: '2' });
		yard.git('checkout', '-q', 'main');
		yard.git('branch', '-q', '-D', 'gone');
		const unknown = 'd'.repeat(40);
		const source = feed({ repository: repository(), deployed: async () => [unknown, deployed, 'abcdef1', '--all'] });
		expect(shas((await pull(source)).commits)).toEqual([one, deployed]);
	});

	test('of a repository that has none yet are none', async () => {
		const { failure, commits } = await pull(feed({ repository: repository() }));
		expect(failure).toBeNull();
		expect(commits).toEqual([]);
	});

	test('on a branch that is not there are a failure in words', async () => {
		yard.commit('one', { a: '1' });
		const { failure } = await pull(feed({ repository: repository(), branches: ['trunk'] }));
		expect(failure).toMatchObject({ code: 'facts-rejected', message: expect.stringContaining('has no branch trunk') });
	});
});

describe('a feed', () => {
	test('of the branch that the repository calls its own needs no name', async () => {
		const one = yard.commit('one', { a: '1' });
		expect(shas((await pull(feed({ branches: [null] }))).commits)).toEqual([one]);
		expect(shas((await pull(feed({ branches: [null], repository: address() }))).commits)).toEqual([one]);
	});

	test('says that a shallow clone is cut off, and covers what comes after', async () => {
		yard.commit('one', { a: '1' });
		const two = yard.commit('two', { a: '2' });
		const shallow = join(yard.root, 'shallow');
		execFileSync('git', ['clone', '-q', '--depth=1', `file://${yard.work}`, shallow]);
		const { commits, batches } = await pull(feed({ repository: { kind: 'folder', path: shallow } }));
		expect(shas(commits)).toEqual([two]);
		const last = batches.at(-1);
		expect(last?.leftOut).toEqual([expect.objectContaining({ why: expect.stringContaining('shallow clone') })]);
		expect(last?.coveredFrom).toBe(Math.max(since, commits[0]?.committedAt ?? 0));
	});

	test('of nothing, or of an address that git is not sent to, fails in words', async () => {
		const missing = await pull(feed({ repository: { kind: 'folder', path: join(yard.root, 'none') } }));
		expect(missing.failure).toMatchObject({ code: 'facts-rejected' });
		const gone = await pull(feed({ repository: { kind: 'address', url: `file://${join(yard.root, 'none')}` } }));
		expect(gone.failure).toMatchObject({ code: 'facts-rejected' });
		const odd = await pull(feed({ repository: { kind: 'address', url: 'ext::sh -c x' } }));
		expect(odd.failure).toMatchObject({ code: 'facts-rejected' });
	});

	test('that is given up or closed is cancelled', async () => {
		yard.commit('one', { a: '1' });
		const given = [];
		for await (const batch of feed().pull({ cursor: null, since, now }, AbortSignal.abort())) given.push(batch);
		expect(given).toMatchObject([{ ok: false, problem: { code: 'cancelled' } }]);
		const source = feed();
		await source.close();
		expect((await pull(source)).failure).toMatchObject({ code: 'cancelled' });
	});

	test.each(['', 'null', '[]', '{"version":9}', '{"name":"git","version":1,"about":"x","state":{"told":["--all"]}}'])(
		'begins anew with a cursor it does not understand: %s',
		async (cursor) => {
			const one = yard.commit('one', { a: '1' });
			expect(shas((await pull(feed(), cursor)).commits)).toEqual([one]);
		},
	);
});
