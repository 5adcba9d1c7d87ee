/** Readings from memory, set by hand: for tests and benches of the engine. */
import { metricNames } from '../../../../shared/domain/health/model.ts';
import type { MetricName, Reading } from '../../../../shared/domain/health/model.ts';
import { emptyReading } from '../../../../shared/domain/health/readings.ts';
import type { Problem } from '../../../../shared/domain/result.ts';
import type { SlotName } from '../../../../shared/domain/target/model.ts';
import type { Clock, MetricSource } from '../../../engine/ports.ts';

export type MemoryValues = Readonly<Partial<Record<MetricName, number>>>;

export interface MemorySource extends MetricSource {
	/** Sets values of a slot, each `measured` now and at every later look; others stay as they were. */
	set(slot: SlotName, values: MemoryValues): void;
	/** Sets one reading as it is, or takes its state away again with null. */
	setReading(metric: MetricName, slot: SlotName, reading: Partial<Reading> | null): void;
	/** Forgets everything about a slot: its metrics are `missing`. */
	clear(slot: SlotName): void;
	/** Makes the whole source fail (or answer again with null). */
	setProblem(problem: Problem | null): void;
	setWarnings(warnings: readonly string[]): void;
	/** How often it was read. */
	readonly reads: number;
}

export function createMemorySource(deps: { readonly clock: Clock }, label = 'memory'): MemorySource {
	const values = new Map<string, number>();
	const overrides = new Map<string, Partial<Reading>>();
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
		clear(slot) {
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
			return Promise.resolve({ at: deps.clock.now(), readings, warnings, problem });
		},
		close: () => Promise.resolve(),
	};
}
