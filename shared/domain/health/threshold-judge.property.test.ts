/** What must hold of every verdict, whatever a source says. */
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import type { SlotName } from '../target/model.ts';
import { defaultHealthPolicy } from './defaults.ts';
import { testInstant, wellInput, wellSlot } from './fixtures.ts';
import { metricNames } from './model.ts';
import type { JudgeInput, MetricName, Reading, ReadingState, SlotReadings } from './model.ts';
import { slotReadings } from './readings.ts';
import { judgeByThresholds, replayVerdict } from './threshold-judge.ts';

const troubles: readonly ReadingState[] = ['missing', 'stale', 'not-a-number', 'partial', 'failed'];
const anyState = fc.constantFrom<ReadingState>('measured', 'not-configured', ...troubles);
const anyNumber = fc.oneof(fc.double({ min: 0, max: 2 }), fc.double(), fc.nat(100_000));

const anyReading = (metric: MetricName, slot: SlotName): fc.Arbitrary<Reading> =>
	fc.record({
		metric: fc.constant(metric),
		slot: fc.constant(slot),
		state: anyState,
		value: fc.option(anyNumber),
		count: fc.option(fc.oneof(fc.nat(100_000), fc.double())),
		at: fc.option(fc.integer({ min: testInstant - 400_000, max: testInstant + 400_000 })),
		windowMs: fc.constantFrom(0, 30_000, 120_000),
		detail: fc.option(fc.string({ maxLength: 8 })),
		query: fc.constant('q'),
		source: fc.constant('test'),
	});

const anySlot = (slot: SlotName): fc.Arbitrary<SlotReadings> =>
	fc.tuple(...metricNames.map((metric) => anyReading(metric, slot))).map((all) =>
		slotReadings((metric) => {
			const found = all.find((reading) => reading.metric === metric);
			if (found === undefined) throw new Error(`no reading of ${metric}`);
			return found;
		}),
	);

const weight = fc.constantFrom(0, 5, 25, 50, 95, 100);
const anyInput: fc.Arbitrary<JudgeInput> = fc.record({
	at: fc.constant(testInstant),
	canary: anySlot('green'),
	stable: fc.option(anySlot('blue')),
	weights: fc.record({ canary: weight, stable: weight }),
});

const outcomeOf = (input: JudgeInput) => judgeByThresholds(defaultHealthPolicy, input).outcome;

describe('every verdict', () => {
	test.prop([anyInput])('is replayed from what was stored, through JSON, to the letter', (input) => {
		const verdict = judgeByThresholds(defaultHealthPolicy, input);
		const stored: typeof verdict = JSON.parse(JSON.stringify(verdict));
		expect(stored).toStrictEqual(verdict);
		expect(replayVerdict(stored, defaultHealthPolicy)).toStrictEqual({ ok: true, value: verdict });
	});

	test.prop([anyInput, fc.constantFrom(...metricNames), fc.constantFrom(...troubles)])(
		'is never healthy while a metric that decides is not measured',
		(input, metric, state) => {
			const reading: Reading = { ...input.canary[metric], state, value: null };
			// The throughput is only judged beside a stable slot; without one its absence changes nothing.
			fc.pre(metric !== 'throughput' || (input.stable !== null && input.weights.stable > 0));
			expect(outcomeOf({ ...input, canary: { ...input.canary, [metric]: reading } })).not.toBe('healthy');
		},
	);

	test.prop([anyInput, fc.double({ min: 0, max: 0.5, noNaN: true }), fc.double({ min: 0, max: 0.5, noNaN: true })])(
		'does not get better when the canary errs more',
		(input, rate, more) => {
			const withRate = (value: number): JudgeInput => ({
				...input,
				canary: { ...input.canary, errorRate: { ...input.canary.errorRate, state: 'measured', value } },
			});
			const order = ['healthy', 'inconclusive', 'unhealthy'];
			expect(order.indexOf(outcomeOf(withRate(rate + more)))).toBeGreaterThanOrEqual(
				order.indexOf(outcomeOf(withRate(rate))),
			);
		},
	);

	test.prop([fc.double({ min: 1, max: 1e5, noNaN: true }), fc.double({ min: 1, max: 100, noNaN: true })])(
		'does not get better when the canary slows down',
		(p95Latency, factor) => {
			const at = (value: number) => outcomeOf(wellInput({ canary: wellSlot('green', { p95Latency: value }) }));
			if (at(p95Latency) === 'unhealthy') expect(at(p95Latency * factor)).toBe('unhealthy');
		},
	);

	test.prop([fc.integer({ min: 0, max: 4210 }), weight.filter((share) => share > 0)])(
		'is never healthy when the canary lost half of its share or more, however few requests are left',
		(requests, share) => {
			const due = (4210 * share) / (101 - share);
			fc.pre(requests <= due / 2 && due > 500);
			const slot = wellSlot('green', { requests, throughput: requests / 120, errorRate: 0 });
			const stable = wellSlot('blue', { throughput: 4210 / 120 });
			expect(outcomeOf(wellInput({ canary: slot, stable, weights: { canary: share, stable: 101 - share } }))).not.toBe(
				'healthy',
			);
		},
	);

	test.prop([anyInput])('gives each reason in words, and its outcome follows from the reasons that decide', (input) => {
		const verdict = judgeByThresholds(defaultHealthPolicy, input);
		expect(verdict.reasons.every((reason) => reason.text !== '')).toBe(true);
		const said = verdict.reasons.filter((reason) => reason.role === 'decide').map((reason) => reason.outcome);
		const expected = said.includes('failed') ? 'unhealthy' : said.includes('unknown') ? 'inconclusive' : 'healthy';
		expect(verdict.outcome).toBe(expected);
		expect(verdict.summary.toLowerCase().startsWith(expected)).toBe(true);
	});
});
