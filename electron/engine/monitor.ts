/** Keeps an environment's truth young: asks target and metrics again and again, quicker while something ships. */
import { metricNames, type Reading } from '../../shared/domain/health/model.ts';
import type { Problem } from '../../shared/domain/result.ts';
import { slotNames, type SlotName, type TargetState } from '../../shared/domain/target/model.ts';
import { type LookPorts, type Sighting, see } from './look.ts';
import type { Logger, StoredSample } from './ports.ts';

export interface Monitored {
	/** What the target last said; kept when it stops answering, with its age. */
	readonly observed: TargetState | null;
	readonly targetProblem: string | null;
	readonly readings: readonly Reading[];
	readonly warnings: readonly string[];
	readonly metricsProblem: Problem | null;
	/** What the metrics source last said it is. */
	readonly metricsProduct: string | null;
	/** When target and metrics were last asked, ms since the epoch; null before the first time. */
	readonly askedAt: number | null;
}

export interface Monitor {
	current(): Monitored;
	/** Asks now, out of turn; resolves when answered. Two calls at once share one question. */
	ask(): Promise<Monitored>;
	start(): void;
	stop(): void;
}

/** An environment in which nothing ships is asked this often at most. */
const idleIntervalMs = 10_000;

export function createMonitor(options: {
	readonly ports: LookPorts;
	readonly logger: Logger;
	readonly intervalMs: number;
	readonly windowMs: number;
	readonly isBusy: () => boolean;
	readonly onSeen: (seen: Monitored) => void;
}): Monitor {
	const { ports, intervalMs, windowMs } = options;
	const lifetime = new AbortController();
	let seen: Monitored = {
		observed: null,
		targetProblem: null,
		readings: [],
		warnings: [],
		metricsProblem: null,
		metricsProduct: null,
		askedAt: null,
	};
	let askedAt = Number.NEGATIVE_INFINITY;
	let wasBusy = false;
	let asking: Promise<Monitored> | null = null;
	let cancelNext: (() => void) | null = null;

	async function askOnce(): Promise<Monitored> {
		askedAt = ports.clock.monotonic();
		const sighting = await see(ports, windowMs, seen.observed, lifetime.signal);
		if (lifetime.signal.aborted) return seen;
		seen = remember(seen, sighting, ports.clock.now());
		options.onSeen(seen);
		return seen;
	}

	function ask(): Promise<Monitored> {
		asking ??= askOnce().finally(() => {
			asking = null;
		});
		return asking;
	}

	function scheduleNext(): void {
		if (lifetime.signal.aborted) return;
		cancelNext = ports.clock.after(intervalMs, () => void turn());
	}

	/**
	 * Turns always come at the quick pace, so that a deployment that has just begun does not wait for a slow one;
	 * and once more after its end, because it left the target in another state than the last turn saw.
	 */
	function isDue(): boolean {
		const wasBusyBefore = wasBusy;
		wasBusy = options.isBusy();
		return wasBusy || wasBusyBefore || ports.clock.monotonic() - askedAt >= idleIntervalMs;
	}

	async function turn(): Promise<void> {
		try {
			if (isDue()) await ask();
		} catch (err) {
			options.logger.error({ err }, 'monitoring an environment failed');
		}
		scheduleNext();
	}

	return {
		current: () => seen,
		ask,
		start: () => void turn(),
		stop() {
			lifetime.abort();
			cancelNext?.();
		},
	};
}

function remember(before: Monitored, sighting: Sighting, at: number): Monitored {
	return {
		observed: sighting.observed ?? before.observed,
		targetProblem: sighting.problem,
		readings: sighting.report?.readings ?? before.readings,
		warnings: sighting.report?.warnings ?? [],
		metricsProblem: sighting.report?.problem ?? null,
		metricsProduct: sighting.report?.product ?? before.metricsProduct,
		askedAt: at,
	};
}

/** The readings as one row of the charts; what was not measured is a gap. */
export function toSample(at: number, readings: readonly Reading[]): StoredSample {
	const ofSlot = (slot: SlotName) =>
		Object.fromEntries(
			metricNames.map((metric) => {
				const reading = readings.find((one) => one.slot === slot && one.metric === metric);
				const isDrawn = reading?.state === 'measured' || reading?.state === 'partial';
				return [metric, isDrawn ? (reading.value ?? null) : null];
			}),
		);
	const [blue, green] = slotNames.map(ofSlot);
	return { at, values: { blue: blue ?? {}, green: green ?? {} } };
}
