import { describe, expect, it } from 'vitest';
import { clockSkew, factsOf, rateBudget, retryAfter } from './limits.ts';

const now = Date.parse('2026-11-28T12:00:00Z');
const headers =
	(all: Readonly<Record<string, string>>) =>
	(name: string): string | null =>
		all[name] ?? null;

describe('what a host says about how often it may be asked', () => {
	it.each([
		[
			'GitHub',
			{ 'x-ratelimit-limit': '5000', 'x-ratelimit-remaining': '4999', 'x-ratelimit-reset': String(now / 1000 + 60) },
			{ limit: 5000, remaining: 4999, resetsAt: now + 60_000 },
		],
		[
			'GitLab',
			{ 'ratelimit-limit': '600', 'ratelimit-remaining': '0', 'ratelimit-reset': String(now / 1000 + 9) },
			{ limit: 600, remaining: 0, resetsAt: now + 9000 },
		],
		[
			'a span of seconds',
			{ 'ratelimit-limit': '100, 100;w=60', 'ratelimit-remaining': '50', 'ratelimit-reset': '30' },
			{ limit: 100, remaining: 50, resetsAt: now + 30_000 },
		],
		['the newer draft', { ratelimit: '"default";r=50;t=30' }, { limit: null, remaining: 50, resetsAt: now + 30_000 }],
		['nonsense', { 'x-ratelimit-limit': 'many', 'x-ratelimit-remaining': '' }, null],
		['nothing', {}, null],
	])('reads %s', (_name, said, budget) => {
		expect(rateBudget(headers(said), now, 0)).toEqual(budget);
	});

	it('turns instants of a clock that is ahead into ours', () => {
		const ahead = 90_000;
		const said = { 'x-ratelimit-limit': '60', 'x-ratelimit-reset': String((now + ahead + 60_000) / 1000) };
		expect(rateBudget(headers(said), now, ahead)?.resetsAt).toBe(now + 60_000);
	});

	it.each([
		['seconds', '120', 0, now + 120_000],
		['a date', 'Sat, 28 Nov 2026 12:02:00 GMT', 0, now + 120_000],
		['a date of a clock that is ahead', 'Sat, 28 Nov 2026 12:02:00 GMT', 60_000, now + 60_000],
		['a date that is past', 'Sat, 28 Nov 2026 11:00:00 GMT', 0, now],
		['nonsense', 'soon', 0, null],
	])('reads Retry-After as %s', (_name, said, skew, at) => {
		expect(retryAfter(headers({ 'retry-after': said }), now, skew)).toBe(at);
	});

	it('waits until the window is new when the budget is spent', () => {
		const said = {
			'x-ratelimit-limit': '60',
			'x-ratelimit-remaining': '0',
			'x-ratelimit-reset': String(now / 1000 + 30),
		};
		expect(factsOf(headers(said), { sentAt: now, receivedAt: now }).notBefore).toBe(now + 30_000);
		expect(factsOf(headers({ ...said, 'retry-after': '45' }), { sentAt: now, receivedAt: now }).notBefore).toBe(
			now + 45_000,
		);
		expect(factsOf(headers({}), { sentAt: now, receivedAt: now }).notBefore).toBeNull();
	});
});

describe('how far a clock is ahead', () => {
	it.each([
		['not, within what Date can tell', 'Sat, 28 Nov 2026 12:00:00 GMT', undefined, 0],
		['an hour', 'Sat, 28 Nov 2026 13:00:00 GMT', undefined, 3_600_500],
		['behind', 'Sat, 28 Nov 2026 11:59:00 GMT', undefined, -59_500],
		['a cache on the way repeats an old date', 'Sat, 28 Nov 2026 11:59:00 GMT', '60', 0],
		['unknown', 'yesterday', undefined, null],
	])('%s', (_name, date, age, skew) => {
		expect(clockSkew(headers({ date, ...(age === undefined ? {} : { age }) }), now, now)).toBe(skew);
	});

	it.each([
		['Retry-After in seconds', { 'retry-after': '999999999999999' }],
		['Retry-After as a date', { 'retry-after': 'Fri, 01 Jan 9999 00:00:00 GMT' }],
		['a window', { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '999999999999999' }],
		['a window of the draft', { ratelimit: '"default";r=0;t=999999999999999' }],
	])('never waits for years: %s', (_name, said) => {
		expect(factsOf(headers(said), { sentAt: now, receivedAt: now }).notBefore).toBe(now + 24 * 60 * 60 * 1000);
	});
});
