import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import type { Job } from '../../../shared/domain/pipeline/model.ts';
import { fakeJob } from '../../dev/fake-pipelines-run.ts';
import { layoutStage, neighboursOf, partOf, spanOf } from './graph-layout.ts';

const sizes = { height: 40, gap: 10, lane: 7, mostGutter: 30 };
const job = (name: string, ...needs: string[]): Job => fakeJob(0, name, 'commit', 'passed', { needs });
const names = (jobs: readonly Job[]) => layoutStage(jobs, sizes).jobs.map(({ job: { name } }) => name);

describe('the jobs of a stage', () => {
	test('that need nothing stand in the order they came in, without a gutter', () => {
		const layout = layoutStage([job('b'), job('a')], sizes);
		expect(layout.jobs.map(({ y }) => y)).toEqual([0, 50]);
		expect(names([job('b'), job('a')])).toEqual(['b', 'a']);
		expect(layout).toMatchObject({ lanes: [], gutter: 0, height: 90 });
	});

	test('stand below what they need, whatever their order in the file', () => {
		expect(
			names([job('pack', 'unit', 'lint'), job('unit', 'install'), job('lint', 'install'), job('install')]),
		).toEqual(['install', 'unit', 'lint', 'pack']);
	});

	test('ask for no room when there are none', () => {
		expect(layoutStage([], sizes)).toEqual({ jobs: [], lanes: [], gutter: 0, height: 0 });
	});

	test('are laid out although they need each other in a circle, themselves, or nobody that is there', () => {
		const jobs = [job('a', 'b'), job('b', 'a'), job('c', 'c'), job('d', 'job of another stage')];
		expect(names(jobs).toSorted()).toEqual(['a', 'b', 'c', 'd']);
	});
});

describe('lines', () => {
	const jobs = [job('install'), job('unit', 'install'), job('lint', 'install'), job('pack', 'unit', 'lint')];
	const { lanes, gutter } = layoutStage(jobs, sizes);

	test('of jobs that are needed by the very same others share a lane', () => {
		expect(lanes).toHaveLength(2);
		expect(lanes.map(({ from, to }) => [from.map(({ id }) => id), to.map(({ id }) => id)])).toContainEqual([
			['unit', 'lint'],
			['pack'],
		]);
		expect(gutter).toBe(21);
	});

	test('of two stretches that do not meet use the same lane', () => {
		const apart = layoutStage([job('a'), job('b', 'a'), job('c'), job('d', 'c')], sizes);
		expect(new Set(apart.lanes.map(({ x }) => x)).size).toBeLessThanOrEqual(2);
	});

	test('of one job lead to its own neighbours alone', () => {
		expect([...neighboursOf(lanes, 'unit')].toSorted()).toEqual(['install', 'pack', 'unit']);
		expect([...neighboursOf(lanes, 'nobody')]).toEqual([]);
		expect(lanes.map((lane) => partOf(lane, 'lint')).filter((part) => part !== null)).toHaveLength(2);
	});
});

const graphs = fc
	.array(fc.array(fc.nat(20), { maxLength: 4 }), { maxLength: 20 })
	.map((needs) => needs.map((of, index) => job(`j${index}`, ...of.filter((to) => to < index).map((to) => `j${to}`))));

property.prop([graphs])('every job has its own row, every need its line, and no two lanes overlap', (jobs) => {
	const { jobs: placed, lanes, height } = layoutStage(jobs, sizes);
	expect(new Set(placed.map(({ y }) => y)).size).toBe(jobs.length);
	expect(placed.map(({ job: { id } }) => id).toSorted()).toEqual(jobs.map(({ id }) => id).toSorted());
	const at = new Map(placed.map(({ job: each, y }) => [each.name, y]));
	for (const each of jobs) {
		for (const need of each.needs) {
			expect(at.get(need) ?? 0).toBeLessThan(at.get(each.name) ?? 0);
			expect(
				lanes.some(({ from, to }) => from.some(({ id }) => id === need) && to.some(({ id }) => id === each.id)),
			).toBe(true);
		}
	}
	for (const [index, lane] of lanes.entries()) {
		const [top, bottom] = spanOf(lane);
		expect(top >= 0 && bottom <= height).toBe(true);
		for (const other of lanes.slice(index + 1).filter(({ x }) => x === lane.x)) {
			const [start, end] = spanOf(other);
			expect(bottom < start || end < top).toBe(true);
		}
	}
});
