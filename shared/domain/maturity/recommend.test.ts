import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { figureKeys, figureOf } from './figures.ts';
import type { MaturityInputs } from './inputs.ts';
import { recommend } from './recommend.ts';
import { type AgreedAction, reviewActions } from './review-actions.ts';
import { measured, metricsAnswer } from './testing/metrics.ts';
import { deployment, environment, failureOf, hour, midMonth, practice, run, world } from './testing/worlds.ts';

const minute = 60_000;

const failing = (recovered: number | null): Partial<MaturityInputs['facts']> => ({
	metrics: metricsAnswer([
		measured('change-fail-rate', 0.1, { n: 1, of: 10 }),
		...(recovered === null ? [] : [measured('recovery-time', recovered)]),
	]),
	deployments: [deployment('1', { commits: 30 })],
	failures: [
		failureOf('1', { recovered: recovered === null ? null : { at: midMonth + recovered, by: 'rollback', ref: 'x' } }),
	],
});

test('nothing measured, nothing recommended', () => {
	expect(recommend(world())).toEqual([]);
});

test('waiting: the cause in numbers, the action, and what next month is asked for', () => {
	const [first] = recommend(world({ runs: [2, 4].map((hours) => run({ waitedForPeopleMs: hours * hour })) }));
	expect(first).toMatchObject({
		id: 'waiting-for-people:*',
		cause: '2 runs waited 6 h for people in all, 3 h in the middle.',
		check: { figure: 'wait-for-people', now: 3 * hour, goal: 1.5 * hour, lessIsBetter: true, unit: 'ms' },
		weight: 6 * hour,
	});
});

test('what costs most comes first, and at most three come', () => {
	const found = recommend(
		world(
			{ ...failing(3 * hour), runs: [run({ waitedForPeopleMs: 10 * minute, durationMs: 5 * hour })] },
			{
				practices: [
					practice('shop', { environments: [environment('staging', { isJudged: false }), environment('production')] }),
				],
			},
		),
	);
	expect(found.map(({ id }) => id)).toEqual(['slow-pipeline:*', 'failing-deployments:*', 'large-batches:*']);
	expect(found.map(({ weight }) => weight)).toEqual(
		found.map(({ weight }) => weight).toSorted((left, right) => right - left),
	);
});

test('a failure that is still open costs up to the cut-off', () => {
	const inputs = world(failing(null));
	expect(recommend(inputs)[0]?.weight).toBe(inputs.cutOff - midMonth);
});

test('each recommendation is measured by a figure that next month has too', () => {
	const inputs = world({ ...failing(3 * hour), runs: [run({ waitedForPeopleMs: hour, durationMs: 2 * hour })] });
	for (const { check } of recommend(inputs)) {
		expect(figureKeys).toContain(check.figure);
		expect(check.now).toBe(figureOf(inputs, check.figure));
		expect(check.now).toBeGreaterThan(check.goal);
	}
});

describe("last month's actions", () => {
	const check = {
		label: 'Change fail rate',
		figure: 'change-fail-rate',
		goal: 0.03,
		lessIsBetter: true,
		unit: 'share',
	} as const;
	const action = (now: number | null): AgreedAction => ({
		id: '1',
		text: 'Add the check',
		owner: 'Ada',
		check: { ...check, now },
	});
	test.each([
		[0.061, 0.04, 'better', 'Change fail rate fell from 6.1 % to 4 %; the goal was 3 %.'],
		[0.061, 0.03, 'reached', 'Change fail rate fell from 6.1 % to 3 %; that reaches the goal of 3 %.'],
		[0.061, 0.06, 'unchanged', 'Change fail rate fell from 6.1 % to 6 %, hardly a change; the goal was 3 %.'],
		[0.061, 0.061, 'unchanged', 'Change fail rate stayed at 6.1 %; the goal was 3 %.'],
		[0.061, 0.09, 'worse', 'Change fail rate rose from 6.1 % to 9 %; the goal was 3 %.'],
		[0.061, null, 'not-measured', 'Change fail rate was not measured this month; it was 6.1 %.'],
		[null, 0.04, 'not-measured', 'Change fail rate is 4 %, and was not measured before; the goal was 3 %.'],
	] as const)('from %j to %j is %s', (before, now, outcome, result) => {
		expect(reviewActions([action(before)], () => now)).toEqual([{ ...action(before), before, now, outcome, result }]);
	});

	test('an action of their own is for people to judge', () => {
		const [review] = reviewActions([{ ...action(1), check: null }], () => 1);
		expect(review).toMatchObject({ outcome: 'not-measured', before: null, now: null });
	});

	test('the outcome follows the figures, whichever way is better', () => {
		const share = fc.double({ min: 0, max: 1, noNaN: true });
		fc.assert(
			fc.property(share, share, share, fc.boolean(), (before, now, goal, lessIsBetter) => {
				const [review] = reviewActions(
					[{ ...action(before), check: { ...check, now: before, goal, lessIsBetter } }],
					() => now,
				);
				const isReached = lessIsBetter ? now <= goal : now >= goal;
				expect(review?.outcome === 'reached').toBe(isReached);
				if (review?.outcome === 'better') expect(lessIsBetter ? now < before : now > before).toBe(true);
				if (review?.outcome === 'worse') expect(lessIsBetter ? now > before : now < before).toBe(true);
			}),
		);
	});
});
