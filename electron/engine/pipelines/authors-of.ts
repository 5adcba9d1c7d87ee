/** Who made a change, as far as it is known: nobody may approve only their own. */
import type { Author, ReleaseRecord } from '../../../shared/domain/pipeline/model.ts';
import type { ServiceBook } from './service-book.ts';
import type { TrackedRun } from './tracked-run.ts';

/**
 * True where git told of the release's commits when it was made. It did not where it was away, nor counts the first release:
 * the authors of such a release may be fewer than wrote it.
 */
function isComplete(release: ReleaseRecord | null): release is ReleaseRecord {
	return release !== null && release.commitCount !== null;
}

/** True when git has to be asked who wrote this run's change. */
export function lacksAuthors({ run, authors }: TrackedRun, book: ServiceBook): boolean {
	return authors === null && !isComplete(book.releaseOf(run.id));
}

/** Where the change of a run begins: at the release before it; null where there is none. */
export function changeBegins({ run }: TrackedRun, book: ServiceBook): string | null {
	const own = book.releaseOf(run.id);
	if (own !== null) return own.previous?.commit ?? null;
	return book.releases().find(({ branch }) => branch === run.branch)?.commit ?? null;
}

/** Null where nobody can tell (yet). */
export function authorsOf(tracked: TrackedRun, book: ServiceBook): readonly Author[] | null {
	const release = book.releaseOf(tracked.run.id);
	// Git is being asked, and may know of more people than the host does.
	if (book.setup.pipeline?.git !== null && lacksAuthors(tracked, book)) return null;
	const known = [...(release?.authors ?? []), ...(isComplete(release) ? [] : (tracked.authors ?? []))];
	return known.length > 0 ? known : authorsOfCommit(tracked, book);
}

/**
 * A run may bring no commit of its own: its commit made a release before, or lies behind one. Its change is then that commit's,
 * or whoever wrote it could start another run and approve it alone.
 */
function authorsOfCommit({ run: { commit } }: TrackedRun, book: ServiceBook): readonly Author[] | null {
	const before = book.releases().filter((release) => release.commit === commit.sha);
	const known = [...before.flatMap(({ authors }) => authors), ...(commit.author === null ? [] : [commit.author])];
	return known.length > 0 ? known : null;
}
