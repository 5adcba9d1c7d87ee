/** Which commit a build is about, from what its checkouts left behind. Pure. */
import type { CommitInfo } from '../../../../shared/domain/pipeline/model.ts';
import type { WireBuild, WireChange } from './wire.ts';

/** Before its first checkout a build has no commit; git writes "none" like this too. */
export const noCommit = '0'.repeat(40);

interface Checkout {
	readonly sha: string;
	readonly branches: readonly string[];
}

/** `refs/remotes/origin/main`, `origin/main` and `refs/heads/main` are `main`; a detached checkout is of no branch. */
export function branchOfRef(name: string): string | null {
	if (name === 'detached' || name === 'HEAD') return null;
	return name.replace(/^refs\/(?:heads\/|remotes\/[^/]+\/)/, '').replace(/^origin\//, '');
}

function checkoutsOf(build: WireBuild): readonly Checkout[] {
	return build.actions.flatMap(({ lastBuiltRevision: built }) =>
		built ? [{ sha: built.SHA1, branches: built.branch.flatMap((one) => branchOfRef(one.name) ?? []) }] : [],
	);
}

function changesOf(build: WireBuild): readonly WireChange[] {
	return [...build.changeSets, ...(build.changeSet ? [build.changeSet] : [])].flatMap((set) => set.items);
}

function commitOf(sha: string, change: WireChange | undefined): CommitInfo {
	return {
		sha,
		subject: change?.msg ?? null,
		author: change?.author ? { name: change.author.fullName, email: change.authorEmail } : null,
		authoredAt: null,
		// Subversion has none and says -1.
		committedAt: change?.timestamp && change.timestamp > 0 ? change.timestamp : null,
		parents: [],
	};
}

/**
 * A build may check out several repositories, shared libraries first. Ours is the one of the wanted branch; among several,
 * the one whose commit is told among the changes; else the last.
 */
export function commitOfBuild(
	build: WireBuild,
	wanted: string | null,
): { readonly commit: CommitInfo; readonly branch: string | null } {
	const all = checkoutsOf(build);
	const changes = changesOf(build);
	const ofBranch = all.filter((one) => wanted !== null && one.branches.includes(wanted));
	const candidates = ofBranch.length > 0 ? ofBranch : all;
	const isTold = ({ sha }: Checkout) => changes.some((change) => change.commitId === sha);
	const found = candidates.findLast(isTold) ?? candidates.at(-1);
	if (found === undefined) return { commit: commitOf(noCommit, undefined), branch: null };
	const change = changes.find((one) => one.commitId === found.sha);
	return { commit: commitOf(found.sha, change), branch: found.branches[0] ?? null };
}
