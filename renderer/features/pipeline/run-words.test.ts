import { describe, expect, test } from 'vitest';
import { fakeJob } from '../../dev/fake-pipelines-run.ts';
import { jobLine } from './job-words.ts';
import { budgetWords, gateCounts, gatesTone, stageLook, startedWords, tookMs } from './run-words.ts';

const minute = 60_000;
const gates = { passed: 0, failed: 0, missing: 0, waived: 0, waiting: 0 };

test.each([
	[252_000, 10 * minute, '4 min 12 s of 10 min'],
	[10 * minute, 10 * minute, '10 min of 10 min'],
	[12 * minute, 10 * minute, '12 min, 2 min over 10 min'],
	[10 * minute + 40, 10 * minute, '10 min, 1 s over 10 min'],
	[252_000, null, '4 min 12 s'],
])('%d ms of a budget of %s ms reads %s', (took, budget, expected) => {
	expect(budgetWords(took, budget)).toBe(expected);
});

test.each([
	[gates, null, 'good'],
	[{ ...gates, passed: 3 }, '3 passed', 'good'],
	[{ ...gates, passed: 3, waived: 1 }, '1 waived, 3 passed', 'paused'],
	[{ ...gates, passed: 3, waiting: 2 }, '2 waiting, 3 passed', 'neutral'],
	[{ ...gates, passed: 3, missing: 1, waiting: 1 }, '1 missing, 1 waiting, 3 passed', 'warn'],
	[{ ...gates, failed: 1, missing: 1 }, '1 failed, 1 missing', 'bad'],
])('gates %j are counted as %s, trouble first', (counts, words, tone) => {
	expect([gateCounts(counts), gatesTone(counts)]).toEqual([words, tone]);
});

describe('a stage whose jobs are done', () => {
	test('is held by a gate that is failed or missing', () => {
		expect(stageLook({ state: 'gates', gates: { ...gates, missing: 1 } })).toEqual({
			tone: 'warn',
			word: 'held by gates',
		});
	});

	test('still reads evidence while no gate holds it', () => {
		expect(stageLook({ state: 'gates', gates: { ...gates, waiting: 1 } }).word).toBe('reading evidence');
	});
});

test.each([
	['push', 'Ada', 'pushed by Ada'],
	['push', null, 'pushed'],
	['pull-request', 'Ada', 'pull request by Ada'],
	['schedule', 'bot', 'on schedule'],
	['person', 'Ada', 'started by Ada'],
	['other', null, 'started by the host'],
] as const)('a run of %s by %s was %s', (trigger, by, expected) => {
	expect(startedWords(trigger, by)).toBe(expected);
});

describe('a job', () => {
	test('is told with its time until now, in whole seconds', () => {
		const job = fakeJob(100_000, 'end to end', 'acceptance', 'running', {
			from: 50,
			note: '9 of 24',
			needs: ['build'],
		});
		expect(jobLine(job, 100_400)).toBe('running, 50 s, 9 of 24');
	});

	test('that has not begun has no time', () => {
		expect(jobLine(fakeJob(0, 'a', null, 'waiting'), 9)).toBe('waits');
		expect(tookMs({ startedAt: null, finishedAt: null }, 9)).toBeNull();
	});

	test('never took less than nothing, whatever the clocks say', () => {
		expect(tookMs({ startedAt: 10, finishedAt: null }, 5)).toBe(0);
	});

	test('that may fail says so when it did', () => {
		const job = {
			...fakeJob(100_000, 'audit', 'commit', 'failed', { from: 50, took: 2, note: 'exit code 1' }),
			mayFail: true,
		};
		expect(jobLine(job, 0)).toBe('failed, 2 s, exit code 1, may fail');
	});
});
