import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { defaultHealthPolicy } from '../defaults.ts';
import { testInstant, wellInput } from '../fixtures.ts';
import type { HealthPolicy, JudgeInput, Verdict, WatchProgress } from '../model.ts';
import type { MeasuredValue, Measurement } from '../totals.ts';
import { analysisJudge } from './as-judge.ts';
import type { AnalysisLimits, AnalysisMetric } from './model.ts';

const argoLimits: AnalysisLimits = {
	failureLimit: 0,
	inconclusiveLimit: 0,
	consecutiveErrorLimit: 4,
	consecutiveSuccessLimit: 0,
};
const metricOf = (changes: Partial<AnalysisMetric> = {}, limits: Partial<AnalysisLimits> = {}): AnalysisMetric => ({
	name: 'success-rate',
	query: 'rate{slot="{{slot}}"}',
	successCondition: 'result[0] >= 0.95',
	failureCondition: null,
	intervalMs: 60_000,
	initialDelayMs: 0,
	count: null,
	dryRun: false,
	...changes,
	limits: { ...argoLimits, ...limits },
});
const policyOf = (...metrics: readonly AnalysisMetric[]): HealthPolicy => ({
	...defaultHealthPolicy,
	analysis: { role: 'decide', metrics },
});
const progressOf = (changes: Partial<WatchProgress> = {}): WatchProgress => ({
	stepIndex: 0,
	elapsedMs: 0,
	plannedMs: 600_000,
	isLastStep: false,
	stepElapsed: false,
	clockRate: 1,
	...changes,
});

/** What a query answers: values, none at all, or a failure. */
type Answer = readonly MeasuredValue[] | 'down';
interface Look {
	/** Seconds since the first look. */
	readonly s: number;
	readonly says?: Readonly<Record<string, Answer>>;
	/** The source's own time, seconds; that of the look unless given. */
	readonly dataAt?: number;
	readonly progress?: Partial<WatchProgress>;
}

function measurementOf(answer: Answer, at: number): Measurement {
	const rest = { at, shape: 'vector', query: 'rate{slot="green"}', source: 'Prometheus' } as const;
	if (answer === 'down') return { ...rest, state: 'failed', values: [], detail: 'HTTP 503' };
	return { ...rest, state: answer.length === 0 ? 'no-data' : 'measured', values: answer, detail: null };
}

function inputOf({ s, says = {}, dataAt = s, progress = {} }: Look): JudgeInput {
	const instant = (seconds: number) => testInstant + seconds * 1000;
	const entries = Object.entries(says).map(([name, answer]) => [name, measurementOf(answer, instant(dataAt))]);
	return wellInput({ at: instant(s), measurements: Object.fromEntries(entries), progress: progressOf(progress) });
}

function run(policy: HealthPolicy, looks: readonly Look[]): readonly Verdict[] {
	let memory = analysisJudge.start();
	return looks.map((look) => {
		// Through JSON, because memory is kept that way.
		const said = analysisJudge.look(policy, inputOf(look), JSON.parse(JSON.stringify(memory)));
		memory = said.memory;
		return said.verdict;
	});
}

const rate = (answer: Answer) => ({ 'success-rate': answer });
const short = (verdicts: readonly Verdict[]) => verdicts.map(({ outcome, answer }) => `${outcome}/${answer}`);
const counts = (verdicts: readonly Verdict[]) => verdicts.map(({ evidence }) => evidence?.[0]?.samples.canary);

describe('an imported analysis', () => {
	it('goes on while it holds, stops no step, and ends well with the last one', () => {
		const verdicts = run(policyOf(metricOf()), [
			{ s: 0, says: rate([0.99]) },
			{ s: 60, says: rate([0.98]) },
			{ s: 120, says: rate([0.97]), progress: { stepIndex: 1, isLastStep: true } },
			{ s: 180, says: rate([0.97]), progress: { stepIndex: 1, isLastStep: true, stepElapsed: true } },
		]);
		expect(short(verdicts)).toEqual([
			'healthy/keep-looking',
			'healthy/keep-looking',
			'healthy/keep-looking',
			'healthy/promote',
		]);
		expect(counts(verdicts)).toEqual([1, 2, 3, 4]);
		expect(verdicts[0]?.judge).toBe('analysis/1');
		expect(verdicts[0]?.summary).toBe(
			'Healthy: the analysis of 1 metric goes on; success-rate held ([0.99]); 1 measured so far',
		);
	});

	it('goes back once failures pass their limit, in the words of Argo', () => {
		const bad = (s: number) => ({ s, says: rate([0.5]) });
		const verdicts = run(policyOf(metricOf({}, { failureLimit: 1 })), [bad(0), bad(60), bad(120)]);
		expect(short(verdicts)).toEqual(['healthy/keep-looking', 'unhealthy/roll-back', 'unhealthy/roll-back']);
		expect(verdicts[0]?.reasons).toMatchObject([
			{
				outcome: 'failed',
				role: 'inform',
				text: 'success-rate failed ([0.5]), 1 of 1 allowed failures; 1 measured so far',
			},
		]);
		expect(verdicts[1]?.summary).toBe(
			'Unhealthy: Metric "success-rate" assessed Failed due to failed (2) > failureLimit (1)',
		);
		expect(verdicts[1]?.reasons).toMatchObject([
			{ rule: 'analysis.success-rate', outcome: 'failed', role: 'decide', value: 0.5 },
		]);
		expect(verdicts[1]?.evidence).toMatchObject([
			{ answer: 'roll-back', judge: 'analysis', harm: { kind: 'score', value: 2, line: 2 }, canary: 0.5 },
		]);
	});

	it('keeps failures over good measurements in between', () => {
		const verdicts = run(policyOf(metricOf({}, { failureLimit: 1 })), [
			{ s: 0, says: rate([0.5]) },
			{ s: 60, says: rate([0.99]) },
			{ s: 120, says: rate([0.5]) },
		]);
		expect(verdicts.map(({ outcome }) => outcome)).toEqual(['healthy', 'healthy', 'unhealthy']);
	});

	it('measures when it is due, and never the same data twice', () => {
		const verdicts = run(policyOf(metricOf({ initialDelayMs: 20_000 })), [
			{ s: 0, says: rate([0.99]) },
			{ s: 20, says: rate([0.99]) },
			{ s: 40, says: rate([0.99]) },
			{ s: 79, says: rate([0.99]) },
			{ s: 139, says: rate([0.99]), dataAt: 79 },
			{ s: 140, says: rate([0.99]), dataAt: 70 },
			{ s: 141, says: rate([0.99]) },
		]);
		expect(counts(verdicts)).toEqual([0, 1, 1, 2, 2, 2, 3]);
		expect(verdicts[0]).toMatchObject({ outcome: 'healthy', reasons: [{ outcome: 'not-judged' }] });
		expect(verdicts[4]).toMatchObject({
			outcome: 'inconclusive',
			reasons: [{ outcome: 'unknown', role: 'decide', text: 'success-rate is due and was not measured' }],
		});
	});

	it('counts time as the sample does', () => {
		const fast = { clockRate: 60 };
		const looks = [0, 1, 2].map((s) => ({ s, says: rate([0.99]), progress: fast }));
		expect(counts(run(policyOf(metricOf()), looks))).toEqual([1, 2, 3]);
	});

	it('ends well after its count, and measures no more', () => {
		const verdicts = run(policyOf(metricOf({ count: 2 })), [
			{ s: 0, says: rate([0.99]) },
			{ s: 60, says: rate([0.99]) },
			{ s: 120, says: rate([0.1]) },
		]);
		expect(short(verdicts)).toEqual(['healthy/keep-looking', 'healthy/promote', 'healthy/promote']);
		expect(verdicts[2]?.reasons[0]?.text).toBe('success-rate passed: 2 of 2 measured');
	});

	it('is measured once without an interval', () => {
		const verdicts = run(policyOf(metricOf({ intervalMs: null })), [
			{ s: 0, says: rate([0.99]) },
			{ s: 60, says: rate([0.1]) },
		]);
		expect(short(verdicts)).toEqual(['healthy/promote', 'healthy/promote']);
	});

	it('waits in the last step for what was counted out', () => {
		const last = { isLastStep: true, stepElapsed: true };
		const verdicts = run(policyOf(metricOf({ count: 3 })), [
			{ s: 0, says: rate([0.99]) },
			{ s: 60, says: rate([0.99]), progress: last },
			{ s: 120, says: rate([0.99]), progress: last },
		]);
		expect(short(verdicts)).toEqual(['healthy/keep-looking', 'inconclusive/keep-looking', 'healthy/promote']);
	});

	it('never ends well without a single measurement', () => {
		const last = { isLastStep: true, stepElapsed: true };
		const verdicts = run(policyOf(metricOf()), [
			{ s: 0, progress: last },
			{ s: 60, progress: last },
		]);
		expect(short(verdicts)).toEqual(['inconclusive/keep-looking', 'inconclusive/keep-looking']);
	});

	it('asks again sooner after an error, which is not counted, and goes back after too many', () => {
		const looks = [0, 10, 20, 30, 40].map((s) => ({ s, says: rate('down') }));
		const verdicts = run(policyOf(metricOf({ count: 1 })), looks);
		expect(short(verdicts)).toEqual([...Array<string>(4).fill('inconclusive/keep-looking'), 'unhealthy/roll-back']);
		expect(counts(verdicts)).toEqual([0, 0, 0, 0, 0]);
		expect(verdicts[0]?.reasons[0]?.text).toBe(
			'success-rate could not be measured: HTTP 503, 1 of 4 allowed errors in a row; 0 of 1 measured',
		);
		expect(verdicts[4]?.summary).toBe(
			'Unhealthy: Metric "success-rate" assessed Error due to consecutiveErrors (5) > consecutiveErrorLimit (4): "Error Message: HTTP 503"',
		);
	});

	it('forgets errors with the next answer', () => {
		const says = ['down', 'down', [0.99], 'down', 'down', 'down', 'down'] as const;
		const looks = says.map((answer, index) => ({ s: index * 60, says: rate(answer) }));
		expect(run(policyOf(metricOf()), looks).every(({ outcome }) => outcome !== 'unhealthy')).toBe(true);
	});

	it('holds when it is inconclusive, until somebody lets it go on', () => {
		const policy = policyOf(metricOf({ successCondition: 'result[0] >= 0.9', failureCondition: 'result[0] < 0.5' }));
		const verdicts = run(policy, [
			{ s: 0, says: rate([0.7]) },
			{ s: 60, says: rate([0.99]) },
			{ s: 120, says: rate([0.99]), progress: { stepIndex: 1 } },
		]);
		expect(short(verdicts)).toEqual(['inconclusive/keep-looking', 'inconclusive/keep-looking', 'healthy/keep-looking']);
		expect(verdicts[0]?.summary).toBe(
			'Inconclusive: Metric "success-rate" assessed Inconclusive due to inconclusive (1) > inconclusiveLimit (0)',
		);
	});

	it('shows a dry run, which never decides', () => {
		const policy = policyOf(metricOf(), metricOf({ name: 'trial', dryRun: true }));
		const says = { 'success-rate': [0.99], trial: [0.1] };
		const verdicts = run(policy, [{ s: 0, says }]);
		expect(short(verdicts)).toEqual(['healthy/keep-looking']);
		expect(verdicts[0]?.reasons[1]).toMatchObject({ rule: 'analysis.trial', outcome: 'failed', role: 'inform' });
		expect(verdicts[0]?.evidence?.[1]).toMatchObject({ role: 'inform', criticality: 'inform', answer: 'roll-back' });
		expect(short(run(policyOf(metricOf({ dryRun: true })), [{ s: 0, says: rate([0.1]) }]))).toEqual([
			'healthy/keep-looking',
		]);
	});

	it('stops the siblings of a metric that ended badly', () => {
		const policy = policyOf(metricOf(), metricOf({ name: 'other', successCondition: null }));
		const says = (value: number) => ({ 'success-rate': [value], other: [1] });
		const verdicts = run(policy, [
			{ s: 0, says: says(0.1) },
			{ s: 60, says: says(0.99) },
		]);
		expect(verdicts[1]?.evidence?.[1]?.samples.canary).toBe(1);
	});

	it('keeps the measurements with the verdict', () => {
		const [verdict] = run(policyOf(metricOf()), [{ s: 0, says: rate(['NaN']) }]);
		expect(verdict?.input.measurements?.['success-rate']?.values).toEqual(['NaN']);
		expect(JSON.parse(JSON.stringify(verdict))).toStrictEqual(verdict);
	});

	it('says nothing well when it has no metric', () => {
		expect(short(run(policyOf(), [{ s: 0 }]))).toEqual(['inconclusive/keep-looking']);
	});

	const anyAnswer = fc.oneof(
		fc.constant<Answer>('down'),
		fc.array(fc.constantFrom<MeasuredValue>(0.1, 0.99, 'NaN'), { maxLength: 2 }),
	);
	test.prop([fc.array(anyAnswer, { maxLength: 12 }), fc.nat(3), fc.option(fc.integer({ min: 1, max: 5 }))])(
		'once it has gone back it stays there, and it never promotes what failed too often',
		(answers, failureLimit, count) => {
			const policy = policyOf(metricOf({ count }, { failureLimit }));
			const outcomes = run(
				policy,
				answers.map((answer, index) => ({ s: index * 60, says: rate(answer) })),
			);
			const first = outcomes.findIndex(({ outcome }) => outcome === 'unhealthy');
			if (first >= 0) expect(outcomes.slice(first).every(({ outcome }) => outcome === 'unhealthy')).toBe(true);
			for (const { answer, evidence } of outcomes) {
				if (answer === 'promote') expect(evidence?.[0]?.harm?.value).toBeLessThanOrEqual(failureLimit);
			}
		},
	);
});
