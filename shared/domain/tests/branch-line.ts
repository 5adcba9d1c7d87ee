/**
 * Results along the default branch in the order of its commits, which is not the order in which they came: a slow run ends after
 * a newer one, and an overtaken commit is run again. Neither says that the branch broke once more.
 */
import { countPassing } from '../order.ts';
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
	/** Of the window, by place; and the same in the order in which they came, of which those before `left` have left. */
	const line: Placed[] = [];
	const came: Placed[] = [];
	let left = 0;
	let [transitions, stretches] = [0, 0];
	const placeOf = createPlaces();
	const newest = createNewestFailures();

	/** What the neighbours of a result make of it is counted in, or out. */
	function count(index: number, by: 1 | -1): void {
		const [before, own, after] = [line[index - 1], line[index], line[index + 1]];
		transitions += by * (differs(before, own) + differs(own, after) - differs(before, after));
		stretches += by * (breaks(before, own) + breaks(own, after) - breaks(before, after));
	}

	return {
		enter(sample: Pick<TestSample, 'commit' | 'startedAt' | 'at' | 'outcome'>): void {
			const one = { place: placeOf(sample), nth: came.length, isFailed: sample.outcome === 'failed' };
			const index = indexOf(line, one);
			came.push(one);
			line.splice(index, 0, one);
			count(index, 1);
			newest.enter(one);
		},
		leave(): void {
			const one = came[left];
			if (one === undefined) return;
			left += 1;
			const index = indexOf(line, one);
			count(index, -1);
			line.splice(index, 1);
		},
		figures: (): BranchFigures => ({
			transitions,
			relapses: Math.max(0, stretches - 1),
			failuresInARow: newest.count(),
		}),
	};
}

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
			failedAt = failedAt.filter((one) => one > place);
		},
		count: () => failedAt.length,
	};
}

/** The first index in the line that does not lie before it. Nearly always a result is the newest of all. */
function indexOf(line: readonly Placed[], one: Placed): number {
	const last = line.at(-1);
	if (last === undefined || liesBefore(last, one)) return line.length;
	return countPassing(line, (other) => liesBefore(other, one));
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
