/**
 * The brute-force reference of the five metrics, written from the definitions: each question is asked of all items by their
 * local day, and days are measured one by one.
 */
import { Temporal } from 'temporal-polyfill';
import type { JudgedDeployment } from '../judged.ts';
import type { MeasuredUnit } from '../measure.ts';
import type { DoraMetric, MetricsQuery, MetricState, Period } from '../metrics.ts';

export interface ReferenceValue {
	readonly state: MetricState;
	readonly value: number | null;
	readonly n: number;
	readonly of: number | null;
	readonly p90: number | null;
}

export interface ReferencePoint extends ReferenceValue {
	readonly from: string;
	readonly to: string;
	readonly isPartial: boolean;
}

export interface ReferenceAnswer {
	readonly value: ReferenceValue;
	readonly previous: ReferenceValue;
	readonly trend: readonly ReferencePoint[];
}

interface World {
	readonly units: readonly MeasuredUnit[];
	readonly query: MetricsQuery;
	readonly zone: string;
	readonly now: number;
}

const plainDay = (day: string) => Temporal.PlainDate.from(day);
/** Remembered, or these few questions to the zone would take most of the time. */
const startOf = remembered((day: string, zone) => plainDay(day).toZonedDateTime(zone).epochMilliseconds);
const localDay = remembered((instant: number, zone) =>
	Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone).toPlainDate().toString(),
);

/** The zone does not matter to it. */
const nextDay = remembered((day: string, _zone) => plainDay(day).add({ days: 1 }).toString());

const mondayOf = remembered((day: string, _zone) =>
	plainDay(day)
		.subtract({ days: plainDay(day).dayOfWeek - 1 })
		.toString(),
);

function remembered<Asked, Answer>(find: (asked: Asked, zone: string) => Answer): typeof find {
	const known = new Map<string, Answer>();
	return (asked, zone) => {
		const key = `${asked} ${zone}`;
		const answer = known.get(key) ?? find(asked, zone);
		known.set(key, answer);
		return answer;
	};
}

/** Every day of a period, one by one. */
function daysOf({ from, to }: Period): readonly string[] {
	const days: string[] = [];
	for (let day = from; day < to; day = nextDay(day, '')) days.push(day);
	return days;
}

export function referenceAnswers(world: World): Readonly<Record<DoraMetric, ReferenceAnswer>> {
	const { query } = world;
	const before = query.compareWith ?? periodBefore(query.period);
	const answer = (metric: DoraMetric): ReferenceAnswer => ({
		value: measure(world, metric, query.period),
		previous: measure(world, metric, before),
		trend: buckets(world).map(({ isPartial, ...bucket }) => ({
			...measure(world, metric, bucket),
			...bucket,
			isPartial: isPartial || startOf(bucket.from, world.zone) < (coveredFrom(world) ?? Number.NEGATIVE_INFINITY),
		})),
	});
	return {
		'deployment-frequency': answer('deployment-frequency'),
		'change-lead-time': answer('change-lead-time'),
		'change-fail-rate': answer('change-fail-rate'),
		'recovery-time': answer('recovery-time'),
		'rework-rate': answer('rework-rate'),
	};
}

export function periodBefore({ from, to }: Period): Period {
	const [first, last] = [plainDay(from), plainDay(to)];
	if (first.day !== 1 || last.day !== 1)
		return { from: first.subtract({ days: first.until(last).days }).toString(), to: from };
	const months = (last.year - first.year) * 12 + last.month - first.month;
	return { from: first.subtract({ months }).toString(), to: from };
}

/** Days put together by the bucket that they are of. */
function buckets({ query, zone, now }: World): readonly (Period & { readonly isPartial: boolean })[] {
	const key = (day: string): string => {
		if (query.bucket === 'day') return day;
		return query.bucket === 'month' ? day.slice(0, 7) : mondayOf(day, '');
	};
	const groups = Map.groupBy(daysOf(query.period), key);
	return [...groups.values()].map((days) => {
		const first = days[0] ?? '';
		const to = plainDay(days.at(-1) ?? '')
			.add({ days: 1 })
			.toString();
		const isWhole = key(plainDay(first).subtract({ days: 1 }).toString()) !== key(first) && key(to) !== key(first);
		return { from: first, to, isPartial: !isWhole || startOf(to, zone) > now };
	});
}

/** The first instant of which anything is known, over all units. */
function coveredFrom({ units }: World): number | null {
	const instants = units.flatMap(({ history, coveredFrom: covered }) => [
		...history.deployments.map(({ at }) => at),
		...(covered.deployments === null ? [] : [covered.deployments]),
	]);
	return instants.length === 0 ? null : Math.min(...instants);
}

const none = (state: MetricState): ReferenceValue => ({ state, value: null, n: 0, of: null, p90: null });

function measure(world: World, metric: DoraMetric, period: Period): ReferenceValue {
	const { units, zone, now } = world;
	const needsIncidents = metric === 'change-fail-rate' || metric === 'recovery-time';
	const informed = units.filter(({ sources }) => sources.incidents);
	if (metric === 'change-lead-time' && !units.some(({ sources }) => sources.commits)) return none('not-measured');
	if (needsIncidents && informed.length === 0) return none('not-measured');
	if (startOf(period.from, zone) >= now) return none('no-data');
	if (!units.some(({ sources, history }) => sources.deployments || history.deployments.length > 0))
		return none('not-measured');
	const covered = coveredFrom(world);
	if (covered === null) return none('no-data');
	if (startOf(period.to, zone) <= covered) return none('not-measured');
	if (needsIncidents) {
		const from = Math.min(...informed.map(({ coveredFrom: known }) => known.incidents ?? Number.NEGATIVE_INFINITY));
		if (startOf(period.to, zone) <= from) return none('not-measured');
	}
	const isIn = ({ at }: { readonly at: number }) => {
		const day = localDay(at, zone);
		return day >= period.from && day < period.to;
	};
	return byMetric(world, metric, period, isIn, covered);
}

function byMetric(
	{ units, query, zone, now }: World,
	metric: DoraMetric,
	period: Period,
	isIn: (item: { readonly at: number }) => boolean,
	covered: number,
): ReferenceValue {
	const all = units.flatMap(({ history }) => history.deployments).filter(isIn);
	const informed = units
		.filter(({ sources }) => sources.incidents)
		.flatMap(({ history }) => history.deployments)
		.filter(isIn);
	switch (metric) {
		case 'deployment-frequency': {
			if (!units.some(({ history }) => history.deployments.length > 0)) return none('no-data');
			const n = of(all, 'counted');
			const first = localDay(covered, zone);
			const known = daysOf(period).filter((day) => day >= first);
			const days = known.reduce((sum, day) => sum + partOf(day, zone, now), 0);
			return days === 0 ? none('no-data') : { state: 'measured', value: n / days, n, of: null, p90: null };
		}
		case 'change-lead-time':
			return times(
				units.flatMap(({ history }) =>
					history.leads
						.filter(({ deployment }) => history.deployments.some((one, index) => index === deployment && isIn(one)))
						.filter(({ isBot, leadMs }) => leadMs >= 0 && (query.withBots || !isBot))
						.map(({ leadMs }) => leadMs),
				),
			);
		case 'change-fail-rate':
			return share(
				informed.filter(({ failure }) => failure !== null).length,
				of(informed, 'counted') + of(informed, 'taken-back'),
			);
		case 'recovery-time':
			return times(
				informed
					.filter(({ standing, firstTrafficAt, at, failure }) => {
						const isBack = standing === 'taken-back' && failure?.recovered?.at === at;
						return !isBack || firstTrafficAt !== null;
					})
					.flatMap(({ failure }) => (failure?.recovered == null ? [] : [failure.recovered.at - failure.brokenAt]))
					.filter((took) => took >= 0),
			);
		case 'rework-rate':
			return share(
				all.filter(({ unplanned }) => unplanned !== null).length,
				of(all, 'counted') + of(all, 'rollback') + of(all, 'taken-back'),
			);
	}
}

function of(deployments: readonly JudgedDeployment[], standing: JudgedDeployment['standing']): number {
	return deployments.filter((deployment) => deployment.standing === standing).length;
}

/** How much of a day is over, as a part of that day's own length. */
function partOf(day: string, zone: string, now: number): number {
	const from = startOf(day, zone);
	const to = startOf(nextDay(day, ''), zone);
	return Math.max(0, Math.min(to, now) - from) / (to - from);
}

function share(n: number, total: number): ReferenceValue {
	return total === 0 ? none('no-data') : { state: 'measured', value: n / total, n, of: total, p90: null };
}

function times(values: readonly number[]): ReferenceValue {
	if (values.length === 0) return none('no-data');
	return { state: 'measured', value: numpy(values, 0.5), n: values.length, of: null, p90: numpy(values, 0.9) };
}

/** Weighted mean of the two values around the position. */
function numpy(values: readonly number[], at: number): number {
	const sorted = values.toSorted((left, right) => left - right);
	const position = at * (sorted.length - 1);
	return sorted.reduce((sum, value, index) => sum + value * Math.max(0, 1 - Math.abs(index - position)), 0);
}
