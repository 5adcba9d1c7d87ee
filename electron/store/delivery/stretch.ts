/** What of a scope lies in one stretch of time, added up from columns. */
import type { GatheredFailures, GatheredPeriod, GatheredRange } from '../../../shared/domain/delivery/gathered.ts';
import type { SortedValues } from '../../../shared/domain/delivery/quantiles.ts';
import { failureFlags, type MonthColumns, standingNumber } from './columns.ts';
import { createLeadPile } from './lead-pile.ts';

/** One stretch being filled. */
export interface Stretch {
	readonly from: number;
	readonly to: number;
	/** Row `index` of a month; `day`: its local day; `isJudged`: the unit has a source of incidents. */
	add(month: MonthColumns, index: number, day: number, isJudged: boolean): void;
	addIncidentsWithoutDeployment(count: number): void;
	finish(): GatheredPeriod;
}

const counted = standingNumber('counted');
const takenBack = standingNumber('taken-back');

export function createStretch({ from, to }: { readonly from: number; readonly to: number }): Stretch {
	const standings = new Float64Array(6);
	const noLead = new Float64Array(5);
	const unplanned = new Float64Array(4);
	const perDay = new Map<number, number>();
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
				perDay.set(day, (perDay.get(day) ?? 0) + 1);
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
			...leads.finish(),
			...countsOf(standings, noLead, unplanned),
			daysWithDeployment: perDay.size,
			perDay: [...perDay.values()],
			between: [new Float64Array(between).sort()],
			judged: judged.finish(),
			unjudged: unjudged.finish(),
			incidentsWithoutDeployment,
		}),
	};
}

function count(counts: Float64Array, index: number): void {
	counts[index] = (counts[index] ?? 0) + 1;
}

/** In the order of `deploymentStandings`, `noLeadReasons` and `unplannedReasons`. */
function countsOf(
	standings: Float64Array,
	noLead: Float64Array,
	unplanned: Float64Array,
): Pick<GatheredRange, 'standings' | 'noLeadTime' | 'unplanned'> {
	const [all = 0, rollback = 0, same = 0, back = 0, attempt = 0, unfinished = 0] = standings;
	const [, first = 0, notLinked = 0, previous = 0, unknown = 0] = noLead;
	const [, rollbacks = 0, hotfix = 0, fixes = 0] = unplanned;
	return {
		standings: { counted: all, rollback, 'same-version': same, 'taken-back': back, attempt, unfinished },
		noLeadTime: {
			...{ 'first-recorded': first, 'not-linked': notLinked },
			...{ 'previous-not-linked': previous, 'commit-unknown': unknown },
		},
		unplanned: { rollback: rollbacks, hotfix, 'fixes-incident': fixes },
	};
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
		finish: (): GatheredFailures => ({
			...counts,
			recoveries: [new Float64Array(recoveries).sort()],
			openSince: new Float64Array(openSince).sort(),
		}),
	};
}

/** Stretches that lie side by side, whole local days each, as one. */
export function mergeStretches(parts: readonly GatheredPeriod[]): GatheredPeriod {
	const sum = (pick: (part: GatheredPeriod) => number) => parts.reduce((total, part) => total + pick(part), 0);
	const lists = (pick: (part: GatheredPeriod) => readonly SortedValues[]) => parts.flatMap((part) => [...pick(part)]);
	return {
		standings: {
			counted: sum(({ standings }) => standings.counted),
			rollback: sum(({ standings }) => standings.rollback),
			'same-version': sum(({ standings }) => standings['same-version']),
			'taken-back': sum(({ standings }) => standings['taken-back']),
			attempt: sum(({ standings }) => standings.attempt),
			unfinished: sum(({ standings }) => standings.unfinished),
		},
		noLeadTime: {
			'first-recorded': sum(({ noLeadTime }) => noLeadTime['first-recorded']),
			'not-linked': sum(({ noLeadTime }) => noLeadTime['not-linked']),
			'previous-not-linked': sum(({ noLeadTime }) => noLeadTime['previous-not-linked']),
			'commit-unknown': sum(({ noLeadTime }) => noLeadTime['commit-unknown']),
		},
		unplanned: {
			rollback: sum(({ unplanned }) => unplanned.rollback),
			hotfix: sum(({ unplanned }) => unplanned.hotfix),
			'fixes-incident': sum(({ unplanned }) => unplanned['fixes-incident']),
		},
		leads: { people: lists(({ leads }) => leads.people), bots: lists(({ leads }) => leads.bots) },
		negativeLeads: {
			people: sum(({ negativeLeads }) => negativeLeads.people),
			bots: sum(({ negativeLeads }) => negativeLeads.bots),
		},
		daysWithDeployment: sum(({ daysWithDeployment }) => daysWithDeployment),
		perDay: parts.flatMap(({ perDay }) => [...perDay]),
		between: lists(({ between }) => between),
		judged: mergeFailures(parts.map(({ judged }) => judged)),
		unjudged: mergeFailures(parts.map(({ unjudged }) => unjudged)),
		incidentsWithoutDeployment: sum(({ incidentsWithoutDeployment }) => incidentsWithoutDeployment),
	};
}

function mergeFailures(parts: readonly GatheredFailures[]): GatheredFailures {
	const sum = (pick: (part: GatheredFailures) => number) => parts.reduce((total, part) => total + pick(part), 0);
	return {
		counted: sum((part) => part.counted),
		takenBack: sum((part) => part.takenBack),
		failed: sum((part) => part.failed),
		inferred: sum((part) => part.inferred),
		negative: sum((part) => part.negative),
		untimed: sum((part) => part.untimed),
		recoveries: parts.flatMap(({ recoveries }) => [...recoveries]),
		openSince: Float64Array.from(parts.flatMap(({ openSince }) => [...openSince])).sort(),
	};
}
