/** The five answers held against a brute-force reference, over random units, periods and zones. */
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { answerDora } from './answer.ts';
import { createCalendar } from './calendar.ts';
import { gather } from './measure.ts';
import { doraMetrics, type MetricValue, type TrendPoint } from './metrics.ts';
import { randomNow, randomQuery, randomUnits, zones } from './testing/random-query.ts';
import { type ReferencePoint, type ReferenceValue, referenceAnswers } from './testing/reference-answers.ts';

/** `DELIVERY_RUNS=5000` searches longer by hand. */
/** A long search by hand takes its time. */
const patience = 900_000;
const numRuns = Number(import.meta.env['DELIVERY_RUNS'] ?? 80);
const calendars = new Map(zones.map((zone) => [zone, createCalendar(zone)]));

/** What differs, in words; both add up fractions of days, in another order. */
function differences(where: string, found: MetricValue, expected: ReferenceValue): readonly string[] {
	const isNear = (value: number | null, wanted: number | null) =>
		value === null || wanted === null
			? value === wanted
			: Math.abs(value - wanted) <= 1e-9 * Math.max(1, Math.abs(wanted));
	const isSame =
		found.state === expected.state &&
		found.n === expected.n &&
		found.of === expected.of &&
		isNear(found.value, expected.value) &&
		isNear(found.p90, expected.p90);
	return isSame ? [] : [`${where}: ${JSON.stringify(found)} and not ${JSON.stringify(expected)}`];
}

describe('random questions', () => {
	test.prop([randomUnits, randomQuery, fc.constantFrom(...zones), randomNow], { numRuns })(
		'are answered as the brute-force reference does',
		(units, query, zone, now) => {
			const calendar = calendars.get(zone) ?? createCalendar(zone);
			const gathered = gather(units, query, { calendar, now });
			const answers = answerDora(gathered, query, { calendar, now, benchmarks: null });
			const expected = referenceAnswers({ units, query, zone, now });
			for (const answer of answers) {
				const metric = doraMetrics.find((name) => name === answer.metric) ?? 'rework-rate';
				const wanted = expected[metric];
				const bounds = ({ from, to, isPartial }: TrendPoint | ReferencePoint) => `${from} ${to} ${isPartial}`;
				expect(answer.trend.map(bounds)).toEqual(wanted.trend.map(bounds));
				expect([
					...differences(metric, answer, wanted.value),
					...differences(`${metric} before`, answer.previous, wanted.previous),
					...wanted.trend.flatMap((reference, index) => {
						const point = answer.trend[index];
						return point === undefined ? ['missing'] : differences(`${metric} ${point.from}`, point, reference);
					}),
				]).toEqual([]);
			}
		},
		patience,
	);

	test.prop([randomUnits, randomQuery, fc.constantFrom(...zones), randomNow], { numRuns })(
		'add up: buckets to the period, bins to n, units in any order',
		(units, query, zone, now) => {
			const calendar = calendars.get(zone) ?? createCalendar(zone);
			const gathered = gather(units, query, { calendar, now });
			const context = { calendar, now, benchmarks: null };
			const answers = answerDora(gathered, query, context);
			expect(answerDora(gather(units.toReversed(), query, context), query, context)).toEqual(answers);
			const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
			expect(sum(gathered.buckets.map(({ standings }) => standings.counted))).toBe(gathered.period.standings.counted);
			for (const { distribution, metric, n, state, value, remarks } of answers) {
				expect(value === null).toBe(state !== 'measured');
				if (state !== 'measured') expect(remarks.length).toBeGreaterThan(0);
				if (distribution.length > 0 && metric !== 'deployment-frequency')
					expect(sum(distribution.map(({ count }) => count))).toBe(n);
			}
		},
		patience,
	);
});
