/** Where a feed of commits begins: branches, tags, and commits that were deployed. */
import { ok, type Result } from '../../../../shared/domain/result.ts';
import { isBranchName, isCommitName } from './names.ts';
import { branchNotFound, problemOf } from './problems.ts';
import { readBlob } from './read-file.ts';
import type { GitSource } from './repository.ts';

/** Deployed commits looked for in one pull; the rest is asked for again by the next. */
const mostDeployed = 200;
/** Of them those that are fetched one by one where the host does not give out all of them. */
const mostFetched = 20;
/** Tags beside the branches, newest first. */
const mostTags = 2000;

export interface Tips {
	/** Full hashes, branches first. */
	readonly branches: readonly string[];
	/** Newest first; without those that the branches lead to anyway. */
	readonly tags: readonly string[];
	/** Deployed ones that are there. */
	readonly deployed: readonly string[];
}

export interface TipsRequest {
	readonly source: GitSource;
	readonly label: string;
	/** Null: the one that the repository calls its own. */
	readonly branches: readonly (string | null)[];
	readonly deployed: readonly string[];
}

/** Fetches what is new, then looks where things stand. Fails when none of the branches is there. */
export async function readTips(request: TipsRequest, signal: AbortSignal): Promise<Result<Tips>> {
	const { source, label } = request;
	const { git, cache } = source;
	const wanted = [...new Set(request.deployed.filter(isCommitName))].slice(0, mostDeployed);
	const fetched = await cache?.refresh(signal);
	if (fetched?.ok === false) return fetched;
	const more = await cache?.fetchMore((await missingOf(source, wanted, signal)).slice(0, mostFetched), signal);
	if (more?.ok === false) return more;
	await fetchMailmap(source, label, signal);
	const branches = new Set<string>();
	for (const branch of request.branches) {
		for (const tip of await branchTips(source, branch, signal)) branches.add(tip);
	}
	const [first] = branches;
	if (first === undefined) return noBranch(request, signal);
	const tags = await git.text({
		args: ['for-each-ref', `--no-merged=${first}`, '--sort=-creatordate', `--format=${tagFormat}`, 'refs/tags'],
		signal,
	});
	if (!tags.ok) return tags;
	return ok({
		branches: [...branches],
		tags: [...new Set(tags.value.split('\n').flatMap(commitOfTag))].slice(0, mostTags),
		deployed: wanted,
	});
}

const tagFormat = '%(objecttype) %(objectname) %(*objecttype) %(*objectname)';

function commitOfTag(line: string): readonly string[] {
	const [type, name = '', peeledType, peeledName = ''] = line.split(' ');
	if (type === 'commit') return [name];
	return peeledType === 'commit' ? [peeledName] : [];
}

/** A clone has a branch as its own; in somebody's folder it may be ahead of, or behind, where it was last seen at its host. */
async function branchTips({ git, cache }: GitSource, branch: string | null, signal: AbortSignal) {
	if (branch !== null && !isBranchName(branch)) return [];
	const refs =
		branch === null
			? [...(cache === null ? ['refs/remotes/origin/HEAD', 'refs/heads/main', 'refs/heads/master'] : []), 'HEAD']
			: [`refs/heads/${branch}`, `refs/remotes/origin/${branch}`];
	const tips: string[] = [];
	for (const ref of refs) {
		const found = await git.run({ args: ['rev-parse', '--verify', '--quiet', `${ref}^{commit}`], signal });
		if (found.kind !== 'exited' || found.exitCode !== 0) continue;
		tips.push(found.stdout.trim());
		if (branch === null) break;
	}
	return tips;
}

/** Why there is no branch: it is not known, or nothing can be asked at all. */
async function noBranch({ source, label, branches }: TipsRequest, signal: AbortSignal): Promise<Result<Tips>> {
	const asked = await source.git.run({ args: ['rev-parse', '--git-dir'], signal });
	if (asked.kind !== 'exited' || asked.exitCode !== 0) return problemOf(label, asked);
	const any = await source.git.run({ args: ['rev-list', '--all', '--max-count=1'], signal });
	const isEmpty = any.kind === 'exited' && any.exitCode === 0 && any.stdout.trim() === '';
	if (isEmpty) return ok({ branches: [], tags: [], deployed: [] });
	return branchNotFound(label, branches.find((branch) => branch !== null) ?? 'main', false);
}

/** Those of the full hashes that are not there. */
async function missingOf({ git, cache }: GitSource, commits: readonly string[], signal: AbortSignal) {
	const full = commits.filter((commit) => commit.length >= 40);
	if (cache === null || full.length === 0) return [];
	const there = await git.run({
		args: ['rev-list', '--no-walk', '--ignore-missing', '--stdin'],
		input: `${full.join('\n')}\n`,
		signal,
	});
	if (there.kind !== 'exited' || there.exitCode !== 0) return [];
	const known = new Set(there.stdout.split('\n'));
	return full.filter((commit) => !known.has(commit));
}

/** In a bare repository git reads `HEAD:.mailmap`, whose content a blobless clone lacks at first. There may be none. */
async function fetchMailmap({ git, transport }: GitSource, label: string, signal: AbortSignal): Promise<void> {
	if (transport === null) return;
	const head = await git.run({ args: ['rev-parse', '--verify', '--quiet', 'HEAD^{commit}'], signal });
	if (head.kind !== 'exited' || head.exitCode !== 0) return;
	await readBlob(git, label, { commit: head.stdout.trim(), path: '.mailmap', transport }, signal);
}
