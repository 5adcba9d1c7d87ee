/** Readings put in order: every slot has one reading of every metric, and nothing in them is beyond JSON. */
import type { SlotName } from '../target/model.ts';
import type { JudgeInput, MetricName, Reading, ReadingState, SlotReadings } from './model.ts';

/** A reading without a value: the named gap. `state` says which kind, `detail` why. */
export function emptyReading(
	metric: MetricName,
	slot: SlotName,
	state: Exclude<ReadingState, 'measured' | 'partial'> = 'missing',
	rest: Partial<Pick<Reading, 'detail' | 'at' | 'windowMs' | 'query' | 'source'>> = {},
): Reading {
	return {
		metric,
		slot,
		state,
		value: null,
		count: null,
		at: rest.at ?? null,
		windowMs: rest.windowMs ?? 0,
		detail: rest.detail ?? null,
		query: rest.query ?? '',
		source: rest.source ?? 'no source',
	};
}

/** Builds the full record of a slot from one function per metric. */
export function slotReadings(read: (metric: MetricName) => Reading): SlotReadings {
	return {
		requests: read('requests'),
		errorRate: read('errorRate'),
		p95Latency: read('p95Latency'),
		throughput: read('throughput'),
		memory: read('memory'),
	};
}

/**
 * One reading per metric of `slot`. What the source did not answer at all becomes `missing`. Where a source answers
 * twice the reading that was not measured wins, so that a contradiction is never judged.
 */
export function readingsBySlot(readings: readonly Reading[], slot: SlotName): SlotReadings {
	const ofSlot = readings.filter((reading) => reading.slot === slot);
	const source = ofSlot[0]?.source ?? 'no source';
	const windowMs = ofSlot[0]?.windowMs ?? 0;
	return slotReadings((metric) => {
		const answers = ofSlot.filter((reading) => reading.metric === metric);
		return (
			answers.find((reading) => reading.state !== 'measured') ??
			answers[0] ??
			emptyReading(metric, slot, 'missing', { detail: 'the source gave no answer', source, windowMs })
		);
	});
}

const finiteOrNull = (value: number | null): number | null =>
	// Adding 0 turns -0 into 0, which is what JSON would make of it.
	value !== null && Number.isFinite(value) ? value + 0 : null;

function normaliseReading(reading: Reading): Reading {
	const claims = reading.state === 'measured' || reading.state === 'partial';
	const value = claims ? finiteOrNull(reading.value) : null;
	const lies = claims && value === null;
	return {
		...reading,
		state: lies ? 'not-a-number' : reading.state,
		value,
		count: finiteOrNull(reading.count),
		at: finiteOrNull(reading.at),
		windowMs: finiteOrNull(reading.windowMs) ?? 0,
		detail: lies ? `the source answered ${String(reading.value)}, which is no number` : reading.detail,
	};
}

/** `normaliseInput` with all that is kept of a look besides readings: totals, the answers to the team's queries, progress. */
export function normaliseLook(given: JudgeInput): JudgeInput {
	return {
		...normaliseInput(given),
		...(given.totals === undefined ? {} : { totals: given.totals }),
		...(given.measurements === undefined ? {} : { measurements: given.measurements }),
		...(given.progress === undefined ? {} : { progress: given.progress }),
	};
}

/** The input as it is stored with the verdict: JSON gives back exactly this, so that a replay sees what the judge saw. */
export function normaliseInput(input: JudgeInput): JudgeInput {
	const all = (readings: SlotReadings): SlotReadings => slotReadings((metric) => normaliseReading(readings[metric]));
	return {
		at: input.at,
		canary: all(input.canary),
		stable: input.stable === null ? null : all(input.stable),
		weights: {
			canary: finiteOrNull(input.weights.canary) ?? 0,
			stable: finiteOrNull(input.weights.stable) ?? 0,
		},
		weightsSince: finiteOrNull(input.weightsSince ?? null),
		isStableFromBefore: input.isStableFromBefore === true,
	};
}
