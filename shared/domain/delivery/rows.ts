/** The rows behind a number: everything of a unit in a stretch of time, what counted and what did not, and why. */
import { compareText } from '../order.ts';
import { deploymentRow, failRateRow, reworkRow } from './deployment-rows.ts';
import type { Span } from './calendar.ts';
import type { FactRef } from './facts.ts';
import { incidentRow } from './incident-rows.ts';
import { leadRow, noLeadRow } from './lead-rows.ts';
import type { JudgedHistory } from './judged.ts';
import type { DoraMetric, MetricRow } from './metrics.ts';
import { recoveryRow } from './recovery-rows.ts';

export interface RowsUnit {
	readonly service: string;
	readonly environment: string;
	readonly history: JudgedHistory;
	/** Has a source of incidents: without one nobody knows what did not fail, and nothing of it is in those numbers. */
	readonly isJudged: boolean;
}

export interface RowsContext {
	readonly span: Span;
	readonly now: number;
	readonly withBots: boolean;
	/** What judged histories do not hold; null where it is not known. */
	readonly incident: (ref: FactRef) => { readonly title: string; readonly url: string | null } | null;
	readonly commit: (sha: string) => { readonly subject: string; readonly author: string } | null;
}

/** Newest first. */
export function rowsOf(unit: RowsUnit, metric: DoraMetric, context: RowsContext): readonly MetricRow[] {
	return allRows(unit, metric, context)
		.filter(({ at }) => at >= context.span.from && at < context.span.to)
		.sort(newestFirst);
}

/** The order of rows, also across units. */
export function newestFirst(left: MetricRow, right: MetricRow): number {
	if (left.at !== right.at) return right.at - left.at;
	const nameOf = ({ service, environment, id }: MetricRow) => `${service} ${environment} ${id}`;
	return compareText(nameOf(left), nameOf(right));
}

function allRows(unit: RowsUnit, metric: DoraMetric, context: RowsContext): readonly MetricRow[] {
	const { deployments, leads, incidentsWithoutDeployment } = unit.history;
	const incidents = () => incidentsWithoutDeployment.map((incident) => incidentRow(unit, incident, context));
	const asJudged = (row: MetricRow) => (unit.isJudged || !row.counts ? row : withoutSource(row));
	switch (metric) {
		case 'deployment-frequency':
			return deployments.map((deployment) => deploymentRow(unit, deployment));
		case 'change-lead-time':
			return [
				...leads.flatMap((lead) => leadRow(unit, lead, context) ?? []),
				...deployments.flatMap((deployment) => noLeadRow(unit, deployment) ?? []),
			];
		case 'change-fail-rate':
			return [...deployments.map((deployment) => failRateRow(unit, deployment)).map(asJudged), ...incidents()];
		case 'recovery-time':
			return [
				...deployments.flatMap((deployment) => recoveryRow(unit, deployment, context) ?? []).map(asJudged),
				...incidents(),
			];
		case 'rework-rate':
			return deployments.map((deployment) => reworkRow(unit, deployment));
	}
}

function withoutSource(row: MetricRow): MetricRow {
	return { ...row, counts: false, why: `Not part of it: ${row.service} has no source of incidents. ${row.why}` };
}
