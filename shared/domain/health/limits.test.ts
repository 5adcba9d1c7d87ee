import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { defaultHealthPolicy } from './defaults.ts';
import { testInstant, wellInput, wellSlot } from './fixtures.ts';
import { limitsJudge } from './limits.ts';
import type { HealthPolicy, JudgeInput, SlotReadings, Verdict } from './model.ts';
import { emptyReading, slotReadings } from './readings.ts';
import { judgeByThresholds, replayVerdict } from './threshold-judge.ts';

const policyOf = (limits: Partial<HealthPolicy['limits']>): HealthPolicy => ({
	...defaultHealthPolicy,
	limits: { ...defaultHealthPolicy.limits, ...limits },
});

/** A slot whose two minutes end 12 s before a look that is `s` seconds after the first. */
function slotAt(s: number, values: Parameters<typeof wellSlot>[1] = {}): SlotReadings {
	const slot = wellSlot('green', values);
	return slotReadings((metric) => ({ ...slot[metric], at: testInstant - 12_000 + s * 1000 }));
}

const alone = { stable: null, weights: { canary: 100, stable: 0 } } as const;
const look = (s: number, canary: SlotReadings): JudgeInput =>
	wellInput({ at: testInstant + s * 1000, canary, ...alone });
const good = (s: number) => look(s, slotAt(s));
const slow = (s: number) => look(s, slotAt(s, { p95Latency: 812 }));
const erring = (s: number) => look(s, slotAt(s, { errorRate: 0.2 }));
const few = (s: number) => look(s, slotAt(s, { requests: 3 }));
const lost = (s: number) =>
	look(
		s,
		slotReadings((metric) => emptyReading(metric, 'green', 'failed', { detail: 'HTTP 503' })),
	);
const inStep = (input: JudgeInput, stepIndex: number): JudgeInput => ({
	...input,
	progress: { stepIndex, elapsedMs: 0, plannedMs: 1, isLastStep: false, stepElapsed: false, clockRate: 1 },
});

function run(policy: HealthPolicy, inputs: readonly JudgeInput[]): readonly Verdict[] {
	let memory = limitsJudge.start();
	return inputs.map((input) => {
		const said = limitsJudge.look(policy, input, JSON.parse(JSON.stringify(memory)));
		memory = said.memory;
		return said.verdict;
	});
}

const outcomes = (verdicts: readonly Verdict[]) => verdicts.map(({ outcome }) => outcome);
const rule = (verdict: Verdict | undefined, name: string) => verdict?.reasons.find((one) => one.rule === name);

describe('without limits over looks', () => {
	it.each([good(0), slow(0), few(0), lost(0)])('it is the judge of limits word for word', (input) => {
		const [verdict] = run(defaultHealthPolicy, [input]);
		expect(verdict).toStrictEqual(judgeByThresholds(defaultHealthPolicy, input));
		if (verdict !== undefined) expect(replayVerdict(verdict, defaultHealthPolicy)).toMatchObject({ ok: true });
	});
});

describe('failureLimit', () => {
	const twice = policyOf({ failureLimit: 2 });

	it('allows so many failures, holds meanwhile, and then goes back', () => {
		const verdicts = run(twice, [slow(0), slow(120), slow(240)]);
		expect(outcomes(verdicts)).toEqual(['inconclusive', 'inconclusive', 'unhealthy']);
		expect(rule(verdicts[0], 'absolute.p95Latency')).toMatchObject({ outcome: 'failed', role: 'inform' });
		expect(verdicts[0]?.summary).toMatch(/^Inconclusive: p95 812 ms, limit 500 ms.* \(1 of 2 allowed failures\)$/);
		expect(rule(verdicts[2], 'absolute.p95Latency')).toMatchObject({ outcome: 'failed', role: 'decide' });
		expect(verdicts[2]?.summary).toMatch(/^Unhealthy: p95 812 ms.* \(3 failures, 2 allowed\)$/);
		expect(verdicts.every(({ judge }) => judge === 'threshold-limits/1')).toBe(true);
	});

	it('counts data once, however often it is looked at', () => {
		const looks = Array.from({ length: 12 }, (_, index) => slow(index * 10));
		expect(outcomes(run(twice, looks)).every((outcome) => outcome === 'inconclusive')).toBe(true);
		expect(outcomes(run(twice, [...looks, slow(120), slow(239), slow(240)])).slice(-2)).toEqual([
			'inconclusive',
			'unhealthy',
		]);
	});

	it('counts each rule by itself, and good looks in between forgive nothing', () => {
		const verdicts = run(twice, [slow(0), erring(120), good(240), slow(360), erring(480), good(600), slow(720)]);
		expect(outcomes(verdicts)).toEqual([
			...['inconclusive', 'inconclusive', 'healthy', 'inconclusive', 'inconclusive', 'healthy', 'unhealthy'],
		]);
	});

	it('never goes back at -1, and is never healthy while a rule is broken', () => {
		const verdicts = run(policyOf({ failureLimit: -1 }), [slow(0), slow(120), slow(240), good(360)]);
		expect(outcomes(verdicts)).toEqual(['inconclusive', 'inconclusive', 'inconclusive', 'healthy']);
		expect(verdicts[1]?.summary).toMatch(/\(2 failures, any number allowed\)$/);
	});

	it('leaves rules that only inform alone', () => {
		const policy: HealthPolicy = {
			...twice,
			absolute: { ...twice.absolute, role: 'inform' },
			baseline: { ...twice.baseline, role: 'inform' },
		};
		expect(run(policy, [slow(0), slow(120), slow(240), slow(360)]).at(-1)?.outcome).toBe('healthy');
	});

	it('cannot be replayed from one look', () => {
		const [verdict] = run(twice, [slow(0)]);
		if (verdict !== undefined) expect(replayVerdict(verdict, twice)).toMatchObject({ ok: false });
	});
});

describe('consecutiveErrorLimit', () => {
	it('never goes back for a lost source unless the team says so', () => {
		const looks = Array.from({ length: 50 }, (_, index) => lost(index * 10));
		expect(outcomes(run(policyOf({ failureLimit: 3 }), looks)).every((one) => one === 'inconclusive')).toBe(true);
	});

	it('goes back after more unreadable looks in a row', () => {
		const verdicts = run(policyOf({ consecutiveErrorLimit: 2 }), [lost(0), lost(10), lost(20)]);
		expect(outcomes(verdicts)).toEqual(['inconclusive', 'inconclusive', 'unhealthy']);
		expect(verdicts[2]?.summary).toBe('Unhealthy: the metrics could not be read at 3 looks in a row, 2 allowed');
	});

	it('starts again with a look that could be read, and counts no look twice', () => {
		const looks = [lost(0), lost(10), good(20), lost(30), lost(40), lost(40)];
		expect(run(policyOf({ consecutiveErrorLimit: 2 }), looks).at(-1)?.outcome).toBe('inconclusive');
	});
});

describe('inconclusiveLimit', () => {
	const once = policyOf({ inconclusiveLimit: 1 });

	it('waits for a person after more undecided looks, even when it gets well', () => {
		const verdicts = run(once, [few(0), few(120), good(240)]);
		expect(outcomes(verdicts)).toEqual(['inconclusive', 'inconclusive', 'inconclusive']);
		expect(verdicts[2]?.summary).toBe('Inconclusive: 2 looks without a clear answer, 1 allowed: a person must decide');
	});

	it('starts again once somebody let the release go on', () => {
		const looks = [inStep(few(0), 0), inStep(few(120), 0), inStep(good(240), 0), inStep(good(360), 1)];
		expect(outcomes(run(once, looks)).slice(-2)).toEqual(['inconclusive', 'healthy']);
	});

	it('counts data once', () => {
		expect(outcomes(run(once, [few(0), few(10), few(20), good(140)])).at(-1)).toBe('healthy');
	});

	it('does not count what could not be read, or was broken', () => {
		const policy = policyOf({ inconclusiveLimit: 0, failureLimit: 9 });
		expect(outcomes(run(policy, [lost(0), lost(120), slow(240), good(360)])).at(-1)).toBe('healthy');
	});
});

describe('dryRun', () => {
	it('shows a rule on trial and lets it decide nothing', () => {
		const [verdict] = run(policyOf({ dryRun: ['absolute.p95Latency'] }), [slow(0)]);
		expect(verdict?.outcome).toBe('healthy');
		const told = rule(verdict, 'absolute.p95Latency');
		expect(told).toMatchObject({ outcome: 'failed', role: 'inform' });
		expect(told?.text).toMatch(/ \(dry run\)$/);
	});

	it.each(['absolute.throughput', 'absolute.throughputChange'])('knows %s by either name', (name) => {
		const stable = slotAt(0, { requests: 1e9, throughput: 31.2 });
		const canary = slotAt(0, { requests: 1e9 });
		const input = wellInput({ canary, stable });
		expect(run(defaultHealthPolicy, [input])[0]?.outcome).toBe('unhealthy');
		expect(run(policyOf({ dryRun: [name] }), [input])[0]?.outcome).toBe('healthy');
	});

	it('cannot put the sample on trial', () => {
		expect(run(policyOf({ dryRun: ['minimum-sample'] }), [few(0)])[0]?.outcome).toBe('inconclusive');
	});

	it('is not healthy when nothing is left that decides', () => {
		const absolute = ['errorRate', 'p95Latency', 'memory', 'throughput'].map((name) => `absolute.${name}`);
		expect(run(policyOf({ dryRun: absolute }), [good(0)])[0]).toMatchObject({
			outcome: 'inconclusive',
			summary: 'Inconclusive: none of the rules that decide could be judged',
		});
	});

	it('leaves the other rules in force', () => {
		expect(run(policyOf({ dryRun: ['absolute.p95Latency'] }), [erring(0)])[0]?.outcome).toBe('unhealthy');
	});
});

const anyLook = fc.constantFrom(good, slow, erring, few, lost);
test.prop([fc.array(anyLook, { maxLength: 12 }), fc.nat(3), fc.nat(3)])(
	'a higher limit never makes a verdict worse',
	(kinds, failureLimit, more) => {
		const looks = kinds.map((kind, index) => kind(index * 130));
		const order = ['healthy', 'inconclusive', 'unhealthy'];
		const strict = outcomes(run(policyOf({ failureLimit }), looks));
		const lenient = outcomes(run(policyOf({ failureLimit: failureLimit + more }), looks));
		for (const [index, outcome] of lenient.entries()) {
			expect(order.indexOf(outcome)).toBeLessThanOrEqual(order.indexOf(strict[index] ?? ''));
		}
	},
);
