/** Whatever a counter does, no request is counted twice and a restart makes nothing negative. */
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { createInstanceRing, deltaOver } from './instance-ring.ts';
import type { Page } from './page.ts';

const page = (ok: number, bad: number, startedAt: number | null): Page => ({
	requests: {
		ok: true,
		value: [
			{ key: '200', value: ok, isError: false },
			{ key: '500', value: bad, isError: true },
		],
	},
	latency: {
		ok: true,
		value: [
			{
				key: '',
				buckets: new Map([
					[0.1, ok],
					[Infinity, ok + bad],
				]),
			},
		],
	},
	memory: { ok: true, value: 0.5 },
	events: {},
	startedAt,
});

const step = fc.record({ ok: fc.nat(50), bad: fc.nat(5), restarts: fc.boolean() });

describe('a ring of scrapes', () => {
	test.prop([fc.array(step, { minLength: 2, maxLength: 30 }), fc.boolean()])(
		'counts every request once across restarts',
		(steps, tellsStart) => {
			const ring = createInstanceRing(100);
			let [ok, bad, starts, served, failed] = [1000, 100, 1, 0, 0];
			steps.forEach((one, index) => {
				const restarts = index > 0 && one.restarts;
				if (restarts) [ok, bad, starts] = [0, 0, starts + 100];
				ok += one.ok;
				bad += one.bad;
				if (index > 0) [served, failed] = [served + one.ok + one.bad, failed + one.bad];
				ring.push(page(ok, bad, tellsStart ? starts : null), index * 1000);
			});
			const delta = deltaOver(ring.marks(), -1, 0);
			if (tellsStart) expect(delta).toMatchObject({ requests: served, errors: failed });
			// Where two restarts follow each other closely, a value may have grown past the old one: then less is seen.
			else expect(delta?.requests).toBeLessThanOrEqual(served);
			expect(delta?.errors).toBeGreaterThanOrEqual(0);
			expect(delta?.buckets.every((bucket) => bucket.count >= 0)).toBe(true);
		},
	);

	test.prop([fc.array(fc.nat(20), { minLength: 2, maxLength: 40 }), fc.integer({ min: 2, max: 10 })])(
		'keeps no more than its capacity and forgets nothing inside the window',
		(growth, capacity) => {
			const ring = createInstanceRing(capacity);
			let total = 0;
			growth.forEach((more, index) => {
				total += more;
				ring.push(page(total, 0, null), index * 1000);
			});
			expect(ring.marks().length).toBeLessThanOrEqual(capacity);
			const end = (growth.length - 1) * 1000;
			const before = deltaOver(ring.marks(), end - 1000, 0);
			ring.forgetBefore(end - 1000);
			expect(deltaOver(ring.marks(), end - 1000, 0)).toEqual(before);
			expect(before?.requests).toBe(growth.at(-1));
		},
	);
});
