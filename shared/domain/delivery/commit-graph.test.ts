import { describe, expect, test } from 'vitest';
import { createBotCheck } from './bots.ts';
import { buildCommitGraph, type CommitForGraph } from './commit-graph.ts';
import type { ChangeFact } from './facts.ts';
import { createHotfixCheck } from './hotfix-changes.ts';
import { defaultDeliveryPolicy } from './policy.ts';

function commit(sha: string, parents: readonly string[], more: Partial<CommitForGraph> = {}): CommitForGraph {
	return { sha, parents, authoredAt: 5, authorName: 'Ada', authorEmail: null, reverts: [], touches: null, ...more };
}

function change(mergeCommit: string, more: Partial<ChangeFact> = {}): ChangeFact {
	return {
		...{
			kind: 'change',
			source: 'github',
			nativeId: '1',
			url: null,
			offsetMinutes: null,
			repository: 'shop',
			number: 1,
		},
		...{ title: 'Add a cart', branch: 'cart', labels: [], author: 'ada', createdAt: 1, firstReviewAt: null },
		...{ approvedAt: null, mergedAt: 9, mergeCommit, isCut: false },
		commits: [
			{ sha: 'o1', authoredAt: 1, author: 'ada' },
			{ sha: 'o2', authoredAt: 2, author: 'renovate[bot]' },
		],
		...more,
	};
}

const request = { service: 'shop', hasPaths: false, changes: [], policy: defaultDeliveryPolicy };

describe('The graph of commits', () => {
	test('finds parents by hash and leaves out those that are not there', () => {
		const graph = buildCommitGraph({ ...request, commits: [commit('b', ['a', 'x']), commit('a', [])] });
		expect(graph.map(({ parents, isMerge }) => [parents, isMerge])).toEqual([
			[[1], true],
			[[], false],
		]);
	});

	test.each([
		['a squash', commit('s', ['a']), change('s'), ['o1', 'o2']],
		['a merge', commit('s', ['a', 'b']), change('s'), null],
		['one of its own commits', commit('o2', ['a']), change('o2'), null],
		['the last of a rebase', commit('s', ['a'], { authoredAt: 2 }), change('s'), null],
		['an open change', commit('s', ['a']), change('s', { mergedAt: null }), null],
		['a change without commits', commit('s', ['a']), change('s', { commits: [] }), null],
	])('takes %s for what it is', (_name, merged, one, originals) => {
		const [only] = buildCommitGraph({ ...request, commits: [merged], changes: [one] });
		expect(only?.squashOf?.map(({ sha }) => sha) ?? null).toEqual(originals);
	});

	test('original commits have authors of their own', () => {
		const [only] = buildCommitGraph({ ...request, commits: [commit('s', [])], changes: [change('s')] });
		expect(only?.squashOf?.map(({ isBot }) => isBot)).toEqual([false, true]);
	});

	test('a hotfix marks what it became and its own commits, which a merge brings along', () => {
		const commits = [commit('o1', []), commit('o2', ['o1']), commit('m', ['x', 'o2']), commit('z', ['m'])];
		const marked = (more: Partial<ChangeFact>) =>
			buildCommitGraph({ ...request, commits, changes: [change('m', { labels: ['hotfix'], ...more })] })
				.filter(({ isHotfix }) => isHotfix)
				.map(({ sha }) => sha);
		expect(marked({})).toEqual(['o1', 'o2', 'm']);
		expect(marked({ mergedAt: null })).toEqual([]);
		expect(marked({ labels: [] })).toEqual([]);
	});

	test('of a monorepo only what touches the service is its own', () => {
		const commits = [commit('a', [], { touches: ['cart'] }), commit('b', [], { touches: ['shop'] }), commit('c', [])];
		const own = (hasPaths: boolean) => buildCommitGraph({ ...request, hasPaths, commits }).map(({ isOurs }) => isOurs);
		expect(own(true)).toEqual([false, true, true]);
		expect(own(false)).toEqual([true, true, true]);
	});
});

test.each([
	['renovate[bot]', null, true],
	['Dependabot Preview', null, true],
	['Robert', null, false],
	['CI', '49699333+dependabot[bot]@users.noreply.acme.example', true],
	['bot', null, false],
])('%s <%s> is a program: %s', (name, email, expected) => {
	expect(createBotCheck(defaultDeliveryPolicy.bots)(name, email)).toBe(expected);
});

test.each([
	[{ labels: ['HotFix'] }, true],
	[{ branch: 'hotfix/cart/empty' }, true],
	[{ branch: 'hotfix-1' }, true],
	[{ title: 'Hotfix: empty cart' }, true],
	[{ title: 'Hotfixes are bad' }, false],
	[{ branch: 'feature/hotfix' }, false],
])('%j is a hotfix: %s', (more, expected) => {
	expect(createHotfixCheck(defaultDeliveryPolicy.hotfix)(change('s', more))).toBe(expected);
});
