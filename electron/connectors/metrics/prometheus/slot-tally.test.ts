/** Raw counters, series by series: what restarts, disappears, comes late or lies is never counted twice nor made up. */
import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { maxSeries } from './counters.ts';
import type { CounterSample } from './counters.ts';
import { createSlotTally } from './slot-tally.ts';

const pod = (instance: string, more: Record<string, string> = {}) => ({ job: 'shop', instance, ...more });
const requests = (at: number, value: number, labels: Record<string, string> = pod('a')): CounterSample => ({
	...{ part: 'requests', labels, value, at },
});
const errors = (
	at: number,
	value: number,
	labels: Record<string, string> = pod('a', { status: '500' }),
): CounterSample => ({
	...{ part: 'event:errors', labels, value, at },
});
const buckets = (at: number, counts: Readonly<Record<string, number>>, labels = pod('a')): readonly CounterSample[] =>
	Object.entries(counts).map(([le, value]) => ({ part: 'latency', labels: { ...labels, le }, value, at }));

function count(...looks: readonly (readonly CounterSample[])[]) {
	const tally = createSlotTally();
	for (const look of looks) tally.take(look);
	return { ...tally.tally(), newestAt: tally.newestAt(), run: tally.run() };
}

describe('counters', () => {
	it.each<[string, readonly (readonly CounterSample[])[], number | null]>([
		['nothing was ever seen', [[]], null],
		['the first look is where counting starts', [[requests(1, 900)]], 0],
		['growth', [[requests(1, 900)], [requests(2, 950)]], 50],
		['the same sample again', [[requests(1, 900)], [requests(2, 950)], [requests(2, 950)]], 50],
		['a late sample of another replica', [[requests(1, 900)], [requests(3, 950)], [requests(2, 920)]], 50],
		[
			'a late sample is not where it goes on',
			[[requests(1, 9)], [requests(3, 95)], [requests(2, 20)], [requests(4, 96)]],
			87,
		],
		['a restart', [[requests(1, 900)], [requests(2, 30)]], 30],
		['a restart that was not seen for a while', [[requests(1, 900)], [], [], [requests(9, 30)]], 30],
		['a series that goes and comes again', [[requests(1, 900)], [], [requests(3, 950)]], 50],
		['NaN in between', [[requests(1, 900)], [requests(2, Number.NaN)], [requests(3, 950)]], 50],
		['infinity in between', [[requests(1, 900)], [requests(2, Number.POSITIVE_INFINITY)], [requests(3, 950)]], 50],
		['less than zero in between', [[requests(1, 900)], [requests(2, -1)], [requests(3, 950)]], 50],
		['NaN at first', [[requests(1, Number.NaN)], [requests(2, 900)], [requests(3, 950)]], 50],
		[
			'a series that appears on a process that was seen',
			[[requests(1, 900)], [requests(2, 900), requests(2, 4, pod('a', { path: '/new' }))]],
			4,
		],
		[
			'another process, which may have counted for days',
			[
				[requests(1, 900)],
				[requests(2, 910), requests(2, 70_000, pod('b'))],
				[requests(3, 910), requests(3, 70_005, pod('b'))],
			],
			15,
		],
		[
			'series that do not tell their process',
			[
				[requests(1, 900, { status: '200' })],
				[requests(2, 900, { status: '200' }), requests(2, 50, { status: '201' })],
			],
			0,
		],
		[
			'a pod tells its process too',
			[[requests(1, 9, { pod: 'x' })], [requests(2, 9, { pod: 'x' }), requests(2, 5, { pod: 'x', status: '500' })]],
			5,
		],
	])('%s', (_name, looks, expected) => {
		const found = count(...looks);
		expect(found.requests).toBe(expected);
		expect(found.run).toBe(1);
	});

	it('counts the first failures of a process that was seen', () => {
		const found = count([requests(1, 900)], [requests(2, 950), errors(2, 3)], [requests(3, 960), errors(3, 5)]);
		expect(found).toMatchObject({ requests: 60, events: { errors: 5 }, newestAt: 3 });
	});

	it('begins anew when every process is another one', () => {
		const found = count(
			[requests(1, 900)],
			[requests(2, 950)],
			[requests(3, 4000, pod('b'))],
			[requests(4, 4001, pod('b'))],
		);
		expect(found).toMatchObject({ requests: 1, run: 2 });
	});

	it('begins anew before it remembers too much', () => {
		const tally = createSlotTally();
		for (let look = 1; look <= 4; look += 1) {
			tally.take(
				Array.from({ length: maxSeries }, (_, index) => requests(look, 7, pod('a', { path: `${look}/${index}` }))),
			);
		}
		expect(tally.run()).toBe(2);
		expect(tally.tally().requests).toBe(0);
	});
});

describe('histograms', () => {
	const first = buckets(1, { '0.1': 50, '0.5': 80, '+Inf': 100 });
	it.each<[string, readonly (readonly CounterSample[])[], { boundsMs: number[]; counts: number[] } | null]>([
		['begin with nothing', [first], { boundsMs: [0.1, 0.5], counts: [0, 0, 0] }],
		[
			'grow by bucket',
			[first, buckets(2, { '0.1': 55, '0.5': 90, '+Inf': 120 })],
			{ boundsMs: [0.1, 0.5], counts: [5, 5, 10] },
		],
		[
			'start again as one',
			[first, buckets(2, { '0.1': 49, '0.5': 90, '+Inf': 120 })],
			{ boundsMs: [0.1, 0.5], counts: [49, 41, 30] },
		],
		['see a sample once', [first, first], { boundsMs: [0.1, 0.5], counts: [0, 0, 0] }],
		[
			'go on over a bucket that lies',
			[
				first,
				buckets(2, { '0.1': Number.NaN, '0.5': 90, '+Inf': 120 }),
				buckets(3, { '0.1': 51, '0.5': 81, '+Inf': 101 }),
			],
			{ boundsMs: [0.1, 0.5], counts: [1, 0, 0] },
		],
		['keep common bounds', [first, buckets(2, { '0.2': 3, '0.5': 5, '+Inf': 6 })], { boundsMs: [0.5], counts: [5, 1] }],
		['are none without +Inf', [buckets(1, { '0.1': 3, '0.5': 5 })], null],
		['are none with a bound that is none', [buckets(1, { low: 3, '+Inf': 5 })], null],
	])('%s', (_name, looks, expected) => {
		expect(count(...looks).latency).toEqual(expected);
	});
});

const step = fc.record({
	good: fc.nat(40),
	bad: fc.nat(6),
	restarts: fc.boolean(),
	isSeen: fc.boolean(),
	isRepeated: fc.boolean(),
});
test.prop([fc.array(step, { minLength: 1, maxLength: 30 }), fc.array(fc.nat(29), { maxLength: 10 })])(
	'never more than was served, and all of it without restarts, whatever comes late or twice',
	(steps, late) => {
		const tally = createSlotTally();
		let [good, bad, served, failed] = [1000, 10, 0, 0];
		const page = (at: number): readonly CounterSample[] => [
			requests(at, good, pod('a', { status: '200' })),
			requests(at, bad, pod('a', { status: '500' })),
			errors(at, bad),
		];
		const looks = [page(0)];
		steps.forEach((one, index) => {
			if (one.restarts) [good, bad] = [0, 0];
			good += one.good;
			bad += one.bad;
			served += one.good + one.bad;
			failed += one.bad;
			looks.push(page(index + 1));
		});
		looks.forEach((look, index) => {
			const step = steps[index - 1];
			if (step !== undefined && !step.isSeen && index < looks.length - 1) return;
			tally.take(look);
			if (step?.isRepeated === true) tally.take(look);
			for (const old of late) if (old < index) tally.take(looks[old] ?? []);
		});
		const found = tally.tally();
		expect(found.requests).toBeLessThanOrEqual(served);
		expect(found.events['errors']).toBeLessThanOrEqual(failed);
		if (!steps.some((one) => one.restarts)) {
			expect(found).toMatchObject({ requests: served, events: { errors: failed } });
		}
	},
);
