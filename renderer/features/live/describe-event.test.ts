import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import type { CommandKind, DeploymentEvent } from '../../../shared/domain/deployment/events.ts';
import type { Effect } from '../../../shared/domain/deployment/model.ts';
import type { Problem } from '../../../shared/domain/result.ts';
import { allTrafficTo, splitTraffic } from '../../../shared/domain/target/model.ts';
import { eventLines } from './describe-event.ts';
import { ada, created, observedAt, recordedAs, testStart, verdict } from './test-deployment.ts';

const problem: Problem = {
	code: 'target-unreachable',
	message: 'HAProxy did not answer.',
	hint: 'Look at it.',
	retryable: true,
};
const deploy: Effect = { kind: 'deploy', slot: 'green', version: '2.4.0' };
const smoke: Effect = { kind: 'smoke', slot: 'green', version: '2.4.0' };
const traffic: Effect = { kind: 'set-traffic', split: splitTraffic('green', 25) };
const back: Effect = { kind: 'set-traffic', split: allTrafficTo('blue') };
const retire: Effect = { kind: 'retire', slot: 'blue' };

const intended = (effect: Effect): DeploymentEvent => ({ type: 'effect-intended', effectId: '1.0', effect });
const done = (observed: number | null, note: string | null = null): DeploymentEvent => ({
	type: 'effect-done',
	effectId: '1.0',
	observed: observed === null ? null : observedAt(observed),
	note,
});
const failed: DeploymentEvent = { type: 'effect-failed', effectId: '1.0', problem, observed: null };

/** The last line of `created` and these events. */
function last(...events: readonly DeploymentEvent[]) {
	return eventLines(recordedAs([created, ...events])).at(-1);
}

describe('eventLines', () => {
	it('tells how a deployment came to be', () => {
		expect(eventLines(recordedAs([created]))).toEqual([
			{
				revision: 1,
				at: testStart,
				tone: 'neutral',
				text: 'Ada asked for 2.4.0 of checkout in production',
				detail: 'Canary, 2.3.1 stands there',
			},
		]);
		const first = eventLines(
			recordedAs([{ ...created, from: null, clockRate: 30 }], { kind: 'schedule', name: 'nightly' }),
		);
		expect(first[0]?.text).toBe('The schedule nightly asked for 2.4.0 of checkout in production');
		expect(first[0]?.detail).toBe('Canary, nothing stood there before; steps run 30 times faster than the wall clock');
	});

	const cases: readonly [string, readonly DeploymentEvent[], string, string, string | null][] = [
		['begun', [{ type: 'begun' }], 'neutral', 'The environment is free: the first step begins', null],
		['deploy wanted', [intended(deploy)], 'busy', 'Starting 2.4.0 in the green slot', null],
		['deploy done', [intended(deploy), done(null)], 'neutral', '2.4.0 is up in the green slot', 'took 1 s'],
		['smoke wanted', [intended(smoke)], 'busy', 'Smoke tests of 2.4.0 begin', null],
		[
			'smoke done',
			[intended(smoke), done(null, '14 checks')],
			'good',
			'Smoke tests of 2.4.0 passed',
			'14 checks; took 1 s',
		],
		[
			'smoke failed',
			[intended(smoke), failed],
			'bad',
			'Smoke tests of 2.4.0 failed',
			'HAProxy did not answer. Look at it.',
		],
		['traffic wanted', [intended(traffic)], 'busy', 'Asking the target for 25 % of traffic to 2.4.0', null],
		[
			'traffic confirmed',
			[intended(traffic), done(25)],
			'neutral',
			'The target confirms 25 % of traffic to 2.4.0',
			'took 1 s',
		],
		[
			'traffic not seen',
			[intended(traffic), done(null)],
			'neutral',
			'The target took the order: 25 % of traffic to 2.4.0',
			'Not confirmed yet; took 1 s',
		],
		[
			'traffic other than asked',
			[intended(traffic), done(5)],
			'warn',
			'The target shows 5 % of traffic to 2.4.0',
			'Asked for: 25 % of traffic to 2.4.0; took 1 s',
		],
		['traffic back', [intended(back), done(0)], 'neutral', 'The target confirms all traffic to 2.3.1', 'took 1 s'],
		[
			'traffic refused',
			[intended(traffic), failed],
			'bad',
			'The target did not take 25 % of traffic to 2.4.0',
			'HAProxy did not answer. Look at it.',
		],
		['retire wanted', [intended(retire)], 'busy', 'Ending 2.3.1 in the blue slot', null],
		['retire done', [intended(retire), done(null)], 'neutral', '2.3.1 was ended in the blue slot', 'took 1 s'],
		['outcome without its intent', [done(null, 'late')], 'neutral', 'An effect on the target is done', 'late'],
		[
			'failure without its intent',
			[failed],
			'bad',
			'An effect on the target failed',
			'HAProxy did not answer. Look at it.',
		],
		[
			'step elapsed',
			[{ type: 'step-elapsed', stepIndex: 3 }],
			'neutral',
			'The time of step 4 (15 min) has passed',
			null,
		],
		[
			'patience ended',
			[{ type: 'patience-ended', stepIndex: 3 }],
			'bad',
			'Still no verdict after 10 min: rolling back',
			'What cannot be judged is not promoted',
		],
		[
			'recovered',
			[{ type: 'recovered', observed: observedAt(25), problem: null }],
			'warn',
			'Signalbox started again; the target shows 25 % of traffic to 2.4.0',
			null,
		],
		[
			'a machine that goes to sleep and holds',
			[{ type: 'machine-left', because: 'asleep', answer: 'hold' }],
			'warn',
			'This machine went to sleep: held',
			null,
		],
		[
			'a locked screen that takes back',
			[{ type: 'machine-left', because: 'locked', answer: 'roll-back' }],
			'warn',
			'The screen of this machine was locked: rolling back',
			null,
		],
		[
			'recovered after a sleep',
			[{ type: 'recovered', observed: observedAt(5), problem: null, after: 'slept' }],
			'warn',
			'Signalbox woke with its machine; the target shows 5 % of traffic to 2.4.0',
			null,
		],
		[
			'recovered blind',
			[{ type: 'recovered', observed: null, problem }],
			'bad',
			'Signalbox started again and could not ask the target what is so',
			'HAProxy did not answer.',
		],
		['window ended', [{ type: 'window-ended' }], 'neutral', 'The rollback window is over: 2.3.1 may be ended', null],
	];
	it.each(cases)('says %s', (_name, events, tone, text, detail) => {
		expect(last(...events)).toMatchObject({ tone, text, detail });
	});

	it.each([
		['healthy', 'good'],
		['inconclusive', 'warn'],
		['unhealthy', 'bad'],
	] as const)('gives a verdict that is %s its own words', (outcome, tone) => {
		const event = {
			type: 'verdict',
			stepIndex: 3,
			verdict: verdict({ outcome, summary: `So it is: ${outcome}` }),
		} as const;
		expect(last(event)).toMatchObject({ tone, text: `So it is: ${outcome}` });
	});

	it.each<[CommandKind, string]>([
		['promote', 'Ada promoted to the next step'],
		['promote-fully', 'Ada promoted to all traffic'],
		['pause', 'Ada asked for a pause'],
		['resume', 'Ada let it go on'],
		['retry', 'Ada asked to try again'],
		['roll-back', 'Ada asked for the rollback'],
	])('names who asked for %s, and why', (command, text) => {
		expect(last({ type: 'commanded', command, reason: 'orders are late' })).toMatchObject({
			text,
			detail: 'orders are late',
		});
		const byEngine = recordedAs([{ type: 'commanded', command, reason: null }], { kind: 'engine' });
		expect(eventLines(byEngine)[0]?.text).toBe(text.replace('Ada', 'The engine'));
	});

	it('keeps an intent on screen only until its outcome is there', () => {
		const open = eventLines(recordedAs([created, intended(traffic)]));
		expect(open.map((line) => line.revision)).toEqual([1, 2]);
		expect(eventLines(recordedAs([created, intended(traffic), done(25)])).map((line) => line.revision)).toEqual([1, 3]);
	});

	const effect = fc.constantFrom(deploy, smoke, traffic, back, retire);
	test.prop([fc.array(effect, { maxLength: 8 }), fc.boolean()])(
		'never says undefined, whatever is missing',
		(effects, known) => {
			const events = effects.flatMap((one, index): DeploymentEvent[] => [
				{ type: 'effect-intended', effectId: `${index}`, effect: one },
				{ type: 'effect-done', effectId: `${index}`, observed: index % 2 === 0 ? null : observedAt(50), note: null },
			]);
			const lines = eventLines(recordedAs(known ? [created, ...events] : events, ada));
			for (const line of lines) expect(`${line.text} ${line.detail}`).not.toMatch(/undefined|NaN|\[object/);
		},
	);
});
