import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findAntiPatterns } from './anti-patterns.ts';
import { findBigBang } from './big-bang.ts';
import type { MaturityInputs } from './inputs.ts';
import { findManualGate } from './manual-gate.ts';
import { antiPatternKinds } from './model.ts';
import { findMonolith } from './monolith.ts';
import { differencesOf, findSnowflake } from './snowflake.ts';
import { measured, metricsAnswer } from './testing/metrics.ts';
import { deployment, environment, hour, midMonth, practice, run, world } from './testing/worlds.ts';

test('where nothing is known nothing is found and nothing is called clear', () => {
	const found = findAntiPatterns(world());
	expect(found.map(({ kind }) => kind)).toEqual([...antiPatternKinds]);
	for (const { state, summary, rows } of found) {
		expect(state).toBe('not-measured');
		expect(summary).not.toBe('');
		expect(rows).toEqual([]);
	}
});

describe('manual quality gate', () => {
	const lead = (value: number) => metricsAnswer([measured('change-lead-time', value)]);
	test.each([
		[24 * hour, 'found', '25 %'],
		[24.1 * hour, 'clear', '24.9 %'],
	])('6 h of a lead time of %d ms is %s', (value, state, share) => {
		const finding = findManualGate(world({ metrics: lead(value), runs: [run({ waitedForPeopleMs: 6 * hour })] }));
		expect(finding).toMatchObject({ state });
		expect(finding.summary).toContain(share);
	});

	test('runs behind deployments speak before others; the longest wait is the first row', () => {
		const commit = 'b'.repeat(40);
		const finding = findManualGate(
			world({
				metrics: lead(10 * hour),
				deployments: [deployment('1', { commit })],
				runs: [
					run({ waitedForPeopleMs: 9 * hour }),
					...[1, 3, 2].map((hours) => run({ commit, waitedForPeopleMs: hours * hour })),
				],
			}),
		);
		expect(finding.rows.map(({ value }) => value)).toEqual([3 * hour, 2 * hour, hour]);
		expect(finding.figures[0]).toMatchObject({ value: 0.2, unit: 'share' });
	});

	test('a run that does not tell is no run that did not wait', () => {
		expect(findManualGate(world({ metrics: lead(hour), runs: [run()] })).state).toBe('not-measured');
	});
});

describe('monolithic pipeline', () => {
	const pipeline = (identity: string) => ({ identity, startsOnPush: null, stages: [] });
	const two = (left: string, right: string) => [
		practice('cart', { pipeline: pipeline(left) }),
		practice('shop', { pipeline: pipeline(right) }),
	];
	test('one pipeline for two services', () => {
		const finding = findMonolith(world({}, { practices: two('ci', 'ci') }));
		expect(finding).toMatchObject({
			state: 'found',
			rows: [{ title: 'ci', detail: 'one pipeline for cart and shop', value: 2 }],
		});
	});

	test.each([
		[2, 'found'],
		[3, 'clear'],
	])('two deployments from one commit and %d others', (others, state) => {
		const commit = 'c'.repeat(40);
		const alone = Array.from({ length: others }, (_, index) =>
			deployment(`a${index}`, { commit: `${index}`.repeat(40) }),
		);
		const together = ['shop', 'cart'].map((service) => deployment(service, { service, commit }));
		const finding = findMonolith(world({ deployments: [...alone, ...together] }, { practices: two('a', 'b') }));
		expect(finding.state).toBe(state);
		expect(finding.summary).toContain(`2 of ${others + 2} deployments`);
	});

	test('a single service cannot tell', () => {
		expect(findMonolith(world({}, { practices: [practice('shop', { pipeline: pipeline('ci') })] })).state).toBe(
			'not-measured',
		);
	});
});

describe('environment snowflake', () => {
	const shop = (staging = environment('staging'), production = environment('production')) =>
		practice('shop', { environments: [staging, production] });
	test('alike is clear', () => {
		expect(findSnowflake(world({}, { practices: [shop()] }))).toMatchObject({ state: 'clear', rows: [] });
	});

	test('each difference with both values; what production demands on top is none', () => {
		const finding = findSnowflake(
			world(
				{},
				{
					practices: [
						shop(
							environment('staging', { strategy: 'blue-green', traits: { instances: '1' } }),
							environment('production', { traits: { instances: '4' }, requires: ['acceptance'] }),
						),
					],
				},
			),
		);
		expect(finding.state).toBe('found');
		expect(finding.rows.map(({ detail }) => detail)).toEqual([
			'instances: 1 in staging, 4 in production',
			'strategy: blue-green in staging, canary in production',
		]);
	});

	test('an explained difference is listed apart', () => {
		const inputs = world({}, { practices: [shop(environment('staging', { strategy: 'blue-green' }))] });
		const note = { scope: '*', answer: 'yes', note: 'no traffic to split', by: 'Ada', at: midMonth } as const;
		const answers = differencesOf(inputs).open.map(({ id }) => ({ ...note, item: `difference:${id}` }));
		const finding = findSnowflake({ ...inputs, answers });
		expect(finding).toMatchObject({ state: 'clear', figures: [{ value: 0 }, { value: 1 }, { value: 1 }] });
	});

	test('versions that staging had not seen, counted from its first deployment on', () => {
		const deployments = [
			deployment('0', { at: midMonth - 2 * hour }),
			deployment('1', { environment: 'staging', at: midMonth }),
			deployment('1p', { version: '1', at: midMonth + 1 }),
			deployment('2', { at: midMonth + 2 }),
		];
		const finding = findSnowflake(world({ deployments }, { practices: [shop()] }));
		expect(finding.rows.map(({ detail }) => detail)).toEqual([
			'1 version went to production that staging had not seen this month: 2',
		]);
	});
});

describe('big bang', () => {
	const sizes = (commits: readonly number[]) =>
		world({ deployments: commits.map((count, index) => deployment(`${index}`, { commits: count })) });
	test.each([
		[[1, 1, 46], 'found'],
		[[1, 2, 3], 'clear'],
		[[19, 19], 'clear'],
		[[20, 20], 'found'],
		[[...Array<number>(99).fill(1), 47], 'found'],
		[[...Array<number>(99).fill(1), 46], 'clear'],
	])('batches %j', (commits, state) => {
		expect(findBigBang(sizes(commits)).state).toBe(state);
	});

	test('deployments without lead times are left out: their commits are not known', () => {
		const inputs = world({ deployments: [deployment('1', { commits: 0, noLeadTime: 'not-linked' })] });
		expect(findBigBang(inputs).state).toBe('not-measured');
	});
});

test('the order of facts changes nothing', () => {
	const commit = fc.constantFrom('a'.repeat(40), 'b'.repeat(40));
	const deployments = fc.uniqueArray(
		fc.record({
			ref: fc.string({ minLength: 1, maxLength: 4 }),
			service: fc.constantFrom('shop', 'cart'),
			commit,
			commits: fc.nat(60),
		}),
		{ selector: ({ ref }) => ref, maxLength: 12 },
	);
	const runs = fc.uniqueArray(fc.record({ commit, waitedForPeopleMs: fc.nat(1_000), at: fc.nat(10_000) }), {
		selector: ({ at }) => at,
		maxLength: 8,
	});
	fc.assert(
		fc.property(deployments, runs, (left, right) => {
			const metrics = metricsAnswer([measured('change-lead-time', 2_000)]);
			const made = left.map(({ ref, ...more }) => deployment(ref, more));
			const forward: MaturityInputs = world({ metrics, deployments: made, runs: right.map(run) });
			const backward = world({ metrics, deployments: made.toReversed(), runs: right.map(run).toReversed() });
			const withoutTies = (inputs: MaturityInputs) =>
				findAntiPatterns(inputs).map(({ rows, ...rest }) => ({ ...rest, values: rows.map(({ value }) => value) }));
			expect(withoutTies(backward)).toEqual(withoutTies(forward));
		}),
	);
});
