/** From the rings of a slot's instances to its running totals: each request that was seen is in them once. */
import type { ScrapeMetricsConfig } from '../../../../shared/config/model.ts';
import type { SlotTotals } from '../../../../shared/domain/health/totals.ts';
import type { SlotName } from '../../../../shared/domain/target/model.ts';
import type { Clock } from '../../../engine/ports.ts';
import { addTallies, createTimeline, emptyTally, inMilliseconds } from '../tally.ts';
import type { Mark } from './instance-ring.ts';
import type { Found } from './page.ts';
import type { SlotTracks, Track } from './slot-tracks.ts';

export interface Totals {
	/** Totals of these slots; one that was never read is left out. */
	of(slots: readonly SlotName[], tracks: SlotTracks): readonly SlotTotals[];
}

/** A series that is not there yet has counted nothing; one that says NaN or less than zero has counted nobody knows what. */
const isTroubled = (found: Found<unknown> | undefined): boolean =>
	found !== undefined && !found.ok && found.state !== 'missing';

const newestOf = (track: Track): readonly Mark[] =>
	track.instances.flatMap((instance) => (instance.hasLeft ? [] : (instance.ring.newest() ?? [])));

function memoryOf(marks: readonly Mark[]): Readonly<Record<string, number>> {
	const values = marks.flatMap(({ page }) => (page.memory.ok ? [page.memory.value] : []));
	return values.length === 0 || values.length < marks.length ? {} : { memory: Math.max(...values) };
}

/** Counts for one source. The epoch begins anew with it, because its rings do. */
export function createTotals(config: ScrapeMetricsConfig, clock: Clock): Totals {
	const began = clock.now();
	const timeline = createTimeline();
	// An event that any page ever had is real: where its series is absent it never happened. Before that, its name may be wrong.
	const seenEvents = new Set<string>();

	const eventsOf = (counted: Readonly<Record<string, number>>, marks: readonly Mark[]) => {
		const known = new Map(Object.entries(counted));
		const names = [...seenEvents, ...known.keys()];
		const isUnclear = (name: string): boolean =>
			marks.some(({ page }) => isTroubled(name === 'errors' ? page.requests : page.events[name]));
		return Object.fromEntries(names.flatMap((name) => (isUnclear(name) ? [] : [[name, known.get(name) ?? 0]])));
	};

	const totalsOf = (slot: SlotName, track: Track): readonly SlotTotals[] => {
		const marks = newestOf(track);
		if (marks.length === 0) return [];
		const tallies = track.instances.map(({ ring }) => ring.newest()?.tally ?? emptyTally);
		const { requests, events, latency } = tallies.reduce(addTallies, track.base);
		const fresh = marks.filter(({ at }) => clock.monotonic() - at <= config.staleAfterMs);
		return [
			{
				...{ slot, version: track.version, epoch: `${began}.${track.run}.${timeline.run()}` },
				// The instance that was silent longest speaks for the slot: what it did since is not in the totals.
				at: timeline.at(Math.min(...marks.map(({ at }) => at))),
				requests: marks.some(({ page }) => isTroubled(page.requests)) ? null : requests,
				events: eventsOf(events, marks),
				latency: marks.some(({ page }) => isTroubled(page.latency))
					? null
					: inMilliseconds(latency, config.names.latencyUnit),
				gauges: memoryOf(fresh),
				source: config.label,
				query: track.instances.flatMap(({ hasLeft, address }) => (hasLeft ? [] : [address])).join(' '),
			},
		];
	};

	return {
		of(slots, tracks) {
			timeline.hold(clock.monotonic(), clock.now());
			const found = slots.flatMap((slot) => {
				const track = tracks.track(slot);
				return track === null ? [] : [{ slot, track }];
			});
			for (const { track } of found) {
				for (const { ring } of track.instances) {
					for (const name of Object.keys(ring.newest()?.tally.events ?? {})) {
						if (name !== 'errors') seenEvents.add(name);
					}
				}
			}
			return found.flatMap(({ slot, track }) => totalsOf(slot, track));
		},
	};
}
