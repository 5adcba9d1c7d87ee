/** Pull requests with their commits and reviews. */
import type { GithubFactsConfig } from '../../../../shared/config/delivery-model.ts';
import type { ChangeFact } from '../../../../shared/domain/delivery/facts.ts';
import { ok } from '../../../../shared/domain/result.ts';
import type { Result } from '../../../../shared/domain/result.ts';
import { instantOf, millisOf } from '../common/instants.ts';
import type { Listed, NewestFirstList } from '../common/newest-first.ts';
import { readEach } from '../common/read-each.ts';
import type { GithubAsking } from './asking.ts';
import { pageOf } from './pages.ts';
import { changesQuery, moreCommitsQuery } from './queries.ts';
import { changeSchema, type GithubChange, type GithubCommits, moreCommitsSchema, pageSchemas } from './schemas.ts';

/** GitHub itself shows no more of a pull request. */
const mostCommits = 250;
/** Enough for as many, however small they are: a list that tells nothing and never ends is given up. */
const mostPages = 20;

/** `repository` is the name that commits of the repository have in the store. */
export function changesList(config: GithubFactsConfig, asking: GithubAsking, repository: string): NewestFirstList {
	return {
		name: 'changes',
		async page({ after }, signal) {
			const what = 'its pull requests';
			const page = await asking.query(
				{ query: changesQuery, variables: { after }, schema: pageSchemas.changes, what },
				signal,
			);
			if (!page.ok) return page;
			const each = readEach(page.value.nodes, changeSchema, (change) => readable(change), 'pull request');
			const items: Listed[] = [];
			for (const change of each.items) {
				const commits = await commitsOf(asking, change, signal);
				if (!commits.ok) return commits;
				const fact = factOf(config, repository, change, commits.value);
				items.push({ fact, id: change.id, at: millisOf(change.updatedAt) ?? fact.createdAt, isOpen: false });
			}
			return ok({ items, leftOut: each.leftOut, ...pageOf(page.value, 'updatedAt') });
		},
		again: null,
	};
}

function readable(change: GithubChange): GithubChange | string {
	return instantOf(change.createdAt) === null ? 'its time of creation is no instant' : change;
}

type Commit = ChangeFact['commits'][number];

function commitsIn({ nodes }: Pick<GithubCommits, 'nodes'>): readonly Commit[] {
	return nodes.flatMap((node) => {
		const authoredAt = millisOf(node?.commit.authoredDate);
		if (node === null || authoredAt === null) return [];
		return [{ sha: node.commit.oid.toLowerCase(), authoredAt, author: node.commit.author?.name ?? null }];
	});
}

async function commitsOf(
	asking: GithubAsking,
	{ id, commits }: GithubChange,
	signal: AbortSignal,
): Promise<Result<readonly Commit[]>> {
	const all = [...commitsIn(commits)];
	let { pageInfo } = commits;
	for (let page = 1; page < mostPages && pageInfo.hasNextPage && all.length < mostCommits; page += 1) {
		const variables = { id, after: pageInfo.endCursor };
		const what = 'the commits of a pull request';
		const more = await asking.query({ query: moreCommitsQuery, variables, schema: moreCommitsSchema, what }, signal);
		if (!more.ok) return more;
		const { node } = more.value.data;
		if (node === null || node.commits.nodes.length === 0) break;
		all.push(...commitsIn(node.commits));
		({ pageInfo } = node.commits);
	}
	return ok(all.slice(0, mostCommits));
}

function factOf(
	config: GithubFactsConfig,
	repository: string,
	change: GithubChange,
	commits: readonly Commit[],
): ChangeFact {
	const created = instantOf(change.createdAt);
	const author = change.author?.login ?? null;
	return {
		...{ kind: 'change', source: config.id, nativeId: String(change.number), url: change.url ?? null },
		...{ offsetMinutes: created?.offsetMinutes ?? null, repository, number: change.number, title: change.title },
		branch: change.headRefName ?? null,
		labels: (change.labels?.nodes ?? []).flatMap((label) => label?.name ?? []),
		...{ author, createdAt: created?.at ?? 0, ...reviewsOf(change, author) },
		mergedAt: millisOf(change.mergedAt),
		mergeCommit: change.mergedAt ? (change.mergeCommit?.oid.toLowerCase() ?? null) : null,
		...{ commits, isCut: commits.length < change.commits.totalCount },
	};
}

/** What an author says about their own change is no review. */
function reviewsOf({ reviews }: GithubChange, author: string | null) {
	const all = (reviews?.nodes ?? []).flatMap((review) => {
		const at = millisOf(review?.submittedAt);
		return review === null || at === null || (author !== null && review.author?.login === author)
			? []
			: [{ ...review, at }];
	});
	const earliest = (times: readonly number[]) => (times.length === 0 ? null : Math.min(...times));
	return {
		firstReviewAt: earliest(all.map(({ at }) => at)),
		approvedAt: earliest(all.flatMap(({ state, at }) => (state === 'APPROVED' ? [at] : []))),
	};
}
