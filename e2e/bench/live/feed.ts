/** An engine that plays one canary: full series at first, then a new sample each time it is told to. */
import { systemClock } from '../../../electron/host/system-clock.ts';
import { sampleRoom } from '../../../renderer/dev/fake-room.ts';
import { metricNames, type MetricName, type Reading } from '../../../shared/domain/health/model.ts';
import { type SlotName, slotNames, splitTraffic } from '../../../shared/domain/target/model.ts';
import type { EngineApi } from '../../../shared/rpc/api.ts';
import { createMessageQueue, type MessageQueue } from '../../../shared/rpc/message-queue.ts';
import { createFakeApi } from '../../../shared/rpc/testing/fake-api.ts';
import {
	type LiveMessage,
	type LiveSeries,
	type RoomState,
	type SeriesPoint,
	seriesRingSize,
} from '../../../shared/rpc/views.ts';
import { healthySource } from '../kit/healthy-source.ts';

export interface Feed {
	readonly api: EngineApi;
	readonly deploymentId: string;
	/** Sends one sample of all metrics of both slots, taken `at`, and the views that change with it. */
	push(at: number): void;
}

const levels: Readonly<Record<MetricName, number>> = {
	requests: 12_000,
	errorRate: 0.004,
	p95Latency: 180,
	throughput: 200,
	memory: 0.45,
};

/** A calm wave with some noise; the same for the same instant. */
function valueAt(metric: MetricName, slot: SlotName, at: number): number {
	const wave = 1 + 0.15 * Math.sin(at / 20_000) + 0.05 * Math.sin(at / 777);
	return levels[metric] * wave * (slot === 'green' ? 1.08 : 1);
}

function pointsOf(metric: MetricName, slot: SlotName, endsAt: number, stepMs: number): readonly SeriesPoint[] {
	return Array.from({ length: seriesRingSize }, (_, index) => {
		const at = endsAt - (seriesRingSize - 1 - index) * stepMs;
		return [at, valueAt(metric, slot, at)] as const;
	});
}

function seriesOf(endsAt: number, stepMs: number): LiveSeries {
	const of = (metric: MetricName) => ({
		blue: pointsOf(metric, 'blue', endsAt, stepMs),
		green: pointsOf(metric, 'green', endsAt, stepMs),
	});
	return {
		requests: of('requests'),
		errorRate: of('errorRate'),
		p95Latency: of('p95Latency'),
		throughput: of('throughput'),
		memory: of('memory'),
	};
}

/** `startsAt` is the instant of the newest point of the first picture. */
export async function createFeed(startsAt: number, stepMs: number): Promise<Feed> {
	const room: RoomState = sampleRoom(Date.now());
	const view = Object.values(room.deployments)[0];
	const environment = Object.values(room.environments)[0];
	if (view === undefined || environment === undefined) throw new Error('The room of the bench has no deployment.');
	const readings = await readingsAt();
	const fake = createFakeApi(room);
	const watchers = new Set<MessageQueue<LiveMessage>>();
	let number = 1;

	async function* live(_: unknown, signal: AbortSignal): AsyncGenerator<LiveMessage> {
		const queue = createMessageQueue<LiveMessage>();
		queue.push({ kind: 'snapshot', number, series: seriesOf(startsAt, stepMs), readings, events: [] });
		watchers.add(queue);
		try {
			yield* queue.read(signal);
		} finally {
			watchers.delete(queue);
		}
	}

	return {
		api: { ...fake.api, deployments: { ...fake.api.deployments, live } },
		deploymentId: view.deployment.id,
		push(at) {
			number += 1;
			const points = metricNames.flatMap((metric) =>
				slotNames.map((slot) => ({ metric, slot, point: [at, valueAt(metric, slot, at)] as const })),
			);
			const fresh = readings.map((reading) => ({ ...reading, at, value: valueAt(reading.metric, reading.slot, at) }));
			const patch: LiveMessage = { kind: 'patch', number, points, readings: fresh, events: [] };
			for (const queue of watchers) queue.push(patch);
			// With each sample the engine also tells the environment and its deployment anew.
			fake.publish([
				{ collection: 'environments', key: environment.key, value: { ...environment, asOf: at, readings: fresh } },
				{
					collection: 'deployments',
					key: view.deployment.id,
					value: { ...view, timing: { ...view.timing, asOf: Date.now(), elapsedMs: view.timing.elapsedMs + number } },
				},
			]);
		},
	};
}

async function readingsAt(): Promise<readonly Reading[]> {
	const source = healthySource(systemClock(), () => splitTraffic('green', 25));
	const slots = slotNames.map((slot) => ({ slot, version: null, addresses: [] }));
	return (await source.read({ slots, windowMs: 60_000 })).readings;
}
