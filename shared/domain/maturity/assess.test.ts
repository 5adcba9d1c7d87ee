import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { assessMaturity, historyEntry } from './assess.ts';
import type { HandAnswer, MaturityInputs } from './inputs.ts';
import { itemIds, type ItemId } from './items.ts';
import type { MaturityAnswer } from './model.ts';
import { measured, metricsAnswer } from './testing/metrics.ts';
import { deployment, environment, failureOf, hour, midMonth, practice, run, world } from './testing/worlds.ts';

const minute = 60_000;

function itemOf(inputs: MaturityInputs, id: ItemId) {
	const found = assessMaturity(inputs)
		.levels.flatMap(({ items }) => items)
		.find((item) => item.id === id);
	if (found === undefined) throw new Error(`no item ${id}`);
	return found;
}

function hand(item: ItemId, answer: HandAnswer['answer'], more: Partial<HandAnswer> = {}): HandAnswer {
	return { scope: '*', item, answer, note: 'as agreed in March', by: 'Ada', at: midMonth, ...more };
}

const pipeline = {
	identity: 'GitHub acme/shop ci.yml',
	startsOnPush: true,
	stages: [
		{ name: 'commit', hasJobs: true, gates: [{ name: 'Tests', kind: 'tests' }], needsApproval: false },
		{ name: 'acceptance', hasJobs: true, gates: [], needsApproval: true },
	],
} as const;

const rate = (value: number) => ({
	metrics: metricsAnswer([measured('change-fail-rate', value, { n: value === 0 ? 0 : 2, of: 20 })]),
});

test('where nothing is known every item is not measured, with what would answer it', () => {
	const { levels, reached } = assessMaturity(world());
	expect(levels.flatMap(({ items }) => items).map(({ id }) => id)).toEqual([...itemIds]);
	for (const item of levels.flatMap(({ items }) => items)) {
		expect(item).toMatchObject({ answer: 'not-measured', answeredBy: 'nobody', evidence: [], at: null });
		expect(item.hint).not.toBeNull();
	}
	expect(levels.map(({ fulfilled, answered }) => [fulfilled, answered])).toEqual(Array(5).fill([0, 0]));
	expect(reached).toBe(0);
});

describe('from evidence', () => {
	const shop = practice('shop', { pipeline });
	const cart = practice('cart', { pipeline: { ...pipeline, startsOnPush: false } });
	const shipped = { environments: [environment('staging'), environment('production')] };
	const cases: readonly [string, MaturityInputs, ItemId, MaturityAnswer, RegExp][] = [
		['pushes start runs', world({}, { practices: [shop] }), 'build-on-commit', 'yes', /ci\.yml starts on a push/],
		['one of two', world({}, { practices: [shop, cart] }), 'build-on-commit', 'partly', /^1 of 2 services/],
		[
			'one of two cannot tell',
			world({}, { practices: [shop, practice('cart')] }),
			'build-on-commit',
			'partly',
			/not measured for cart/,
		],
		['a gate on tests', world({}, { practices: [shop] }), 'unit-tests-in-pipeline', 'yes', /gate Tests/],
		['stages with gates', world({}, { practices: [shop] }), 'staged-pipeline', 'yes', /2 stages with jobs, 1 gate/],
		['acceptance jobs', world({}, { practices: [shop] }), 'acceptance-tests', 'yes', /jobs in acceptance/],
		['an approval', world({}, { practices: [shop] }), 'automatic-to-production', 'no', /acceptance waits/],
		[
			'waiting runs',
			world({ runs: [run({ waitedForPeopleMs: hour }), run({ waitedForPeopleMs: 0 })] }),
			'automatic-to-production',
			'no',
			/1 of 2 runs waited/,
		],
		[
			'staging is shipped from here',
			world({}, { practices: [practice('shop', shipped)] }),
			'staging-deployed',
			'yes',
			/staging/,
		],
		[
			'a source told of it',
			world({ deployments: [deployment('1')] }),
			'production-by-button',
			'yes',
			/1 deployment told/,
		],
		[
			'somebody started it',
			world({ deployments: [deployment('1', { actor: 'Ada' })] }),
			'production-approved',
			'yes',
			/1 of 1/,
		],
		[
			'infrastructure files',
			world({}, { practices: [practice('shop', { infrastructureFiles: ['main.tf'] })] }),
			'infrastructure-as-code',
			'yes',
			/main\.tf/,
		],
		[
			'no such file',
			world({}, { practices: [practice('shop', { infrastructureFiles: [] })] }),
			'infrastructure-as-code',
			'no',
			/no such file/,
		],
		[
			'a canary',
			world({}, { practices: [practice('shop', shipped)] }),
			'gradual-rollout',
			'yes',
			/canary in production/,
		],
		[
			'nobody judges',
			world({}, { practices: [practice('shop', { environments: [environment('production', { isJudged: false })] })] }),
			'automatic-rollback',
			'no',
			/no metrics judge production/,
		],
		[
			'flags',
			world({ timelineEvents: { flag: 3, migration: 0, configuration: 0 } }),
			'feature-flags',
			'yes',
			/3 flag changes/,
		],
		[
			'1.3 a day',
			world({ metrics: metricsAnswer([measured('deployment-frequency', 1.3)]) }),
			'deploys-daily',
			'yes',
			/1\.3 a day/,
		],
		[
			'once a day is not more than once',
			world({ metrics: metricsAnswer([measured('deployment-frequency', 1)]) }),
			'deploys-daily',
			'no',
			/limit/,
		],
		['12 min', world({ runs: [run({ durationMs: 12 * minute })] }), 'fast-pipeline', 'yes', /12 min/],
		[
			'people who approve after the jobs are over make them no quicker',
			world({ runs: [run({ durationMs: 12 * minute, waitedForPeopleMs: 3 * hour })] }),
			'fast-pipeline',
			'yes',
			/12 min/,
		],
		['30 min are not under 30', world({ runs: [run({ durationMs: 30 * minute })] }), 'fast-pipeline', 'no', /30 min/],
		[
			'waiting for people is not the pipeline',
			world({ runs: [run({ durationMs: 5 * hour, waitedForPeopleMs: 5 * hour - minute })] }),
			'fast-pipeline',
			'yes',
			/1 min/,
		],
		['14.9 %', world(rate(0.149)), 'low-change-fail-rate', 'yes', /14\.9 % \(2 of 20\)/],
		['15 % is not under 15 %', world(rate(0.15)), 'low-change-fail-rate', 'no', /limit is under 15 %/],
		['nothing failed', world(rate(0)), 'fast-recovery', 'not-applicable', /no deployment failed/],
		[
			'one still open',
			world({
				metrics: metricsAnswer([measured('change-fail-rate', 0.1), measured('recovery-time', 10 * minute)]),
				failures: [failureOf('1', { recovered: null })],
			}),
			'fast-recovery',
			'partly',
			/not recovered/,
		],
		[
			'business events',
			world(
				{},
				{
					practices: [
						practice('shop', { environments: [environment('production', { businessEvents: ['refused payments'] })] }),
					],
				},
			),
			'business-metrics',
			'yes',
			/refused payments/,
		],
	];
	test.each(cases)('%s', (_, inputs, id, answer, shows) => {
		const item = itemOf(inputs, id);
		expect(item).toMatchObject({ answer, answeredBy: 'evidence', hint: null });
		expect(item.evidence.join('; ')).toMatch(shows);
	});
});

describe('by hand', () => {
	test('where the data cannot answer, with its note', () => {
		const item = itemOf(world({}, { answers: [hand('experiments', 'yes')] }), 'experiments');
		expect(item).toMatchObject({ answer: 'yes', answeredBy: 'hand', at: midMonth });
		expect(item.evidence).toEqual(['as agreed in March (Ada)']);
	});

	test('the newest of the scope itself, before one for all services', () => {
		const answers = [
			hand('experiments', 'no', { scope: 'shop', at: midMonth + 2 }),
			hand('experiments', 'yes', { scope: 'shop', at: midMonth + 1 }),
			hand('experiments', 'yes', { at: midMonth + 3 }),
		];
		expect(itemOf(world({}, { scope: 'shop', answers }), 'experiments').answer).toBe('no');
		const inherited = itemOf(world({}, { scope: 'cart', answers }), 'experiments');
		expect(inherited.answer).toBe('yes');
		expect(inherited.evidence.join()).toContain('for all services');
	});

	test('data decides against a word, and shows it beside', () => {
		const item = itemOf(world(rate(0.5), { answers: [hand('low-change-fail-rate', 'yes')] }), 'low-change-fail-rate');
		expect(item).toMatchObject({ answer: 'no', answeredBy: 'evidence' });
		expect(item.evidence.join()).toContain('said otherwise (yes): as agreed in March');
	});

	test('a question that does not apply is for people to say, with what the data says beside it', () => {
		const item = itemOf(
			world(rate(0.5), { answers: [hand('low-change-fail-rate', 'not-applicable')] }),
			'low-change-fail-rate',
		);
		expect(item).toMatchObject({ answer: 'not-applicable', answeredBy: 'hand' });
		expect(item.evidence.join()).toContain('the data says: 50 %');
	});
});

describe('the level reached', () => {
	const answer = fc.constantFrom<HandAnswer['answer'] | null>('yes', 'no', 'not-applicable', null);
	test('is the highest whose items, and those below, are all yes or do not apply', () => {
		fc.assert(
			fc.property(fc.array(answer, { minLength: itemIds.length, maxLength: itemIds.length }), (said) => {
				const answers = itemIds.flatMap((id, index) => {
					const each = said[index] ?? null;
					return each === null ? [] : [hand(id, each)];
				});
				const { levels, reached } = assessMaturity(world({}, { answers }));
				for (const { level, items, fulfilled, answered } of levels) {
					expect(fulfilled).toBeLessThanOrEqual(answered);
					const isDone = items.every((item) => item.answer === 'yes' || item.answer === 'not-applicable');
					if (level <= reached) expect(isDone && fulfilled > 0).toBe(true);
					if (level === reached + 1) expect(isDone && fulfilled > 0).toBe(false);
				}
			}),
		);
	});

	test('history keeps earlier months only', () => {
		const entry = historyEntry(assessMaturity(world()));
		const earlier = { ...entry, month: '2026-09' };
		expect(assessMaturity(world({}, { history: [earlier, entry] })).history).toEqual([earlier]);
	});
});
