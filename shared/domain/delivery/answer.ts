/** Turns what was gathered into the five answers, each with its state, the period before, its trend and what counts apart. */
import { alsoFrequency, apartFrequency, distributionOfDays, measureFrequency } from './answer-frequency.ts';
import { alsoRecovery, apartFailRate, apartRecovery, measureFailRate, measureRecovery } from './answer-failures.ts';
import { alsoLeadTime, apartLeadTime, leadsOf, measureLeadTime } from './answer-lead-time.ts';
import { apartRework, measureRework } from './answer-rework.ts';
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
	type Period,
	type TrendPoint,
} from './metrics.ts';
import { previousPeriod } from './periods.ts';

export interface AnswerContext {
	/** Of the reporting zone. */
	readonly calendar: Calendar;
	readonly now: number;
	/** Edition that is shown beside the numbers; null for none. */
	readonly benchmarks: string | null;
}

/** What the query is compared with: what it says, else the period right before. */
export function comparedPeriod(query: Pick<MetricsQuery, 'period' | 'compareWith'>): Period {
	return query.compareWith ?? previousPeriod(query.period);
}

/** In the order of `doraMetrics`. */
export function answerDora(gathered: Gathered, query: MetricsQuery, context: AnswerContext): readonly MetricAnswer[] {
	const { calendar, now } = context;
	const ask = (range: GatheredRange, span: Asked['span']): Asked => ({
		...{ range, span, calendar, now },
		...{ sources: gathered.sources, withBots: query.withBots },
	});
	const asked = ask(gathered.period, calendar.spanOf(query.period));
	const before = ask(gathered.previous, calendar.spanOf(comparedPeriod(query)));
	const buckets = calendar.buckets(query.period, query.bucket, now).flatMap((bucket, index) => {
		const range = gathered.buckets[index];
		return range === undefined ? [] : [{ bucket, asked: ask(range, bucket.span) }];
	});
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
			change: value.value === null || previous.value === null ? null : value.value - previous.value,
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
