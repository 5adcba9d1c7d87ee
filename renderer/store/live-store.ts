/** Live series, readings and events of one deployment, with bounded memory. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { RecordedEvent } from '../../shared/domain/deployment/events.ts';
import type { MetricName, Reading } from '../../shared/domain/health/model.ts';
import type { SlotName } from '../../shared/domain/target/model.ts';
import { type LiveMessage, type LiveSeries, type SeriesPoint, seriesRingSize } from '../../shared/rpc/views.ts';
import type { ControlRoomClient } from './connection.ts';
import { type WatchStatus, watchStream } from './watch-stream.ts';

export interface LiveSnapshot {
	/** `ended` when the engine closed the stream: the deployment is not known (any more). */
	readonly status: WatchStatus;
	readonly series: LiveSeries;
	readonly readings: readonly Reading[];
	/** In order of revision. */
	readonly events: readonly RecordedEvent[];
	readonly number: number | null;
	/** Wall clock of the last message, ms since the epoch. */
	readonly lastKnownAt: number | null;
}

export interface LiveStore {
	readonly store: StoreApi<LiveSnapshot>;
	/** Begins to watch; the returned function ends it. */
	start(): () => void;
}

export interface LiveStoreDeps {
	readonly client: ControlRoomClient;
	readonly deploymentId: string;
	readonly now: () => number;
	readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
	/** Runs `flush` soon, once for all messages until then; the returned function cancels it. */
	readonly schedule: (flush: () => void) => () => void;
}

const noPoints: Readonly<Record<SlotName, readonly SeriesPoint[]>> = { blue: [], green: [] };

/** Series without a point. */
export const emptySeries: LiveSeries = {
	requests: noPoints,
	errorRate: noPoints,
	p95Latency: noPoints,
	throughput: noPoints,
	memory: noPoints,
};

/** The state after messages that came together, or `'gap'`. Pure. */
export function receiveLive(state: LiveSnapshot, messages: readonly LiveMessage[], at: number): LiveSnapshot | 'gap' {
	let next = state;
	for (const message of messages) {
		if (message.kind === 'snapshot') {
			const { series, readings, events, number } = message;
			next = { status: 'live', series, readings, events, number, lastKnownAt: at };
			continue;
		}
		if (next.number === null) return 'gap';
		if (message.number <= next.number) continue;
		if (message.number !== next.number + 1) return 'gap';
		next = {
			status: 'live',
			series: addPoints(next.series, message.points),
			readings: message.readings.length === 0 ? next.readings : mergeReadings(next.readings, message.readings),
			events: addEvents(next.events, message.events),
			number: message.number,
			lastKnownAt: at,
		};
	}
	return next;
}

type NewPoint = { readonly metric: MetricName; readonly slot: SlotName; readonly point: SeriesPoint };

/** Series with new points at their ends; rings that got none keep their identity. Points that are not newer are dropped. */
export function addPoints(series: LiveSeries, points: readonly NewPoint[]): LiveSeries {
	let next = series;
	for (const metric of new Set(points.map((point) => point.metric))) {
		const slots = { ...next[metric] };
		for (const slot of ['blue', 'green'] as const) {
			const mine = points.filter((point) => point.metric === metric && point.slot === slot);
			if (mine.length > 0) {
				slots[slot] = addToRing(
					slots[slot],
					mine.map((point) => point.point),
				);
			}
		}
		next = { ...next, [metric]: slots };
	}
	return next;
}

function addToRing(ring: readonly SeriesPoint[], points: readonly SeriesPoint[]): readonly SeriesPoint[] {
	let newest = ring.at(-1)?.[0] ?? Number.NEGATIVE_INFINITY;
	const added = points.filter(([at]) => {
		const isNewer = at > newest;
		if (isNewer) newest = at;
		return isNewer;
	});
	return added.length === 0 ? ring : [...ring, ...added].slice(-seriesRingSize);
}

function mergeReadings(known: readonly Reading[], fresh: readonly Reading[]): readonly Reading[] {
	const key = (reading: Reading): string => `${reading.metric}/${reading.slot}`;
	const replaced = new Set(fresh.map(key));
	return [...known.filter((reading) => !replaced.has(key(reading))), ...fresh];
}

function addEvents(known: readonly RecordedEvent[], fresh: readonly RecordedEvent[]): readonly RecordedEvent[] {
	const newest = known.at(-1)?.revision ?? 0;
	const added = fresh.filter((event) => event.revision > newest);
	return added.length === 0 ? known : [...known, ...added];
}

/** One stream until it ends; true when it ended by itself with nothing lost. */
async function watchOnce(
	store: StoreApi<LiveSnapshot>,
	{ client, deploymentId, now, schedule }: LiveStoreDeps,
	signal: AbortSignal,
): Promise<boolean> {
	const own = new AbortController();
	const end = (): void => own.abort();
	signal.addEventListener('abort', end);
	let waiting: LiveMessage[] = [];
	let cancel: (() => void) | null = null;
	const flush = (): void => {
		cancel = null;
		const next = receiveLive(store.getState(), waiting, now());
		waiting = [];
		if (next === 'gap') end();
		else store.setState(next);
	};
	try {
		for await (const message of client.deployments.live({ deploymentId }, own.signal)) {
			if (own.signal.aborted) return false;
			waiting.push(message);
			cancel ??= schedule(flush);
		}
		if (cancel !== null) flush();
		return !own.signal.aborted;
	} finally {
		(cancel as (() => void) | null)?.();
		signal.removeEventListener('abort', end);
	}
}

/** Makes the store of one deployment; nothing is asked before `start`. */
export function createLiveStore(deps: LiveStoreDeps): LiveStore {
	const store = createStore<LiveSnapshot>(() => ({
		status: 'loading',
		series: emptySeries,
		readings: [],
		events: [],
		number: null,
		lastKnownAt: null,
	}));

	return {
		store,
		start: () => watchStream({ store, wait: deps.wait, watchOnce: (signal) => watchOnce(store, deps, signal) }),
	};
}
