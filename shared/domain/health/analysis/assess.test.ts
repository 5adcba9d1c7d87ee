/** Facts of Argo Rollouts' own tests (argoproj/argo-rollouts, Apache-2.0: analysis/analysis_test.go, utils/evaluate/evaluate_test.go). */
import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import type { Measurement } from '../totals.ts';
import {
	addMeasurement,
	assessMetric,
	assessRun,
	emptyResult,
	metricMessage,
	type MetricResult,
	passedLimit,
	worsePhase,
} from './assess.ts';
import { assessMeasurement, type MeasuredPhase } from './measurement.ts';
import type { AnalysisLimits, AnalysisMetric, AnalysisPhase } from './model.ts';

const argoLimits: AnalysisLimits = {
	failureLimit: 0,
	inconclusiveLimit: 0,
	consecutiveErrorLimit: 4,
	consecutiveSuccessLimit: 0,
};
const answer = (changes: Partial<Measurement> = {}): Measurement => ({
	at: 0,
	state: 'measured',
	shape: 'vector',
	values: [0.99],
	detail: null,
	query: 'q',
	source: 'Prometheus',
	...changes,
});
const conditions = (successCondition: string | null, failureCondition: string | null = null) => ({
	successCondition,
	failureCondition,
});
const counted = (changes: Partial<MetricResult>): MetricResult => ({ ...emptyResult, last: 'Successful', ...changes });
const metric = (changes: Partial<AnalysisLimits> = {}, rest: Partial<AnalysisMetric> = {}) => ({
	limits: { ...argoLimits, ...changes },
	count: null,
	intervalMs: 60_000,
	...rest,
});

describe('one measurement', () => {
	it.each<[string | null, string | null, MeasuredPhase]>([
		// evaluate_test.go
		['true', 'false', 'Successful'],
		['true', 'true', 'Failed'],
		['false', 'false', 'Inconclusive'],
		[null, 'false', 'Successful'],
		[null, 'true', 'Failed'],
		['false', null, 'Failed'],
		['', '', 'Successful'],
		[null, null, 'Successful'],
		['a == true', 'true', 'Error'],
		['true', 'a == true', 'Error'],
		['result[0] >= 0.95', null, 'Successful'],
		['result[0] >= 0.995', 'result[0] < 0.9', 'Inconclusive'],
	])('success %s, failure %s: %s', (success, failure, phase) => {
		expect(assessMeasurement(conditions(success, failure), answer()).phase).toBe(phase);
	});

	it.each<[string, Partial<Measurement>, string | null, string | null, MeasuredPhase]>([
		['a query that failed', { state: 'failed', detail: 'HTTP 503' }, null, null, 'Error'],
		['no series', { state: 'no-data', values: [] }, null, null, 'Error'],
		['no series, first item asked', { state: 'no-data', values: [] }, 'result[0] > 0', null, 'Error'],
		['no series, all of none asked', { state: 'no-data', values: [] }, 'all(result, # > 0)', null, 'Error'],
		['no series, none of none asked', { state: 'no-data', values: [] }, null, 'any(result, # > 0)', 'Error'],
		['no series, and said so', { values: [] }, 'len(result) == 0 || result[0] > 0', null, 'Successful'],
		['no series, and refused', { values: [] }, null, 'len(result) == 0 || result[0] > 0', 'Failed'],
		['no scalar', { state: 'no-data', shape: 'scalar', values: [] }, 'result > 0', null, 'Error'],
		['no scalar, and said so', { state: 'no-data', shape: 'scalar', values: [] }, 'isNil(result)', null, 'Successful'],
		['no scalar, with a default', { shape: 'scalar', values: [] }, 'default(result, 0) < 1', null, 'Successful'],
		['a scalar', { shape: 'scalar', values: [5] }, 'result == 5', null, 'Successful'],
		['NaN', { values: ['NaN'] }, 'isNaN(result[0])', null, 'Successful'],
		['NaN, where only a failure is defined', { values: ['NaN'] }, null, 'result[0] > 0.05', 'Inconclusive'],
		['NaN, and said so', { values: ['NaN'] }, null, '!isNaN(result[0]) && result[0] > 0.05', 'Successful'],
		['NaN, and always a success', { values: ['NaN'] }, 'true', 'false', 'Successful'],
		['NaN without conditions', { values: ['NaN'] }, null, null, 'Successful'],
		['no series, none left of none', { values: [] }, 'len(filter(result, # > 0.05)) == 0', null, 'Error'],
		['no series, none counted', { values: [] }, 'count(result, # > 0.05) == 0', null, 'Error'],
		['no series, where only nil was thought of', { values: [] }, 'result != nil && all(result, # < 1)', null, 'Error'],
		['NaN is not above', { values: ['NaN'] }, 'result[0] >= 0', null, 'Failed'],
		['infinities', { values: ['+Inf', '-Inf'] }, 'result[0] > 1 and isInf(result[1])', null, 'Successful'],
		['a vector against a number', {}, 'result >= 0.95', null, 'Error'],
	])('%s', (_name, changes, success, failure, phase) => {
		expect(assessMeasurement(conditions(success, failure), answer(changes)).phase).toBe(phase);
	});

	it('says that there is no data before it says that a condition stumbles over it', () => {
		const nothing = answer({ state: 'no-data', values: [], detail: 'no series matched' });
		expect(assessMeasurement(conditions('result[0] > 0'), nothing).message).toBe('no series matched');
	});

	it('writes the value as Argo does, and says where a condition is wrong', () => {
		expect(assessMeasurement(conditions(null), answer({ values: [1, 'NaN'] })).value).toBe('[1,NaN]');
		expect(assessMeasurement(conditions('result[0] > "1"'), answer()).message).toBe(
			'successCondition at 11: ">" needs a number, found a text',
		);
	});
});

describe('one metric', () => {
	it.each<[string, ReturnType<typeof metric>, Partial<MetricResult>, AnalysisPhase, AnalysisPhase]>([
		// analysis_test.go: limits, without and with the run terminating
		['3 failures of 2', metric({ failureLimit: 2 }), { failed: 3, count: 3 }, 'Failed', 'Failed'],
		['3 failures of 3', metric({ failureLimit: 3 }), { failed: 3, count: 3 }, 'Running', 'Successful'],
		[
			'3 inconclusive of 2',
			metric({ inconclusiveLimit: 2 }),
			{ inconclusive: 3, count: 3 },
			'Inconclusive',
			'Inconclusive',
		],
		['3 inconclusive of 3', metric({ inconclusiveLimit: 3 }), { inconclusive: 3, count: 3 }, 'Running', 'Successful'],
		['5 errors in a row', metric(), { consecutiveError: 5, count: 5 }, 'Error', 'Error'],
		['4 errors in a row', metric(), { consecutiveError: 4, count: 4 }, 'Running', 'Successful'],
		['count reached', metric({}, { count: 10 }), { successful: 10, count: 10 }, 'Successful', 'Successful'],
		['count reached badly', metric({}, { count: 10 }), { inconclusive: 5, count: 10 }, 'Inconclusive', 'Inconclusive'],
		['nothing measured', metric(), { last: null }, 'Pending', 'Successful'],
		['one is enough without an interval', metric({}, { intervalMs: null }), { count: 1 }, 'Successful', 'Successful'],
		[
			'errors do not count',
			metric({}, { intervalMs: null }),
			{ count: 0, error: 1, consecutiveError: 1 },
			'Running',
			'Successful',
		],
		['any number of failures', metric({ failureLimit: -1 }), { failed: 999, count: 999 }, 'Running', 'Successful'],
		['what is done stays done', metric(), { phase: 'Failed' }, 'Failed', 'Failed'],
		// consecutiveSuccessLimit (v1.8)
		[
			'successes in a row',
			metric({ consecutiveSuccessLimit: 3 }),
			{ consecutiveSuccess: 3, count: 4, failed: 0 },
			'Successful',
			'Successful',
		],
		[
			'failures win over them',
			metric({ consecutiveSuccessLimit: 3 }),
			{ consecutiveSuccess: 3, failed: 1 },
			'Failed',
			'Failed',
		],
		[
			'neither by the end',
			metric({ consecutiveSuccessLimit: 3, failureLimit: 5 }, { count: 6 }),
			{ consecutiveSuccess: 2, failed: 2, count: 6 },
			'Inconclusive',
			'Inconclusive',
		],
	])('%s', (_name, one, result, phase, terminating) => {
		expect(assessMetric(one, counted(result), false)).toBe(phase);
		expect(assessMetric(one, counted(result), true)).toBe(terminating);
	});

	it('lets the last check speak when several limits are passed', () => {
		const all = { failed: 1, inconclusive: 1, consecutiveError: 5 };
		expect(passedLimit(argoLimits, all)).toEqual({
			phase: 'Error',
			message: 'consecutiveErrors (5) > consecutiveErrorLimit (4)',
		});
		expect(passedLimit(argoLimits, { ...all, consecutiveError: 4 })?.message).toBe(
			'inconclusive (1) > inconclusiveLimit (0)',
		);
		expect(passedLimit(argoLimits, { ...all, consecutiveError: 0, inconclusive: 0 })?.message).toBe(
			'failed (1) > failureLimit (0)',
		);
	});

	it('says it in the words of Argo', () => {
		const result = counted({ phase: 'Error', consecutiveError: 5, last: 'Error', message: 'HTTP 503' });
		expect(metricMessage({ metric: { name: 'rate', limits: argoLimits, dryRun: false }, result })).toBe(
			'Metric "rate" assessed Error due to consecutiveErrors (5) > consecutiveErrorLimit (4): "Error Message: HTTP 503"',
		);
	});

	const phases = fc.array(fc.constantFrom<MeasuredPhase>('Successful', 'Failed', 'Inconclusive', 'Error'));
	test.prop([phases])('counts what was measured; errors are apart and end with the next answer', (measured) => {
		const result = measured.reduce((sum, phase) => addMeasurement(sum, { phase, value: '', message: '' }), emptyResult);
		const of = (phase: MeasuredPhase) => measured.filter((one) => one === phase).length;
		expect(result).toMatchObject({ failed: of('Failed'), error: of('Error'), count: measured.length - of('Error') });
		const streak = measured.length - 1 - measured.findLastIndex((phase) => phase !== 'Error');
		expect(result.consecutiveError).toBe(streak);
	});

	test.prop([phases, fc.nat(5), fc.nat(5)])('allows more when the limit is higher', (measured, limit, more) => {
		const result = measured.reduce((sum, phase) => addMeasurement(sum, { phase, value: '', message: '' }), emptyResult);
		const failsAt = (failureLimit: number) =>
			assessMetric(metric({ failureLimit, inconclusiveLimit: -1, consecutiveErrorLimit: -1 }), result, false) ===
			'Failed';
		if (!failsAt(limit)) expect(failsAt(limit + more)).toBe(false);
	});
});

describe('the run', () => {
	const of = (phase: AnalysisPhase, dryRun = false, name = 'm') => ({
		metric: { name, limits: argoLimits, dryRun },
		result: counted({ phase, failed: phase === 'Failed' ? 1 : 0 }),
	});

	it.each<[string, ReturnType<typeof of>[], AnalysisPhase]>([
		['one metric still runs', [of('Successful'), of('Running')], 'Running'],
		['the worst of those done', [of('Successful'), of('Failed')], 'Failed'],
		['a bad end does not wait for its siblings', [of('Running'), of('Inconclusive')], 'Inconclusive'],
		['failed is worse than error here', [of('Error'), of('Failed'), of('Inconclusive')], 'Failed'],
		['error is worse than inconclusive', [of('Inconclusive'), of('Error')], 'Error'],
		['a dry run never decides', [of('Successful'), of('Failed', true)], 'Successful'],
		['a dry run is not waited for', [of('Successful'), of('Running', true)], 'Successful'],
		['only dry runs', [of('Failed', true)], 'Successful'],
		['nothing yet', [of('Pending')], 'Running'],
	])('%s', (_name, metrics, phase) => {
		expect(assessRun(metrics).phase).toBe(phase);
	});

	it('names the metric that decided', () => {
		expect(assessRun([of('Successful', false, 'a'), of('Failed', false, 'b')]).message).toBe(
			'Metric "b" assessed Failed due to failed (1) > failureLimit (0)',
		);
	});

	it('orders phases across metrics from best to worst', () => {
		const order: AnalysisPhase[] = ['Successful', 'Running', 'Pending', 'Inconclusive', 'Error', 'Failed'];
		for (const [index, phase] of order.entries()) {
			for (const better of order.slice(0, index + 1)) {
				expect(worsePhase(better, phase)).toBe(phase);
				expect(worsePhase(phase, better)).toBe(phase);
			}
		}
	});
});
