import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { addIntervals, intervalBetween, intervalFromReadings, isEmpty } from './intervals.ts';
import type { Interval } from './intervals.ts';
import type { Reading } from './model.ts';
import { emptyReading, slotReadings } from './readings.ts';
import type { SlotTotals } from './totals.ts';

const totals = (change: Partial<SlotTotals> = {}): SlotTotals => ({
	...{ slot: 'green', version: '2', epoch: 'a', at: 1000, requests: 100, events: { errors: 1 } },
	...{ latency: { boundsMs: [10, 100], counts: [60, 30, 10] }, gauges: { memory: 0.5 }, source: 's', query: 'q' },
	...change,
});
const before = totals();
const after = totals({
	...{ at: 2000, requests: 150, events: { errors: 3 }, gauges: { memory: 0.6 } },
	latency: { boundsMs: [10, 100], counts: [90, 45, 15] },
});

describe('between two totals', () => {
	it('is what was counted, with the gauges of the end', () => {
		expect(intervalBetween(before, after)).toEqual({
			...{ fromMs: 1000, toMs: 2000, requests: 50, events: { errors: 2 }, gauges: { memory: 0.6 } },
			...{ latency: { boundsMs: [10, 100], counts: [30, 15, 5] }, source: 's', query: 'q', notes: [] },
		});
	});

	it.each<[string, Partial<SlotTotals>]>([
		['the same instant again', { at: 1000 }],
		['a late sample', { at: 900 }],
		['another run of counting', { epoch: 'b' }],
		['another version', { version: '3' }],
		['a version that is no longer known', { version: null }],
		['another slot', { slot: 'blue' }],
		['an instant that is none', { at: Number.NaN }],
		['an instant without end', { at: Number.POSITIVE_INFINITY }],
	])('there is nothing for %s', (_name, change) => {
		expect(intervalBetween(before, { ...after, ...change })).toBeNull();
	});

	it.each<[string, Partial<SlotTotals>, Partial<Interval>]>([
		['requests fell', { requests: 20 }, { requests: null, events: { errors: 2 } }],
		['requests are no number', { requests: Number.NaN }, { requests: null }],
		['errors fell', { events: { errors: 0 } }, { requests: 50, events: {} }],
		['errors are no number', { events: { errors: Number.POSITIVE_INFINITY } }, { requests: 50, events: {} }],
		['more errors than requests', { events: { errors: 200 } }, { requests: null, events: {} }],
		['other buckets', { latency: { boundsMs: [10, 99], counts: [90, 45, 15] } }, { latency: null }],
		['one bucket fell', { latency: { boundsMs: [10, 100], counts: [59, 145, 15] } }, { latency: null }],
		['counts without their bounds', { latency: { boundsMs: [10, 100], counts: [90, 45] } }, { latency: null }],
		['bounds in disorder', { latency: { boundsMs: [100, 10], counts: [90, 45, 15] } }, { latency: null }],
		['a bucket that is no number', { latency: { boundsMs: [10, 100], counts: [90, NaN, 15] } }, { latency: null }],
	])('leaves out and says it: %s', (_name, change, expected) => {
		const found = intervalBetween(before, { ...after, ...change });
		expect(found).toMatchObject(expected);
		expect(found?.events).toEqual(expected.events ?? { errors: 2 });
		expect(found?.notes).toHaveLength(1);
	});

	it('leaves out only an event of the team that is more than the requests', () => {
		const refused = (errors: number, count: number) => ({ events: { errors, refused: count } });
		const found = intervalBetween({ ...before, ...refused(1, 0) }, { ...after, ...refused(3, 80) });
		expect(found).toMatchObject({ requests: 50, notes: ['80 refused among 50 requests'] });
		expect(found?.events).toEqual({ errors: 2 });
	});

	it('does not call absent what is not counted zero', () => {
		const found = intervalBetween(before, { ...after, requests: null, events: { refused: 4 }, latency: null });
		expect(found).toMatchObject({ requests: null, latency: null, notes: [] });
		expect(found?.events).toEqual({});
	});

	it('drops gauges that are no numbers', () => {
		expect(intervalBetween(before, { ...after, gauges: { memory: NaN, queue: 4 } })?.gauges).toEqual({ queue: 4 });
	});
});

const one: Interval = {
	...{ fromMs: 0, toMs: 10, requests: 5, events: { errors: 1, refused: 1 }, gauges: { memory: 0.1 } },
	...{ latency: { boundsMs: [10, 50, 100], counts: [1, 2, 3, 4] }, source: 's', query: 'q', notes: ['x'] },
};
const next: Interval = {
	...{ fromMs: 12, toMs: 20, requests: 7, events: { errors: 2 }, gauges: { memory: 0.2 } },
	...{ latency: { boundsMs: [20, 50], counts: [5, 6, 7] }, source: 's', query: 'q', notes: ['x', 'y'] },
};

describe('added', () => {
	it('keeps what both know, and bounds that both have', () => {
		const sum = { ...next, fromMs: 0, requests: 12, events: { errors: 3 }, notes: ['x', 'y'] };
		const expected = { ...sum, latency: { boundsMs: [50], counts: [14, 14] } };
		expect(addIntervals(one, next)).toEqual(expected);
		expect(addIntervals(next, one)).toEqual(expected);
	});

	it('is nothing where they overlap', () => {
		expect(addIntervals(one, one)).toBeNull();
		expect(addIntervals(one, { ...next, fromMs: 9 })).toBeNull();
	});

	it('has no latency without a common bound or where one has none', () => {
		expect(addIntervals(one, { ...next, latency: { boundsMs: [7], counts: [1, 1] } })?.latency).toBeNull();
		expect(addIntervals(one, { ...next, latency: null })?.latency).toBeNull();
		expect(addIntervals(one, { ...next, requests: null })?.requests).toBeNull();
	});
});

it('is empty when nobody asked', () => {
	const idle: Interval = { ...one, requests: 0, events: { errors: 0 }, latency: null, gauges: {} };
	expect(isEmpty(idle)).toBe(true);
	expect(isEmpty({ ...idle, requests: null, latency: { boundsMs: [1], counts: [0, 0] } })).toBe(true);
	expect(isEmpty({ ...idle, latency: { boundsMs: [1], counts: [0, 1] } })).toBe(false);
	expect(isEmpty({ ...idle, gauges: { memory: 0 } })).toBe(false);
	expect(isEmpty(one)).toBe(false);
});

describe('from readings', () => {
	const values = { requests: 300.4, errorRate: 0.01, p95Latency: 90, throughput: 5, memory: 0.5 };
	const readings = (changes: Partial<Record<keyof typeof values, Partial<Reading>>> = {}) =>
		slotReadings((metric) => ({
			...emptyReading(metric, 'green', 'missing', { at: 60_000, windowMs: 60_000, query: 'q', source: 's' }),
			...{ state: 'measured', value: values[metric], ...changes[metric] },
		}));

	it('counts whole requests and errors', () => {
		expect(intervalFromReadings(readings(), 0)).toMatchObject({
			...{ fromMs: 0, toMs: 60_000, requests: 300, latency: null, gauges: { memory: 0.5 } },
			events: { errors: 3 },
		});
	});

	it.each<[string, Parameters<typeof readings>[0], number | null]>([
		['its window began before the last one ended', {}, 1],
		['the end of the last one is no number', {}, Number.NaN],
		['nothing is measured', { requests: { state: 'stale' }, memory: { state: 'failed' } }, null],
		['nobody knows when', { requests: { at: null } }, null],
		['there is no window', { requests: { windowMs: 0 } }, null],
	])('there is nothing when %s', (_name, changes, previousEnd) => {
		expect(intervalFromReadings(readings(changes), previousEnd)).toBeNull();
	});

	it.each<[string, Parameters<typeof readings>[0], Partial<Interval>]>([
		['a partial error rate', { errorRate: { state: 'partial' } }, { requests: 300, events: {} }],
		['a rate beyond one', { errorRate: { value: 3 } }, { requests: 300, events: { errors: 300 } }],
		['a rate below zero', { errorRate: { value: -3 } }, { requests: 300, events: {} }],
		['memory alone', { requests: { state: 'missing', value: null } }, { requests: null, events: {} }],
		[
			'nobody asked',
			{ requests: { value: 0 }, errorRate: { state: 'missing', value: null } },
			{ requests: 0, events: { errors: 0 } },
		],
		['NaN', { requests: { value: Number.NaN }, memory: { value: Number.NaN } }, { requests: null, gauges: {} }],
	])('trusts only what was measured: %s', (_name, changes, expected) => {
		const found = intervalFromReadings(readings(changes));
		expect(found).toMatchObject(expected);
		if (expected.events !== undefined) expect(found?.events).toEqual(expected.events);
	});
});

const step = fc.record({ ok: fc.nat(50), failed: fc.nat(5), slow: fc.nat(20), fast: fc.nat(20) });
/** Totals after each step, a second apart. */
function walk(steps: readonly { ok: number; failed: number; slow: number; fast: number }[]): readonly SlotTotals[] {
	let [requests, errors, fast, slow] = [7, 3, 1, 2];
	return steps.map((one, index) => {
		requests += one.ok + one.failed;
		errors += one.failed;
		fast += one.fast;
		slow += one.slow;
		const latency = { boundsMs: [100], counts: [fast, slow] };
		return totals({ at: index * 1000, requests, events: { errors }, latency });
	});
}

/** What a judge does: keeps the newest total it used, and adds up what is new. */
function fold(looks: readonly SlotTotals[]): Interval | null {
	let [last, sum]: [SlotTotals | undefined, Interval | null] = [looks[0], null];
	for (const look of looks.slice(1)) {
		const more = last === undefined ? null : intervalBetween(last, look);
		if (more === null) continue;
		last = look;
		sum = sum === null ? more : addIntervals(sum, more);
	}
	return sum;
}

describe('whoever looks when', () => {
	test.prop([
		fc.array(step, { minLength: 2, maxLength: 30 }),
		fc.array(fc.boolean(), { minLength: 30, maxLength: 30 }),
	])('the sum is the same however the time is split', (steps, isSeen) => {
		const all = walk(steps);
		const seen = all.filter((_, index) => index === 0 || index === all.length - 1 || isSeen[index] === true);
		expect(fold(seen)).toEqual(fold(all));
	});

	test.prop([fc.array(step, { minLength: 2, maxLength: 15 }), fc.array(fc.nat(14), { maxLength: 40 })])(
		'late, repeated and disordered looks never count twice',
		(steps, order) => {
			const all = walk(steps);
			const looks = [0, ...order, steps.length - 1].flatMap((index) => all[index] ?? []);
			expect(fold(looks)).toEqual(fold([...new Set(looks)].toSorted((left, right) => left.at - right.at)));
			expect(fold(looks)?.requests).toBe((all.at(-1)?.requests ?? 0) - (all[0]?.requests ?? 0));
		},
	);

	// Adding 0 makes -0, which JSON does not have, plain.
	const number = fc
		.oneof(fc.double(), fc.integer({ min: -5, max: 5 }), fc.constantFrom(NaN, Infinity, -Infinity))
		.map((value) => value + 0);
	const any = fc.record({
		...{ slot: fc.constant('green' as const), version: fc.constant('1'), epoch: fc.constant('a'), at: number },
		...{ requests: fc.option(number), source: fc.constant('s'), query: fc.constant('q') },
		events: fc.dictionary(fc.constantFrom('errors', 'refused', '__proto__', 'toString'), number),
		gauges: fc.dictionary(fc.constantFrom('memory', '__proto__'), number),
		latency: fc.option(
			fc.record({ boundsMs: fc.array(number, { maxLength: 3 }), counts: fc.array(number, { maxLength: 4 }) }),
		),
	});
	test.prop([any, any, any])('nothing is negative or beyond JSON, and nothing throws', (first, second, third) => {
		const intervals = [intervalBetween(first, second), intervalBetween(second, third)];
		const [early, late] = intervals;
		const sum = early && late ? addIntervals(early, late) : null;
		for (const found of [...intervals, sum]) {
			if (found === null || found === undefined) continue;
			const counts = [found.requests ?? 0, ...Object.values(found.events), ...(found.latency?.counts ?? [])];
			expect(counts.every((count) => count >= 0)).toBe(true);
			expect(JSON.parse(JSON.stringify(found))).toEqual(found);
			expect(found.toMs).toBeGreaterThan(found.fromMs);
			for (const name of ['errors', 'refused']) {
				expect(found.events[name] ?? 0).toBeLessThanOrEqual(found.requests ?? Number.POSITIVE_INFINITY);
			}
		}
	});

	test.prop([fc.record({ value: fc.option(number), at: fc.option(number), windowMs: number }), fc.option(number)])(
		'readings of any kind never throw nor go below zero',
		(rest, previousEnd) => {
			const found = intervalFromReadings(
				slotReadings((metric) => ({ ...emptyReading(metric, 'green'), state: 'measured', ...rest })),
				previousEnd,
			);
			expect(found?.requests ?? 0).toBeGreaterThanOrEqual(0);
			expect(found?.events['errors'] ?? 0).toBeLessThanOrEqual(found?.requests ?? 0);
			expect(JSON.parse(JSON.stringify(found))).toEqual(found);
		},
	);
});
