/** Starting a run for what is pushed: only for the newest commit when several came, and for none twice. */
import type { CommitInfo } from '../../../../shared/domain/pipeline/model.ts';
import type { Repository } from '../../../engine/pipeline-ports.ts';
import type { Clock, Logger } from '../../../engine/ports.ts';

export interface BranchWatch {
	readonly repository: Repository;
	readonly branch: string;
	/** Globs; a commit that touches none of them starts nothing. Empty: every commit counts. */
	readonly paths: readonly string[];
	readonly everyMs: number;
	readonly clock: Clock;
	readonly logger: Logger;
	/** True when the commit has a run already. */
	readonly hasRun: (sha: string) => boolean;
	/** The newest commit of the branch that has one; null while there is none. */
	readonly lastRun: () => string | null;
	readonly start: (commit: CommitInfo) => void;
}

/** Looks at once and then again and again, until the returned function is called. */
export function watchBranch(watch: BranchWatch): () => void {
	const { repository, branch, clock, logger } = watch;
	const end = new AbortController();
	let cancel = () => {};
	/** The commit up to which everything has been looked at. */
	let seen: string | null = null;
	let told: string | null = null;

	async function look(): Promise<void> {
		const head = await repository.head(branch, end.signal);
		if (end.signal.aborted) return;
		if (!head.ok) {
			// Said once, not every five seconds.
			if (told !== head.problem.message)
				logger.warn({ branch, problem: head.problem.message }, 'the branch cannot be watched');
			told = head.problem.message;
			return;
		}
		told = null;
		const { sha } = head.value;
		if (sha === seen) return;
		if (!watch.hasRun(sha) && (await concerns(sha)) && !end.signal.aborted) watch.start(head.value);
		seen = sha;
	}

	async function concerns(sha: string): Promise<boolean> {
		const from = seen ?? watch.lastRun();
		if (watch.paths.length === 0 || from === null) return true;
		const since = await repository.commits({ from, to: sha, paths: watch.paths, limit: 1 }, end.signal);
		// A commit that was pushed over cannot be compared with: then rather once too often.
		return !since.ok || since.value.count > 0;
	}

	function again(): void {
		void look()
			.catch((cause: unknown) => logger.error({ cause, branch }, 'looking at the branch broke off'))
			.finally(() => {
				if (!end.signal.aborted) cancel = clock.after(watch.everyMs, again);
			});
	}

	again();
	return () => {
		end.abort();
		cancel();
	};
}
