/** Judged histories of a stretch of time, put together again from details and columns: for rows, the timeline and reports. */
import type { Span } from '../../../shared/domain/delivery/calendar.ts';
import type { JudgedDeployment, JudgedHistory, LeadItem } from '../../../shared/domain/delivery/judged.ts';
import { leadFlags, type MonthColumns, readColumns } from './columns.ts';
import type { StoreContext } from './context.ts';
import { type MonthDetails, unpackDetails } from './details.ts';
import type { KnownUnit } from './engine-room.ts';
import { monthNumber, rowOf } from './months.ts';

export interface Histories {
	/** Deployments whose `at` lies in the stretch, with their leads, and all incidents without a deployment that began in it. */
	of(unit: KnownUnit, span: Span): JudgedHistory;
	/** Deployments alone: quicker. */
	deployments(unit: KnownUnit, span: Span): readonly JudgedDeployment[];
}

export function createHistories({ db }: StoreContext): Histories {
	const select = db.prepare(`
		select d.body as details, n.body as columns from details d join numbers n on n.id = d.id
		where d.id >= ? and d.id < ? order by d.id
	`);
	function* monthsOf(unit: KnownUnit, { from, to }: Span): Generator<readonly [MonthDetails, MonthColumns]> {
		if (to <= from) return;
		const rows = select.all(rowOf(unit.id, monthNumber(from)), rowOf(unit.id, monthNumber(to - 1) + 1));
		for (const { details, columns } of rows) {
			if (!(details instanceof Uint8Array) || !(columns instanceof Uint8Array)) continue;
			yield [unpackDetails(details), readColumns(columns)];
		}
	}
	const isIn = (span: Span, at: number) => at >= span.from && at < span.to;
	return {
		of(unit, span) {
			const deployments: JudgedDeployment[] = [];
			const leads: LeadItem[] = [];
			for (const [details, columns] of monthsOf(unit, span)) {
				for (const [index, deployment] of details.deployments.entries()) {
					if (!isIn(span, deployment.at)) continue;
					for (const lead of leadsOf(details, columns, index)) leads.push({ ...lead, deployment: deployments.length });
					deployments.push(deployment);
				}
			}
			const without = unit.facts.incidentsWithoutDeployment.filter(({ startedAt }) => isIn(span, startedAt));
			return { deployments, leads, incidentsWithoutDeployment: without };
		},
		deployments(unit, span) {
			const found: JudgedDeployment[] = [];
			for (const [details] of monthsOf(unit, span)) {
				for (const deployment of details.deployments) if (isIn(span, deployment.at)) found.push(deployment);
			}
			return found;
		},
	};
}

function leadsOf(details: MonthDetails, columns: MonthColumns, deployment: number): readonly LeadItem[] {
	const from = deployment === 0 ? 0 : (columns.leadEnd[deployment - 1] ?? 0);
	const to = columns.leadEnd[deployment] ?? 0;
	const at = columns.at[deployment] ?? 0;
	const leads: LeadItem[] = [];
	for (let index = from; index < to; index += 1) {
		const leadMs = (columns.lead[index] ?? 0) * columns.leadScale;
		const flag = columns.leadFlag[index] ?? 0;
		leads.push({
			deployment,
			sha: details.leads[index]?.sha ?? '',
			squash: details.leads[index]?.squash ?? null,
			authoredAt: at - leadMs,
			leadMs,
			isBot: (flag & leadFlags.bot) !== 0,
			excluded: (flag & leadFlags.excluded) === 0 ? null : 'negative',
		});
	}
	return leads;
}
