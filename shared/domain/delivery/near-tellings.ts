/** Which tellings of one version are looked at two by two: so few that their number may grow, and always the same ones. */
import type { PlacedDeployment } from './place.ts';

/** As many of all other sources together are looked at from each, before it and after it. */
const usualMost = 64;

/**
 * Two by two, the earlier one first, at times twice: of each other source those nearest in the order of their ends. Of those that
 * ended at one instant the first of one source stands beside the first of the other. `alike`: places in `all`, in their order.
 */
export function* nearTellings(
	alike: readonly number[],
	all: readonly PlacedDeployment[],
	most = usualMost,
): Generator<readonly [number, number]> {
	const bySource = Map.groupBy(alike, (place) => all[place]?.fact.source ?? '');
	if (bySource.size < 2) return;
	const reach = Math.ceil(most / (bySource.size - 1));
	const endOf = (place: number | undefined) => all[place ?? -1]?.at ?? Number.POSITIVE_INFINITY;
	for (const own of bySource.values()) {
		for (const others of bySource.values()) {
			if (others === own) continue;
			for (const [place, centre] of centres(own, others, endOf)) {
				for (const other of others.slice(Math.max(0, centre - reach), centre + reach))
					yield place < other ? [place, other] : [other, place];
			}
		}
	}
}

/** Each of `own` with where among `others` it would stand. Linear in both. */
function* centres(
	own: readonly number[],
	others: readonly number[],
	endOf: (place: number | undefined) => number,
): Generator<readonly [number, number]> {
	let [before, upTo, rank, last] = [0, 0, 0, Number.NaN];
	for (const place of own) {
		const at = endOf(place);
		rank = at === last ? rank + 1 : 0;
		last = at;
		while (before < others.length && endOf(others[before]) < at) before += 1;
		while (upTo < others.length && endOf(others[upTo]) <= at) upTo += 1;
		yield [place, Math.min(before + rank, upTo)];
	}
}
