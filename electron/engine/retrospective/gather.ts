/** Gathers all that a month's report is made of: facts, configuration, and what people said. */
import type { MetricAnswer, MetricsAnswer } from '../../../shared/domain/delivery/metrics.ts';
import { addMonths, monthPeriod } from '../../../shared/domain/delivery/periods.ts';
import { definitionsVersion } from '../../../shared/domain/delivery/policy.ts';
import { historyEntry } from '../../../shared/domain/maturity/assess.ts';
import type { MaturityInputs } from '../../../shared/domain/maturity/inputs.ts';
import type { Recommendation } from '../../../shared/domain/maturity/model.ts';
import { recommend } from '../../../shared/domain/maturity/recommend.ts';
import type { AgreedAction } from '../../../shared/domain/maturity/review-actions.ts';
import { ok, type Result } from '../../../shared/domain/result.ts';
import type { ReportInputs } from '../../../shared/domain/retrospective/inputs.ts';
import { monthAt } from '../../../shared/domain/retrospective/months.ts';
import { fail } from '../../../shared/domain/result.ts';
import type { RetrospectiveOptions, RetrospectiveSetup } from './ports.ts';
import { type ReadBody, readSaid, type Said } from './said.ts';
import { type Scope, scopeOf } from './scopes.ts';

export interface MonthRequest {
	readonly scope: string;
	readonly month: string;
}

export interface Gathered {
	readonly setup: RetrospectiveSetup;
	readonly scope: Scope;
	readonly said: Said;
	readonly inputs: ReportInputs;
}

/** What is asked about, and what everything about it is read from. */
export interface Place {
	readonly options: Pick<RetrospectiveOptions, 'store' | 'clock'>;
	readonly setup: RetrospectiveSetup;
	readonly scope: Scope;
	readonly said: Said;
	readonly now: number;
}

export async function placeOf(
	options: Pick<RetrospectiveOptions, 'store' | 'setup' | 'clock'>,
	readBody: ReadBody,
	{ scope: name, month }: MonthRequest,
): Promise<Result<Place>> {
	const setup = await options.setup();
	if (!setup.ok) return setup;
	const scope = scopeOf(name, setup.value);
	if (!scope.ok) return scope;
	const now = options.clock.now();
	const known = checkMonth(month, now, setup.value.zone);
	if (!known.ok) return known;
	const said = await readSaid(options.store, readBody);
	if (!said.ok) return said;
	return ok({ options, setup: setup.value, scope: scope.value, said: said.value, now });
}

export async function gather(
	options: Pick<RetrospectiveOptions, 'store' | 'setup' | 'clock'>,
	readBody: ReadBody,
	request: MonthRequest,
): Promise<Result<Gathered>> {
	const found = await placeOf(options, readBody, request);
	if (!found.ok) return found;
	const { value: place } = found;
	const { month } = request;
	const maturity = await maturityInputs(place, month);
	if (!maturity.ok) return maturity;
	const earlier = await lastMonthsActions(place, addMonths(month, -1));
	if (!earlier.ok) return earlier;
	const trends = await trendsOf(place, month);
	if (!trends.ok) return trends;
	const inputs = reportInputs(place, withTrends(maturity.value, trends.value), earlier.value);
	return ok({ setup: place.setup, scope: place.scope, said: place.said, inputs });
}

/** Months that a report's trends show, with its own: some 180 days. */
const trendMonths = 6;

async function trendsOf({ options, scope, now }: Place, month: string): Promise<Result<MetricsAnswer>> {
	const period = { from: monthPeriod(addMonths(month, 1 - trendMonths)).from, to: monthPeriod(month).to };
	const query = { scope: scope.query, period, compareWith: null, bucket: 'month', withBots: false } as const;
	return options.store.metrics(query, now);
}

/** The month's own answers with the trend of half a year: some weeks say little about a month. */
function withTrends(maturity: MaturityInputs, { dora, quality }: MetricsAnswer): MaturityInputs {
	const { facts } = maturity;
	const long = new Map([...dora, ...quality].map(({ metric, trend }) => [metric, trend]));
	const withLong = (answer: MetricAnswer) => ({ ...answer, trend: long.get(answer.metric) ?? answer.trend });
	const { metrics } = facts;
	const shown = { ...metrics, dora: metrics.dora.map(withLong), quality: metrics.quality.map(withLong) };
	return { ...maturity, facts: { ...facts, metrics: shown } };
}

function checkMonth(month: string, now: number, zone: string): Result<null> {
	const number = Number(month.slice(5));
	if (!/^\d{4}-\d{2}$/.test(month) || number < 1 || number > 12) {
		return fail('invalid-input', `"${month}" is no month.`, 'Write it as year and month: 2026-10.');
	}
	if (month <= monthAt(now, zone)) return ok(null);
	return fail('invalid-input', `${month} has not begun.`, 'Choose this month or an earlier one.');
}

function reportInputs(
	{ setup, scope, said }: Place,
	maturity: MaturityInputs,
	earlier: readonly AgreedAction[],
): ReportInputs {
	return {
		maturity,
		scopeTitle: scope.title,
		zone: setup.zone,
		definitionsVersion,
		benchmarkEdition: setup.benchmarks,
		sources: setup.sources,
		actions: said.actions(scope.name, maturity.month),
		lastMonthsActions: earlier,
		notes: said.notes(scope.name, maturity.month),
	};
}

/** Everything that the levels, the anti-patterns and the recommendations of a month are made of. */
export async function maturityInputs(
	{ options, setup, scope, said, now }: Place,
	month: string,
): Promise<Result<MaturityInputs>> {
	const facts = await options.store.monthFacts({ scope: scope.query, month, now });
	if (!facts.ok) return facts;
	const { services } = scope;
	return ok({
		scope: scope.name,
		month,
		cutOff: now,
		facts: facts.value,
		practices: setup.practices.filter(({ service }) => services === null || services.includes(service)),
		productionEnvironments: setup.productionEnvironments,
		answers: said.answers.filter((answer) => answer.scope === '*' || answer.scope === scope.name),
		history: said.frozenBefore(scope.name, month).map(({ report }) => historyEntry(report.maturity)),
	});
}

/** What was measured when it was agreed stands in the frozen report; without one it is measured again from that month's facts. */
async function lastMonthsActions(place: Place, month: string): Promise<Result<readonly AgreedAction[]>> {
	const actions = place.said.actions(place.scope.name, month);
	const frozen = place.said.frozen(place.scope.name, month);
	const kept = frozen.ok ? (frozen.value?.report.actions ?? []) : [];
	const needsFacts = actions.some(
		({ id, recommendation }) => recommendation !== null && !kept.some((each) => each.id === id),
	);
	const again = needsFacts ? await recommendationsOf(place, month) : ok([]);
	if (!again.ok) return again;
	return ok(
		actions.map(({ id, text, owner, recommendation }) => ({
			...{ id, text, owner },
			check:
				kept.find((each) => each.id === id)?.check ??
				again.value.find((each) => each.id === recommendation)?.check ??
				null,
		})),
	);
}

async function recommendationsOf(place: Place, month: string): Promise<Result<readonly Recommendation[]>> {
	const inputs = await maturityInputs(place, month);
	return inputs.ok ? ok(recommend(inputs.value)) : inputs;
}
