import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { eventually } from '../../shared/rpc/testing/eventually.ts';
import { type LiveMessage, type SeriesPoint, seriesRingSize } from '../../shared/rpc/views.ts';
import { fakeConnection } from '../dev/fake-connection.ts';
import { addPoints, createLiveStore, emptySeries, type LiveSnapshot, receiveLive } from './live-store.ts';

const empty: LiveSnapshot = {
	status: 'loading',
	series: emptySeries,
	readings: [],
	events: [],
	number: null,
	lastKnownAt: null,
};
const snapshot: LiveMessage = { kind: 'snapshot', number: 4, series: emptySeries, readings: [], events: [] };
const patch = (number: number, ...points: SeriesPoint[]): LiveMessage => ({
	kind: 'patch',
	number,
	points: points.map((point) => ({ metric: 'errorRate', slot: 'green', point })),
	readings: [],
	events: [],
});

describe('live messages', () => {
	test('that come together are applied in one go', () => {
		const next = receiveLive(empty, [snapshot, patch(5, [1, 0.1]), patch(6, [2, null])], 9);
		expect(next).toMatchObject({ status: 'live', number: 6, lastKnownAt: 9 });
		expect(next !== 'gap' && next.series.errorRate.green).toEqual([
			[1, 0.1],
			[2, null],
		]);
	});

	test.each([
		['without a snapshot', [patch(1)]],
		['after a missing number', [snapshot, patch(6)]],
	])('%s are a gap', (_name, messages) => {
		expect(receiveLive(empty, messages, 9)).toBe('gap');
	});

	test('seen before are left out', () => {
		const next = receiveLive(empty, [snapshot, patch(5, [1, 1]), patch(5, [2, 2])], 9);
		expect(next !== 'gap' && next.series.errorRate.green).toEqual([[1, 1]]);
	});

	test('leave the rings of other series alone', () => {
		const next = receiveLive(empty, [snapshot, patch(5, [1, 1])], 9);
		expect(next !== 'gap' && next.series.memory).toBe(emptySeries.memory);
		expect(next !== 'gap' && next.series.errorRate.blue).toBe(emptySeries.errorRate.blue);
	});
});

property.prop([fc.array(fc.tuple(fc.nat(5_000), fc.option(fc.double({ noNaN: true }))), { maxLength: 1_500 })])(
	'a ring stays bounded and in order of time',
	(points) => {
		const made = points.map((point) => ({ metric: 'memory', slot: 'blue', point }) as const);
		const ring = addPoints(emptySeries, made).memory.blue;
		expect(ring.length).toBeLessThanOrEqual(seriesRingSize);
		expect(ring.map(([at]) => at)).toEqual(ring.map(([at]) => at).toSorted((left, right) => left - right));
	},
);

test('a stream that the host closes ends the store', async () => {
	const { client } = fakeConnection(null);
	const live = createLiveStore({
		client: {
			...client,
			deployments: {
				...client.deployments,
				live: async function* () {
					yield snapshot;
					yield patch(5, [1, 1]);
				},
			},
		},
		deploymentId: 'd1',
		now: () => 1,
		wait: async () => {},
		schedule: (flush) => {
			const timer = setTimeout(flush, 0);
			return () => clearTimeout(timer);
		},
	});
	const stop = live.start();
	await eventually(() => live.store.getState().status === 'ended', 'the end');
	expect(live.store.getState().series.errorRate.green).toEqual([[1, 1]]);
	stop();
});
