/** Which instances each slot has, and what is remembered of them. */
import type { SlotPlace } from '../../../engine/ports.ts';
import type { SlotName } from '../../../../shared/domain/target/model.ts';
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

interface Track {
	version: string | null;
	instances: readonly Instance[];
}

export interface SlotTracks {
	/** Takes over where the slots are now. Slots that are not named are left as they are. */
	place(slots: readonly SlotPlace[]): void;
	of(slot: SlotName): readonly Instance[];
	/** All instances that are to be scraped. */
	current(): readonly Instance[];
	forgetBefore(at: number): void;
	/** The error of an instance when every one has failed its last scrape. */
	commonError(): string | null;
}

export function createSlotTracks(intervalMs: number): SlotTracks {
	const tracks = new Map<SlotName, Track>();

	const placeOne = (place: SlotPlace): void => {
		const known = tracks.get(place.slot);
		// Another version is another process: its counters have nothing to do with those before.
		const isOther = known?.version != null && place.version !== null && known.version !== place.version;
		const before = known === undefined || isOther ? [] : known.instances;
		const addresses = [...new Set(place.addresses)];
		for (const instance of before) instance.hasLeft = !addresses.includes(instance.address);
		const added = addresses
			.filter((address) => !before.some((instance) => instance.address === address))
			.map((address): Instance => {
				const ring = createInstanceRing(ringCapacity);
				return { address, ring, error: null, hasLeft: false, triedAt: null, inFlight: null };
			});
		tracks.set(place.slot, { version: place.version ?? known?.version ?? null, instances: [...before, ...added] });
	};

	const all = (): readonly Instance[] => [...tracks.values()].flatMap((track) => track.instances);
	const current = (): readonly Instance[] => all().filter((instance) => !instance.hasLeft);

	return {
		place: (slots) => slots.forEach(placeOne),
		of: (slot) => tracks.get(slot)?.instances ?? [],
		current,
		forgetBefore(at) {
			for (const track of tracks.values()) {
				for (const instance of track.instances) instance.ring.forgetBefore(at);
				track.instances = track.instances.filter(
					(instance) => !instance.hasLeft || (instance.ring.newest()?.at ?? 0) > at - intervalMs,
				);
			}
		},
		commonError() {
			const errors = current().map((instance) => instance.error);
			return errors.every((error) => error !== null) ? (errors[0] ?? null) : null;
		},
	};
}
