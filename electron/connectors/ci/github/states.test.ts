import { describe, expect, it } from 'vitest';
import { conclusionWords, jobStateOf, runStateOf, triggerOf } from './states.ts';

describe('the state of a run', () => {
	it.each([
		['queued', null, 'queued'],
		['requested', null, 'queued'],
		['pending', null, 'queued'],
		['waiting', null, 'needs-person'],
		['in_progress', null, 'running'],
		['completed', 'success', 'passed'],
		['completed', 'neutral', 'passed'],
		['completed', 'failure', 'failed'],
		['completed', 'timed_out', 'failed'],
		['completed', 'startup_failure', 'failed'],
		['completed', 'cancelled', 'cancelled'],
		['completed', 'stale', 'cancelled'],
		['completed', 'skipped', 'cancelled'],
		['completed', 'action_required', 'needs-person'],
		// What GitHub may invent one day is never good news.
		['completed', 'brand_new', 'failed'],
		['completed', null, 'failed'],
		['completed', 'constructor', 'failed'],
		['brand_new', null, 'queued'],
		[null, null, 'queued'],
	] as const)('%s and %s is %s', (status, conclusion, state) => {
		expect(runStateOf(status, conclusion)).toBe(state);
	});
});

describe('the state of a job', () => {
	it.each([
		['queued', null, true, 'queued'],
		['requested', null, true, 'queued'],
		['pending', null, true, 'waiting'],
		['waiting', null, true, 'needs-person'],
		['waiting', null, false, 'waiting'],
		['in_progress', null, false, 'running'],
		['completed', 'success', false, 'passed'],
		['completed', 'skipped', false, 'skipped'],
		['completed', 'cancelled', false, 'cancelled'],
		['completed', 'timed_out', false, 'failed'],
		['completed', 'brand_new', false, 'failed'],
	] as const)('%s and %s (people: %s) is %s', (status, conclusion, people, state) => {
		expect(jobStateOf(status, conclusion, people)).toBe(state);
	});
});

describe('words', () => {
	it('say why it ended, also for what we do not know', () => {
		expect(conclusionWords('timed_out')).toMatch(/too long/);
		expect(conclusionWords('brand_new')).toBe('ended as "brand_new"');
		expect([conclusionWords('success'), conclusionWords('failure'), conclusionWords(null)]).toEqual([null, null, null]);
	});

	it('name what made a run start', () => {
		expect(['push', 'pull_request_target', 'schedule', 'workflow_dispatch', 'release'].map(triggerOf)).toEqual([
			...['push', 'pull-request', 'schedule', 'person', 'other'],
		]);
	});
});
