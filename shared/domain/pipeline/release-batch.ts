/** What waits between two releases: the batch that the next deployment would take along. */
import type { ReleaseRecord } from './model.ts';

export interface BatchFigures {
	/** Null where one of its releases does not know its number. */
	readonly commits: number | null;
	/** Distinct people, told apart by address, else by name. */
	readonly authors: number;
	/** When the oldest commit was authored, ms since the epoch. */
	readonly oldestCommitAt: number | null;
}

/** From `to` back to, and without, `from`; `isWhole` is false when the chain breaks before it gets there. */
function chain(releases: readonly ReleaseRecord[], from: string | null, to: string) {
	const known = new Map(releases.map((release) => [release.version, release]));
	const links: ReleaseRecord[] = [];
	let version: string | null = to;
	while (version !== null && version !== from) {
		const release = known.get(version);
		if (release === undefined || links.includes(release)) return { links, isWhole: false };
		links.push(release);
		version = release.previous?.version ?? null;
	}
	return { links, isWhole: version === from };
}

/**
 * Sums over the releases after `from` up to and with `to`, along `previous`. `from` null: nothing stands there yet, so everything
 * goes along. Null when nothing waits: `to` is not among the releases, or lies before `from`. Where the releases do not reach back to
 * `from`, the number of commits is unknown.
 */
export function batchBetween(releases: readonly ReleaseRecord[], from: string | null, to: string): BatchFigures | null {
	if (!releases.some(({ version }) => version === to)) return null;
	if (from !== null && from !== to && chain(releases, to, from).isWhole) return null;
	const { links, isWhole } = chain(releases, from, to);
	const counts = links.map(({ commitCount }) => commitCount);
	const oldest = links.flatMap(({ oldestCommitAt }) => oldestCommitAt ?? []);
	return {
		commits: isWhole ? counts.reduce(addKnown, 0) : null,
		authors: new Set(links.flatMap(({ authors }) => authors.map(({ name, email }) => (email ?? name).toLowerCase())))
			.size,
		oldestCommitAt: oldest.length === 0 ? null : Math.min(...oldest),
	};
}

function addKnown(sum: number | null, count: number | null): number | null {
	return sum === null || count === null ? null : sum + count;
}
