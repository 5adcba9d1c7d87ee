/** Live series and events of the deployments that somebody watches, batched so that screens draw at a bearable pace. */
import type { RecordedEvent } from '../../shared/domain/deployment/events.ts';
import { metricNames, type Reading } from '../../shared/domain/health/model.ts';
import { type SlotName, slotNames } from '../../shared/domain/target/model.ts';
import { type LiveMessage, type LiveSeries, type SeriesPoint, seriesRingSize } from '../../shared/rpc/views.ts';
import type { Clock, StoredSample } from './ports.ts';
import { type Subscriber, createSubscriber } from './subscriber.ts';

/** At most four patches a second for each stream. */
const batchMs = 250;
const watcherLimit = 100;

export interface LiveHub {
	/** Adds one sample to the rings and, with the next batch, to the screens. */
	sample(deploymentId: string, sample: StoredSample, readings: readonly Reading[]): void;
	event(deploymentId: string, event: RecordedEvent): void;
	/** True once the stream's past is known: filled from the store, or followed since the deployment was created. */
	isFilled(deploymentId: string): boolean;
	/** Puts the stored past before what was seen since. */
	fill(deploymentId: string, samples: readonly StoredSample[], events: readonly RecordedEvent[]): void;
	watch(deploymentId: string, signal: AbortSignal): AsyncIterable<LiveMessage>;
	/** Forgets a stream, as soon as nobody watches it; memory stays bounded by what is in the room or watched. */
	forget(deploymentId: string): void;
}

interface Stream {
	samples: StoredSample[];
	events: RecordedEvent[];
	readings: readonly Reading[];
	number: number;
	freshSamples: StoredSample[];
	freshEvents: RecordedEvent[];
	isBatchDue: boolean;
	isFilled: boolean;
	/** True while its deployment is in the room. Only then is it kept for the next watcher: the store has the rest. */
	isRunning: boolean;
	readonly watchers: Set<Subscriber<LiveMessage>>;
}

/** The samples as one list of points per metric and slot. */
export function toSeries(kept: readonly StoredSample[]): LiveSeries {
	const ofSlot = (metric: (typeof metricNames)[number], slot: SlotName): readonly SeriesPoint[] =>
		kept.map((sample) => [sample.at, sample.values[slot][metric] ?? null] as const);
	return Object.fromEntries(
		metricNames.map((metric) => [metric, { blue: ofSlot(metric, 'blue'), green: ofSlot(metric, 'green') }]),
	) as LiveSeries;
}

function toPoints(samples: readonly StoredSample[]): Extract<LiveMessage, { kind: 'patch' }>['points'] {
	return samples.flatMap((sample) =>
		metricNames.flatMap((metric) =>
			slotNames.map((slot) => ({ metric, slot, point: [sample.at, sample.values[slot][metric] ?? null] as const })),
		),
	);
}

export function createLiveHub(clock: Clock): LiveHub {
	const streams = new Map<string, Stream>();

	function stream(id: string): Stream {
		const known = streams.get(id);
		if (known !== undefined) return known;
		const fresh: Stream = {
			samples: [],
			events: [],
			readings: [],
			number: clock.now(),
			freshSamples: [],
			freshEvents: [],
			isBatchDue: false,
			isFilled: false,
			isRunning: false,
			watchers: new Set(),
		};
		streams.set(id, fresh);
		return fresh;
	}

	function dropUnused(id: string): void {
		const of = streams.get(id);
		if (of !== undefined && !of.isRunning && of.watchers.size === 0) streams.delete(id);
	}

	const snapshot = (of: Stream): LiveMessage => ({
		kind: 'snapshot',
		number: of.number,
		series: toSeries(of.samples),
		readings: of.readings,
		events: of.events,
	});

	function flush(of: Stream): void {
		of.isBatchDue = false;
		if (of.freshSamples.length === 0 && of.freshEvents.length === 0) return;
		of.number += 1;
		const patch: LiveMessage = {
			kind: 'patch',
			number: of.number,
			points: toPoints(of.freshSamples),
			readings: of.readings,
			events: of.freshEvents,
		};
		of.freshSamples = [];
		of.freshEvents = [];
		for (const watcher of of.watchers) watcher.push(patch);
	}

	function schedule(of: Stream): void {
		if (of.isBatchDue) return;
		of.isBatchDue = true;
		clock.after(batchMs, () => flush(of));
	}

	return {
		sample(id, sample, readings) {
			const of = stream(id);
			of.isRunning = true;
			of.samples.push(sample);
			if (of.samples.length > seriesRingSize) of.samples.shift();
			of.readings = readings;
			of.freshSamples.push(sample);
			schedule(of);
		},
		event(id, event) {
			const of = stream(id);
			of.isRunning = true;
			if (event.revision === 1) of.isFilled = true;
			of.events.push(event);
			of.freshEvents.push(event);
			schedule(of);
		},
		isFilled: (id) => streams.get(id)?.isFilled === true,
		fill(id, samples, events) {
			const of = stream(id);
			const since = of.samples[0]?.at ?? Number.POSITIVE_INFINITY;
			const known = new Set(events.map((event) => event.revision));
			of.samples = [...samples.filter((sample) => sample.at < since), ...of.samples].slice(-seriesRingSize);
			of.events = [...events, ...of.events.filter((event) => !known.has(event.revision))];
			of.isFilled = true;
		},
		watch(id, signal) {
			const of = stream(id);
			flush(of);
			const watcher: Subscriber<LiveMessage> = createSubscriber({
				signal,
				limit: watcherLimit,
				onOverflow: () => snapshot(of),
				onEnd() {
					of.watchers.delete(watcher);
					dropUnused(id);
				},
			});
			watcher.push(snapshot(of));
			// One that left while the store was read never ends again: added, it would stay for ever.
			if (signal.aborted) dropUnused(id);
			else of.watchers.add(watcher);
			return watcher.messages;
		},
		forget(id) {
			const of = streams.get(id);
			if (of !== undefined) of.isRunning = false;
			dropUnused(id);
		},
	};
}
