/** Totals of a scraped slot: every request that was seen is in them once, whatever instances, pages and clocks do. */
import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import type { ScrapeMetricsConfig } from '../../../../shared/config/model.ts';
import { intervalBetween } from '../../../../shared/domain/health/intervals.ts';
import type { SlotTotals } from '../../../../shared/domain/health/totals.ts';
import { quietLogger } from '../../../testing/real-world.ts';
import { createPages, createTestClock, scrapeConfig } from '../test-kit.ts';
import { createScrapeSource } from './source.ts';

interface Served {
	readonly good: number;
	readonly bad: number;
	/** Of all, how many took longer than 0.1 s. */
	readonly slow?: number;
	readonly bounds?: readonly number[];
	readonly more?: readonly string[];
}

const page = ({ good, bad, slow = 0, bounds = [0.05, 0.1], more = [] }: Served): string => {
	const all = good + bad;
	const count = (bound: number) => (bound < 0.1 ? 0 : bound <= 0.1 ? all - slow : all);
	return [
		`http_requests_total{status="200"} ${good}`,
		`http_requests_total{status="500"} ${bad}`,
		...bounds.map((bound) => `http_request_duration_seconds_bucket{le="${bound}"} ${count(bound)}`),
		`http_request_duration_seconds_bucket{le="+Inf"} ${all}`,
		'process_resident_memory_bytes 500',
		...more,
		'',
	].join('\n');
};

function setUp(changes: Partial<ScrapeMetricsConfig> = {}) {
	const clock = createTestClock();
	const web = createPages();
	const config = scrapeConfig(changes, 1000);
	const create = () => createScrapeSource(config, { clock, fetch: web.fetch, logger: quietLogger });
	const source = create();
	const address = (port: number) => `http://127.0.0.1:${port}`;
	const tell = (port: number, what: Served | null) => {
		if (what === null) web.pages.delete(`${address(port)}/metrics`);
		else web.pages.set(`${address(port)}/metrics`, page(what));
	};
	const look = async (ports: readonly number[] = [1], version: string | null = '1', from = source) => {
		const slots = [{ slot: 'green', version, addresses: ports.map(address) }] as const;
		const { totals } = await from.read({ slots, windowMs: 5000 });
		if (totals?.[0] === undefined) throw new Error('there are no totals');
		return totals[0];
	};
	/** Lets a scrape pass, then looks. */
	const next = async (ports?: readonly number[], version?: string | null) => {
		await clock.advance(1000);
		return look(ports, version);
	};
	return { clock, web, source, create, tell, look, next };
}

const between = (before: SlotTotals, after: SlotTotals) => {
	const found = intervalBetween(before, after);
	if (found === null) throw new Error('nothing is between them');
	return found;
};

describe('totals of a scraped slot', () => {
	it('begin with nothing and count what came', async () => {
		const { tell, look, next, clock } = setUp();
		tell(1, { good: 1000, bad: 50 });
		const first = await look();
		expect(first).toMatchObject({
			...{ slot: 'green', version: '1', requests: 0, events: { errors: 0 }, gauges: { memory: 0.5 }, source: 'scrape' },
			...{ latency: { boundsMs: [50, 100], counts: [0, 0, 0] }, query: 'http://127.0.0.1:1', at: clock.now() },
		});
		tell(1, { good: 1090, bad: 60, slow: 20 });
		expect(between(first, await next())).toMatchObject({
			...{ requests: 100, events: { errors: 10 }, latency: { boundsMs: [50, 100], counts: [0, 80, 20] }, notes: [] },
		});
	});

	it('are the same at the same instant when nothing was scraped in between', async () => {
		const { tell, look, clock } = setUp({ intervalMs: 10_000 });
		tell(1, { good: 1, bad: 0 });
		const first = await look();
		await clock.advance(700);
		expect(await look()).toEqual(first);
		expect(intervalBetween(first, await look())).toBeNull();
	});

	it('count on over a restart, a gap, and long beyond what the ring remembers', async () => {
		const { tell, look, next, clock } = setUp();
		tell(1, { good: 1000, bad: 0 });
		const first = await look();
		tell(1, { good: 7, bad: 3 });
		expect(between(first, await next())).toMatchObject({ requests: 10, events: { errors: 3 } });
		tell(1, null);
		const gap = await next();
		await clock.advance(20_000);
		expect(intervalBetween(gap, await look())).toBeNull();
		tell(1, { good: 27, bad: 3 });
		expect(between(first, await next())).toMatchObject({ requests: 30, events: { errors: 3 } });
		await clock.advance(60_000);
		expect(between(first, await look())).toMatchObject({ requests: 30 });
	});

	it('keep what instances did that left, and begin where one joins', async () => {
		const { tell, look, next, clock } = setUp();
		tell(1, { good: 100, bad: 0 });
		tell(2, { good: 5000, bad: 0 });
		const first = await look([1]);
		tell(1, { good: 110, bad: 0 });
		await next([1, 2]);
		tell(2, { good: 5020, bad: 0 });
		expect(between(first, await next([1, 2]))).toMatchObject({ requests: 30 });
		await look([2]);
		await clock.advance(60_000);
		const after = await look([2]);
		expect(after.query).toBe('http://127.0.0.1:2');
		expect(between(first, after)).toMatchObject({ requests: 30 });
	});

	it('claim no more freshness than the instance that is silent longest', async () => {
		const { tell, look, next } = setUp();
		tell(1, { good: 0, bad: 0 });
		tell(2, { good: 0, bad: 0 });
		const first = await look([1, 2]);
		tell(1, { good: 10, bad: 0 });
		tell(2, null);
		expect(intervalBetween(first, await next([1, 2]))).toBeNull();
		tell(2, { good: 5, bad: 0 });
		expect(between(first, await next([1, 2]))).toMatchObject({ requests: 15, fromMs: first.at });
	});

	it.each<[string, (kit: ReturnType<typeof setUp>) => Promise<SlotTotals>]>([
		['another version', ({ next }) => next([1], '2')],
		['other instances altogether', ({ next }) => next([2])],
		[
			'a source that starts anew',
			async ({ clock, create, look }) => {
				await clock.advance(1000);
				return look([1], '1', create());
			},
		],
		[
			'a wall clock that was set',
			({ clock, next }) => {
				clock.jump(3_600_000);
				return next();
			},
		],
	])('are another run of counting for %s', async (_name, act) => {
		const kit = setUp();
		kit.tell(1, { good: 10, bad: 0 });
		kit.tell(2, { good: 99, bad: 0 });
		const first = await kit.look();
		const later = await act(kit);
		expect(later.epoch).not.toBe(first.epoch);
		expect(intervalBetween(first, later)).toBeNull();
	});

	it('go on when the version is not known for a moment, or one of two instances is replaced', async () => {
		const { tell, look, next } = setUp();
		for (const port of [1, 2, 3]) tell(port, { good: 10, bad: 0 });
		const first = await look([1, 2]);
		expect((await next([1, 2], null)).epoch).toBe(first.epoch);
		expect((await next([2, 3])).epoch).toBe(first.epoch);
	});

	it('leave out what a page lies about, and only that', async () => {
		const { tell, look, next } = setUp();
		tell(1, { good: 10, bad: 0 });
		const first = await look();
		tell(1, { good: Number.NaN, bad: 0 });
		const lying = await next();
		expect(lying).toMatchObject({ requests: null, events: {} });
		tell(1, { good: 30, bad: 0 });
		expect(between(first, await next())).toMatchObject({ requests: 20, events: { errors: 0 } });
		tell(1, { good: 30, bad: 0, bounds: [Number.NaN] });
		expect(await next()).toMatchObject({ requests: 20, latency: null });
	});

	it('keep the bounds that all buckets have, now and from then on', async () => {
		const { tell, look, next } = setUp();
		tell(1, { good: 0, bad: 0 });
		tell(2, { good: 0, bad: 0, bounds: [0.1, 0.4] });
		const first = await look([1, 2]);
		expect(first.latency?.boundsMs).toEqual([100]);
		tell(1, { good: 10, bad: 0, slow: 1 });
		tell(2, { good: 20, bad: 0, slow: 2, bounds: [0.1, 0.4] });
		const second = await next([1, 2]);
		expect(between(first, second).latency).toEqual({ boundsMs: [100], counts: [27, 3] });
		tell(1, { good: 4, bad: 0, slow: 1, bounds: [0.1, 0.2] });
		expect(between(second, await next([1, 2])).latency).toEqual({ boundsMs: [100], counts: [3, 1] });
	});
});

describe('events of the team', () => {
	const events = {
		refused: { series: 'refused_total', only: null },
		late: { series: 'done_total', only: { label: 'speed', pattern: 'slow.*' } },
		misspelt: { series: 'refsed_total', only: null },
	};

	it('are counted from the first one on, and are absent where nothing has their name', async () => {
		const { tell, look, next } = setUp({ events });
		tell(1, { good: 0, bad: 0, more: ['done_total{speed="slow1"} 9', 'done_total{speed="quick"} 500'] });
		const first = await look();
		expect(first.events).toEqual({ errors: 0, late: 0 });
		const more = ['done_total{speed="slow1"} 11', 'done_total{speed="slow2"} 3', 'done_total{speed="quick"} 900'];
		tell(1, { good: 50, bad: 0, more: [...more, 'refused_total{why="funds"} 4'] });
		const second = await next();
		expect(second.events).toEqual({ errors: 0, late: 5, refused: 4 });
		// Restarted: the counter is away until something is refused again.
		tell(1, { good: 2, bad: 0 });
		expect(between(second, await next()).events).toMatchObject({ refused: 0, late: 0 });
		tell(1, { good: 9, bad: 0, more: ['refused_total{why="funds"} 1', 'done_total{speed="slow1"} NaN'] });
		expect((await next()).events).toEqual({ errors: 0, refused: 5 });
	});

	it('may be called anything', async () => {
		const { tell, look, next } = setUp({ events: { constructor: { series: 'built_total', only: null } } });
		tell(1, { good: 0, bad: 0 });
		tell(2, { good: 0, bad: 0, more: ['built_total 4'] });
		await look([1, 2]);
		tell(2, { good: 0, bad: 0, more: ['built_total 6'] });
		expect((await next([1, 2])).events).toEqual({ errors: 0, constructor: 2 });
		expect((await next([1])).events).toEqual({ errors: 0, constructor: 2 });
		expect((await next([1], '2')).events).toEqual({ errors: 0, constructor: 0 });
	});

	it('that one slot has are none in the other, where it lacks them', async () => {
		const { web, source } = setUp({ events });
		web.pages.set('http://127.0.0.1:1/metrics', page({ good: 1, bad: 0, more: ['refused_total 4'] }));
		web.pages.set('http://127.0.0.1:2/metrics', page({ good: 1, bad: 0 }));
		const slots = [
			{ slot: 'blue', version: '1', addresses: ['http://127.0.0.1:1'] },
			{ slot: 'green', version: '2', addresses: ['http://127.0.0.1:2'] },
		] as const;
		const { totals } = await source.read({ slots, windowMs: 5000 });
		expect(totals?.map((one) => one.events)).toEqual([
			{ errors: 0, refused: 0 },
			{ errors: 0, refused: 0 },
		]);
	});
});

const life = fc.record({
	good: fc.nat(30),
	bad: fc.nat(5),
	restarts: fc.boolean(),
	isAway: fc.boolean(),
	/** Scrapes until the next look. */
	scrapes: fc.integer({ min: 0, max: 3 }),
});

test.prop([fc.array(fc.tuple(life, life), { minLength: 1, maxLength: 12 })])(
	'intervals between looks add up to what was served and seen, never more',
	async (steps) => {
		const { tell, look, clock, source } = setUp();
		const counts = [
			{ good: 500, bad: 20 },
			{ good: 0, bad: 0 },
		];
		counts.forEach((one, index) => tell(index + 1, one));
		const first = await look([1, 2]);
		const sum = { requests: 0, errors: 0 };
		const served = { requests: 0, errors: 0 };
		let last = first;
		const take = async () => {
			const now = await look([1, 2]);
			const more = intervalBetween(last, now);
			if (more === null) return;
			last = now;
			sum.requests += more.requests ?? Number.NaN;
			sum.errors += more.events['errors'] ?? Number.NaN;
		};
		const settleAll = async () => {
			counts.forEach((one, index) => tell(index + 1, one));
			await clock.advance(1000);
			await take();
		};
		for (const step of steps) {
			for (const [index, one] of step.entries()) {
				const count = counts[index];
				if (count === undefined) continue;
				// Seen before the restart, and far smaller after it, so that nothing is hidden from whoever looks from outside.
				if (one.restarts && count.good > 40) {
					await settleAll();
					Object.assign(count, { good: 0, bad: 0 });
				}
				count.good += one.good;
				count.bad += one.bad;
				served.requests += one.good + one.bad;
				served.errors += one.bad;
				tell(index + 1, one.isAway ? null : count);
				await clock.advance(1000 * one.scrapes);
				await take();
			}
		}
		await settleAll();
		expect(sum.requests).toBeLessThanOrEqual(served.requests);
		expect(sum.errors).toBeLessThanOrEqual(served.errors);
		const hasHidden = steps.some((step) => step.some((one) => one.restarts));
		if (!hasHidden) expect(sum).toEqual(served);
		await source.close();
	},
);
