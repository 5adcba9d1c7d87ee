/** Answers of the made world: near enough to the real ones to judge a screen by. */
import {
	type DeliveryMetric,
	type DistributionBin,
	doraMetrics,
	type MetricAnswer,
	type MetricsAnswer,
	type MetricsQuery,
	type MetricUnit,
	type MetricValue,
	type Period,
	qualityMetrics,
	type TrendPoint,
} from '../../shared/domain/delivery/metrics.ts';
import type { MadeDeployment, MadeLead, MadeWorld } from './fake-delivery-world.ts';

const hour = 3_600_000;
const day = 24 * hour;

/** Good enough for a made world: days of UTC. */
const startOf = (local: string): number => Date.parse(`${local}T00:00:00Z`);
const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

interface Cut {
	readonly deployments: readonly MadeDeployment[];
	readonly leads: readonly MadeLead[];
	readonly days: number;
	readonly index: number;
}

export function cutOf(world: MadeWorld, query: MetricsQuery, period: Period, now: number): Cut {
	const [from, to] = [startOf(period.from), startOf(period.to)];
	const { services } = query.scope;
	const isIn = (service: string, at: number): boolean =>
		at >= from && at < to && (services.length === 0 || services.includes(service));
	return {
		deployments: world.deployments.filter(({ service, at }) => isIn(service, at)),
		leads: world.leads.filter((lead) => isIn(lead.service, lead.deployment.at) && (query.withBots || !lead.isBot)),
		days: Math.max(1, (Math.min(to, now) - from) / day),
		index: Math.floor(from / day),
	};
}

const nothing = { value: null, n: 0, of: null, p90: null, remarks: [] } as const;
const noData: MetricValue = { ...nothing, state: 'no-data', remarks: ['No deployment ended in these days.'] };

function quantile(sorted: readonly number[], share: number): number {
	const place = (sorted.length - 1) * share;
	const low = sorted[Math.floor(place)] ?? 0;
	return low + ((sorted[Math.ceil(place)] ?? low) - low) * (place % 1);
}

function times(values: readonly number[]): MetricValue {
	if (values.length === 0) return noData;
	const sorted = values.toSorted((left, right) => left - right);
	return { ...nothing, state: 'measured', value: quantile(sorted, 0.5), n: sorted.length, p90: quantile(sorted, 0.9) };
}

function rate(n: number, of: number): MetricValue {
	return of === 0 ? noData : { ...nothing, state: 'measured', value: n / of, n, of };
}

const countsOf = (cut: Cut, ...standings: readonly string[]): number =>
	cut.deployments.filter(({ standing }) => standings.includes(standing)).length;

function valueOf(cut: Cut, metric: DeliveryMetric): MetricValue {
	const failed = cut.deployments.filter((each) => each.failed !== null);
	const counted = countsOf(cut, 'counted');
	switch (metric) {
		case 'deployment-frequency':
			return { ...nothing, state: 'measured', value: counted / cut.days, n: counted };
		case 'change-lead-time':
			return times(cut.leads.map(({ ms }) => ms));
		case 'change-fail-rate':
			return rate(failed.length, countsOf(cut, 'counted', 'taken-back'));
		case 'recovery-time':
			return times(failed.flatMap(({ failed: how }) => how?.recoveredMs ?? []));
		case 'rework-rate':
			return rate(
				cut.deployments.filter(({ unplanned }) => unplanned !== null).length,
				countsOf(cut, 'counted', 'taken-back', 'rollback'),
			);
		case 'suite-time':
			return counted === 0 ? noData : { ...times([6.2e5 + (cut.index % 9) * 2e4]), n: counted * 3, p90: 9.1e5 };
		case 'flaky-share':
			return { ...nothing, state: 'not-measured', remarks: ['No test results are read for these services.'] };
		case 'pipeline-success':
			return rate(counted * 3, counted * 3 + 4 + (cut.index % 5));
		default:
			return metric satisfies never;
	}
}

const units: Readonly<Record<DeliveryMetric, MetricUnit>> = {
	'deployment-frequency': 'per-day',
	'change-lead-time': 'ms',
	'change-fail-rate': 'share',
	'recovery-time': 'ms',
	'rework-rate': 'share',
	'suite-time': 'ms',
	'flaky-share': 'share',
	'pipeline-success': 'share',
};

const definitions: Readonly<Record<DeliveryMetric, string>> = {
	'deployment-frequency':
		'Deployments that finished, were successful and changed the running version, per calendar day.',
	'change-lead-time':
		'From a commit being authored to the end of the first deployment that brought it to production; median over commits, merges left out.',
	'change-fail-rate': 'Deployments that needed a rollback, a fix or an incident, of all that users met.',
	'recovery-time':
		'From the first traffic of a failed deployment to the rollback, the fix or the resolved incident, whichever came first; median.',
	'rework-rate': 'Rollbacks, hotfixes and deployments that fix an incident, of all deployments.',
	'suite-time': 'Wall clock of the jobs that ran tests, median over runs.',
	'flaky-share': 'Tests that failed and passed without a change, of all tests.',
	'pipeline-success': 'Runs that passed, of those that passed or failed. Cancelled ones are apart.',
};

function bucketsOf(query: MetricsQuery, now: number): readonly Period[] {
	const { from, to } = query.period;
	const end = Math.min(startOf(to), startOf(dayOf(now)) + day);
	const found: Period[] = [];
	for (let at = startOf(from); at < end; ) {
		const date = new Date(at);
		const next =
			query.bucket === 'day'
				? at + day
				: query.bucket === 'month'
					? Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1)
					: at + (8 - (date.getUTCDay() || 7)) * day;
		found.push({ from: dayOf(at), to: dayOf(Math.min(next, startOf(to))) });
		at = next;
	}
	return found;
}

function trendOf(world: MadeWorld, query: MetricsQuery, metric: DeliveryMetric, now: number): readonly TrendPoint[] {
	const full = { day: 1, week: 7, month: 28 }[query.bucket];
	return bucketsOf(query, now).map((bucket, index): TrendPoint => {
		const days = (startOf(bucket.to) - startOf(bucket.from)) / day;
		const isPartial = days < full || startOf(bucket.to) > now;
		const isBefore = startOf(bucket.to) < now - 340 * day;
		const value: MetricValue = isBefore
			? { ...nothing, state: 'not-measured', remarks: ['Before the first fact of the sources.'] }
			: valueOf(cutOf(world, query, bucket, now), metric);
		return { ...value, ...bucket, isPartial: isPartial || (index === 0 && days < full) };
	});
}

const edges = [0, 1, 4, 8, 24, 72, 168, 672].map((hours) => hours * hour);

function distributionOf(values: readonly number[]): readonly DistributionBin[] {
	if (values.length === 0) return [];
	return edges.map((from, index) => {
		const to = edges[index + 1] ?? null;
		return { from, to, count: values.filter((value) => value >= from && (to === null || value < to)).length };
	});
}

function answerOf(world: MadeWorld, query: MetricsQuery, metric: DeliveryMetric, now: number): MetricAnswer {
	const cut = cutOf(world, query, query.period, now);
	const value = valueOf(cut, metric);
	const previous = valueOf(cutOf(world, query, comparedOf(query), now), metric);
	const change = value.value === null || previous.value === null ? null : value.value - previous.value;
	const lessIsBetter = metric !== 'deployment-frequency' && metric !== 'pipeline-success';
	const values =
		metric === 'change-lead-time'
			? cut.leads.map(({ ms }) => ms)
			: metric === 'recovery-time'
				? cut.deployments.flatMap(({ failed }) => failed?.recoveredMs ?? [])
				: [];
	const open = cut.deployments.filter(({ failed }) => failed?.recoveredMs === null).length;
	return {
		...{ metric, ...value, unit: units[metric], previous, change, lessIsBetter },
		trend: trendOf(world, query, metric, now),
		distribution: distributionOf(values),
		apart: apartOf(cut, metric, open),
		also:
			metric === 'deployment-frequency'
				? [
						{ id: 'per-week', label: 'per week', value: (cut.deployments.length / cut.days) * 7, unit: 'per-week' },
						{
							id: 'days',
							label: 'days with a deployment',
							value: new Set(cut.deployments.map(({ at }) => dayOf(at))).size,
							unit: 'count',
						},
						{ id: 'between', label: 'median time between two', value: 5.6 * hour, unit: 'ms' },
					]
				: [],
		definition: definitions[metric],
		benchmark:
			metric === 'change-fail-rate'
				? { edition: '2025', source: 'dora.dev Quick Check', text: 'The mean of all answers was 19 %.' }
				: null,
	};
}

function apartOf(cut: Cut, metric: DeliveryMetric, open: number): MetricAnswer['apart'] {
	switch (metric) {
		case 'deployment-frequency':
			return [
				{ id: 'rollback', label: 'rollbacks', count: countsOf(cut, 'rollback') },
				{ id: 'same-version', label: 'same version again', count: countsOf(cut, 'same-version') },
				{ id: 'attempt', label: 'failed before users met them', count: countsOf(cut, 'attempt') },
				{ id: 'taken-back', label: 'taken back after traffic', count: countsOf(cut, 'taken-back') },
			];
		case 'change-lead-time':
			return [
				{ id: 'negative', label: 'authored after the deployment (clocks differ)', count: 2 },
				{
					id: 'not-linked',
					label: 'deployments without a commit',
					count: cut.deployments.filter(({ commit }) => commit === null).length,
				},
			];
		case 'change-fail-rate':
			return [
				{ id: 'counted', label: 'counted', count: countsOf(cut, 'counted') },
				{ id: 'taken-back', label: 'taken back', count: countsOf(cut, 'taken-back') },
				{ id: 'inferred', label: 'shown only by an inferred incident', count: 1 },
			];
		case 'recovery-time':
			return [{ id: 'open', label: 'still open', count: open }];
		default:
			return [];
	}
}

function comparedOf({ period, compareWith }: MetricsQuery): Period {
	const length = startOf(period.to) - startOf(period.from);
	return compareWith ?? { from: dayOf(startOf(period.from) - length), to: period.from };
}

export function metricsOf(world: MadeWorld, query: MetricsQuery, now: number): MetricsAnswer {
	const counted = cutOf(world, query, query.period, now).deployments.filter(({ standing }) => standing === 'counted');
	return {
		query,
		compared: comparedOf(query),
		zone: 'Europe/Berlin',
		definitionsVersion: 1,
		dataAsOf: now - 2 * 60_000,
		units: query.scope.services.length === 0 ? 3 : query.scope.services.length,
		dora: doraMetrics.map((metric) => answerOf(world, query, metric, now)),
		quality: qualityMetrics.map((metric) => answerOf(world, query, metric, now)),
		completeness: { linked: counted.filter(({ commit }) => commit !== null).length, of: counted.length },
	};
}
