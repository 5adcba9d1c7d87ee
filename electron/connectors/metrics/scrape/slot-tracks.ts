/** Which instances each slot has, and what is remembered of them. */
import type { SlotPlace } from '../../../engine/ports.ts';
import type { SlotName } from '../../../../shared/domain/target/model.ts';
import { addTallies, emptyTally } from '../tally.ts';
import type { Tally } from '../tally.ts';
import { createInstanceRing } from './instance-ring.ts';
import type { InstanceRing } from './instance-ring.ts';

/** Bounds the memory of one instance, whatever window is asked for. */
const ringCapacity = 2000;

export interface Instance {
	readonly address: string;
	readonly ring: InstanceRing;
	error: string | null;
	hasLeft: boolean;
	/** Monotonic time of the last try; null before the first. */
	triedAt: number | null;
	inFlight: Promise<void> | null;
}

/** One slot as it is followed. */
export interface Track {
	readonly version: string | null;
	/** Changes with the version, and when all instances were replaced at once. */
	readonly run: number;
	readonly instances: readonly Instance[];
	/** What instances did that left and are forgotten. */
	readonly base: Tally;
}

export interface SlotTracks {
	/** Takes over where the slots are now. Slots that are not named are left as they are. */
	place(slots: readonly SlotPlace[]): void;
	of(slot: SlotName): readonly Instance[];
	track(slot: SlotName): Track | null;
	/** All instances that are to be scraped. */
	current(): readonly Instance[];
	forgetBefore(at: number): void;
	/** The error of an instance when every one has failed its last scrape. */
	commonError(): string | null;
}

export function createSlotTracks(intervalMs: number): SlotTracks {
	const tracks = new Map<SlotName, Track>();
	let runs = 0;

	const placeOne = (place: SlotPlace): void => {
		const known = tracks.get(place.slot);
		// Another version is another process: its counters have nothing to do with those before.
		const isOther = known?.version != null && place.version !== null && known.version !== place.version;
		const before = known === undefined || isOther ? [] : known.instances;
		const addresses = [...new Set(place.addresses)];
		const isReplaced = addresses.length > 0 && !before.some(({ address }) => addresses.includes(address));
		for (const instance of before) instance.hasLeft = !addresses.includes(instance.address);
		const added = addresses
			.filter((address) => !before.some((instance) => instance.address === address))
			.map((address): Instance => {
				const ring = createInstanceRing(ringCapacity);
				return { address, ring, error: null, hasLeft: false, triedAt: null, inFlight: null };
			});
		if (known === undefined || isOther || isReplaced) runs += 1;
		tracks.set(place.slot, {
			version: place.version ?? known?.version ?? null,
			run: known === undefined || isOther || isReplaced ? runs : known.run,
			instances: [...before, ...added],
			base: known === undefined || isOther ? emptyTally : known.base,
		});
	};

	const all = (): readonly Instance[] => [...tracks.values()].flatMap((track) => track.instances);
	const current = (): readonly Instance[] => all().filter((instance) => !instance.hasLeft);

	return {
		place: (slots) => slots.forEach(placeOne),
		of: (slot) => tracks.get(slot)?.instances ?? [],
		track: (slot) => tracks.get(slot) ?? null,
		current,
		forgetBefore(at) {
			for (const [slot, track] of tracks) {
				for (const instance of track.instances) instance.ring.forgetBefore(at);
				const isKept = (instance: Instance) => !instance.hasLeft || (instance.ring.newest()?.at ?? 0) > at - intervalMs;
				const gone = track.instances.filter((instance) => !isKept(instance));
				if (gone.length === 0) continue;
				const base = gone.map(({ ring }) => ring.newest()?.tally ?? emptyTally).reduce(addTallies, track.base);
				tracks.set(slot, { ...track, instances: track.instances.filter(isKept), base });
			}
		},
		commonError() {
			const errors = current().map((instance) => instance.error);
			return errors.every((error) => error !== null) ? (errors[0] ?? null) : null;
		},
	};
}
