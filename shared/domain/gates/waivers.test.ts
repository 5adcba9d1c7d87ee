import { describe, expect, it } from 'vitest';
import { makeWaiver } from './fixtures.ts';
import type { Waiver } from './model.ts';
import { checkWaive, waiverFor } from './waivers.ts';

const gate = { gate: 'Gate', service: 'shop', runId: 'shop:7' };
const now = 10_000;
const dayMs = 86_400_000;

describe('a waiver', () => {
	it.each<[string, Partial<Waiver>, boolean]>([
		['for every run', {}, true],
		['for this run', { runId: 'shop:7' }, true],
		['for another run', { runId: 'shop:8' }, false],
		['for another gate', { gate: 'Tests' }, false],
		['for another service', { service: 'search' }, false],
		['that ends a moment later', { until: now + 1 }, true],
		['that ends now', { until: now }, false],
		['that was given by a clock ahead of ours', { at: now + 500 }, true],
	])('%s: in force %s', (_name, change, isInForce) => {
		const waiver = makeWaiver(change);
		expect(waiverFor(gate, [waiver], now)).toEqual(isInForce ? waiver : null);
	});

	it('the newest counts', () => {
		const [old, young] = [makeWaiver({ id: 'old', at: 1 }), makeWaiver({ id: 'young', at: 2 })];
		expect(waiverFor(gate, [young, old], now)).toBe(young);
		expect(waiverFor(gate, [old, young], now)).toBe(young);
		expect(waiverFor(gate, [], now)).toBeNull();
	});
});

it.each<[string, number, string, string | null]>([
	['the longest', now + 90 * dayMs, 'why', null],
	['a moment', now + 1, 'why', null],
	['too long', now + 90 * dayMs + 1, 'why', 'A waiver lasts at most 90 days.'],
	['without end', Number.POSITIVE_INFINITY, 'why', 'A waiver lasts at most 90 days.'],
	['over', now, 'why', 'The waiver would already be over.'],
	['no instant', Number.NaN, 'why', 'The waiver would already be over.'],
	['without a reason', now + 1, ' \n', 'A waiver needs a reason.'],
])('can be given: %s', (_name, until, reason, message) => {
	expect(checkWaive({ until, reason }, now)?.problem.message ?? null).toBe(message);
});
