import { describe, expect, it } from 'vitest';
import type { StepTiming } from '../../../shared/rpc/views.ts';
import type { DeploymentEvent } from '../../../shared/domain/deployment/events.ts';
import { defaultHealthPolicy } from '../../../shared/domain/health/defaults.ts';
import { splitTraffic } from '../../../shared/domain/target/model.ts';
import { limitOf, marksOf, newestVerdict } from './chart-marks-of.ts';
import { closenessOf } from './closeness.ts';
import { figureOf } from './figure.ts';
import { parseDeploymentAddress } from './parse-address.ts';
import { clockSpan, elapsedAt, nextLookText, patienceText } from './step-progress.ts';
import { created, reading, reason, recordedAs, testStart, verdict, view } from './test-deployment.ts';
import { refusalText, visibleActions } from './visible-actions.ts';

const timing: StepTiming = {
	elapsedMs: 10_000,
	durationMs: 60_000,
	asOf: 1_000,
	running: true,
	nextLookAt: null,
	patienceEndsAt: null,
};

describe('step progress', () => {
	it.each([
		['runs with the clock', timing, 1, 6_000, 15_000],
		['runs faster in the sample', timing, 10, 3_000, 30_000],
		['never passes the length of the step', timing, 10, 99_000, 60_000],
		['stands still when it does not run', { ...timing, running: false }, 1, 6_000, 10_000],
		['does not go back when the clocks differ', timing, 1, 0, 10_000],
	])('%s', (_name, given, rate, now, elapsed) => {
		expect(elapsedAt(given, rate, now)).toBe(elapsed);
	});

	it('counts down in words', () => {
		expect(clockSpan(492_900)).toBe('8:12');
		expect(clockSpan(3_723_000)).toBe('1:02:03');
		expect(nextLookText({ ...timing, nextLookAt: 19_000 }, 1_000)).toBe('next look in 18 s');
		expect(nextLookText({ ...timing, nextLookAt: 1_200 }, 1_000)).toBe('looking now');
		expect(nextLookText(timing, 1_000)).toBe(null);
		expect(patienceText({ ...timing, patienceEndsAt: 61_000 }, 1_000)).toBe('rolls back in 1 min unless clear by then');
	});
});

describe('visibleActions', () => {
	it('has a place for each decision while it ships, Pause and Resume sharing one', () => {
		expect(visibleActions(view()).map((action) => action.command)).toEqual([
			'roll-back',
			'pause',
			'promote',
			'promote-fully',
		]);
	});

	it('keeps the rollback in its place even where it is refused', () => {
		const refused = view({
			actions: [
				{
					command: 'roll-back',
					allowed: false,
					label: 'Roll back to 2.3.1',
					detail: 'The rollback is already under way',
				},
			],
		});
		expect(visibleActions(refused).map((action) => action.command)).toEqual(['roll-back']);
	});

	it('shows after the end only what can still be done', () => {
		const ended = view({}, { state: 'rolled-back' });
		const actions = ended.actions.map((action) => ({ ...action, allowed: action.command === 'retry' }));
		expect(visibleActions({ ...ended, actions }).map((action) => action.command)).toEqual(['retry']);
	});

	it('says refusals once for all commands with the same reason', () => {
		const no = (label: string, detail: string) => ({ command: 'promote', allowed: false, label, detail }) as const;
		expect(
			refusalText([no('Pause', 'being started'), no('Promote', 'being started'), no('Retry', 'nothing failed')]),
		).toBe('Pause, Promote: being started. Retry: nothing failed');
		expect(refusalText(visibleActions(view()))).toBe(null);
	});
});

describe('figureOf', () => {
	it.each([
		['measured', 412, '412 ms', true],
		['measured', null, 'no data', false],
		['missing', null, 'no data', false],
		['stale', null, 'stale', false],
		['not-a-number', null, 'not a number', false],
		['partial', 412, '412 ms, incomplete', false],
		['failed', null, 'could not be read', false],
		['not-configured', null, 'not measured', false],
	] as const)('says %s %s as %s', (state, value, text, isMeasured) => {
		expect(figureOf(reading({ state, value }))).toMatchObject({ text, isMeasured });
	});

	it('says that nothing was read yet', () => {
		expect(figureOf(null)).toMatchObject({ text: 'not read yet', isMeasured: false });
	});
});

describe('closenessOf', () => {
	it('holds each metric against the limit that it is nearest to, failed rules first', () => {
		const bars = closenessOf(
			verdict({
				reasons: [
					reason({ value: 400, limit: 500 }),
					reason({ rule: 'baseline.p95Latency', value: 400, baseline: 320, limit: 1.5 }),
					reason({ rule: 'absolute.memory', metric: 'memory', outcome: 'failed', value: 0.9, limit: 0.85 }),
					reason({ rule: 'absolute.errorRate', metric: 'errorRate', outcome: 'unknown', value: null, limit: 0.01 }),
				],
			}),
		);
		expect(bars.map((bar) => [bar.metric, bar.reason.rule])).toEqual([
			['errorRate', 'absolute.errorRate'],
			['p95Latency', 'baseline.p95Latency'],
			['memory', 'absolute.memory'],
		]);
		expect(bars.map((bar) => (bar.share === null ? null : Math.round(bar.share * 100)))).toEqual([null, 83, 106]);
	});

	it('compares throughput per unit of weight, and counts only a drop against the baseline limit', () => {
		const rule = (name: string, value: number) =>
			closenessOf(
				verdict({ reasons: [reason({ rule: name, metric: 'throughput', value, baseline: 90, limit: 0.2 })] }),
			)[0]?.share;
		expect(rule('baseline.throughput', 27)).toBeCloseTo(0.5);
		expect(rule('baseline.throughput', 33)).toBe(0);
		expect(rule('absolute.throughput', 33)).toBeCloseTo(0.5);
	});
});

describe('marks and limits', () => {
	it('marks a step when the target took it, a command when it came, and each verdict', () => {
		const events: readonly DeploymentEvent[] = [
			created,
			{ type: 'effect-intended', effectId: 'a', effect: { kind: 'set-traffic', split: splitTraffic('green', 5) } },
			{ type: 'effect-done', effectId: 'a', observed: null, note: null },
			{ type: 'verdict', stepIndex: 3, verdict: verdict({}) },
			{ type: 'commanded', command: 'pause', reason: null },
			{ type: 'effect-intended', effectId: 'b', effect: { kind: 'set-traffic', split: splitTraffic('green', 25) } },
		];
		expect(marksOf(recordedAs(events), 'green').map(({ at, kind, label }) => [at - testStart, kind, label])).toEqual([
			[2_000, 'step', '5 %'],
			[3_000, 'look', 'healthy'],
			[4_000, 'command', 'paused'],
		]);
	});

	it('draws the fixed limit, else the one that the baseline gives, else none', () => {
		const fixed = reason({ limit: 500 });
		const against = reason({ rule: 'baseline.p95Latency', value: 412, baseline: 400, limit: 1.5 });
		expect(limitOf(verdict({ reasons: [against, fixed] }), null, 'p95Latency')).toEqual({
			value: 500,
			text: 'limit 500 ms',
		});
		expect(limitOf(verdict({ reasons: [against] }), null, 'p95Latency')).toEqual({
			value: 600,
			text: 'limit 600 ms, from stable',
		});
		expect(limitOf(verdict({ reasons: [] }), defaultHealthPolicy, 'p95Latency').value).toBe(null);
		expect(limitOf(null, null, 'memory').value).toBe(null);
	});

	it.each([
		['errorRate', { value: 0.01, text: 'limit 1 %' }],
		['p95Latency', { value: 500, text: 'limit 500 ms' }],
		['memory', { value: 0.85, text: 'limit 85 %' }],
		['throughput', { value: null, text: 'limit 10 % per unit of traffic' }],
		['requests', { value: null, text: null }],
	] as const)('draws the limit of %s before the first look', (metric, limit) => {
		expect(limitOf(null, defaultHealthPolicy, metric)).toEqual(limit);
		const off = {
			...defaultHealthPolicy.absolute,
			errorRate: null,
			p95Latency: null,
			memory: null,
			throughputChange: null,
		};
		expect(limitOf(null, { ...defaultHealthPolicy, absolute: off }, metric)).toEqual({ value: null, text: null });
	});

	it('falls back to the last verdict of the journal', () => {
		const first = verdict({ summary: 'first' });
		const second = verdict({ summary: 'second' });
		const events = recordedAs([
			{ type: 'verdict', stepIndex: 3, verdict: first },
			{ type: 'verdict', stepIndex: 3, verdict: second },
			{ type: 'step-elapsed', stepIndex: 3 },
		]);
		expect(newestVerdict(null, events)).toBe(second);
		expect(newestVerdict(first, events)).toBe(first);
		expect(newestVerdict(null, [])).toBe(null);
	});
});

describe('parseDeploymentAddress', () => {
	it.each([
		['d1', { id: 'd1', isReplay: false }],
		['d1?replay', { id: 'd1', isReplay: true }],
		['d1?other', { id: 'd1', isReplay: false }],
	])('reads %s', (part, address) => {
		expect(parseDeploymentAddress(part)).toEqual(address);
	});
});
