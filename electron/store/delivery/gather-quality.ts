/** Adds up pipeline runs, suites and states of tests by stretches of time. */
import type { Calendar, Span } from '../../../shared/domain/delivery/calendar.ts';
import type { GatheredQuality, GatheredQualityRange } from '../../../shared/domain/delivery/gathered-quality.ts';
import type { MetricsQuery } from '../../../shared/domain/delivery/metrics.ts';
import { comparedPeriod } from '../../../shared/domain/delivery/periods.ts';
import { countUpTo } from '../../../shared/domain/delivery/quantiles.ts';
import { piledTimes } from './binned-times.ts';
import { type RunColumns, runFlags } from './service-runs.ts';
import type { SuiteColumns } from './service-tests.ts';

export interface QualityColumns {
	readonly runs: RunColumns;
	readonly suites: SuiteColumns;
}

export interface QualityRequest {
	readonly columns: readonly QualityColumns[];
	readonly query: MetricsQuery;
	readonly sources: GatheredQuality['sources'];
	readonly calendar: Calendar;
	readonly now: number;
}

export function gatherQuality({ columns, query, sources, calendar, now }: QualityRequest): GatheredQuality {
	const spans = calendar.buckets(query.period, query.bucket, now).map(({ span }) => span);
	const [previous, ...buckets] = pileUp(columns, [calendar.spanOf(comparedPeriod(query)), ...spans], now);
	const period = buckets.length > 0 ? buckets : pileUp(columns, [calendar.spanOf(query.period)], now);
	return {
		sources,
		period: rangeFrom(period),
		previous: rangeFrom(previous === undefined ? [] : [previous]),
		buckets: buckets.map((bucket) => rangeFrom([bucket])),
	};
}

/** All of a range, times in no order. */
interface Pile extends Omit<GatheredQualityRange, 'suites'> {
	readonly suites: {
		readonly wall: Float64Array;
		readonly summed: Float64Array;
		readonly withoutWall: number;
		readonly massFailures: number;
	};
}

/** Ranges that lie side by side as one. */
function rangeFrom(piles: readonly Pile[]): GatheredQualityRange {
	const sum = (pick: (pile: Pile) => number) => piles.reduce((total, pile) => total + pick(pile), 0);
	const runs = (which: 'final' | 'first') => ({
		passed: sum((pile) => pile[which].passed),
		failed: sum((pile) => pile[which].failed),
		cancelled: sum((pile) => pile[which].cancelled),
	});
	return {
		final: runs('final'),
		first: runs('first'),
		suites: {
			wall: piledTimes(piles.map(({ suites }) => suites.wall)),
			summed: piledTimes(piles.map(({ suites }) => suites.summed)),
			withoutWall: sum(({ suites }) => suites.withoutWall),
			massFailures: sum(({ suites }) => suites.massFailures),
		},
		// As they stand at its end.
		tests: piles.at(-1)?.tests ?? { flaky: 0, judged: 0 },
	};
}

/** By services, then by spans: what lies side by side in memory is read in one go. */
function pileUp(columns: readonly QualityColumns[], spans: readonly Span[], now: number): readonly Pile[] {
	const ranges = spans.map((span) => createRange(span, now));
	for (const one of columns) for (const range of ranges) range.add(one);
	return ranges.map((range) => range.finish());
}

function createRange(span: Span, now: number) {
	const final = new Float64Array(4);
	const first = new Float64Array(4);
	const wall: number[] = [];
	const summed: number[] = [];
	const counts = { withoutWall: 0, massFailures: 0, flaky: 0, judged: 0 };
	const end = Math.min(span.to, now);
	const addSuite = ({ suites }: QualityColumns, index: number) => {
		if (suites.isMass[index] === 1) {
			counts.massFailures += 1;
			return;
		}
		const [wallMs, summedMs] = [suites.wall[index] ?? Number.NaN, suites.summed[index] ?? Number.NaN];
		if (Number.isNaN(wallMs)) counts.withoutWall += 1;
		else wall.push(wallMs);
		if (!Number.isNaN(summedMs)) summed.push(summedMs);
	};
	return {
		add(of: QualityColumns): void {
			const { runs, suites } = of;
			countRuns(runs, span, final, first);
			for (let index = countUpTo(suites.at, span.from, false); index < suites.at.length; index += 1) {
				if ((suites.at[index] ?? 0) >= span.to) break;
				addSuite(of, index);
			}
			const step = countUpTo(suites.stepAt, end, false) - 1;
			counts.flaky += suites.flaky[step] ?? 0;
			counts.judged += suites.judged[step] ?? 0;
		},
		finish(): Pile {
			const { withoutWall, massFailures, flaky, judged } = counts;
			return {
				final: runCounts(final),
				first: runCounts(first),
				suites: { wall: Float64Array.from(wall), summed: Float64Array.from(summed), withoutWall, massFailures },
				tests: { flaky, judged },
			};
		},
	};
}

function countRuns({ at, flag }: RunColumns, span: Span, final: Float64Array, first: Float64Array): void {
	for (let index = countUpTo(at, span.from, false); index < at.length; index += 1) {
		if ((at[index] ?? 0) >= span.to) return;
		const bits = flag[index] ?? 0;
		const state = bits & runFlags.state;
		if ((bits & runFlags.final) !== 0) final[state] = (final[state] ?? 0) + 1;
		if ((bits & runFlags.first) !== 0) first[state] = (first[state] ?? 0) + 1;
	}
}

function runCounts([passed = 0, failed = 0, cancelled = 0]: Float64Array) {
	return { passed, failed, cancelled };
}
