/** Commits and changes of one repository as judging needs them. */
import { compareText } from '../order.ts';
import { createBotCheck } from './bots.ts';
import { type ChangeFact, type CommitFact, factRef } from './facts.ts';
import type { GraphCommit } from './judged.ts';
import type { DeliveryPolicy } from './policy.ts';
import { createHotfixCheck } from './hotfix-changes.ts';

/** What of a commit the graph is made of. */
export type CommitForGraph = Pick<
	CommitFact,
	'sha' | 'parents' | 'authoredAt' | 'authorName' | 'authorEmail' | 'reverts' | 'touches'
>;

export interface GraphRequest {
	/** Each hash once. */
	readonly commits: readonly CommitForGraph[];
	readonly changes: readonly ChangeFact[];
	readonly service: string;
	/** The service names paths in a repository that it shares: what touches none of them is not its own. */
	readonly hasPaths: boolean;
	readonly policy: Pick<DeliveryPolicy, 'bots' | 'hotfix'>;
}

/** In the order of `commits`; parents that are not among them are left out. */
export function buildCommitGraph({
	commits,
	changes,
	service,
	hasPaths,
	policy,
}: GraphRequest): readonly GraphCommit[] {
	const indices = new Map(commits.map(({ sha }, index) => [sha, index]));
	const isBot = createBotCheck(policy.bots);
	const byMerge = changesByMerge(changes);
	const parentsOf = createParents(indices);
	const hotfixes = commitsOf(changes.filter(createHotfixCheck(policy.hotfix)));
	return commits.map((commit) => {
		const merged = byMerge.get(commit.sha) ?? none;
		return {
			sha: commit.sha,
			parents: parentsOf(commit),
			isMerge: commit.parents.length > 1,
			authoredAt: commit.authoredAt,
			isBot: isBot(commit.authorName, commit.authorEmail),
			isOurs: !hasPaths || commit.touches === null || commit.touches.includes(service),
			reverts: commit.reverts,
			squashOf: originalsOf(commit, merged, isBot),
			isHotfix: hotfixes.has(commit.sha),
		};
	});
}

const none: readonly ChangeFact[] = [];

/** Indices of the parents that are known. A loop: there are a great many commits. */
function createParents(indices: ReadonlyMap<string, number>): (commit: CommitForGraph) => readonly number[] {
	return ({ parents }) => {
		const known: number[] = [];
		for (const parent of parents) {
			const found = indices.get(parent);
			if (found !== undefined) known.push(found);
		}
		return known;
	};
}

/** Of merged changes: what they became, and their own commits, which are what a merge brings along. */
function commitsOf(changes: readonly ChangeFact[]): ReadonlySet<string> {
	return new Set(
		changes
			.filter(({ mergedAt }) => mergedAt !== null)
			.flatMap(({ mergeCommit, commits }) => [
				...(mergeCommit === null ? [] : [mergeCommit]),
				...commits.map(({ sha }) => sha),
			]),
	);
}

/** Two sources may tell of one change; the order in which they did means nothing. */
function changesByMerge(changes: readonly ChangeFact[]): ReadonlyMap<string, readonly ChangeFact[]> {
	const found = new Map<string, ChangeFact[]>();
	for (const change of changes) {
		if (change.mergedAt === null || change.mergeCommit === null) continue;
		const others = found.get(change.mergeCommit);
		if (others === undefined) found.set(change.mergeCommit, [change]);
		else others.push(change);
	}
	for (const several of found.values()) several.sort(mostCommitsFirst);
	return found;
}

function mostCommitsFirst(one: ChangeFact, other: ChangeFact): number {
	if (one.commits.length !== other.commits.length) return other.commits.length - one.commits.length;
	return compareText(factRef(one), factRef(other));
}

/**
 * A commit is a squash where a change became it, it is no merge and none of the change's own commits. One that a rebase ended
 * with keeps its author's date (a squash has that of the merge), and the others of its change stand beside it as themselves.
 */
function originalsOf(
	commit: CommitForGraph,
	merged: readonly ChangeFact[],
	isBot: (name: string, email: string | null) => boolean,
): GraphCommit['squashOf'] {
	const [change] = merged;
	if (change === undefined || commit.parents.length > 1 || change.commits.length === 0) return null;
	if (change.commits.some(({ sha }) => sha === commit.sha)) return null;
	const isRebased =
		change.commits.length > 1 && change.commits.some(({ authoredAt }) => authoredAt === commit.authoredAt);
	if (isRebased) return null;
	return change.commits.map(({ sha, authoredAt, author }) => ({
		sha,
		authoredAt,
		isBot: author === null ? isBot(commit.authorName, commit.authorEmail) : isBot(author, null),
	}));
}
