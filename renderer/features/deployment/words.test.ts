import { expect, test } from 'vitest';
import { analysing, tell, verdictOf } from '../../../shared/domain/deployment/fixture.ts';
import { capital, flightTone, healthLine, stateWords, withoutOutcome } from './words.ts';

test.each([
	['Healthy: 3 rules passed on 601 requests; p95 96 ms', '3 rules passed on 601 requests; p95 96 ms'],
	['Unhealthy: p95 612 ms, limit 500 ms', 'p95 612 ms, limit 500 ms'],
	['Inconclusive: too few requests', 'too few requests'],
	['Healthy: Healthy: twice', 'Healthy: twice'],
	['The judge has not seen any metrics of this step yet', 'The judge has not seen any metrics of this step yet'],
	['errors are Unhealthy: 4 %', 'errors are Unhealthy: 4 %'],
	['Healthy', 'Healthy'],
	['Healthy: ', 'Healthy: '],
	['', ''],
])('%j beside a chip is %j', (summary, expected) => {
	expect(withoutOutcome(summary)).toBe(expected);
});

test.each([
	['healthy', 'Healthy: 3 rules passed', 'Healthy: 3 rules passed'],
	['degraded', 'Unhealthy: p95 612 ms, limit 500 ms', 'Degraded: p95 612 ms, limit 500 ms'],
	['down', '2.3.1 is not running in slot blue', 'Down: 2.3.1 is not running in slot blue'],
	['unknown', 'Inconclusive: too few requests', 'Not known: too few requests'],
	['unknown', 'Not asked yet', 'Not asked yet'],
] as const)('%s with %j reads %j', (health, healthText, expected) => {
	expect(healthLine({ health, healthText })).toBe(expected);
});

test.each([
	['still looking', 'Still looking'],
	['p95 is 43 % slower', 'p95 is 43 % slower'],
	['', ''],
])('%j begins a line as %j', (text, expected) => {
	expect(capital(text)).toBe(expected);
});

test('what the machine holds is told as held, whatever it was about to do', () => {
	const watched = tell(analysing(), { type: 'verdict', stepIndex: 3, verdict: verdictOf('healthy') }, 10);
	const held = tell(watched, { type: 'machine-left', because: 'asleep', answer: 'hold' }, 20).deployment;
	expect([stateWords(watched.deployment), flightTone(watched.deployment)]).toEqual(['healthy so far', 'busy']);
	expect([stateWords(held), flightTone(held)]).toEqual(['held', 'paused']);
});
