/** Points for the charts: from the live store as they come, or from a recording up to a cursor. */
import type { StoreApi } from 'zustand/vanilla';
import type { MetricName } from '../../../shared/domain/health/model.ts';
import { otherSlot, type SlotName } from '../../../shared/domain/target/model.ts';
import type { LiveSeries, SeriesPoint } from '../../../shared/rpc/views.ts';
import { alignSeries } from '../../charts/align-series.ts';
import type { SeriesSource } from '../../charts/live-chart.tsx';
import type { LiveSnapshot } from '../../store/live-store.ts';

/** Tells a chart only of new points of its own metric. */
export function liveSource(store: StoreApi<LiveSnapshot>, metric: MetricName, canarySlot: SlotName): SeriesSource {
	return {
		subscribe: (changed) =>
			store.subscribe((next, before) => {
				if (next.series[metric] !== before.series[metric]) changed();
			}),
		read() {
			const own = store.getState().series[metric];
			return alignSeries(own[otherSlot(canarySlot)], own[canarySlot]);
		},
	};
}

/** Sources of a recording that all stand at one cursor. */
export interface ReplaySources {
	readonly sourceOf: (metric: MetricName) => SeriesSource;
	/** Moves the cursor, ms since the epoch; the charts show nothing later. */
	moveTo(at: number): void;
}

export function replaySources(series: LiveSeries, canarySlot: SlotName, start: number): ReplaySources {
	const listeners = new Set<() => void>();
	let cursor = start;
	return {
		sourceOf: (metric) => ({
			subscribe(changed) {
				listeners.add(changed);
				return () => listeners.delete(changed);
			},
			read: () => alignSeries(series[metric][otherSlot(canarySlot)], series[metric][canarySlot], cursor),
		}),
		moveTo(at) {
			cursor = at;
			for (const changed of listeners) changed();
		},
	};
}

/** The newest point at or before `at`; null when there is none. Points are in order of time. */
export function pointAt(points: readonly SeriesPoint[], at: number): SeriesPoint | null {
	return points.findLast((point) => point[0] <= at) ?? null;
}
