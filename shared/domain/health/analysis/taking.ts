/** When a measurement is taken, and what a judge remembers of it: pure data, so that a look can be judged again. */
import type { JudgeInput } from '../model.ts';
import type { Measurement } from '../totals.ts';
import {
	addMeasurement,
	assessMetric,
	effectiveCount,
	emptyResult,
	isCompleted,
	isTerminating,
	type MetricResult,
} from './assess.ts';
import { assessMeasurement } from './measurement.ts';
import type { AnalysisMetric } from './model.ts';

/** What is known of one metric. */
export interface MetricMemory {
	readonly result: MetricResult;
	/** Instant of the look at which the newest measurement was taken; null before the first. */
	readonly takenAt: number | null;
	/** The source's own instant of it: the same one again is no new measurement. */
	readonly measuredAt: number | null;
	/** The newest result as Argo writes it; and as a number, where it is one. */
	readonly value: string;
	readonly number: number | null;
	readonly query: string;
	readonly source: string;
}

export interface AnalysisMemory {
	/** Instant of the first look; initial delays start here. */
	readonly startedAt: number | null;
	readonly stepIndex: number | null;
	readonly metrics: Readonly<Record<string, MetricMemory>>;
}

export const emptyMemory: AnalysisMemory = { startedAt: null, stepIndex: null, metrics: {} };

const unmeasured: MetricMemory = {
	result: emptyResult,
	takenAt: null,
	measuredAt: null,
	value: '',
	number: null,
	query: '',
	source: '',
};

/** An error is asked again after this, whatever the interval (Argo: DefaultErrorRetryInterval), ms of process time. */
const errorRetryMs = 10_000;
/** Looks come a little early now and then; a look within this share of the interval before its time is in time. */
const earlyShare = 0.05;

export function memoryOf(memory: AnalysisMemory, name: string): MetricMemory {
	return Object.hasOwn(memory.metrics, name) ? (memory.metrics[name] ?? unmeasured) : unmeasured;
}

/** Whether a metric's next measurement is due at a look. Process time is wall time times the clock rate (the sample runs fast). */
export function isDue(metric: AnalysisMetric, memory: MetricMemory, startedAt: number, input: JudgeInput): boolean {
	if (isCompleted(memory.result.phase)) return false;
	const clockRate = input.progress?.clockRate ?? 1;
	if (memory.takenAt === null) return (input.at - startedAt) * clockRate >= metric.initialDelayMs;
	const wanted = effectiveCount(metric);
	if (wanted !== null && memory.result.count >= wanted) return false;
	const isRetry = memory.result.last === 'Error' || metric.intervalMs === null;
	const waitMs = isRetry ? errorRetryMs : metric.intervalMs;
	return (input.at - memory.takenAt) * clockRate >= waitMs * (1 - earlyShare);
}

function finite(measurement: Measurement): number | null {
	const value = measurement.state === 'measured' ? measurement.values[0] : undefined;
	return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

function take(metric: AnalysisMetric, before: MetricMemory, measurement: Measurement, at: number): MetricMemory {
	const assessed = assessMeasurement(metric, measurement);
	return {
		result: addMeasurement(before.result, assessed),
		takenAt: at,
		measuredAt: measurement.at,
		value: assessed.value,
		number: finite(measurement),
		query: measurement.query,
		source: measurement.source,
	};
}

/**
 * The memory after a look. A run that ended inconclusive starts anew once somebody has let the release go on to another
 * step (argo-rollouts rollout/analysis.go, needsNewAnalysisRun).
 */
export function takeMeasurements(
	metrics: readonly AnalysisMetric[],
	input: JudgeInput,
	given: AnalysisMemory,
	wasInconclusive: boolean,
): AnalysisMemory {
	const stepIndex = input.progress?.stepIndex ?? null;
	const isLetOn = wasInconclusive && stepIndex !== null && given.stepIndex !== null && stepIndex > given.stepIndex;
	const memory = isLetOn ? emptyMemory : given;
	const startedAt = memory.startedAt ?? input.at;
	const known = metrics.map((metric) => ({ metric, result: memoryOf(memory, metric.name).result }));
	const hasEnded = isTerminating(known);
	const after = metrics.map((metric): readonly [string, MetricMemory] => {
		const before = memoryOf(memory, metric.name);
		const measurements = input.measurements ?? {};
		const measurement = Object.hasOwn(measurements, metric.name) ? measurements[metric.name] : undefined;
		const isNew = measurement !== undefined && (before.measuredAt === null || measurement.at > before.measuredAt);
		if (hasEnded || !isNew || !isDue(metric, before, startedAt, input)) return [metric.name, before];
		const taken = take(metric, before, measurement, input.at);
		return [metric.name, { ...taken, result: { ...taken.result, phase: assessMetric(metric, taken.result, false) } }];
	});
	return { startedAt, stepIndex, metrics: Object.fromEntries(after) };
}
