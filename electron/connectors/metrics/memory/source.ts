/** Readings from memory, set by hand: for tests and benches of the engine. */
import { metricNames } from '../../../../shared/domain/health/model.ts';
import type { MetricName, Reading } from '../../../../shared/domain/health/model.ts';
import { emptyReading } from '../../../../shared/domain/health/readings.ts';
import type { Measurement, SlotTotals } from '../../../../shared/domain/health/totals.ts';
import type { Problem } from '../../../../shared/domain/result.ts';
import type { SlotName } from '../../../../shared/domain/target/model.ts';
import type { Clock, MetricSource } from '../../../engine/ports.ts';

export type MemoryValues = Readonly<Partial<Record<MetricName, number>>>;

export interface MemorySource extends MetricSource {
	/** Sets values of a slot, each `measured` now and at every later look; others stay as they were. */
	set(slot: SlotName, values: MemoryValues): void;
	/** Sets one reading as it is, or takes its state away again with null. */
	setReading(metric: MetricName, slot: SlotName, reading: Partial<Reading> | null): void;
	/** Sets the running totals of a slot as they are, or takes them away again with null. */
	setTotals(slot: SlotName, totals: SlotTotals | null): void;
	/** Sets the answer to the team's query of this name, for every slot; null: no data. */
	setMeasurement(name: string, measurement: Partial<Measurement> | null): void;
	/** Forgets everything about a slot: its metrics are `missing`. */
	clear(slot: SlotName): void;
	/** Makes the whole source fail (or answer again with null). */
	setProblem(problem: Problem | null): void;
	setWarnings(warnings: readonly string[]): void;
	/** How often it was read. */
	readonly reads: number;
}

/** Answers to queries, set by hand. */
function createAnswers(clock: Clock, source: string) {
	const known = new Map<string, Partial<Measurement>>();
	const answer = (name: string, query: string, problem: Problem | null): Measurement => {
		const common = { at: clock.now(), shape: 'vector', values: [], query, source } as const;
		if (problem !== null) return { ...common, state: 'failed', detail: problem.message };
		const set = known.get(name);
		if (set === undefined) return { ...common, state: 'no-data', detail: 'it was not set' };
		return { ...common, state: 'measured', detail: null, ...set };
	};
	return {
		set(name: string, measurement: Partial<Measurement> | null): void {
			if (measurement === null) known.delete(name);
			else known.set(name, measurement);
		},
		of: (queries: readonly { readonly name: string; readonly query: string }[], problem: Problem | null) =>
			Object.fromEntries(queries.map(({ name, query }) => [name, answer(name, query, problem)])),
	};
}

export function createMemorySource(deps: { readonly clock: Clock }, label = 'memory'): MemorySource {
	const values = new Map<string, number>();
	const overrides = new Map<string, Partial<Reading>>();
	const totals = new Map<SlotName, SlotTotals>();
	const answers = createAnswers(deps.clock, label);
	let problem: Problem | null = null;
	let warnings: readonly string[] = [];
	let reads = 0;
	const key = (metric: MetricName, slot: SlotName): string => `${slot}/${metric}`;

	const readOne = (metric: MetricName, slot: SlotName, windowMs: number): Reading => {
		const at = deps.clock.now();
		const rest = { windowMs, query: `memory:${slot}/${metric}`, source: label };
		if (problem !== null) return emptyReading(metric, slot, 'failed', { ...rest, detail: problem.message });
		const value = values.get(key(metric, slot));
		const count = metric === 'memory' ? 1 : (values.get(key('requests', slot)) ?? null);
		const reading: Reading =
			value === undefined
				? emptyReading(metric, slot, 'missing', { ...rest, detail: 'it was not set' })
				: { metric, slot, state: 'measured', value, count, at, detail: null, ...rest };
		return { ...reading, ...overrides.get(key(metric, slot)) };
	};

	return {
		kind: 'memory',
		label,
		get reads() {
			return reads;
		},
		set(slot, changes) {
			for (const metric of metricNames) {
				const value = changes[metric];
				if (value !== undefined) values.set(key(metric, slot), value);
			}
		},
		setReading(metric, slot, reading) {
			if (reading === null) overrides.delete(key(metric, slot));
			else overrides.set(key(metric, slot), reading);
		},
		setTotals(slot, next) {
			if (next === null) totals.delete(slot);
			else totals.set(slot, next);
		},
		setMeasurement: answers.set,
		clear(slot) {
			totals.delete(slot);
			for (const metric of metricNames) {
				values.delete(key(metric, slot));
				overrides.delete(key(metric, slot));
			}
		},
		setProblem(next) {
			problem = next;
		},
		setWarnings(next) {
			warnings = next;
		},
		read({ slots, windowMs }) {
			reads += 1;
			const readings = slots.flatMap(({ slot }) => metricNames.map((metric) => readOne(metric, slot, windowMs)));
			const counted = slots.flatMap(({ slot }) => totals.get(slot) ?? []);
			const known = problem === null && totals.size > 0 ? { totals: counted } : {};
			return Promise.resolve({ at: deps.clock.now(), readings, warnings, problem, ...known });
		},
		measure: ({ queries }) => Promise.resolve(answers.of(queries, problem)),
		close: () => Promise.resolve(),
	};
}
