/** Has git asked who wrote the change of a run, where that decides who may approve it. */
import type { Author } from '../../../shared/domain/pipeline/model.ts';
import type { Clock } from '../ports.ts';
import { timed } from '../timed.ts';
import { changeBegins, lacksAuthors } from './authors-of.ts';
import { forgetGone } from './forget-gone.ts';
import { rangeRequest } from './release-maker.ts';
import type { ServiceBook } from './service-book.ts';
import type { ServiceSetup } from './setup.ts';
import type { TrackedRun } from './tracked-run.ts';

export interface AuthorDesk {
	/** Asks, unless they are known, asked for already, or nobody needs to know. */
	want(tracked: TrackedRun): void;
}

const askTimeoutMs = 60_000;
/** Without the authors nobody's approval is enough: git is asked until it answers, less and less often, ms. */
const again = { firstMs: 60_000, longestMs: 900_000 } as const;

export function createAuthorDesk(options: {
	readonly book: ServiceBook;
	readonly pipeline: NonNullable<ServiceSetup['pipeline']>;
	readonly clock: Clock;
	readonly signal: AbortSignal;
	readonly onFound: (runId: string, authors: readonly Author[]) => void;
}): AuthorDesk {
	const { book, clock, signal } = options;
	const { config, git } = options.pipeline;
	const isAsked = config.stages.some(({ approval }) => approval?.notOnlyAuthors === true);
	/** Being asked for, or waiting for the next try. */
	const asked = new Set<string>();

	function want(tracked: TrackedRun, waitMs: number = again.firstMs): void {
		const { run } = tracked;
		if (!isAsked || git === null || asked.has(run.id) || !lacksAuthors(tracked, book)) return;
		asked.add(run.id);
		forgetGone(asked, (runId) => book.tracked(runId) !== null);
		const request = rangeRequest(config, run, changeBegins(tracked, book));
		void timed({ clock, timeoutMs: askTimeoutMs, what: git.label, outer: signal }, (inner) =>
			git.commits(request, inner),
		).then((found) => {
			if (found.ok) options.onFound(run.id, found.value.authors);
			else askLater(run.id, waitMs);
		});
	}

	function askLater(runId: string, waitMs: number): void {
		clock.after(waitMs, () => {
			asked.delete(runId);
			const tracked = book.tracked(runId);
			if (tracked !== null && !signal.aborted) want(tracked, Math.min(again.longestMs, waitMs * 2));
		});
	}

	return { want: (tracked) => want(tracked) };
}
