/** The lists of a report: what shipped, what failed, incidents, slow commits, tests. */
import { monthPeriod } from '../delivery/periods.ts';
import { isProduction } from '../maturity/select.ts';
import type { MaturityInputs, MonthDeployment, MonthFailure, MonthIncident } from '../maturity/inputs.ts';
import { listTests } from '../tests/listed.ts';
import type { MonthlyReport, ReportDeployment, ReportFailure, ReportIncident } from './model.ts';
import { localDay } from '../pipeline/local-time.ts';

const mostShipped = 200;
const mostListed = 10;
const unlisted: ReadonlySet<MonthDeployment['standing']> = new Set(['unfinished', 'told-twice']);

/** Deployments that ended in production, whatever became of them, each once; newest first. */
export function shippedList(inputs: MaturityInputs): Pick<MonthlyReport, 'shipped' | 'shippedTotal'> {
	const all = inputs.facts.deployments
		.filter((each) => isProduction(inputs, each) && !unlisted.has(each.standing))
		.toSorted((left, right) => right.at - left.at || (left.ref < right.ref ? -1 : 1));
	return { shipped: all.slice(0, mostShipped).map(toDeployment), shippedTotal: all.length };
}

function toDeployment(deployment: MonthDeployment): ReportDeployment {
	const { ref, service, environment, version, at, standing, commits } = deployment;
	return {
		...{ ref, service, environment, version, at, standing, commits },
		isFailed: deployment.failure !== null,
		isUnplanned: deployment.unplanned !== null,
	};
}

export function failureList(inputs: MaturityInputs): readonly ReportFailure[] {
	const byRef = new Map(inputs.facts.deployments.map((each) => [each.ref, each]));
	return inputs.facts.failures
		.filter((failure) => isProduction(inputs, failure))
		.toSorted((left, right) => right.brokenAt - left.brokenAt || (left.ref < right.ref ? -1 : 1))
		.map((failure) => toFailure(failure, byRef.get(failure.ref) ?? null));
}

function toFailure(failure: MonthFailure, deployment: MonthDeployment | null): ReportFailure {
	const { ref, service, environment, version, evidence, brokenAt, recovered } = failure;
	return {
		...{ ref, service, environment, version, evidence, brokenAt },
		at: deployment?.at ?? brokenAt,
		standing: deployment?.standing ?? 'counted',
		commits: deployment?.commits ?? 0,
		isFailed: true,
		isUnplanned: (deployment?.unplanned ?? null) !== null,
		recoveredAt: recovered?.at ?? null,
		recoveredBy: recovered === null ? null : recoveredText(recovered.by, recovered.ref),
	};
}

function recoveredText(by: 'rollback' | 'deployment' | 'incident', ref: string): string {
	const words = { rollback: 'rolled back', deployment: 'a later deployment', incident: 'its incidents were resolved' };
	return by === 'deployment' ? `${words[by]} (${ref.split('|').at(-1) ?? ref})` : words[by];
}

type Incidents = Pick<MonthlyReport, 'openIncidents' | 'incidentsNotFromChange'>;

/** Open ones whenever they began; of the others those that began in the month and were put down to no deployment. */
export function incidentLists(inputs: MaturityInputs, zone: string): Incidents {
	const { from, to } = monthPeriod(inputs.month);
	const [start, end] = [localDay(from, zone).from, localDay(to, zone).from];
	const sorted = inputs.facts.incidents.toSorted((left, right) => left.startedAt - right.startedAt);
	return {
		openIncidents: sorted.filter(({ resolvedAt }) => resolvedAt === null).map(toIncident),
		incidentsNotFromChange: sorted
			.filter(({ deployment, startedAt }) => deployment === null && startedAt >= start && startedAt < end)
			.map(toIncident),
	};
}

function toIncident({ ref, title, service, severity, startedAt, resolvedAt, url }: MonthIncident): ReportIncident {
	return { ref, title, service, severity, startedAt, resolvedAt, url };
}

export function slowestCommits({ facts }: MaturityInputs): MonthlyReport['slowestCommits'] {
	return facts.slowest
		.flatMap((row) => {
			if (row.value === null || !row.counts) return [];
			const sha = row.detail.commit ?? row.id;
			return [
				{ sha, subject: row.title, service: row.service, leadMs: row.value, version: row.detail.version ?? null },
			];
		})
		.toSorted((left, right) => right.leadMs - left.leadMs || (left.sha < right.sha ? -1 : 1))
		.slice(0, mostListed);
}

export function testLists({ facts }: MaturityInputs): MonthlyReport['tests'] {
	if (facts.tests === null) return null;
	const { summary, rows } = facts.tests;
	const { flaky, broken, slowest, quarantined } = listTests(rows);
	return { summary, flaky, broken, slowest, quarantined };
}
