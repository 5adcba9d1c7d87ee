import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type PlannedSource, planSyncs, pullsAtOnce } from './sync-plan.ts';

const minute = 60_000;
const now = 1_000 * minute;

function source(id: string, more: Partial<PlannedSource> = {}): PlannedSource {
	return {
		...{ id, host: id, everyMs: 5 * minute, lastEndedAt: now - minute, failures: 0, isStuck: false, notBefore: null },
		...{ isRunning: false, isWanted: false, isPaused: false },
		...more,
	};
}

describe('the plan of asking sources', () => {
	it.each<[string, Partial<PlannedSource>, boolean]>([
		['never asked', { lastEndedAt: null }, true],
		['asked a minute ago', {}, false],
		['asked six minutes ago', { lastEndedAt: now - 6 * minute }, true],
		['wanted', { isWanted: true }, true],
		['wanted, but the host said later', { isWanted: true, notBefore: now + 1 }, false],
		['due, but the host said later', { lastEndedAt: null, notBefore: now + 1 }, false],
		['due, and the host allows it by now', { lastEndedAt: null, notBefore: now }, true],
		['running', { isRunning: true, isWanted: true }, false],
		['stopped by a person', { lastEndedAt: null, isPaused: true }, false],
		['stopped by a person, wanted again', { isPaused: true, isWanted: true }, true],
		['failed once a minute ago, every minute', { everyMs: minute, failures: 1, lastEndedAt: now - 2 * minute }, true],
		['failed five times two minutes ago', { everyMs: minute, failures: 5, lastEndedAt: now - 2 * minute }, false],
		['failed often, half an hour ago and more', { failures: 40, lastEndedAt: now - 34 * minute }, true],
		['refused ten minutes ago', { failures: 1, isStuck: true, lastEndedAt: now - 10 * minute }, false],
		['refused a quarter of an hour ago and more', { failures: 9, isStuck: true, lastEndedAt: now - 17 * minute }, true],
		['asked in the future of a clock that was set back', { lastEndedAt: now + 90 * minute }, true],
	])('%s', (_name, more, isStarted) => {
		expect(planSyncs([source('a', more)], now).start).toEqual(isStarted ? ['a'] : []);
	});

	it('asks one at a time of a host, wanted ones first, then who waits longest', () => {
		const due = { host: 'github', lastEndedAt: now - 10 * minute };
		const plan = planSyncs(
			[source('a', due), source('b', { ...due, isWanted: true }), source('c', { lastEndedAt: now - 20 * minute })],
			now,
		);
		expect(plan.start).toEqual(['b', 'c']);
		const busy = planSyncs([source('a', due), source('b', { ...due, isRunning: true })], now);
		expect(busy.start).toEqual([]);
		expect(busy.dueAt.get('b')).toBeNull();
	});

	it('looks again when the next one falls due', () => {
		const plan = planSyncs([source('a'), source('b', { notBefore: now + 5 })], now);
		expect(plan.lookAgainAt).toBe(plan.dueAt.get('a'));
		expect(planSyncs([source('a', { isPaused: true })], now).lookAgainAt).toBeNull();
	});

	it('never asks more at once than it may, nor a host twice, and starves nobody', () => {
		const some = fc.array(
			fc.record({
				host: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
				isRunning: fc.boolean(),
				isWanted: fc.boolean(),
				lastEndedAt: fc.option(fc.integer({ min: now - 20 * minute, max: now })),
			}),
			{ maxLength: 20 },
		);
		fc.assert(
			fc.property(some, (given) => {
				const running = new Set<string>();
				const sources = given.map((one, index) => {
					const isRunning = one.isRunning && !running.has(one.host) && running.size < pullsAtOnce;
					if (isRunning) running.add(one.host);
					return source(`s${index}`, { ...one, isRunning });
				});
				const { start, dueAt } = planSyncs(sources, now);
				const hosts = sources.filter(({ id, isRunning }) => isRunning || start.includes(id)).map(({ host }) => host);
				expect(new Set(hosts).size).toBe(hosts.length);
				expect(hosts.length).toBeLessThanOrEqual(pullsAtOnce);
				const isDue = (id: string): boolean => (dueAt.get(id) ?? Number.POSITIVE_INFINITY) <= now;
				const left = sources.filter(({ id, host }) => isDue(id) && !hosts.includes(host) && !start.includes(id));
				if (left.length > 0) expect(hosts.length).toBe(pullsAtOnce);
			}),
		);
	});
});
