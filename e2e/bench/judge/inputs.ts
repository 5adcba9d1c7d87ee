/** Simulated minutes as the judges take them: running totals for the sequential judge, readings for the limits. */
import type {
	JudgeInput,
	MetricName,
	Reading,
	SlotReadings,
	WatchProgress,
} from '../../../shared/domain/health/model.ts';
import { emptyReading, slotReadings } from '../../../shared/domain/health/readings.ts';
import type { SlotTotals } from '../../../shared/domain/health/totals.ts';
import type { SlotName } from '../../../shared/domain/target/model.ts';
import { lookCount, lookMs, requestsPerLook, type Scenario } from './scenarios.ts';
import { bucketBounds, histogramQuantile, type Run, type SlotRun } from './traffic.ts';

const startsAt = Date.UTC(2026, 0, 1);
const weights = { canary: 50, stable: 50 } as const;

const silent = (slot: SlotName): SlotReadings =>
	slotReadings((metric) => emptyReading(metric, slot, 'not-configured', { source: 'bench' }));
const silentReadings = { canary: silent('green'), stable: silent('blue') };

/** The instant of a look; look 0 is the start, before any request. */
export const instantOf = (look: number): number => startsAt + look * lookMs;

export function progressAt(look: number, looks = lookCount): WatchProgress {
	return {
		stepIndex: 0,
		elapsedMs: look * lookMs,
		plannedMs: looks * lookMs,
		isLastStep: true,
		stepElapsed: look >= looks,
		clockRate: 1,
	};
}

/** What one slot did in one minute. */
export interface Minute {
	readonly requests: number;
	readonly events: Readonly<Record<string, number>>;
	/** Observations of each bucket; null where latency is not counted. */
	readonly latency: readonly number[] | null;
	readonly gauges: Readonly<Record<string, number>>;
}

const mapped = (values: Minute['events'], value: (name: string, count: number) => number): Record<string, number> =>
	Object.fromEntries(Object.entries(values).map(([name, count]) => [name, value(name, count)]));

/** Totals of a slot before the minute that is given, which is its first. */
export function totalsBefore(
	slot: SlotName,
	{ events, latency, gauges }: Minute,
	boundsMs: readonly number[],
): SlotTotals {
	return {
		slot,
		version: slot === 'green' ? '2.0.0' : '1.0.0',
		epoch: 'bench',
		at: startsAt,
		requests: 0,
		events: mapped(events, () => 0),
		latency: latency === null ? null : { boundsMs, counts: latency.map(() => 0) },
		gauges,
		source: 'bench',
		query: 'simulated',
	};
}

/** Totals one minute on. New objects each time, because judges may keep those of the look before. */
export function totalsAfter(before: SlotTotals, { requests, events, latency, gauges }: Minute): SlotTotals {
	const grown = before.latency;
	return {
		...before,
		at: before.at + lookMs,
		requests: (before.requests ?? 0) + requests,
		events: mapped(events, (name, count) => count + (before.events[name] ?? 0)),
		latency:
			grown === null || latency === null
				? grown
				: { boundsMs: grown.boundsMs, counts: latency.map((count, index) => count + (grown.counts[index] ?? 0)) },
		gauges,
	};
}

function minuteOf(run: SlotRun, minute: number): Minute {
	const [errors, memory] = [run.errors[minute], run.memory[minute]];
	return {
		requests: requestsPerLook,
		events: errors === undefined ? {} : { errors },
		latency: run.latency[minute] ?? null,
		gauges: memory === undefined ? {} : { memory },
	};
}

export function inputOfTotals(
	look: number,
	totals: { readonly canary: SlotTotals; readonly stable: SlotTotals },
	progress = progressAt(look),
): JudgeInput {
	return { at: totals.canary.at, ...silentReadings, weights, totals, progress };
}

/** All looks of a run from look 0 on, for judges of totals; made one after the other, as they are asked for. */
export function* totalsOfRun(run: Run, { buckets }: Scenario): Generator<JudgeInput, void> {
	const boundsMs = bucketBounds[buckets];
	let canary = totalsBefore('green', minuteOf(run.canary, 0), boundsMs);
	let stable = totalsBefore('blue', minuteOf(run.stable, 0), boundsMs);
	yield inputOfTotals(0, { canary, stable });
	for (let minute = 0; minute < lookCount; minute += 1) {
		canary = totalsAfter(canary, minuteOf(run.canary, minute));
		stable = totalsAfter(stable, minuteOf(run.stable, minute));
		yield inputOfTotals(minute + 1, { canary, stable });
	}
}

/** p95 of the minutes from `from` until before `to`, as Prometheus would answer. */
export function p95Of({ latency }: SlotRun, boundsMs: readonly number[], from: number, to: number): number {
	const counts = [...(latency[from] ?? [])];
	for (let minute = from + 1; minute < to; minute += 1) {
		for (const [index, count] of (latency[minute] ?? []).entries()) counts[index] = (counts[index] ?? 0) + count;
	}
	return histogramQuantile(boundsMs, counts, 0.95);
}

interface Window {
	readonly look: number;
	readonly minutes: number;
	readonly scenario: Scenario;
}

function readingsOf(run: SlotRun, slot: SlotName, { look, minutes, scenario }: Window): SlotReadings {
	const from = Math.max(0, look - minutes);
	const windowMs = (look - from) * lookMs;
	const requests = (look - from) * requestsPerLook;
	const measured = (metric: MetricName, value: number, count = requests): Reading => ({
		...{ metric, slot, state: 'measured', value, count, at: instantOf(look), windowMs, detail: null },
		...{ query: 'simulated', source: 'bench' },
	});
	const absent = silentReadings[slot === 'green' ? 'canary' : 'stable'];
	return {
		requests: measured('requests', requests),
		errorRate: scenario.metrics.includes('errors')
			? measured('errorRate', run.errors.slice(from, look).reduce((sum, count) => sum + count, 0) / requests)
			: absent.errorRate,
		p95Latency: scenario.metrics.includes('p95')
			? measured('p95Latency', p95Of(run, bucketBounds[scenario.buckets], from, look))
			: absent.p95Latency,
		throughput: measured('throughput', (requests * 1_000) / windowMs),
		memory: scenario.metrics.includes('memory')
			? measured('memory', run.memory[look - 1] ?? 0, look - from)
			: absent.memory,
	};
}

/** A look (from 1 on) for judges of readings: windows of the last `minutes`, shorter in the beginning. */
export function inputOfReadings(run: Run, window: Window): JudgeInput {
	return {
		at: instantOf(window.look),
		canary: readingsOf(run.canary, 'green', window),
		stable: readingsOf(run.stable, 'blue', window),
		weights,
		progress: progressAt(window.look),
	};
}
