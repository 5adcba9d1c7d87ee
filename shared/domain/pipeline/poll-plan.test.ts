import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { learnCost, longestBackOffMs, mostInFlight, type PollHost, planPolls, type PollService } from './poll-plan.ts';

const now = 1_000_000_000;

function makeHost(change: Partial<PollHost> = {}): PollHost {
	return { host: 'ci', budget: null, notBefore: null, inFlight: 0, ...change };
}

function makeService(service: string, change: Partial<PollService> = {}): PollService {
	return {
		...{ service, host: 'ci', priority: 'idle', lastAskedAt: null, failures: 0, isInFlight: false, cost: 1 },
		...change,
	};
}

const plan = (services: readonly PollService[], host: PollHost = makeHost()) =>
	planPolls({ hosts: [host], services }, now);

describe('a service is asked', () => {
	it.each<[string, Partial<PollService>, boolean]>([
		['never asked', {}, true],
		['idle, 50 s ago', { lastAskedAt: now - 50_000 }, false],
		['idle, 67 s ago', { lastAskedAt: now - 67_000 }, true],
		['on screen, 4 s ago', { priority: 'on-screen', lastAskedAt: now - 4_000 }, false],
		['on screen, 6 s ago', { priority: 'on-screen', lastAskedAt: now - 6_000 }, true],
		['running, 6 s ago', { priority: 'running', lastAskedAt: now - 6_000 }, true],
		['under way', { isInFlight: true }, false],
		['before the clock was set back', { lastAskedAt: now + 60_000 }, true],
		['on screen, failed once, 6 s ago', { priority: 'on-screen', failures: 1, lastAskedAt: now - 6_000 }, true],
		['on screen, failed twice, 6 s ago', { priority: 'on-screen', failures: 2, lastAskedAt: now - 6_000 }, false],
		['failed twice, 12 s ago', { priority: 'on-screen', failures: 2, lastAskedAt: now - 12_000 }, true],
		['failed for days, 9 min ago', { failures: 500, lastAskedAt: now - 540_000 }, false],
		['failed for days, 11 min ago', { failures: 500, lastAskedAt: now - 1.1 * longestBackOffMs }, true],
	])('%s: %j → %s', (_name, change, isAsked) => {
		expect(plan([makeService('shop', change)]).ask).toEqual(isAsked ? ['shop'] : []);
	});
});

describe('a host', () => {
	it('has at most four questions under way, those on screen first', () => {
		const services = ['a', 'b', 'c', 'd'].map((name) => makeService(name));
		const shown = [makeService('e', { priority: 'on-screen' }), makeService('f', { priority: 'running' })];
		expect(plan([...services, ...shown]).ask).toEqual(['e', 'f', 'a', 'b']);
		expect(plan([...services, ...shown], makeHost({ inFlight: 3 })).ask).toEqual(['e']);
		expect(plan(services, makeHost({ inFlight: mostInFlight }))).toMatchObject({ ask: [], lookAgainAt: null });
	});

	it('is left alone until the instant that it named', () => {
		const host = makeHost({ notBefore: now + 30_000 });
		expect(plan([makeService('shop')], host)).toMatchObject({ ask: [], lookAgainAt: now + 30_000 });
		expect(plan([makeService('shop')], makeHost({ notBefore: now })).ask).toEqual(['shop']);
	});

	it('keeps a third for clicks', () => {
		const budget = { limit: 60, remaining: 20, resetsAt: now + 600_000 };
		expect(plan([makeService('shop', { cost: 2 })], makeHost({ budget }))).toMatchObject({
			ask: [],
			lookAgainAt: now + 600_000,
		});
		expect(plan([makeService('shop')], makeHost({ budget: { ...budget, remaining: 22 } })).ask).toEqual(['shop']);
	});

	it('counts what is under way at its worst', () => {
		const budget = { limit: 60, remaining: 22, resetsAt: now + 600_000 };
		const services = [
			makeService('a', { isInFlight: true, cost: 0 }),
			makeService('b', { isInFlight: true, cost: 1.5 }),
		];
		expect(plan([...services, makeService('c')], makeHost({ budget, inFlight: 2 })).ask).toEqual([]);
	});

	it('has a whole window again once it was reset', () => {
		const budget = { limit: 60, remaining: 0, resetsAt: now - 1 };
		expect(plan([makeService('shop')], makeHost({ budget })).ask).toEqual(['shop']);
	});

	it('is asked less often the less it grants', () => {
		const services = Array.from({ length: 75 }, (_, index) => makeService(`s${index}`, { lastAskedAt: now }));
		const paceAt = (limit: number, cost: number) => {
			const budget = { limit, remaining: limit, resetsAt: now + 3_600_000 };
			return plan(
				services.map((service) => ({ ...service, cost })),
				makeHost({ budget }),
			).pollMs.get('s0');
		};
		// 75 services want 4 500 questions an hour; two thirds of 5 000 are 3 333.
		expect(paceAt(5_000, 1)).toBe(81_000);
		expect(paceAt(60, 1)).toBe(6_800_000);
		expect(paceAt(5_000, 0)).toBe(60_000);
		expect(paceAt(15_000, 1)).toBe(60_000);
	});

	it('leaves a quarter to idle services when many are on screen', () => {
		const shown = Array.from({ length: 40 }, (_, index) => makeService(`s${index}`, { priority: 'on-screen' }));
		const budget = { limit: 6_000, remaining: 6_000, resetsAt: now + 3_600_000 };
		const { pollMs } = plan([...shown, makeService('idle', { lastAskedAt: now })], makeHost({ budget }));
		expect(pollMs.get('s0')).toBe(37_000);
		expect(pollMs.get('idle')).toBe(60_000);
	});
});

it('says when something is due next', () => {
	const services = [
		makeService('a', { lastAskedAt: now - 30_000 }),
		makeService('b', { lastAskedAt: now - 1_000, priority: 'running' }),
	];
	const { ask, lookAgainAt } = plan(services);
	expect(ask).toEqual([]);
	expect(lookAgainAt).toBeGreaterThanOrEqual(now + 4_000);
	expect(lookAgainAt).toBeLessThanOrEqual(now + 4_500);
	expect(planPolls({ hosts: [], services: [] }, now)).toEqual({ ask: [], lookAgainAt: null, pollMs: new Map() });
});

it('learns what a question costs', () => {
	const spent = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
	expect(spent.reduce(learnCost, 1)).toBeLessThan(0.1);
	expect(Array.from({ length: 20 }, () => 3).reduce(learnCost, 0)).toBeGreaterThan(2.9);
});

test.prop([fc.array(fc.constantFrom('on-screen' as const, 'running' as const, 'idle' as const), { maxLength: 40 })])(
	'the same state gives the same plan, and it is never in the past',
	(priorities) => {
		const services = priorities.map((priority, index) =>
			makeService(`s${index}`, { priority, lastAskedAt: now - index * 2_000 }),
		);
		const first = plan(services);
		expect(plan(services)).toEqual(first);
		if (first.lookAgainAt !== null) expect(first.lookAgainAt).toBeGreaterThan(now);
	},
);
