/** What a world of facts comes to by the plain way, all judged at once: the store must come to the same. */
import { answerDora, completenessOf } from '../../../shared/domain/delivery/answer.ts';
import { createCalendar } from '../../../shared/domain/delivery/calendar.ts';
import { buildCommitGraph } from '../../../shared/domain/delivery/commit-graph.ts';
import type { RecordedDecision } from '../../../shared/domain/delivery/decisions.ts';
import { type DeploymentFact, type Fact, factRef, type IncidentFact } from '../../../shared/domain/delivery/facts.ts';
import { judgeHistory } from '../../../shared/domain/delivery/judge-history.ts';
import { gather, type MeasuredUnit, toldOnce } from '../../../shared/domain/delivery/measure.ts';
import type { DoraMetric, MetricRow, MetricsQuery } from '../../../shared/domain/delivery/metrics.ts';
import { newestFirst, rowsOf } from '../../../shared/domain/delivery/rows.ts';
import { scopeCheck } from '../../../shared/domain/delivery/scope.ts';
import { incident } from './test-facts.ts';
import { environments, now, setup, type World } from './test-worlds.ts';

/** Judges a world by the plain way. `isCovered`: each source says from when on it is complete. */
export function judgeWorld(
	{ facts, decisions }: World,
	coveredFrom: number | null,
): readonly (MeasuredUnit & { readonly tier: 'production' | 'staging' })[] {
	const deployments = facts.filter((fact) => fact.kind === 'deployment');
	const incidents = incidentsOf(facts, decisions);
	const said = saidIn(decisions);
	const keys = new Set([
		...setup.services.flatMap(({ name }) => environments.map((one) => `${name} ${one.name}`)),
		...deployments.map(({ service: home, environment: part }) => `${home} ${part}`),
	]);
	return [...keys].sort().map((key) => {
		const [home = '', part = ''] = key.split(' ');
		const configured = setup.services.find(({ name }) => name === home);
		const own = deployments.filter((one) => one.service === home && one.environment === part);
		const tier = part === 'staging' ? 'staging' : 'production';
		const graph =
			configured === undefined ? null : graphOf(facts, configured.repository ?? '', home, configured.hasPaths);
		const unit = { service: home, environment: part, tier } as const;
		const siblings = tier === 'production' ? siblingsOf(deployments, home, part) : [];
		const told = { deployments: own, siblings, incidents, said };
		const history = judgeHistory({ unit, ...told, commits: graph, policy: setup.policy });
		const hasOwn = incidents.filter((one) => one.service === home);
		return {
			...{ service: home, environment: part, tier, history },
			sources: {
				deployments: configured !== undefined,
				commits: configured !== undefined,
				incidents: configured?.sources.incidents === true || hasOwn.length > 0,
			},
			coveredFrom: {
				deployments: own.length > 0 ? coveredFrom : null,
				incidents: incidentCoverage(facts, hasOwn, coveredFrom),
			},
		};
	});
}

/** Other environments of production; all but staging are. */
function siblingsOf(deployments: readonly DeploymentFact[], home: string, part: string) {
	const others = deployments.filter((one) => one.service === home && ![part, 'staging'].includes(one.environment));
	return [...Map.groupBy(others, ({ environment }) => environment)].map(([environment, of]) => ({
		...{ environment, deployments: of },
	}));
}

/** Incidents noted by hand are complete from nowhere on. */
function incidentCoverage(
	facts: readonly Fact[],
	own: readonly IncidentFact[],
	coveredFrom: number | null,
): number | null {
	const told =
		own.length === 0 ? facts.filter(({ kind }) => kind === 'incident') : own.filter(({ source }) => source !== 'hand');
	return told.length === 0 ? null : coveredFrom;
}

function graphOf(facts: readonly Fact[], repository: string, home: string, hasPaths: boolean) {
	const commits = facts.filter((fact) => fact.kind === 'commit' && fact.repository === repository);
	const changes = facts.filter((fact) => fact.kind === 'change' && fact.repository === repository);
	return buildCommitGraph({
		commits: commits.filter((fact) => fact.kind === 'commit'),
		changes: changes.filter((fact) => fact.kind === 'change'),
		...{ service: home, hasPaths, policy: setup.policy },
	});
}

function incidentsOf(facts: readonly Fact[], decisions: readonly RecordedDecision[]): readonly IncidentFact[] {
	const found = new Map<string, IncidentFact>();
	for (const fact of facts) if (fact.kind === 'incident') found.set(factRef(fact), fact);
	const assigned = new Map<string, string>();
	for (const { decision: one } of decisions) {
		if (one.type === 'incident-assigned') assigned.set(one.incident, one.service);
		if (one.type === 'incident-withdrawn') found.delete(`hand|${one.id}`);
		if (one.type !== 'incident-noted') continue;
		const { id: nativeId, title, service: home, environment: part, severity, startedAt, detectedAt, resolvedAt } = one;
		const noted = { source: 'hand', title, service: home, sourceService: null, environment: part, severity };
		found.set(`hand|${nativeId}`, incident(nativeId, startedAt, { ...noted, detectedAt, resolvedAt }));
	}
	return [...found].map(([ref, fact]) => ({ ...fact, service: assigned.get(ref) ?? fact.service }));
}

function saidIn(decisions: readonly RecordedDecision[]) {
	const incidentCause = new Map<string, string | null>();
	const deploymentCommit = new Map<string, string>();
	const deploymentHotfix = new Map<string, boolean>();
	const tellings = new Map<string, { readonly one: string; readonly other: string; readonly isSame: boolean }>();
	for (const { decision: one } of decisions) {
		if (one.type === 'incident-linked') incidentCause.set(one.incident, one.deployment);
		if (one.type === 'incident-unlinked') incidentCause.delete(one.incident);
		if (one.type === 'deployment-linked') setOrDelete(deploymentCommit, one.deployment, one.commit);
		if (one.type === 'deployments-matched') {
			const { one: first, other, isSame } = one;
			const said = isSame === null || first === other ? null : { one: first, other, isSame };
			setOrDelete(tellings, [first, other].sort().join(), said);
		}
		if (one.type === 'deployment-marked') setOrDelete(deploymentHotfix, one.deployment, one.isHotfix);
	}
	return { incidentCause, deploymentCommit, deploymentHotfix, tellings: [...tellings.values()] };
}

function setOrDelete<T>(map: Map<string, T>, key: string, value: T | null): void {
	if (value === null) map.delete(key);
	else map.set(key, value);
}

const calendar = createCalendar(setup.policy.zone);

function inScope(units: ReturnType<typeof judgeWorld>, query: MetricsQuery) {
	const members = (group: string) =>
		setup.policy.groups[group] ?? setup.services.filter(({ owner }) => owner === group).map(({ name }) => name);
	return units.filter(scopeCheck(query.scope, members));
}

/** What `metrics` must answer of the five. */
export function expectedAnswer(units: ReturnType<typeof judgeWorld>, query: MetricsQuery) {
	const asked = inScope(units, query);
	const gathered = gather(asked, query, { calendar, now });
	return {
		units: asked.length,
		dora: answerDora(gathered, query, { calendar, now, benchmarks: null }),
		completeness: completenessOf(gathered),
	};
}

/** What all pages of `rows` together must be, without the words that are looked up. */
export function expectedRows(
	units: ReturnType<typeof judgeWorld>,
	query: MetricsQuery,
	metric: DoraMetric,
): readonly MetricRow[] {
	const span = calendar.spanOf(query.period);
	return toldOnce(inScope(units, query))
		.flatMap(({ service: home, environment: part, history, sources }) =>
			rowsOf({ service: home, environment: part, history, isJudged: sources.incidents }, metric, {
				...{ span, now, withBots: query.withBots, incident: () => null, commit: () => null },
			}),
		)
		.sort(newestFirst);
}
