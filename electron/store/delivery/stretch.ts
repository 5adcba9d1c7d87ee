/** What of a scope lies in one stretch of time, added up from columns. */
import type { Span } from '../../../shared/domain/delivery/calendar.ts';
import type { GatheredFailures, GatheredPeriod, GatheredRange } from '../../../shared/domain/delivery/gathered.ts';
import { deploymentStandings, unplannedReasons } from '../../../shared/domain/delivery/judged.ts';
import { failureFlags, type MonthColumns, noLeadReasons, standingNumber } from './columns.ts';
import { createLeadPile, type PiledLeads } from './lead-pile.ts';
import { piledTimes } from './piled-times.ts';

/** One stretch being filled. */
export interface Stretch {
	readonly from: number;
	readonly to: number;
	/** Row `index` of a month; `day`: its local day; `isJudged`: the unit has a source of incidents. */
	add(month: MonthColumns, index: number, day: number, isJudged: boolean): void;
	addIncidentsWithoutDeployment(count: number): void;
	finish(): Pile;
}

/** All of a stretch, times in no order. */
export interface Pile {
	readonly counts: Counts;
	readonly leads: PiledLeads;
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

/** `days`: the local days that it covers, since 1970-01-01; whole ones, or cut by the edge of what was asked about. */
export function createStretch({ from, to }: Span, days: { readonly first: number; readonly last: number }): Stretch {
	const standings = new Float64Array(deploymentStandings.length);
	const noLead = new Float64Array(1 + noLeadReasons.length);
	const unplanned = new Float64Array(1 + unplannedReasons.length);
	const perDay = new Float64Array(Math.max(0, days.last - days.first + 1));
	const between: number[] = [];
	const judged = createFailures();
	const unjudged = createFailures();
	const leads = createLeadPile();
	let incidentsWithoutDeployment = 0;
	return {
		from,
		to,
		add(month, index, day, isJudged) {
			const standing = month.standing[index] ?? 0;
			count(standings, standing);
			count(noLead, month.noLead[index] ?? 0);
			count(unplanned, month.unplanned[index] ?? 0);
			if (standing === counted) {
				count(perDay, day - days.first);
				const gap = month.gap[index] ?? Number.NaN;
				if (gap >= 0) between.push(gap);
			}
			(isJudged ? judged : unjudged).add(month, index, standing);
			const first = index === 0 ? 0 : (month.leadEnd[index - 1] ?? 0);
			const end = month.leadEnd[index] ?? 0;
			if (end > first) leads.add(month, first, end);
		},
		addIncidentsWithoutDeployment(more) {
			incidentsWithoutDeployment += more;
		},
		finish: () => ({
			counts: { standings, noLead, unplanned, incidentsWithoutDeployment },
			leads: leads.finish(),
			between: Float64Array.from(between),
			perDay: [...perDay].filter((deployments) => deployments > 0),
			judged: judged.finish(),
			unjudged: unjudged.finish(),
		}),
	};
}

function count(counts: Float64Array, index: number): void {
	counts[index] = (counts[index] ?? 0) + 1;
}

function createFailures() {
	const counts = { counted: 0, takenBack: 0, failed: 0, inferred: 0, negative: 0, untimed: 0 };
	const recoveries: number[] = [];
	const openSince: number[] = [];
	return {
		add(month: MonthColumns, index: number, standing: number): void {
			if (standing === counted) counts.counted += 1;
			if (standing === takenBack) counts.takenBack += 1;
			const failure = month.failure[index];
			if (failure === failureFlags.none) return;
			counts.failed += 1;
			if (failure === failureFlags.inferred) counts.inferred += 1;
			const brokenAt = month.brokenAt[index] ?? Number.NaN;
			const recoveredAt = month.recoveredAt[index] ?? Number.NaN;
			const took = recoveredAt - brokenAt;
			if (Number.isNaN(recoveredAt)) openSince.push(brokenAt);
			else if (Number.isNaN(brokenAt)) counts.untimed += 1;
			else if (took < 0) counts.negative += 1;
			else recoveries.push(took);
		},
		finish: (): PiledFailures => ({ counts, recoveries: Float64Array.from(recoveries), openSince }),
	};
}

/** Piles of stretches that lie side by side, whole local days each, as one. */
export function gatheredFrom(piles: readonly Pile[]): GatheredPeriod {
	const total = (pick: (counts: Counts) => Float64Array) => addUp(piles.map(({ counts }) => pick(counts)));
	const perDay = piles.flatMap((pile) => pile.perDay);
	const people = piles.map(({ leads }) => leads.people);
	const bots = piles.map(({ leads }) => leads.bots);
	return {
		...namedCounts(
			total((counts) => counts.standings),
			total((counts) => counts.noLead),
			total((counts) => counts.unplanned),
		),
		leads: { people: piledTimes(people), bots: piledTimes(bots), all: piledTimes([...people, ...bots]) },
		negativeLeads: {
			people: sum(piles, ({ leads }) => leads.negative.people),
			bots: sum(piles, ({ leads }) => leads.negative.bots),
		},
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
