/** The monthly report, made of its inputs and nothing else: the same inputs make the same report, letter by letter. */
import { canonicalJson } from '../canonical-json.ts';
import type { MetricAnswer, MetricsAnswer } from '../delivery/metrics.ts';
import { monthPeriod } from '../delivery/periods.ts';
import { findAntiPatterns } from '../maturity/anti-patterns.ts';
import { assessMaturity } from '../maturity/assess.ts';
import { figureOf } from '../maturity/figures.ts';
import type { MaturityInputs } from '../maturity/inputs.ts';
import { recommend } from '../maturity/recommend.ts';
import { reviewActions } from '../maturity/review-actions.ts';
import { servicesOf } from '../maturity/select.ts';
import { completenessOf } from './completeness.ts';
import type { ReportInputs } from './inputs.ts';
import { type MonthlyReport, reportSchemaVersion } from './model.ts';
import { failureList, incidentLists, shippedList, slowestCommits, testLists } from './report-lists.ts';
import { summarise } from './summary.ts';

/** `sha256` answers hex. The cut-off is no part of the hash: as long as nothing new was told, it stays the same. */
export function composeReport(inputs: ReportInputs, sha256: (text: string) => string): MonthlyReport {
	const { maturity } = inputs;
	const antiPatterns = findAntiPatterns(maturity);
	const recommendations = recommend(maturity);
	return {
		...headOf(inputs, sha256),
		summary: summarise(inputs, antiPatterns),
		...shippedList(maturity),
		...metricsOf(maturity),
		failures: failureList(maturity),
		...incidentLists(maturity, inputs.zone),
		slowestCommits: slowestCommits(maturity),
		tests: testLists(maturity),
		...eventCounts(maturity),
		antiPatterns,
		maturity: assessMaturity(maturity),
		recommendations,
		lastMonthsActions: reviewActions(inputs.lastMonthsActions, (key) => figureOf(maturity, key)),
		actions: inputs.actions.map((action) => ({
			...action,
			check: recommendations.find(({ id }) => id === action.recommendation)?.check ?? null,
		})),
		notes: inputs.notes,
	};
}

function headOf(inputs: ReportInputs, sha256: (text: string) => string) {
	const { maturity, scopeTitle, zone, definitionsVersion, benchmarkEdition, sources } = inputs;
	return {
		schemaVersion: reportSchemaVersion,
		scope: maturity.scope,
		scopeTitle,
		month: maturity.month,
		period: monthPeriod(maturity.month),
		...{ zone, definitionsVersion, benchmarkEdition },
		cutOff: maturity.cutOff,
		inputsHash: inputsHash(inputs, sha256),
		sources,
		completeness: completenessOf(inputs),
		services: servicesOf(maturity),
		environments: maturity.productionEnvironments,
	};
}

/** Instants at which something was read, not what was read: a later look at the same facts is no other input. */
const whenRead: readonly string[] = ['cutOff', 'dataAsOf', 'syncedTo'];

/** Hash over the canonical JSON of all inputs, without the instants at which they were read. */
export function inputsHash(inputs: ReportInputs, sha256: (text: string) => string): string {
	return sha256(canonicalJson(inputs, whenRead));
}

function metricsOf({ facts }: MaturityInputs): Pick<MonthlyReport, 'dora' | 'quality'> {
	return {
		dora: withMonthBefore(facts.metrics.dora, facts.monthBefore.dora),
		quality: withMonthBefore(facts.metrics.quality, facts.monthBefore.quality),
	};
}

function withMonthBefore(answers: MetricsAnswer['dora'], before: MetricsAnswer['dora']): MonthlyReport['dora'] {
	const valueOf = ({ metric }: MetricAnswer) => before.find((answer) => answer.metric === metric)?.value ?? null;
	return answers.map((answer) => ({ ...answer, monthBeforeLast: valueOf(answer) }));
}

/** Counts of 0 are not told from a missing source, so they are "not measured". */
function eventCounts({ facts }: MaturityInputs): Pick<MonthlyReport, 'flagChanges' | 'migrations'> {
	const { flag, migration } = facts.timelineEvents;
	return { flagChanges: flag === 0 ? null : flag, migrations: migration === 0 ? null : migration };
}
