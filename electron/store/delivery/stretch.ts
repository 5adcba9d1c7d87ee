/** What of a scope lies in one stretch of time, added up from columns. */
import type { Calendar, Span } from '../../../shared/domain/delivery/calendar.ts';
import type { GatheredFailures, GatheredPeriod, GatheredRange } from '../../../shared/domain/delivery/gathered.ts';
import { deploymentStandings, unplannedReasons } from '../../../shared/domain/delivery/judged.ts';
import { type Chunk, piledTimes } from './binned-times.ts';
import { failureFlags, noLeadReasons, standingNumber } from './columns.ts';
import { type BinnedMonth, leadChunk, leadTimesOf } from './lead-pile.ts';

/** One stretch being filled. */
export interface Stretch {
	readonly from: number;
	readonly to: number;
	/** Rows `from` to `to` (without) of a month; `isJudged`: the unit has a source of incidents. */
	add(month: BinnedMonth, from: number, to: number, isJudged: boolean): void;
	addIncidentsWithoutDeployment(count: number): void;
	finish(): Pile;
}

/** All of a stretch, times in no order. */
export interface Pile {
	readonly counts: Counts;
	readonly leads: readonly Chunk[];
	readonly between: Float64Array;
	readonly perDay: readonly number[];
	readonly judged: PiledFailures;
	readonly unjudged: PiledFailures;
}

/** What is merely counted. */
interface Counts {
	/** In the order of `deploymentStandings`. */
	readonly standings: Float64Array;
	/** In the order of `noLeadReasons`, behind a place for those that have none. */
	readonly noLead: Float64Array;
	/** In the order of `unplannedReasons`, behind a place for planned ones. */
	readonly unplanned: Float64Array;
	readonly incidentsWithoutDeployment: number;
}

interface PiledFailures {
	readonly counts: FailureCounts;
	readonly recoveries: Float64Array;
	readonly openSince: readonly number[];
}

type FailureCounts = Pick<GatheredFailures, 'counted' | 'takenBack' | 'failed' | 'inferred' | 'negative' | 'untimed'>;

const counted = standingNumber('counted');
const takenBack = standingNumber('taken-back');

export function createStretch({ from, to }: Span, calendar: Calendar): Stretch {
	const standings = new Float64Array(deploymentStandings.length);
	const noLead = new Float64Array(1 + noLeadReasons.length);
	const unplanned = new Float64Array(1 + unplannedReasons.length);
	const firstDay = calendar.dayNumberAt(from);
	const perDay = new Float64Array(Math.max(0, calendar.dayNumberAt(to - 1) - firstDay + 1));
	const between = createList();
	const judged = createFailures();
	const unjudged = createFailures();
	const leads: Chunk[] = [];
	let incidentsWithoutDeployment = 0;
	return {
		from,
		to,
		add(month, first, end, isJudged) {
			countEach(month.standing, first, end, standings);
			countEach(month.noLead, first, end, noLead);
			countEach(month.unplanned, first, end, unplanned);
			for (let index = first; index < end; index += 1) {
				if (month.standing[index] !== counted) continue;
				count(perDay, calendar.dayNumberAt(month.at[index] ?? 0) - firstDay);
				const gap = month.gap[index] ?? Number.NaN;
				if (gap >= 0) between.add(gap);
			}
			(isJudged ? judged : unjudged).add(month, first, end);
			const firstLead = first === 0 ? 0 : (month.leadEnd[first - 1] ?? 0);
			const endOfLeads = month.leadEnd[end - 1] ?? 0;
			if (endOfLeads > firstLead) leads.push(leadChunk(month, firstLead, endOfLeads));
		},
		addIncidentsWithoutDeployment(more) {
			incidentsWithoutDeployment += more;
		},
		finish: () => ({
			counts: { standings, noLead, unplanned, incidentsWithoutDeployment },
			leads,
			between: between.finish(),
			perDay: [...perDay].filter((deployments) => deployments > 0),
			judged: judged.finish(),
			unjudged: unjudged.finish(),
		}),
	};
}

function count(counts: Float64Array, index: number): void {
	counts[index] = (counts[index] ?? 0) + 1;
}

function countEach(values: Uint8Array, from: number, to: number, counts: Float64Array): void {
	for (let index = from; index < to; index += 1) count(counts, values[index] ?? 0);
}

/** Numbers side by side, however many will come. */
function createList() {
	let values = new Float64Array(64);
	let length = 0;
	return {
		add(value: number): void {
			if (length === values.length) {
				const wider = new Float64Array(length * 2);
				wider.set(values);
				values = wider;
			}
			values[length] = value;
			length += 1;
		},
		finish: () => values.subarray(0, length),
	};
}

function createFailures() {
	const counts = { counted: 0, takenBack: 0, failed: 0, inferred: 0, negative: 0, untimed: 0 };
	const recoveries = createList();
	const openSince: number[] = [];
	const addFailure = (month: BinnedMonth, index: number) => {
		counts.failed += 1;
		if (month.failure[index] === failureFlags.inferred) counts.inferred += 1;
		const brokenAt = month.brokenAt[index] ?? Number.NaN;
		const recoveredAt = month.recoveredAt[index] ?? Number.NaN;
		const took = recoveredAt - brokenAt;
		if (Number.isNaN(recoveredAt)) openSince.push(brokenAt);
		else if (Number.isNaN(brokenAt)) counts.untimed += 1;
		else if (took < 0) counts.negative += 1;
		else recoveries.add(took);
	};
	return {
		add(month: BinnedMonth, from: number, to: number): void {
			for (let index = from; index < to; index += 1) {
				const standing = month.standing[index];
				if (standing === counted) counts.counted += 1;
				else if (standing === takenBack) counts.takenBack += 1;
				if (month.failure[index] !== failureFlags.none) addFailure(month, index);
			}
		},
		finish: (): PiledFailures => ({ counts, recoveries: recoveries.finish(), openSince }),
	};
}

/** Piles of stretches that lie side by side, whole local days each, as one. */
export function gatheredFrom(piles: readonly Pile[]): GatheredPeriod {
	const total = (pick: (counts: Counts) => Float64Array) => addUp(piles.map(({ counts }) => pick(counts)));
	const perDay = piles.flatMap((pile) => pile.perDay);
	return {
		...namedCounts(
			total((counts) => counts.standings),
			total((counts) => counts.noLead),
			total((counts) => counts.unplanned),
		),
		...leadTimesOf(piles.flatMap(({ leads }) => leads)),
		daysWithDeployment: perDay.length,
		perDay,
		between: piledTimes(piles.map((pile) => pile.between)),
		judged: failuresFrom(piles.map(({ judged }) => judged)),
		unjudged: failuresFrom(piles.map(({ unjudged }) => unjudged)),
		incidentsWithoutDeployment: sum(piles, ({ counts }) => counts.incidentsWithoutDeployment),
	};
}

function failuresFrom(piles: readonly PiledFailures[]): GatheredFailures {
	const total = (name: keyof FailureCounts) => sum(piles, ({ counts }) => counts[name]);
	return {
		...{ counted: total('counted'), takenBack: total('takenBack'), failed: total('failed') },
		...{ inferred: total('inferred'), negative: total('negative'), untimed: total('untimed') },
		recoveries: piledTimes(piles.map(({ recoveries }) => recoveries)),
		openSince: Float64Array.from(piles.flatMap(({ openSince }) => [...openSince])).sort(),
	};
}

function sum<T>(parts: readonly T[], pick: (part: T) => number): number {
	return parts.reduce((total, part) => total + pick(part), 0);
}

function addUp(parts: readonly Float64Array[]): Float64Array {
	const total = new Float64Array(parts[0]?.length ?? 0);
	for (const part of parts) for (const [index, value] of part.entries()) total[index] = (total[index] ?? 0) + value;
	return total;
}

/** In the order of `deploymentStandings`, `noLeadReasons` and `unplannedReasons`. */
function namedCounts(
	standings: Float64Array,
	noLead: Float64Array,
	unplanned: Float64Array,
): Pick<GatheredRange, 'standings' | 'noLeadTime' | 'unplanned'> {
	const [all = 0, rollback = 0, same = 0, back = 0, attempt = 0, unfinished = 0, told = 0] = standings;
	const [, first = 0, notLinked = 0, previous = 0, unknown = 0] = noLead;
	const [, rollbacks = 0, hotfix = 0, fixes = 0] = unplanned;
	return {
		standings: {
			...{ counted: all, rollback, 'same-version': same, 'taken-back': back, attempt, unfinished },
			'told-twice': told,
		},
		noLeadTime: {
			...{ 'first-recorded': first, 'not-linked': notLinked },
			...{ 'previous-not-linked': previous, 'commit-unknown': unknown },
		},
		unplanned: { rollback: rollbacks, hotfix, 'fixes-incident': fixes },
	};
}
