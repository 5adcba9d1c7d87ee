/** Finds commits by full or abbreviated hash. */
import { countPassing } from '../order.ts';
import type { GraphCommit } from './judged.ts';

/** Index into the list, or null: not there, or an abbreviation of more than one. */
export type FindCommit = (hash: string) => number | null;

/** Shorter abbreviations name nothing: Git itself asks for four. */
const shortest = 4;

/** The sorted index is made when an abbreviation is first asked for: most sources tell full hashes. */
export function indexCommits(commits: readonly GraphCommit[]): FindCommit {
	const byHash = new Map<string, number>();
	for (const [index, { sha }] of commits.entries()) byHash.set(sha, index);
	let sorted: readonly string[] | null = null;
	return (hash) => {
		const exact = byHash.get(hash);
		if (exact !== undefined) return exact;
		if (hash.length < shortest) return null;
		sorted ??= [...byHash.keys()].sort();
		const at = countPassing(sorted, (sha) => sha < hash);
		const found = sorted[at];
		if (found === undefined || !found.startsWith(hash)) return null;
		return sorted[at + 1]?.startsWith(hash) === true ? null : (byHash.get(found) ?? null);
	};
}

/** A full hash of an abbreviated one that is known; else as it is. */
export function wholeHashOf(commits: readonly GraphCommit[], find: FindCommit, hash: string): string {
	const found = find(hash);
	return found === null ? hash : (commits[found]?.sha ?? hash);
}
