/** Turns what was gathered about pipelines and tests into the answers beside the five metrics. */
import { askStretches, changeBetween } from './asked-stretches.ts';
import type { Bucket, Calendar, Span } from './calendar.ts';
import { distributionOfTimes } from './distribution.ts';
import type { GatheredQuality, GatheredQualityRange, RunCounts } from './gathered-quality.ts';
import { measuredShare, measuredTimes, noData, notMeasured } from './measured-values.ts';
import {
	type MetricAnswer,
	type MetricsQuery,
	type MetricUnit,
	type MetricValue,
	type QualityMetric,
	qualityMetrics,
} from './metrics.ts';
import { medianOf } from './quantiles.ts';
import { dayTitle } from './words.ts';

export interface QualityContext {
	/** Of the reporting zone. */
	readonly calendar: Calendar;
	readonly now: number;
}

interface AskedQuality {
	readonly range: GatheredQualityRange;
	readonly span: Span;
	readonly sources: GatheredQuality['sources'];
	readonly calendar: Calendar;
	readonly now: number;
}

interface QualityDefinition {
	readonly unit: MetricUnit;
	readonly lessIsBetter: boolean;
	readonly definition: string;
	readonly measure: (asked: AskedQuality) => MetricValue;
	/** Since when its items are known; null where that cuts no period short, or is not known. ms since the epoch. */
	readonly knownFrom: (sources: AskedQuality['sources']) => number | null;
	readonly more: (range: GatheredQualityRange) => Pick<MetricAnswer, 'apart' | 'also' | 'distribution'>;
}

/** In the order of `qualityMetrics`. */
export function answerQuality(
	gathered: GatheredQuality,
	query: MetricsQuery,
	context: QualityContext,
): readonly MetricAnswer[] {
	const ask = (range: GatheredQualityRange, span: Span): AskedQuality => ({
		...context,
		...{ range, span, sources: gathered.sources },
	});
	const { asked, before, buckets } = askStretches(gathered, query, context, ask);
	return qualityMetrics.map((metric) => {
		const { unit, lessIsBetter, definition, measure, more, knownFrom } = definitions[metric];
		const value = measure(asked);
		const previous = measure(before);
		return {
			...{ ...value, metric, unit, lessIsBetter, definition, previous, benchmark: null },
			...more(gathered.period),
			// A period of which a part is not known is shown, but nothing is held against it.
			change: isCut(before, knownFrom(gathered.sources)) ? null : changeBetween(value, previous),
			trend: buckets.map(({ bucket, asked: one }) => trendPoint(bucket, measure(one))),
		};
	});
}

function trendPoint({ period, isPartial }: Bucket, value: MetricValue) {
	return { ...value, from: period.from, to: period.to, isPartial };
}

function isCut({ span }: Pick<AskedQuality, 'span'>, knownFrom: number | null): boolean {
	return knownFrom !== null && knownFrom > span.from;
}

/** Why nothing can be known of a stretch; null where it may be measured. */
function unknowable(
	{ span, calendar, now }: AskedQuality,
	connected: number,
	knownFrom: number | null,
	noun: string,
): MetricValue | null {
	if (span.from >= now) return noData('It has not begun yet.');
	if (connected === 0 && knownFrom === null) return notMeasured(`No source of ${noun} is connected.`);
	if (knownFrom === null) return noData(`No ${noun} have been recorded yet.`);
	return span.to <= knownFrom
		? notMeasured(`No ${noun} are known from before ${dayTitle(calendar.dayAt(knownFrom))}.`)
		: null;
}

function measureSuites(asked: AskedQuality): MetricValue {
	const { range, sources } = asked;
	const unknown = unknowable(asked, sources.withTests, sources.testsFrom, 'test results');
	if (unknown !== null) return unknown;
	const { wall, withoutWall } = range.suites;
	const remarks = withoutWall === 0 ? [] : [`The wall clock of ${withoutWall} more is not known.`];
	return measuredTimes(wall, 'No suite with a known wall clock ran here.', remarks);
}

function measureFlaky(asked: AskedQuality): MetricValue {
	const { range, sources, span, now, calendar } = asked;
	const unknown = unknowable(asked, sources.withTests, sources.testsFrom, 'test results');
	if (unknown !== null) return unknown;
	const { flaky, judged } = range.tests;
	const asOf = `As it stood on ${dayTitle(calendar.dayAt(Math.min(span.to, now) - 1))}.`;
	return measuredShare(flaky, judged, 'No test had run often enough to be judged.', [asOf]);
}

function measureSuccess(asked: AskedQuality): MetricValue {
	const { range, sources } = asked;
	const unknown = unknowable(asked, sources.withRuns, sources.runsFrom, 'pipeline runs');
	if (unknown !== null) return unknown;
	const { passed, failed } = range.final;
	return measuredShare(passed, passed + failed, 'No pipeline run passed or failed here.', []);
}

function shareOf({ passed, failed }: RunCounts): number | null {
	return passed + failed === 0 ? null : passed / (passed + failed);
}

const definitions: Readonly<Record<QualityMetric, QualityDefinition>> = {
	'suite-time': {
		unit: 'ms',
		lessIsBetter: true,
		definition:
			'Wall clock of the jobs that ran tests, per try of a pipeline run: what somebody waits for. The durations of all tests one after the other stand beside it. Runs in which nearly everything failed are left out.',
		measure: measureSuites,
		knownFrom: ({ testsFrom }) => testsFrom,
		more: ({ suites }) => ({
			apart: [
				{ id: 'mass-failures', label: 'Runs in which nearly everything failed', count: suites.massFailures },
				{ id: 'without-wall', label: 'Wall clock not known', count: suites.withoutWall },
			],
			also: [
				{
					id: 'summed',
					label: 'Median of tests one after the other',
					value: medianOf(suites.summed),
					unit: 'ms',
				},
				{
					id: 'summed-p90',
					label: 'p90 of tests one after the other',
					value: suites.summed.quantiles([0.9])[0] ?? null,
					unit: 'ms',
				},
			],
			distribution: distributionOfTimes(suites.wall),
		}),
	},
	'flaky-share': {
		unit: 'share',
		lessIsBetter: true,
		definition:
			'Flaky tests among those that ran often enough to be judged, as they stood at the end of the period. Broken tests are not flaky; the rule is told in docs/delivery-metrics.md.',
		measure: measureFlaky,
		// It is told as it stood at the end of the period, however short the time before is known.
		knownFrom: () => null,
		more: () => ({ apart: [], also: [], distribution: [] }),
	},
	'pipeline-success': {
		unit: 'share',
		lessIsBetter: false,
		definition:
			'Pipeline runs that passed, divided by those that passed or failed, each by its last try. Cancelled ones are counted apart; the same by first tries stands beside it.',
		measure: measureSuccess,
		knownFrom: ({ runsFrom }) => runsFrom,
		more: ({ final, first }) => ({
			apart: [
				{ id: 'failed', label: 'Failed', count: final.failed },
				{ id: 'cancelled', label: 'Cancelled, not divided by', count: final.cancelled },
			],
			also: [{ id: 'first-try', label: 'By first tries', value: shareOf(first), unit: 'share' }],
			distribution: [],
		}),
	},
};
