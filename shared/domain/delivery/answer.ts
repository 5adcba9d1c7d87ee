/** Turns what was gathered into the five answers, each with its state, the period before, its trend and what counts apart. */
import { alsoFrequency, apartFrequency, distributionOfDays, measureFrequency } from './answer-frequency.ts';
import { alsoRecovery, apartFailRate, apartRecovery, measureFailRate, measureRecovery } from './answer-failures.ts';
import { alsoLeadTime, apartLeadTime, leadsOf, measureLeadTime } from './answer-lead-time.ts';
import { apartRework, measureRework } from './answer-rework.ts';
import { askStretches, changeBetween } from './asked-stretches.ts';
import { benchmarkText } from './benchmarks.ts';
import type { Bucket, Calendar } from './calendar.ts';
import { metricDefinitions } from './definitions.ts';
import { distributionOfTimes } from './distribution.ts';
import type { Gathered, GatheredRange } from './gathered.ts';
import { type Asked, isCutByCoverage, type Measure } from './measured-values.ts';
import {
	type DistributionBin,
	type DoraMetric,
	doraMetrics,
	type MetricAnswer,
	type MetricsAnswer,
	type MetricsQuery,
	type MetricValue,
	type TrendPoint,
} from './metrics.ts';

export interface AnswerContext {
	/** Of the reporting zone. */
	readonly calendar: Calendar;
	readonly now: number;
	/** Edition that is shown beside the numbers; null for none. */
	readonly benchmarks: string | null;
}

/** In the order of `doraMetrics`. */
export function answerDora(gathered: Gathered, query: MetricsQuery, context: AnswerContext): readonly MetricAnswer[] {
	const { calendar, now } = context;
	const ask = (range: GatheredRange, span: Asked['span']): Asked => ({
		...{ range, span, calendar, now },
		...{ sources: gathered.sources, withBots: query.withBots },
	});
	const { asked, before, buckets } = askStretches(gathered, query, context, ask);
	const parts = partsOf(asked, gathered);
	return doraMetrics.map((metric) => {
		const { measure, apart, also, distribution } = parts[metric];
		const value = measure(asked);
		const previous = measure(before);
		return {
			...value,
			metric,
			...metricDefinitions[metric],
			previous,
			// A period of which a part is not known is shown, but nothing is held against it.
			change: isCutByCoverage(before) ? null : changeBetween(value, previous),
			trend: buckets.map((point) => trendPoint(point.bucket, point.asked, measure)),
			distribution: value.state === 'measured' ? distribution : [],
			apart,
			also,
			benchmark: benchmarkText(context.benchmarks, metric),
		};
	});
}

interface Parts {
	readonly measure: (asked: Asked) => MetricValue;
	readonly apart: MetricAnswer['apart'];
	readonly also: MetricAnswer['also'];
	readonly distribution: readonly DistributionBin[];
}

function partsOf(asked: Asked, { period }: Gathered): Readonly<Record<DoraMetric, Parts>> {
	return {
		'deployment-frequency': {
			measure: measureFrequency,
			apart: apartFrequency(period),
			also: alsoFrequency(asked, period),
			distribution: distributionOfDays(asked, period),
		},
		'change-lead-time': {
			measure: measureLeadTime,
			apart: apartLeadTime(asked),
			also: alsoLeadTime(asked),
			distribution: distributionOfTimes(leadsOf(asked)),
		},
		'change-fail-rate': { measure: measureFailRate, apart: apartFailRate(period), also: [], distribution: [] },
		'recovery-time': {
			measure: measureRecovery,
			apart: apartRecovery(period),
			also: alsoRecovery(asked),
			distribution: distributionOfTimes(period.judged.recoveries),
		},
		'rework-rate': { measure: measureRework, apart: apartRework(period), also: [], distribution: [] },
	};
}

function trendPoint(bucket: Bucket, asked: Asked, measure: Measure): TrendPoint {
	return {
		...measure(asked),
		from: bucket.period.from,
		to: bucket.period.to,
		isPartial: bucket.isPartial || isCutByCoverage(asked),
	};
}

/** How many of the period's counted deployments could be linked to a commit. */
export function completenessOf({ period }: Gathered): MetricsAnswer['completeness'] {
	const { counted } = period.standings;
	return { linked: counted - period.noLeadTime['not-linked'] - period.noLeadTime['commit-unknown'], of: counted };
}
