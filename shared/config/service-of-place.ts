/** Which service a repository at a host is of, where a source of facts does not say so. */

/** What the file says of a service's repository. */
export interface PlacedService {
	readonly name: string;
	/** Folder or address; null where none is named. */
	readonly repository: string | null;
	/** `acme/shop` of GitHub or the path of a GitLab project that runs its pipeline; null elsewhere. */
	readonly runsAt: string | null;
}

/**
 * The one service whose repository or pipeline is at `place` (`acme/shop`), or the only service there is. Null where several could
 * be meant, or none: then nothing is guessed.
 */
export function serviceOfPlace(place: string, services: readonly PlacedService[]): string | null {
	const here = services.filter(({ repository, runsAt }) => isAt(repository, place) || same(runsAt ?? '', place));
	const meant = here.length === 0 && services.length === 1 ? services : here;
	return meant.length === 1 ? (meant[0]?.name ?? null) : null;
}

const same = (left: string, right: string): boolean => left.toLowerCase() === right.toLowerCase();

function isAt(repository: string | null, place: string): boolean {
	const path = (repository ?? '')
		.trim()
		.toLowerCase()
		.replace(/\/+$/, '')
		.replace(/\.git$/, '');
	return path.endsWith(`/${place.toLowerCase()}`) || path.endsWith(`:${place.toLowerCase()}`);
}
