import { describe, expect, it } from 'vitest';
import { intervalBetween } from '../../../shared/domain/health/intervals.ts';
import { judgeRun, sequentialPolicyOf } from './contenders.ts';
import { inputOfReadings, totalsOfRun } from './inputs.ts';
import { createRandom, seedOf } from './random.ts';
import { lookCount, requestsPerLook, scenarioOf, scenarios } from './scenarios.ts';
import { count, emptyCell, medianLook, merge, shareFound } from './tally.ts';
import { bucketBounds, bucketOf, histogramQuantile, simulateRun, swingsOf } from './traffic.ts';

const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const covariance = (left: readonly number[], right: readonly number[]) =>
	meanOf(left.map((value, index) => value * (right[index] ?? 0))) - meanOf(left) * meanOf(right);

describe('scenarios', () => {
	it('have names of their own, and nulls are the same on both sides', () => {
		expect(new Set(scenarios.map(({ id }) => id)).size).toBe(scenarios.length);
		for (const { isNull, errorFactor, latencyFactor } of scenarios) {
			expect(isNull).toBe(errorFactor === 1 && latencyFactor === 1);
		}
	});

	it.each(scenarios.map((scenario) => [scenario.id, scenario] as const))('%s fills every minute', (_, scenario) => {
		const run = simulateRun(scenario, createRandom(1));
		for (const slot of [run.canary, run.stable]) {
			expect(slot.errors.length).toBe(scenario.metrics.includes('errors') ? lookCount : 0);
			expect(slot.latency.length).toBe(scenario.metrics.includes('p95') ? lookCount : 0);
			expect(slot.errors.every((errors) => errors >= 0 && errors <= requestsPerLook)).toBe(true);
			for (const counts of slot.latency) {
				expect(counts.length).toBe(bucketBounds[scenario.buckets].length + 1);
				expect(counts.reduce((sum, value) => sum + value, 0)).toBe(requestsPerLook);
			}
		}
		expect(simulateRun(scenario, createRandom(1))).toEqual(run);
	});

	it('a worse version fails that many times as often, or is that much slower', () => {
		const run = (id: string) =>
			Array.from({ length: 200 }, (_, number) => simulateRun(scenarioOf(id), createRandom(seedOf(id, number))));
		const twice = run('errors-2');
		const canary = meanOf(twice.flatMap((one) => one.canary.errors));
		const stable = meanOf(twice.flatMap((one) => one.stable.errors));
		expect(stable).toBeCloseTo(3, 0);
		expect(canary / stable).toBeCloseTo(2, 0.8);
		const slower = run('latency-20').slice(0, 20);
		const p95 = (side: 'canary' | 'stable') =>
			meanOf(
				slower.flatMap((one) => one[side].latency.map((counts) => histogramQuantile(bucketBounds.fine, counts, 0.95))),
			);
		// 100 ms times e^(1.645 * 0.5)
		expect(p95('stable')).toBeGreaterThan(222);
		expect(p95('stable')).toBeLessThan(234);
		expect(p95('canary') / p95('stable')).toBeCloseTo(1.2, 1.5);
	});
});

describe('swings', () => {
	const lists = (id: string) =>
		Array.from({ length: 2_000 }, (_, number) => swingsOf(createRandom(seedOf(id, number)), scenarioOf(id).swings));

	it.each([
		['errors-null-shared', 0.5],
		['errors-null-own-10', 0.1],
		['errors-null-own-25', 0.25],
		['errors-null-own-50', 0.5],
	])('%s have mean 1 and variance %d', (id, variance) => {
		const all = lists(id).flatMap(({ canary }) => canary);
		expect(meanOf(all)).toBeCloseTo(1, 1.5);
		expect(covariance(all, all)).toBeCloseTo(variance, 1.5);
	});

	it('are the same for both slots where they are shared, and unrelated where they are not', () => {
		for (const { canary, stable } of [...lists('errors-null-shared'), ...lists('errors-null-shared-drift')]) {
			expect(canary).toBe(stable);
		}
		const own = lists('errors-null-own-drift').map(({ canary, stable }) => [canary[7] ?? 0, stable[7] ?? 0] as const);
		const [left, right] = [own.map(([one]) => Math.log(one)), own.map(([, other]) => Math.log(other))];
		expect(Math.abs(covariance(left, right))).toBeLessThan((5 * 0.3 ** 2) / Math.sqrt(own.length));
	});

	it('drift is stationary from the first minute on and forgets by .8 a minute', () => {
		const logs = lists('errors-null-own-drift').map(({ canary }) => canary.map(Math.log));
		const at = (minute: number) => logs.map((one) => one[minute] ?? 0);
		for (const minute of [0, 1, 29]) expect(covariance(at(minute), at(minute))).toBeCloseTo(0.09, 1.8);
		expect(covariance(at(0), at(1)) / 0.09).toBeCloseTo(0.8, 0.9);
		expect(covariance(at(10), at(13)) / 0.09).toBeCloseTo(0.8 ** 3, 0.9);
	});
});

describe('histograms', () => {
	it('put a value on a bound below it', () => {
		const bounds = Float64Array.from([1, 2, 3]);
		expect([0.5, 1, 1.5, 3, 3.1].map((value) => bucketOf(bounds, value))).toEqual([0, 0, 1, 2, 3]);
	});

	it.each([
		{ counts: [0, 10, 0, 0], quantile: 0.5, is: 15 },
		{ counts: [10, 0, 0, 0], quantile: 0.5, is: 5 },
		{ counts: [0, 0, 0, 10], quantile: 0.95, is: 40 },
		{ counts: [5, 0, 5, 0], quantile: 0.75, is: 30 },
		{ counts: [0, 0, 0, 0], quantile: 0.95, is: Number.NaN },
	])('quantile $quantile of $counts is $is', ({ counts, quantile, is }) => {
		expect(histogramQuantile([10, 20, 40], counts, quantile)).toBe(is);
	});
});

describe('inputs', () => {
	it('totals grow by what each minute brought', () => {
		const scenario = scenarioOf('three-2');
		const run = simulateRun(scenario, createRandom(3));
		const inputs = [...totalsOfRun(run, scenario)];
		expect(inputs.length).toBe(lookCount + 1);
		expect(inputs.at(-1)?.progress).toMatchObject({ elapsedMs: 1_800_000, plannedMs: 1_800_000, stepElapsed: true });
		for (let minute = 0; minute < lookCount; minute += 1) {
			const [before, after] = [inputs[minute]?.totals?.canary, inputs[minute + 1]?.totals?.canary];
			const interval = before && after ? intervalBetween(before, after) : null;
			expect(interval?.requests).toBe(requestsPerLook);
			expect(interval?.events).toEqual({ errors: run.canary.errors[minute] });
			expect(interval?.latency?.counts).toEqual(run.canary.latency[minute]);
			expect(interval?.gauges).toEqual({ memory: run.canary.memory[minute] });
			expect(interval?.notes).toEqual([]);
		}
	});

	it('readings cover the last minutes', () => {
		const scenario = scenarioOf('errors-2');
		const run = simulateRun(scenario, createRandom(4));
		const [seventh = 0, eighth = 0] = run.canary.errors.slice(6, 8);
		const input = inputOfReadings(run, { look: 8, minutes: 2, scenario });
		expect(input.canary.errorRate).toMatchObject({ value: (seventh + eighth) / 600, count: 600, windowMs: 120_000 });
		expect(inputOfReadings(run, { look: 1, minutes: 2, scenario }).canary.requests).toMatchObject({ value: 300 });
		expect(input.canary.p95Latency.state).toBe('not-configured');
	});

	it('every judge of a cell of one metric is asked', () => {
		const scenario = scenarioOf('errors-5');
		const findings = judgeRun(sequentialPolicyOf(scenario), simulateRun(scenario, createRandom(5)), scenario);
		expect(findings.size).toBe(5);
		// Five times as many errors: 15 a minute against a limit of 6.
		expect(findings.get('limit')?.alarm).toBe(1);
		expect(findings.get('kayentaOnce')?.alarm).toBe(lookCount);
	});
});

describe('tallies', () => {
	it('add up over threads, and take the median of the runs that were found', () => {
		const [one, other] = [emptyCell(), emptyCell()];
		for (const alarm of [2, 2, 9]) count(one.sequential, { alarm, isPromoted: false });
		count(other.sequential, { alarm: null, isPromoted: true });
		const { sequential } = merge([one, other]);
		expect(shareFound(sequential)).toBe(0.75);
		expect(shareFound(sequential, 8)).toBe(0.5);
		expect(medianLook(sequential)).toBe(2);
		expect(sequential.promoted).toBe(1);
		expect(medianLook(other.sequential)).toBeNull();
	});
});
