/** Running totals of slots from raw counters: each look asks for them, and only what is new is added. */
import type { PrometheusMetricsConfig } from '../../../../shared/config/model.ts';
import type { Reading } from '../../../../shared/domain/health/model.ts';
import type { SlotTotals } from '../../../../shared/domain/health/totals.ts';
import type { SlotName } from '../../../../shared/domain/target/model.ts';
import type { Clock, SlotPlace } from '../../../engine/ports.ts';
import { createTimeline, inMilliseconds } from '../tally.ts';
import type { PrometheusClient } from './client.ts';
import { askCounters, missingLabels, selectorsFor } from './counters.ts';
import type { Selector } from './counters.ts';
import { mapLimited } from './map-limited.ts';
import type { PrometheusContext } from './plan.ts';
import { createSlotTally } from './slot-tally.ts';
import type { SlotTally } from './slot-tally.ts';

export interface Counted {
	/** The totals; gauges are taken from the readings of the same look. */
	totals(readings: readonly Reading[]): readonly SlotTotals[];
	readonly warnings: readonly string[];
}

export interface Counting {
	/** Asks for the counters of these slots, one query each. Never rejects: a slot that cannot be counted is left out. */
	count(slots: readonly SlotPlace[], windowMs: number, signal: AbortSignal): Promise<Counted>;
}

interface Followed {
	readonly version: string | null;
	/** Tells this run of counting from those before. */
	readonly id: number;
	readonly tally: SlotTally;
}

interface SlotCount {
	readonly place: SlotPlace;
	readonly followed: Followed;
	readonly selectors: readonly Selector[];
	/** Why there is nothing to tell. */
	readonly problem: string | null;
	readonly warnings: readonly string[];
}

/** Slots asked at once, beside the queries of the look. */
const concurrency = 2;

/** The slots that are followed. Another version is another process: its counters have nothing to do with those before. */
function createFollowing() {
	const slots = new Map<SlotName, Followed>();
	let ids = 0;
	return ({ slot, version }: SlotPlace): Followed => {
		const known = slots.get(slot);
		const isOther = known?.version != null && version !== null && known.version !== version;
		if (known === undefined || isOther) ids += 1;
		const followed: Followed =
			known === undefined || isOther
				? { version, id: ids, tally: createSlotTally() }
				: { ...known, version: version ?? known.version };
		slots.set(slot, followed);
		return followed;
	};
}

/** Labels that failures are picked by and no request has; null where the selector tells nothing of the kind. */
function unknownLabels({ selectors, followed }: SlotCount, part: Selector['part']): readonly string[] | null {
	const event = selectors.find((one) => one.part === part);
	const requests = selectors.find((one) => one.part === 'requests');
	if (event === undefined || requests === undefined || followed.tally.tally().requests === null) return null;
	return missingLabels(event, requests, followed.tally.requestLabels());
}

/**
 * Events of a slot. `seen` are those that any slot ever had: they are real, so where their series are absent they never
 * happened. Of others that may be a wrong name, which would make every release look clean.
 */
function eventsOf(count: SlotCount, seen: ReadonlySet<string>): Readonly<Record<string, number>> {
	const events = new Map(Object.entries(count.followed.tally.tally().events));
	const asked = count.selectors.flatMap(({ part }) => (part.startsWith('event:') ? [part] : []));
	return Object.fromEntries(
		asked.flatMap((part): [string, number][] => {
			const name = part.slice('event:'.length);
			const known = events.get(name);
			const isNone = seen.has(name) || unknownLabels(count, part)?.length === 0;
			return known === undefined && !isNone ? [] : [[name, known ?? 0]];
		}),
	);
}

function warningsOf(count: SlotCount, seen: ReadonlySet<string>): readonly string[] {
	const { slot } = count.place;
	if (count.problem !== null) return [`The requests of ${slot} could not be counted one by one: ${count.problem}`];
	const labels = seen.has('errors') ? [] : (unknownLabels(count, 'event:errors') ?? []);
	const told = labels.map((label) => `No request of ${slot} has the label ${label}, so its errors are not counted.`);
	return [...count.warnings, ...told];
}

function memoryOf(slot: SlotName, readings: readonly Reading[]): Readonly<Record<string, number>> {
	const memory = readings.find((one) => one.slot === slot && one.metric === 'memory');
	return memory?.state === 'measured' && memory.value !== null ? { memory: memory.value } : {};
}

/** Counts for one source; null where the configuration names nothing to count. */
export function createCounting(
	config: PrometheusMetricsConfig,
	context: PrometheusContext,
	{ client, clock }: { readonly client: PrometheusClient; readonly clock: Clock },
): Counting | null {
	const { counters } = config;
	if (counters === undefined || counters === null) return null;
	const began = clock.now();
	const timeline = createTimeline();
	const follow = createFollowing();
	const seen = new Set<string>();

	const countSlot = async (place: SlotPlace, windowMs: number, signal: AbortSignal): Promise<SlotCount> => {
		const followed = follow(place);
		const values = { ...context, slot: place.slot, version: followed.version ?? '', windowMs };
		const selectors = selectorsFor(counters, values);
		const askedAt = clock.now();
		const look = await askCounters(client, selectors, signal);
		if (!look.ok) return { place, followed, selectors, problem: look.problem.message, warnings: [] };
		const { evaluatedAt, samples, warnings } = look.value;
		if (evaluatedAt !== null) timeline.hold(evaluatedAt, askedAt);
		followed.tally.take(samples);
		for (const name of Object.keys(followed.tally.tally().events)) seen.add(name);
		return { place, followed, selectors, problem: null, warnings };
	};

	const totalsOf = (count: SlotCount, readings: readonly Reading[]): readonly SlotTotals[] => {
		const { place, followed, selectors, problem } = count;
		const at = followed.tally.newestAt();
		if (problem !== null || at === null) return [];
		const { requests, latency } = followed.tally.tally();
		return [
			{
				...{ slot: place.slot, version: followed.version, requests, events: eventsOf(count, seen) },
				epoch: `${began}.${followed.id}.${followed.tally.run()}.${timeline.run()}`,
				at: timeline.at(at),
				latency: inMilliseconds(latency, config.latencyUnit),
				gauges: memoryOf(place.slot, readings),
				source: config.label,
				query: selectors.map(({ text }) => text).join('; '),
			},
		];
	};

	return {
		async count(places, windowMs, signal) {
			const counts = await mapLimited(places, concurrency, (place) => countSlot(place, windowMs, signal));
			return {
				totals: (readings) => counts.flatMap((count) => totalsOf(count, readings)),
				warnings: counts.flatMap((count) => warningsOf(count, seen)),
			};
		},
	};
}
