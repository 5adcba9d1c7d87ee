/** Commits of pipelines: the list tells only hashes. A commit never changes, so each is asked for once. */
import type { CommitInfo } from '../../../../shared/domain/pipeline/model.ts';
import type { CiReply } from '../../http-hosts/host.ts';
import type { GitlabClient } from './client.ts';
import { bareCommit, commitOf } from './map-run.ts';
import { commitSchema, type WireCommit } from './wire.ts';

export interface CommitBook {
	/** What is known of it, at least its hash. */
	of(sha: string): CommitInfo;
	learn(wire: WireCommit): void;
	/**
	 * Asks for those that are not known, a few at a time so that a first look does not spend the budget. What cannot be had
	 * stays a bare hash. Resolves with the answers it got.
	 */
	fetch(shas: readonly string[], signal?: AbortSignal): Promise<readonly CiReply[]>;
}

const mostKept = 2000;
const mostAtOnce = 10;

export function createCommitBook(client: GitlabClient): CommitBook {
	const known = new Map<string, CommitInfo>();
	const keep = (commit: CommitInfo) => {
		known.delete(commit.sha);
		known.set(commit.sha, commit);
		for (const oldest of known.keys()) {
			if (known.size <= mostKept) break;
			known.delete(oldest);
		}
	};
	return {
		of: (sha) => known.get(sha) ?? bareCommit(sha),
		learn(wire) {
			// Jobs of old versions tell less than the commit itself; what is known already is not made poorer.
			if ((known.get(wire.id)?.parents.length ?? 0) === 0) keep(commitOf(wire));
		},
		async fetch(shas, signal) {
			const replies: CiReply[] = [];
			const missing = [...new Set(shas)].filter((sha) => !known.has(sha)).slice(0, mostAtOnce);
			for (const sha of missing) {
				const path = `repository/commits/${sha}`;
				const commit = await client.get({ path, schema: commitSchema, what: 'a commit', signal });
				if (commit.ok) {
					keep(commitOf(commit.value.value));
					replies.push(...commit.value.replies);
				} else if (commit.problem.code === 'not-found') keep(bareCommit(sha));
				else break;
			}
			return replies;
		},
	};
}
