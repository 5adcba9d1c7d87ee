import { expect, test } from 'vitest';
import { fakeRunView } from '../../dev/fake-pipelines-run.ts';
import { pipelineNeeds } from '../../dev/fake-pipelines.ts';
import { hrefOf } from './needs-you.tsx';
import { shortHeadline } from './run-headline.ts';

test.each([
	['running', 'busy', 'Acceptance running'],
	['gates', 'bad', 'Commit failed'],
	['approval', 'paused', 'User acceptance asks people'],
	['passed', 'good', '2.4.1 passed'],
	['host-asks', 'paused', 'Production waits for a person'],
] as const)('a run that is %s shows as %s: %s', (story, tone, word) => {
	expect(shortHeadline(fakeRunView(1e12, 'checkout', story))).toEqual({ tone, word });
});

test('a need of a pipeline leads to its run, or to its service where it is about no run', () => {
	const [need] = pipelineNeeds(1e12);
	if (need === undefined) throw new Error('The fakes have no needs.');
	expect(hrefOf(need)).toBe('#/services/checkout/runs/checkout%3A412');
	expect(hrefOf({ ...need, pipeline: { service: 'checkout', runId: null } })).toBe('#/services/checkout');
	expect(hrefOf({ ...need, pipeline: null, environment: 'checkout/production' })).toBe('#/services/checkout');
	expect(hrefOf({ ...need, pipeline: null, report: { scope: '*', month: '2026-10' } })).toBe('#/retrospective/2026-10');
});
