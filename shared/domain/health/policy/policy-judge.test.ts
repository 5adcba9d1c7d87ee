import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { defaultHealthPolicy } from '../defaults.ts';
import { evidenceOf } from '../evidence/fixtures.ts';
import type { JudgeAnswer, MetricEvidence } from '../evidence/model.ts';
import { wellInput, wellSlot } from '../fixtures.ts';
import type { HealthPolicy, Judge, JudgeInput, JudgeRole, Verdict, VerdictOutcome } from '../model.ts';
import { normaliseInput } from '../readings.ts';
import { thresholdJudge } from '../threshold-judge.ts';
import { describePolicy } from './describe-policy.ts';
import { combineJudges, createPolicyJudge } from './policy-judge.ts';

interface Said {
	readonly outcome?: VerdictOutcome;
	readonly answer?: JudgeAnswer;
	readonly summary?: string;
	readonly evidence?: readonly MetricEvidence[];
}

/** A judge that always says the same and counts its looks. */
function saying(name: string, said: Said = {}): Judge<number> {
	return {
		name,
		start: () => 0,
		look: (_policy, given, memory) => {
			const input = normaliseInput(given);
			const rest = { at: input.at, reasons: [], judge: name, input } as const;
			const verdict: Verdict = {
				...rest,
				outcome: 'healthy',
				answer: 'keep-looking',
				summary: `${name} says so`,
				evidence: [evidenceOf({ judge: name })],
				...said,
			};
			return { verdict, memory: memory + 1 };
		},
	};
}

const harm: Said = { outcome: 'unhealthy', answer: 'roll-back', summary: 'Unhealthy: p95 is 12 to 31 % slower' };
const doubt: Said = { outcome: 'inconclusive', answer: 'keep-looking', summary: 'Inconclusive: memory cannot be told' };
const noWorse: Said = { outcome: 'healthy', answer: 'promote', summary: 'Healthy: error rate is no worse' };
const abstains: Said = { evidence: [evidenceOf({ answer: 'not-judged' })] };

interface Roles {
	readonly sequential?: JudgeRole;
	readonly kayenta?: JudgeRole;
	readonly analysis?: JudgeRole;
}

function policyOf(roles: Roles = {}, changes: Partial<HealthPolicy> = {}): HealthPolicy {
	const { sequential = 'decide', kayenta = 'off', analysis = 'off' } = roles;
	return {
		...defaultHealthPolicy,
		sequential: { ...defaultHealthPolicy.sequential, role: sequential },
		kayenta: { ...defaultHealthPolicy.kayenta, role: kayenta },
		analysis: { ...defaultHealthPolicy.analysis, role: analysis },
		...changes,
	};
}

type Parts = Readonly<Partial<Record<'sequential' | 'kayenta' | 'analysis', Said>>>;

function look(policy: HealthPolicy, parts: Parts, input: JudgeInput = wellInput()): Verdict {
	const judge = combineJudges(
		{
			limits: thresholdJudge,
			sequential: saying('sequential/1', parts.sequential),
			kayenta: saying('kayenta/1', parts.kayenta),
			analysis: saying('analysis/1', parts.analysis),
		},
		policy,
	);
	return judge.look(policy, input, judge.start()).verdict;
}

const slow = wellInput({ canary: wellSlot('green', { p95Latency: 900 }) });
const twice = wellInput({
	canary: wellSlot('green', { p95Latency: 300 }),
	stable: wellSlot('blue', { p95Latency: 100 }),
});

describe('a policy', () => {
	it.each([
		['nothing found', {}, {}, wellInput(), 'healthy', 'keep-looking'],
		['no worse by all who may say so', {}, { sequential: noWorse }, wellInput(), 'healthy', 'promote'],
		['harm by the sequential judge', {}, { sequential: harm }, wellInput(), 'unhealthy', 'roll-back'],
		['harm by a fixed limit', {}, { sequential: noWorse }, slow, 'unhealthy', 'roll-back'],
		[
			'harm outweighs doubt',
			{ kayenta: 'decide' },
			{ sequential: doubt, kayenta: harm },
			wellInput(),
			'unhealthy',
			'roll-back',
		],
		[
			'doubt outweighs no worse',
			{ kayenta: 'decide' },
			{ sequential: noWorse, kayenta: doubt },
			wellInput(),
			'inconclusive',
			'keep-looking',
		],
		['one of two undecided', { kayenta: 'decide' }, { sequential: noWorse }, wellInput(), 'healthy', 'keep-looking'],
		[
			'both no worse',
			{ kayenta: 'decide' },
			{ sequential: noWorse, kayenta: noWorse },
			wellInput(),
			'healthy',
			'promote',
		],
		[
			'harm by one that informs',
			{ sequential: 'inform' },
			{ sequential: harm },
			wellInput(),
			'healthy',
			'keep-looking',
		],
		[
			'no worse by one that informs',
			{ sequential: 'inform' },
			{ sequential: noWorse },
			wellInput(),
			'healthy',
			'keep-looking',
		],
		['harm by one that is off', { sequential: 'off' }, { sequential: harm }, wellInput(), 'healthy', 'keep-looking'],
		['harm by the analysis', { analysis: 'decide' }, { analysis: harm }, wellInput(), 'unhealthy', 'roll-back'],
	] as const)('%s', (_, roles, parts, input, outcome, answer) => {
		const verdict = look(policyOf(roles), parts, input);
		expect([verdict.outcome, verdict.answer]).toStrictEqual([outcome, answer]);
	});

	it('names its judges, keeps their evidence and the words of the one that decides', () => {
		const roles = { kayenta: 'inform', analysis: 'off' } as const;
		const verdict = look(policyOf(roles), { sequential: harm, kayenta: harm });
		expect(verdict.judge).toBe('policy/1 (sequential/1, threshold/1, kayenta/1)');
		expect(verdict.summary).toBe('Unhealthy: p95 is 12 to 31 % slower');
		expect(verdict.evidence?.map(({ judge, role }) => `${judge} ${role}`)).toStrictEqual([
			'sequential/1 decide',
			'kayenta/1 inform',
		]);
	});

	it('keeps totals out of the verdict, for every screen gets it', () => {
		const totals = { canary: null, stable: null };
		expect(look(policyOf(), {}, wellInput({ totals })).input).not.toHaveProperty('totals');
	});

	it('holds a release when nothing that was asked to decide could judge', () => {
		const { absolute, baseline } = defaultHealthPolicy;
		const silent = policyOf(
			{},
			{ absolute: { ...absolute, role: 'inform' }, baseline: { ...baseline, role: 'inform' } },
		);
		expect(look(silent, { sequential: abstains }).outcome).toBe('inconclusive');
		expect(look(silent, {}).outcome).toBe('healthy');
	});
});

describe('the limits against the stable slot', () => {
	const baselineOf = (verdict: Verdict) => verdict.reasons.find(({ rule }) => rule === 'baseline.p95Latency');

	it.each([
		['the sequential judge compares', policyOf(), {}, 'inform', 'healthy'],
		['it has nothing to compare', policyOf(), { sequential: abstains }, 'decide', 'unhealthy'],
		['it shows no evidence', policyOf(), { sequential: { evidence: [] } }, 'decide', 'unhealthy'],
		['it only informs', policyOf({ sequential: 'inform' }), {}, 'decide', 'unhealthy'],
		['it is off', policyOf({ sequential: 'off' }), {}, 'decide', 'unhealthy'],
		[
			'the team wants them to decide',
			policyOf({}, { baseline: { ...defaultHealthPolicy.baseline, yields: false } }),
			{},
			'decide',
			'unhealthy',
		],
	] as const)('where %s', (_, policy, parts, role, outcome) => {
		const verdict = look(policy, parts, twice);
		expect(baselineOf(verdict)).toMatchObject({ outcome: 'failed', role });
		expect(verdict.outcome).toBe(outcome);
	});
});

const outcomes = fc.constantFrom<VerdictOutcome>('healthy', 'unhealthy', 'inconclusive');
const answers = fc.constantFrom<JudgeAnswer>('roll-back', 'promote', 'keep-looking');
const anySaid = fc.record({ outcome: outcomes, answer: answers }).map((said): Said => said);
const anyRole = fc.constantFrom<JudgeRole>('decide', 'inform', 'off');
const anyRoles = fc.record({ sequential: anyRole, kayenta: anyRole, analysis: anyRole });
const anyParts = fc.record({ sequential: anySaid, kayenta: anySaid, analysis: anySaid });
const severity = { healthy: 0, inconclusive: 1, unhealthy: 2 } as const;

describe('whatever the judges say', () => {
	property.prop([anyRoles, anyParts, anySaid])('who only informs changes nothing', (roles, parts, other) => {
		const policy = policyOf({ ...roles, kayenta: 'inform' });
		const before = look(policy, parts);
		const after = look(policy, { ...parts, kayenta: other });
		expect([after.outcome, after.answer]).toStrictEqual([before.outcome, before.answer]);
	});

	property.prop([anyRoles, anyParts])('harm of one that decides is never made good by another', (roles, parts) => {
		const verdict = look(policyOf({ ...roles, analysis: 'decide' }), { ...parts, analysis: harm });
		expect([verdict.outcome, verdict.answer]).toStrictEqual(['unhealthy', 'roll-back']);
		expect(verdict.summary).toMatch(/^Unhealthy: /);
	});

	property.prop([anyRoles, anyParts])('a judge more never makes the outcome better', (roles, parts) => {
		const without = look(policyOf({ ...roles, sequential: 'decide', analysis: 'off' }), parts);
		const withIt = look(policyOf({ ...roles, sequential: 'decide', analysis: 'decide' }), parts);
		expect(severity[withIt.outcome]).toBeGreaterThanOrEqual(severity[without.outcome]);
	});

	property.prop([anyRoles, anyParts])('outcome and answer never contradict each other', (roles, parts) => {
		const { outcome, answer } = look(policyOf(roles), parts);
		expect(answer === 'roll-back').toBe(outcome === 'unhealthy');
		if (answer === 'promote') expect(outcome).toBe('healthy');
	});
});

describe('the judge of the default policy', () => {
	it('never changes what it was given to remember: the same look on the same memory says the same', () => {
		const judge = createPolicyJudge(defaultHealthPolicy);
		const { memory } = judge.look(defaultHealthPolicy, wellInput(), judge.start());
		const later = wellInput({ at: wellInput().at + 30_000 });
		const once = judge.look(defaultHealthPolicy, later, memory);
		judge.look(defaultHealthPolicy, { ...slow, at: later.at }, memory);
		expect(judge.look(defaultHealthPolicy, later, memory)).toStrictEqual(once);
	});
});

describe('a policy in words', () => {
	it('says who decides, who informs, the figures and the end', () => {
		const lines = describePolicy(policyOf({ kayenta: 'inform' }));
		expect(lines).toContain(
			'These decide: the sequential judge, the fixed limits and the limits against the stable slot.',
		);
		expect(lines).toContain('These only inform: the Kayenta-compatible judge.');
		expect(lines).toContain(
			'A false alarm of the sequential judge has a chance of at most 5 % in the whole deployment, a wrong "no worse" of 10 %.',
		);
		expect(lines).toContain('The limits against the stable slot only inform while the sequential judge can compare.');
		expect(lines).toContain('Limits: a broken limit decides at once.');
	});

	it.each<readonly [string, HealthPolicy, string]>([
		[
			'limits that are patient',
			policyOf(
				{},
				{ limits: { failureLimit: 2, inconclusiveLimit: 1, consecutiveErrorLimit: 4, dryRun: ['absolute.memory'] } },
			),
			'Limits: a broken limit decides after more than 2 looks; doubt holds after more than 1 look; no data takes back after more than 4 looks in a row; only tried: absolute.memory.',
		],
		[
			'limits that never take back',
			policyOf({}, { limits: { failureLimit: -1, inconclusiveLimit: -1, consecutiveErrorLimit: -1 } }),
			'Limits: a broken limit holds, and never takes back.',
		],
		[
			'no sequential judge',
			policyOf({ sequential: 'off' }),
			'These decide: the fixed limits and the limits against the stable slot.',
		],
	])('tells of %s', (_, policy, line) => {
		expect(describePolicy(policy)).toContain(line);
	});
});
