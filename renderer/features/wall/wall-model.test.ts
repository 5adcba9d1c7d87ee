import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fakeEnvironment } from '../../dev/fake-environment.ts';
import { fakeFlight } from '../../dev/fake-flight.ts';
import { healthCount, lastEnded, pagesOf, stepWords, timeLeft, wallEnvironments } from './wall-model.ts';

const environment = (service: string, name: string, health: 'healthy' | 'down' | 'degraded') => ({
	...fakeEnvironment(0, { service, environment: name, version: '1.0.0' }),
	health,
});
const byKey = (...all: readonly ReturnType<typeof environment>[]) => ({
	environments: Object.fromEntries(all.map((each) => [each.key, each])),
});

describe('environments', () => {
	test('production alone, trouble first', () => {
		const room = byKey(
			environment('a', 'production', 'healthy'),
			environment('c', 'production', 'degraded'),
			environment('b', 'production', 'down'),
			environment('a', 'staging', 'down'),
		);
		expect(wallEnvironments(room).map(({ key }) => key)).toEqual(['b/production', 'c/production', 'a/production']);
		expect(healthCount(wallEnvironments(room))).toBe('1 of 3 healthy');
		expect(healthCount([])).toBe('No environment yet');
	});

	test('all where none is called production', () => {
		expect(wallEnvironments(byKey(environment('a', 'staging', 'healthy')))).toHaveLength(1);
	});
});

describe('pages', () => {
	test('what fits is one page', () => {
		expect(pagesOf([1, 2, 3], 3)).toEqual([[1, 2, 3]]);
		expect(pagesOf([], 3)).toEqual([[]]);
	});

	test('trouble stands on each', () => {
		expect(pagesOf([1, 2, 3, 4, 5, 6], 4, (item) => item === 1)).toEqual([
			[1, 2, 3, 4],
			[1, 5, 6],
		]);
	});

	test('none is too long, and everything is on one of them', () => {
		fc.assert(
			fc.property(
				fc.uniqueArray(fc.integer(), { maxLength: 60 }),
				fc.integer({ min: 1, max: 12 }),
				fc.integer({ min: 1, max: 5 }),
				(items, size, every) => {
					const pages = pagesOf(items, size, (item) => item % every === 0);
					expect(pages.every((page) => page.length <= size)).toBe(true);
					expect(new Set(pages.flat())).toEqual(new Set(items));
				},
			),
		);
	});
});

test('a flight tells its step, and how long it takes', () => {
	const view = fakeFlight(1_000_000, { service: 'shop' });
	expect(stepWords(view)).toBe('Step 4 of 5: 25 %');
	expect(timeLeft(view, 1_000_000)).toBe('22 min left');
	expect(timeLeft(view, 1_000_000 + 21.5 * 60_000)).toBe('30 s left');
	expect(timeLeft(view, 1_000_000 + 40 * 60_000)).toBe('ends now');
	expect(timeLeft(fakeFlight(0, { service: 'shop', undecided: true }), 0)).toBeNull();
});

test('the last one that ended', () => {
	const ended = (id: string, finishedAt: number | null) => {
		const view = fakeFlight(0, { service: id });
		return { ...view, deployment: { ...view.deployment, finishedAt } };
	};
	const [a, b, c] = [ended('a', 5), ended('b', 9), ended('c', null)];
	expect(lastEnded({ deployments: { a, b, c } })?.deployment.service).toBe('b');
	expect(lastEnded({ deployments: { c } })).toBeNull();
});
