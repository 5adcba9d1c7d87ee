import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { type JobState, type StageName, stageNames } from './model.ts';
import {
	type JobNeeds,
	jobsToSkip,
	type NeedsJob,
	orderByNeeds,
	startableJobs,
	withStageOrder,
} from './needs-graph.ts';

const needs = (name: string, ...of: readonly string[]): JobNeeds => ({ name, needs: of });
const job = (name: string, state: JobState, of: readonly string[] = [], mayFail = false): NeedsJob => ({
	name,
	state,
	needs: of,
	mayFail,
});

describe('the order', () => {
	it.each<[string, readonly JobNeeds[], readonly string[] | null, readonly string[] | null]>([
		['of nothing', [], [], null],
		['as given', [needs('b'), needs('a')], ['b', 'a'], null],
		['after what is needed', [needs('c', 'b'), needs('b', 'a'), needs('a')], ['a', 'b', 'c'], null],
		['of a diamond', [needs('d', 'b', 'c'), needs('b', 'a'), needs('c', 'a'), needs('a')], ['a', 'b', 'c', 'd'], null],
		['beside unknown names', [needs('a', 'x')], ['a'], null],
		['of what needs itself', [needs('a', 'a')], null, ['a', 'a']],
		['of a ring', [needs('x', 'a'), needs('a', 'b'), needs('b', 'c'), needs('c', 'a')], null, ['a', 'b', 'c', 'a']],
	])('%s', (_name, jobs, order, cycle) => {
		expect(orderByNeeds(jobs)).toEqual({ order, cycle });
	});
});

describe('jobs', () => {
	it.each<[string, readonly NeedsJob[], readonly string[], readonly string[]]>([
		['without needs', [job('a', 'waiting'), job('b', 'running')], ['a'], []],
		['whose needs have passed', [job('a', 'passed'), job('b', 'waiting', ['a'])], ['b'], []],
		['whose need runs', [job('a', 'running'), job('b', 'waiting', ['a'])], [], []],
		['whose need failed', [job('a', 'failed'), job('b', 'waiting', ['a']), job('c', 'waiting', ['b'])], [], ['b', 'c']],
		['whose need failed, and may', [job('a', 'failed', [], true), job('b', 'waiting', ['a'])], ['b'], []],
		[
			'whose need was cancelled, and may fail',
			[job('a', 'cancelled', [], true), job('b', 'waiting', ['a'])],
			[],
			['b'],
		],
		['whose need was skipped', [job('a', 'skipped'), job('b', 'waiting', ['a'])], [], ['b']],
		[
			'of which one of two needs failed',
			[job('a', 'failed'), job('b', 'running'), job('c', 'waiting', ['a', 'b'])],
			[],
			['c'],
		],
		['that need what is not there', [job('a', 'waiting', ['x'])], [], ['a']],
		[
			'listed before those that they need',
			[job('c', 'waiting', ['b']), job('b', 'waiting', ['a']), job('a', 'failed')],
			[],
			['b', 'c'],
		],
	])('%s', (_name, jobs, startable, skipped) => {
		expect(startableJobs(jobs)).toEqual(startable);
		expect(jobsToSkip(jobs)).toEqual(skipped);
	});

	it('of a stage also need those of the stages before', () => {
		const staged = (name: string, stage: StageName | null, ...of: readonly string[]) => ({
			...needs(name, ...of),
			stage,
		});
		const jobs = [
			staged('e2e', 'acceptance', 'unit'),
			staged('unit', 'commit'),
			staged('lint', 'commit'),
			staged('x', null),
		];
		expect(withStageOrder(jobs).map((one) => one.needs)).toEqual([['unit', 'lint'], [], [], []]);
	});
});

/** Each job may need any of those before it, so there is no ring. */
const graph = fc
	.array(
		fc.record({
			picks: fc.array(fc.nat(20), { maxLength: 3 }),
			mayFail: fc.boolean(),
			stage: fc.constantFrom(...stageNames),
		}),
		{ maxLength: 14 },
	)
	.map((jobs) =>
		jobs.map(({ picks, ...rest }, index) => ({
			...rest,
			name: `j${index}`,
			needs: [...new Set(picks.filter((pick) => pick < index).map((pick) => `j${pick}`))],
		})),
	);

test.prop([graph.chain((jobs) => fc.shuffledSubarray(jobs, { minLength: jobs.length }))])(
	'an order has every job once, after those it needs',
	(jobs) => {
		const { order } = orderByNeeds(jobs);
		expect(order?.toSorted()).toEqual(jobs.map(({ name }) => name).toSorted());
		for (const { name, needs: of } of jobs) {
			for (const need of of) expect(order?.indexOf(need)).toBeLessThan(order?.indexOf(name) ?? -1);
		}
	},
);

test.prop([graph, fc.array(fc.boolean(), { minLength: 14, maxLength: 14 })])(
	'every run comes to an end, and no job starts before its needs',
	(jobs, fates) => {
		let states: readonly NeedsJob[] = jobs.map((one) => ({ ...one, state: 'waiting' }));
		const set = (names: readonly string[], state: (name: string) => JobState) => {
			states = states.map((one) => (names.includes(one.name) ? { ...one, state: state(one.name) } : one));
		};
		for (let round = 0; states.some(({ state }) => state === 'waiting'); round += 1) {
			expect(round).toBeLessThanOrEqual(jobs.length);
			const ready = startableJobs(states);
			const lost = jobsToSkip(states);
			expect(ready.filter((name) => lost.includes(name))).toEqual([]);
			expect(ready.length + lost.length).toBeGreaterThan(0);
			set(lost, () => 'skipped');
			set(ready, (name) => (fates[Number(name.slice(1))] === true ? 'passed' : 'failed'));
		}
		const known = new Map(states.map((one) => [one.name, one]));
		for (const { state, needs: of } of states) {
			const isMet = of.every(
				(need) =>
					known.get(need)?.state === 'passed' || (known.get(need)?.state === 'failed' && known.get(need)?.mayFail),
			);
			expect(state === 'skipped').toBe(!isMet);
		}
	},
);
