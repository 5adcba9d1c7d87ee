/** Months in UTC, by which judged columns are kept, and the numbers of their rows. */
import type { JudgedDeployment, JudgedHistory, LeadItem } from '../../../shared/domain/delivery/judged.ts';

/** More months than a unit can have: 1970 to 2311. */
export const monthsPerUnit = 4_096;

/** The last one that a date can have, ms. */
const lastInstant = 8.64e15;

/** Months since January 1970. */
export function monthNumber(instant: number): number {
	const date = new Date(Math.min(lastInstant, Math.max(0, instant)));
	return Math.min(monthsPerUnit - 1, Math.max(0, (date.getUTCFullYear() - 1970) * 12 + date.getUTCMonth()));
}

export function rowOf(unit: number, month: number): number {
	return unit * monthsPerUnit + month;
}

export interface HistoryOfMonth {
	readonly deployments: JudgedDeployment[];
	/** By the index of the month's own deployments, in their order. */
	readonly leads: LeadItem[];
	/** Per deployment: ms since the counted one before it in the unit; NaN where there is none, or it does not count. */
	readonly gaps: number[];
}

/** Cuts a history by the months in which its deployments ended. */
export function cutByMonth({ deployments, leads }: JudgedHistory): ReadonlyMap<number, HistoryOfMonth> {
	const months = new Map<number, HistoryOfMonth>();
	let lastCounted = Number.NaN;
	const place = deployments.map((deployment) => {
		const number = monthNumber(deployment.at);
		const month = months.get(number) ?? { deployments: [], leads: [], gaps: [] };
		months.set(number, month);
		month.deployments.push(deployment);
		const isCounted = deployment.standing === 'counted';
		month.gaps.push(isCounted ? deployment.at - lastCounted : Number.NaN);
		if (isCounted) lastCounted = deployment.at;
		return { month, index: month.deployments.length - 1 };
	});
	for (const lead of leads) {
		const at = place[lead.deployment];
		at?.month.leads.push({ ...lead, deployment: at.index });
	}
	for (const { leads: own } of months.values()) own.sort((one, other) => one.deployment - other.deployment);
	return months;
}
