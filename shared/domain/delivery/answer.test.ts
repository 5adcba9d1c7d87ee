/** The five answers held against a brute-force reference, over random units, periods and zones. */
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { answerDora } from './answer.ts';
import { createCalendar } from './calendar.ts';
import { gather } from './measure.ts';
import { doraMetrics, type MetricValue } from './metrics.ts';
import { randomNow, randomQuery, randomUnits, zones } from './testing/random-query.ts';
import { type ReferenceValue, referenceAnswers } from './testing/reference-answers.ts';

/** `DELIVERY_RUNS=5000` searches longer by hand. */
/** A long search by hand takes its time. */
const patience = 900_000;
const numRuns = Number(import.meta.env['DELIVERY_RUNS'] ?? 120);
const calendars = new Map(zones.map((zone) => [zone, createCalendar(zone)]));

function same(found: MetricValue, expected: ReferenceValue): void {
	expect([found.state, found.n, found.of]).toEqual([expected.state, expected.n, expected.of]);
	for (const [value, wanted] of [
		[found.value, expected.value],
		[found.p90, expected.p90],
	] as const) {
		if (wanted === null) expect(value).toBeNull();
		// Both add up fractions of days, in another order.
		else expect(Math.abs((value ?? Number.NaN) - wanted)).toBeLessThanOrEqual(1e-9 * Math.max(1, wanted));
	}
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
				same(answer, wanted.value);
				same(answer.previous, wanted.previous);
				expect(answer.trend.map(({ from, to, isPartial }) => ({ from, to, isPartial }))).toEqual(
					wanted.trend.map(({ from, to, isPartial }) => ({ from, to, isPartial })),
				);
				for (const [index, point] of answer.trend.entries()) {
					const reference = wanted.trend[index];
					if (reference !== undefined) same(point, reference);
				}
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
