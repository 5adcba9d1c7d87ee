/** What a look of the sequential judge costs: over twenty metrics, and over a month of minutes. */
import { defaultHealthPolicy } from '../../../shared/domain/health/defaults.ts';
import type { HealthPolicy, JudgeInput } from '../../../shared/domain/health/model.ts';
import { defaultSequentialPolicy } from '../../../shared/domain/health/sequential/defaults.ts';
import { sequentialJudge } from '../../../shared/domain/health/sequential/judge.ts';
import type { MetricKind, SequentialMetric } from '../../../shared/domain/health/sequential/model.ts';
import { inputOfTotals, type Minute, progressAt, totalsAfter, totalsBefore } from './inputs.ts';
import { createRandom, type Random } from './random.ts';
import { bucketBounds, drawHistogram } from './traffic.ts';

/** Nine counted events, seven quantiles of latency, four gauges. */
const eventNames = Array.from({ length: 9 }, (_, index) => `event-${index}`);
const quantiles = [0.5, 0.75, 0.9, 0.95, 0.975, 0.99, 0.995];
const gaugeNames = Array.from({ length: 4 }, (_, index) => `gauge-${index}`);

function metricOf(measured: MetricKind, name: string): SequentialMetric {
	const unit = measured.kind === 'latency' ? 'ms' : 'ratio';
	return {
		...{ name, label: name, unit, measured, direction: 'increase', criticality: 'roll-back', minimumSamples: 5 },
		harmMargin: { in: 'share', value: 0.1 },
		promoteMargin: { in: 'share', value: 0.5 },
	};
}

const twentyMetrics: readonly SequentialMetric[] = [
	...eventNames.map((name) => metricOf({ kind: 'events', from: name }, name)),
	...quantiles.map((quantile) => metricOf({ kind: 'latency', quantile }, `p${quantile * 100}`)),
	...gaugeNames.map((name) => metricOf({ kind: 'gauge', from: name }, name)),
];

interface Names {
	readonly events: readonly string[];
	readonly gauges: readonly string[];
}

/** A minute of a well slot under traffic that varies a little. */
function drawMinute(random: Random, names: Names): Minute {
	const requests = random.binomial(600, 0.5);
	return {
		requests,
		events: Object.fromEntries(names.events.map((name) => [name, random.binomial(requests, 0.01)])),
		latency: drawHistogram(random, 'fine', 100),
		gauges: Object.fromEntries(names.gauges.map((name) => [name, 0.5 + 0.01 * random.normal()])),
	};
}

/** Endless looks of two well slots, `planned` of them until the deadline. */
function* wellLooks(random: Random, names: Names, planned: number): Generator<JudgeInput, never> {
	const first = drawMinute(random, names);
	let canary = totalsBefore('green', first, bucketBounds.fine);
	let stable = totalsBefore('blue', first, bucketBounds.fine);
	for (let look = 0; ; look += 1) {
		yield inputOfTotals(look, { canary, stable }, progressAt(look, planned));
		canary = totalsAfter(canary, drawMinute(random, names));
		stable = totalsAfter(stable, drawMinute(random, names));
	}
}

const policyOf = (metrics: readonly SequentialMetric[]): HealthPolicy => ({
	...defaultHealthPolicy,
	sequential: { role: 'decide', ...defaultSequentialPolicy, metrics },
});

/** Milliseconds of each look over twenty metrics. A look a minute closes a block every time. */
export function timeLooks(looks: number): readonly number[] {
	const warmUp = 300;
	const policy = policyOf(twentyMetrics);
	const inputs = wellLooks(createRandom(20), { events: eventNames, gauges: gaugeNames }, looks + warmUp);
	let memory = sequentialJudge.start();
	const took: number[] = [];
	for (let count = 0; count < looks + warmUp; count += 1) {
		const input = inputs.next().value;
		const from = performance.now();
		memory = sequentialJudge.look(policy, input, memory).memory;
		took.push(performance.now() - from);
	}
	return took.slice(warmUp);
}

/** Processor time of this thread, ms; some systems count it in steps of 4 ms, too coarse for one look. */
function processorMs(): number {
	const { user, system } = process.threadCpuUsage();
	return (user + system) / 1_000;
}

const lookOfMonth = 30 * 24 * 60;
const lookOfDay = 24 * 60;

/** Seconds of processor that the judge takes for a month of minutes over the three usual metrics, and what it then remembers, kB. */
export function timeMonth(): { readonly seconds: number; readonly memoryKb: number } {
	const policy = policyOf(defaultSequentialPolicy.metrics);
	const inputs = wellLooks(createRandom(30), { events: ['errors'], gauges: ['memory'] }, lookOfMonth);
	let memory = sequentialJudge.start();
	let spent = 0;
	for (let day = 0; day < lookOfMonth / lookOfDay; day += 1) {
		const looks = Array.from({ length: lookOfDay }, () => inputs.next().value);
		const from = processorMs();
		for (const input of looks) memory = sequentialJudge.look(policy, input, memory).memory;
		spent += processorMs() - from;
	}
	return { seconds: spent / 1_000, memoryKb: JSON.stringify(memory).length / 1_024 };
}
