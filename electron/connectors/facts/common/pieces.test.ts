import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { versionedCursor } from './cursor.ts';
import { readInstant } from './instants.ts';
import { createLeftOut } from './left-out.ts';
import { environmentOf, incidentEnvironmentOf, serviceOf, tierOfName } from './names.ts';

describe('instants', () => {
	test.each([
		['2021-04-28 21:50:00 +0200', '2021-04-28T19:50:00.000Z', 120],
		['2021-04-28T21:50:00+02:00', '2021-04-28T19:50:00.000Z', 120],
		['2021-04-28T21:50:00+02', '2021-04-28T19:50:00.000Z', 120],
		['2021-04-28T21:50:00Z', '2021-04-28T21:50:00.000Z', null],
		['2021-04-28 21:50:00 UTC', '2021-04-28T21:50:00.000Z', null],
		['2021-04-28T21:50Z', '2021-04-28T21:50:00.000Z', null],
		['2021-04-28T21:50:00.123456789-03:30', '2021-04-29T01:20:00.123Z', -210],
		['2021-01-01T00:30:00+01:00', '2020-12-31T23:30:00.000Z', 60],
		['2024-02-29T00:00:00Z', '2024-02-29T00:00:00.000Z', null],
	])('%s is %s', (text, utc, offsetMinutes) => {
		expect(readInstant(text)).toEqual({ at: Date.parse(utc), offsetMinutes });
	});

	test.each([
		['2021-04-28T21:50:00', 'no-offset'],
		['2021-02-30T00:00:00Z', 'no-such-day'],
		['2023-02-29T00:00:00Z', 'no-such-day'],
		['2021-13-01T00:00:00Z', 'no-such-day'],
		['2021-04-28T24:00:00Z', 'no-such-day'],
		['2021-04-28T21:50:00+99:00', 'no-such-day'],
		['0000-01-01T00:00:00Z', 'out-of-range'],
		['0001-01-01T00:00:00Z', 'out-of-range'],
		['0099-12-31T23:59:59Z', 'out-of-range'],
		['1970-01-01T00:00:00Z', 'out-of-range'],
		['2200-01-01T00:00:00Z', 'out-of-range'],
		['9999-12-31T23:59:59Z', 'out-of-range'],
		['275760-09-13T00:00:00Z', 'not-a-time'],
		['+275760-09-13T00:00:00Z', 'not-a-time'],
		['2021-04-28', 'not-a-time'],
		['28.04.2021 21:50 +0200', 'not-a-time'],
		['1619646600', 'not-a-time'],
		['', 'not-a-time'],
	])('%s is none: %s', (text, problem) => {
		expect(readInstant(text)).toBe(problem);
	});

	test('reads what toISOString writes, whatever the offset', () => {
		const times = fc.integer({ min: Date.UTC(1980, 0, 1), max: Date.UTC(2200, 0, 1) - 1 });
		fc.assert(
			fc.property(times, fc.integer({ min: -18 * 60, max: 18 * 60 }), (at, offset) => {
				const local = new Date(at + offset * 60_000).toISOString().slice(0, 23);
				const digits = (n: number) => String(n).padStart(2, '0');
				const size = Math.abs(offset);
				const written = `${local}${offset < 0 ? '-' : '+'}${digits(Math.trunc(size / 60))}:${digits(size % 60)}`;
				expect(readInstant(written)).toEqual({ at, offsetMinutes: offset });
			}),
		);
	});
});

describe('cursors', () => {
	const codec = versionedCursor('pagerduty', 2, z.object({ from: z.number() }), ['https://a']);

	test('are read as they were written', () => {
		expect(codec.read(codec.write({ from: 7 }))).toEqual({ from: 7 });
	});

	test('of another source, version, address or shape are not understood', () => {
		const others = [
			versionedCursor('opsgenie', 2, z.object({ from: z.number() }), ['https://a']).write({ from: 7 }),
			versionedCursor('pagerduty', 1, z.object({ from: z.number() }), ['https://a']).write({ from: 7 }),
			versionedCursor('pagerduty', 2, z.object({ from: z.number() }), ['https://b']).write({ from: 7 }),
			versionedCursor('pagerduty', 2, z.object({ from: z.string() }), ['https://a']).write({ from: '7' }),
		];
		for (const other of [...others, '', '{', 'null', '7']) expect(codec.read(other)).toBeNull();
		expect(codec.read(null)).toBeNull();
	});
});

describe('names', () => {
	test('a service is what is written, then what is ours, else nobody knows', () => {
		const services = { 'Shop API': 'shop', P1: 'pay' };
		const isOurs = (name: string) => name === 'billing';
		expect(serviceOf(services, ['Shop API', 'P1'], isOurs)).toBe('shop');
		expect(serviceOf(services, ['Pay', 'P1'], isOurs)).toBe('pay');
		expect(serviceOf(services, ['billing'], isOurs)).toBe('billing');
		expect(serviceOf(services, ['Other', null, undefined, ' '], isOurs)).toBeNull();
	});

	test('names of the prototype are no entries', () => {
		for (const name of ['constructor', '__proto__', 'toString']) {
			expect(serviceOf({}, [name])).toBeNull();
			expect(environmentOf({}, name)).toBe(name);
		}
	});

	test.each([
		['production', 'production'],
		['prod', 'production'],
		['prod-eu', 'production'],
		['eu/production', 'production'],
		['prod2', 'production'],
		['live', 'production'],
		['pre-prod', 'staging'],
		['non-production', 'staging'],
		['preprod', 'staging'],
		['staging', 'staging'],
		['uat', 'staging'],
		['qa', 'testing'],
		['test', 'testing'],
		['dev', 'development'],
		['review/feature-1', 'development'],
		['product-page', 'development'],
		['blue', 'development'],
	])('%s is %s', (name, tier) => {
		expect(tierOfName(name)).toBe(tier);
	});

	test('an incident of what is called production is one of production', () => {
		expect(incidentEnvironmentOf({}, 'prod')).toBeNull();
		expect(incidentEnvironmentOf({}, null)).toBeNull();
		expect(incidentEnvironmentOf({}, 'staging')).toBe('staging');
		expect(incidentEnvironmentOf({ prod: 'eu' }, 'prod')).toBe('eu');
	});
});

describe('what is left out', () => {
	test('is a hundred by name and the rest as a number', () => {
		const list = createLeftOut();
		const entries = Array.from({ length: 130 }, (_, index) => ({ what: `row ${index}`, why: 'x'.repeat(1000) }));
		list.add(entries.slice(0, 60));
		expect(list.take()).toHaveLength(60);
		list.add(entries.slice(60));
		const last = list.takeLast();
		expect(last).toHaveLength(41);
		expect(last.at(-1)?.what).toBe('30 more');
		expect(last[0]?.why.length).toBeLessThan(400);
	});
});
