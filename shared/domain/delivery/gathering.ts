/** Adds up what lies in one stretch of time. */
import type { GatheredFailures, GatheredPeriod } from './gathered.ts';
import type { DeploymentStanding, JudgedDeployment, LeadItem, UnplannedReason } from './judged.ts';
import { sortedTimes } from './quantiles.ts';
import { recoveryMs } from './recovery.ts';

/** One stretch being filled. */
export interface Collector {
	readonly addDeployment: (
		deployment: JudgedDeployment,
		of: { readonly day: number; readonly isJudged: boolean },
	) => void;
	readonly addLead: (lead: LeadItem) => void;
	readonly addGap: (ms: number) => void;
	readonly addIncidentWithoutDeployment: () => void;
	readonly finish: () => GatheredPeriod;
}

export function createCollector(): Collector {
	const standings = { ...noStandings };
	const noLeadTime = { ...noReasons };
	const unplanned = { ...noUnplanned };
	const perDay = new Map<number, number>();
	const failures = { judged: createFailures(), unjudged: createFailures() };
	const leads = createLeads();
	const between: number[] = [];
	let incidentsWithoutDeployment = 0;
	return {
		addDeployment: (deployment, { day, isJudged }) => {
			standings[deployment.standing]++;
			if (deployment.standing === 'counted') perDay.set(day, (perDay.get(day) ?? 0) + 1);
			if (deployment.noLeadTime !== null) noLeadTime[deployment.noLeadTime]++;
			if (deployment.unplanned !== null) unplanned[deployment.unplanned]++;
			failures[isJudged ? 'judged' : 'unjudged'].add(deployment);
		},
		addLead: leads.add,
		addGap: (ms) => between.push(ms),
		addIncidentWithoutDeployment: () => incidentsWithoutDeployment++,
		finish: () => ({
			...leads.finish(),
			standings,
			noLeadTime,
			unplanned,
			daysWithDeployment: perDay.size,
			perDay: [...perDay.values()],
			between: sortedTimes(sorted(between)),
			judged: failures.judged.finish(),
			unjudged: failures.unjudged.finish(),
			incidentsWithoutDeployment,
		}),
	};
}

const noStandings: Readonly<Record<DeploymentStanding, number>> = {
	counted: 0,
	rollback: 0,
	'same-version': 0,
	'taken-back': 0,
	attempt: 0,
	unfinished: 0,
	'told-twice': 0,
};

const noReasons: Readonly<Record<NonNullable<JudgedDeployment['noLeadTime']>, number>> = {
	'first-recorded': 0,
	'not-linked': 0,
	'previous-not-linked': 0,
	'commit-unknown': 0,
};

const noUnplanned: Readonly<Record<UnplannedReason, number>> = { rollback: 0, hotfix: 0, 'fixes-incident': 0 };

function createLeads() {
	const times: { readonly people: number[]; readonly bots: number[] } = { people: [], bots: [] };
	const negativeLeads = { people: 0, bots: 0 };
	return {
		add: ({ isBot, excluded, leadMs }: LeadItem) => {
			const whose = isBot ? 'bots' : 'people';
			if (excluded === null) times[whose].push(leadMs);
			else negativeLeads[whose]++;
		},
		finish: () => {
			const [people, bots] = [sorted(times.people), sorted(times.bots)];
			return {
				leads: { people: sortedTimes(people), bots: sortedTimes(bots), all: sortedTimes(people, bots) },
				negativeLeads,
			};
		},
	};
}

function createFailures(): {
	readonly add: (deployment: JudgedDeployment) => void;
	readonly finish: () => GatheredFailures;
} {
	const counts = { counted: 0, takenBack: 0, failed: 0, inferred: 0, negative: 0, untimed: 0 };
	const recoveries: number[] = [];
	const openSince: number[] = [];
	return {
		add: (deployment) => {
			const { standing, failure } = deployment;
			if (standing === 'counted') counts.counted++;
			if (standing === 'taken-back') counts.takenBack++;
			if (failure === null) return;
			counts.failed++;
			if (failure.isInferred) counts.inferred++;
			const took = recoveryMs(deployment);
			if (failure.recovered === null) openSince.push(failure.brokenAt);
			else if (took === null) counts.untimed++;
			else if (took < 0) counts.negative++;
			else recoveries.push(took);
		},
		finish: () => ({ ...counts, recoveries: sortedTimes(sorted(recoveries)), openSince: sorted(openSince) }),
	};
}

function sorted(values: number[]): readonly number[] {
	return values.sort((left, right) => left - right);
}
