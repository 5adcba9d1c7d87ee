/** Readings for tests of everything that judges or draws them. */
import type { SlotName } from '../target/model.ts';
import type { JudgeInput, MetricName, Reading, SlotReadings } from './model.ts';
import { slotReadings } from './readings.ts';

export const testInstant = 1_760_000_000_000;

/** A measured reading of two minutes that ended 12 s before `testInstant`. */
export function measured(metric: MetricName, slot: SlotName, value: number, count: number | null = null): Reading {
	const at = testInstant - 12_000;
	const rest = { windowMs: 120_000, detail: null, query: 'test', source: 'Prometheus' } as const;
	return { metric, slot, state: 'measured', value, count, at, ...rest };
}

export type TestValues = Readonly<Record<MetricName, number>>;

/** What a well slot says: 4 210 requests, 0.1 % errors, p95 of 120 ms, a third of its memory. */
export const wellValues: TestValues = {
	requests: 4210,
	errorRate: 0.001,
	p95Latency: 120,
	throughput: 35,
	memory: 0.33,
};

/** A slot with every metric measured. */
export function wellSlot(slot: SlotName, changes: Partial<TestValues> = {}): SlotReadings {
	const values = { ...wellValues, ...changes };
	return slotReadings((metric) => measured(metric, slot, values[metric], metric === 'memory' ? 8 : values.requests));
}

/** Two equal slots with half of the traffic each. */
export function wellInput(changes: Partial<JudgeInput> = {}): JudgeInput {
	const weights = { canary: 50, stable: 50 };
	return { at: testInstant, canary: wellSlot('green'), stable: wellSlot('blue'), weights, ...changes };
}
