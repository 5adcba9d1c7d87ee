/** Merge requests with their commits. Who reviewed when would be a request more for each, so it is not asked. */
import type { GitlabFactsConfig } from '../../../../shared/config/delivery-model.ts';
import type { ChangeFact } from '../../../../shared/domain/delivery/facts.ts';
import { ok } from '../../../../shared/domain/result.ts';
import type { Result } from '../../../../shared/domain/result.ts';
import { instantOf, millisOf } from '../common/instants.ts';
import type { Listed, NewestFirstList } from '../common/newest-first.ts';
import { readEach } from '../common/read-each.ts';
import type { GitlabAsking, GitlabPage } from './asking.ts';
import { changeSchema, commitsSchema, type GitlabChange, type GitlabCommits } from './schemas.ts';

type Commit = ChangeFact['commits'][number];

/** As many as GitHub shows; a change of more is no change that anybody read. */
const mostCommits = 250;
/** Enough for as many, however small they are: a list that tells nothing and never ends is given up. */
const mostPages = 20;

export function changesList(config: GitlabFactsConfig, asking: GitlabAsking, repository: string): NewestFirstList {
	return {
		name: 'changes',
		async page({ after, floor }, signal) {
			const wanted = { path: 'merge_requests', query: { scope: 'all', state: 'all' }, after, floor };
			const page = await asking.touched({ ...wanted, what: 'its merge requests' }, signal);
			if (!page.ok) return page;
			const { value, ...place } = page.value;
			const each = readEach(value, changeSchema, readable, 'merge request');
			const items: Listed[] = [];
			for (const change of each.items) {
				const at = millisOf(change.updated_at) ?? 0;
				const commits =
					change.state === 'merged' && at >= floor
						? await commitsOf(asking, change, signal)
						: ok({ commits: [], isCut: false });
				if (!commits.ok) return commits;
				items.push({
					fact: factOf(config, repository, change, commits.value),
					id: String(change.iid),
					at,
					isOpen: false,
				});
			}
			return ok({ items, leftOut: each.leftOut, ...place });
		},
		again: null,
	};
}

function readable(change: GitlabChange): GitlabChange | string {
	return instantOf(change.created_at) === null ? 'its time of creation is no instant' : change;
}

type Commits = Pick<ChangeFact, 'commits' | 'isCut'>;

/** GitLab lists them newest first. */
async function commitsOf(asking: GitlabAsking, { iid }: GitlabChange, signal: AbortSignal): Promise<Result<Commits>> {
	const commits: Commit[] = [];
	let from: string | null = `merge_requests/${iid}/commits`;
	for (let page = 0; page < mostPages && from !== null && commits.length <= mostCommits; page += 1) {
		const read: Result<GitlabPage<GitlabCommits>> = await asking.get(
			{ from, query: { per_page: '100' }, schema: commitsSchema, what: 'the commits of a merge request' },
			signal,
		);
		if (!read.ok) return read;
		for (const { id, authored_date: authored, created_at: made, author_name: author = null } of read.value.value) {
			const authoredAt = millisOf(authored ?? made);
			if (authoredAt !== null) commits.push({ sha: id.toLowerCase(), authoredAt, author });
		}
		from = read.value.next;
	}
	const isCut = from !== null || commits.length > mostCommits;
	return ok({ commits: commits.slice(0, mostCommits).toReversed(), isCut });
}

function factOf(config: GitlabFactsConfig, repository: string, change: GitlabChange, commits: Commits): ChangeFact {
	const created = instantOf(change.created_at);
	const isMerged = change.state === 'merged';
	return {
		...{ kind: 'change', source: config.id, nativeId: String(change.iid), url: change.web_url ?? null },
		...{ offsetMinutes: created?.offsetMinutes ?? null, repository, number: change.iid, title: change.title },
		...{ branch: change.source_branch ?? null, labels: change.labels ?? [], author: change.author?.username ?? null },
		...{ createdAt: created?.at ?? 0, firstReviewAt: null, approvedAt: null },
		mergedAt: isMerged ? (millisOf(change.merged_at) ?? millisOf(change.updated_at)) : null,
		mergeCommit: isMerged ? commitOf(change) : null,
		...commits,
	};
}

/** A squash may be merged with a commit of its own; it is the squash that carries the change. Fast-forward leaves its last commit. */
function commitOf({ squash_commit_sha: squash, merge_commit_sha: merge, sha }: GitlabChange): string | null {
	return (squash ?? merge ?? sha)?.toLowerCase() ?? null;
}
