/**
 * Results along the default branch in the order of its commits, which is not the order in which they came: a slow run ends after
 * a newer one, and an overtaken commit is run again. Neither says that the branch broke once more.
 */
import type { WindowFigures } from './rules.ts';
import type { TestSample } from './story.ts';

/** A result with its place on the branch; those of one place lie in the order in which they came. */
interface Placed {
	readonly place: number;
	readonly nth: number;
	readonly isFailed: boolean;
}

export type BranchFigures = Pick<WindowFigures, 'transitions' | 'relapses' | 'failuresInARow'>;

/** Results enter and leave in the order in which they came (`inOrder`). */
export function createBranchLine() {
	/** By place, of the window from `first` on; and all in the order in which they came, of which those before `left` have left. */
	const line: Placed[] = [];
	const came: Placed[] = [];
	let [first, left] = [0, 0];
	let [transitions, stretches] = [0, 0];
	const placeOf = createPlaces();
	const newest = createNewestFailures();

	/** What the neighbours of a result make of it is counted in, or out. */
	function count(index: number, by: 1 | -1): void {
		const before = index > first ? line[index - 1] : undefined;
		const own = line[index];
		const after = line[index + 1];
		transitions += by * (differs(before, own) + differs(own, after) - differs(before, after));
		stretches += by * (breaks(before, own) + breaks(own, after) - breaks(before, after));
	}

	/** Nearly always it is the oldest. */
	function take(one: Placed): void {
		const index = line[first] === one ? first : indexOf(line, first, one);
		count(index, -1);
		if (index > first) return void line.splice(index, 1);
		first += 1;
		if (first < mostTaken) return;
		line.splice(0, first);
		first = 0;
	}

	return {
		enter(sample: Pick<TestSample, 'commit' | 'startedAt' | 'at' | 'outcome'>): void {
			const one = { place: placeOf(sample), nth: came.length, isFailed: sample.outcome === 'failed' };
			const index = indexOf(line, first, one);
			came.push(one);
			if (index === line.length) line.push(one);
			else line.splice(index, 0, one);
			count(index, 1);
			newest.enter(one);
		},
		leave(): void {
			const one = came[left];
			if (one === undefined) return;
			left += 1;
			take(one);
		},
		figures: (): BranchFigures => ({
			transitions,
			relapses: Math.max(0, stretches - 1),
			failuresInARow: newest.count(),
		}),
	};
}

/** Taken results at the front of the line that are cleared away at once. */
const mostTaken = 500;

/**
 * Where on the branch a commit lies: by the start of the run that told of it first, by the host's clock; where that is not known,
 * by its end. Hosts start runs in the order in which commits came.
 */
function createPlaces(): (sample: Pick<TestSample, 'commit' | 'startedAt' | 'at'>) => number {
	const places = new Map<string, number>();
	return ({ commit, startedAt, at }) => {
		const known = places.get(commit);
		if (known !== undefined) return known;
		const place = startedAt ?? at;
		places.set(commit, place);
		return place;
	};
}

/** Failures behind the last commit that passed, however long ago. */
function createNewestFailures() {
	let passedAt = Number.NEGATIVE_INFINITY;
	let failedAt: number[] = [];
	return {
		enter({ place, isFailed }: Placed): void {
			if (isFailed && place >= passedAt) failedAt.push(place);
			if (isFailed) return;
			passedAt = Math.max(passedAt, place);
			if (failedAt.length > 0) failedAt = failedAt.filter((one) => one > place);
		},
		count: () => failedAt.length,
	};
}

/** The first index from `first` on whose result does not lie before it. Nearly always a result is the newest of all. */
function indexOf(line: readonly Placed[], first: number, one: Placed): number {
	let [low, high] = [first, line.length];
	const last = line[high - 1];
	if (low === high || (last !== undefined && liesBefore(last, one))) return high;
	while (low < high) {
		const middle = (low + high) >>> 1;
		const other = line[middle];
		if (other !== undefined && liesBefore(other, one)) low = middle + 1;
		else high = middle;
	}
	return low;
}

function liesBefore(one: Placed, other: Placed): boolean {
	return one.place < other.place || (one.place === other.place && one.nth < other.nth);
}

function differs(one: Placed | undefined, other: Placed | undefined): number {
	return one !== undefined && other !== undefined && one.isFailed !== other.isFailed ? 1 : 0;
}

/** Whether a stretch of failures begins with the second. */
function breaks(before: Placed | undefined, one: Placed | undefined): number {
	return one?.isFailed === true && before?.isFailed !== true ? 1 : 0;
}
