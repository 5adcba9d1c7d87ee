import { describe, expect, it } from 'vitest';
import { makeJob, makeRun } from './fixtures.ts';
import type { Job } from './model.ts';
import { isOverBudget, runDurationMs, spanOfJobs } from './spans.ts';

const now = 60_000;
const unit = (change: Partial<Job> = {}) => makeJob('unit', 'commit', change);

describe('the time of jobs', () => {
	const lint = (change: Partial<Job>) => makeJob('lint', 'commit', change);

	it.each<[string, readonly Job[], number | null]>([
		[
			'first start to last end',
			[unit({ startedAt: 2_000, finishedAt: 5_000 }), lint({ startedAt: 1_000, finishedAt: 3_000 })],
			4_000,
		],
		['until now while it runs', [unit(), lint({ state: 'running', startedAt: 3_000, finishedAt: null })], 59_000],
		[
			'an end before the start is left out',
			[unit({ startedAt: 9_000, finishedAt: 2_000 }), lint({ startedAt: 1_000, finishedAt: 3_000 })],
			2_000,
		],
		['only contradictions', [unit({ startedAt: 9_000, finishedAt: 2_000 })], null],
		['a start ahead of our clock', [unit({ state: 'running', startedAt: 90_000, finishedAt: null })], null],
		['no instants', [unit({ startedAt: null, finishedAt: null })], null],
		[
			'a job that ended without having begun',
			[unit(), lint({ state: 'skipped', startedAt: null, finishedAt: 50_000 })],
			1_000,
		],
	])('%s', (_name, jobs, durationMs) => {
		const isOn = jobs.some(({ state }) => state === 'running');
		expect(spanOfJobs(jobs, isOn, now).durationMs).toBe(durationMs);
	});

	it('says when the first began', () => {
		expect(spanOfJobs([unit(), lint({ startedAt: 700 })], false, now).startedAt).toBe(700);
		expect(spanOfJobs([], false, now)).toEqual({ startedAt: null, durationMs: null });
	});

	it('of a run', () => {
		expect(runDurationMs(makeRun(), now)).toBe(8_000);
		expect(runDurationMs(makeRun({ state: 'running', finishedAt: null }), now)).toBe(59_000);
		expect(runDurationMs(makeRun({ startedAt: null }), now)).toBe(8_500);
		expect(runDurationMs(makeRun({ finishedAt: 10 }), now)).toBeNull();
	});
});

it.each([
	[3_001, 3_000, true],
	[3_000, 3_000, false],
	[null, 3_000, false],
	[9_000, null, false],
])('%s of a budget of %s is over: %s', (durationMs, budgetMs, isOver) => {
	expect(isOverBudget(durationMs, budgetMs)).toBe(isOver);
});
