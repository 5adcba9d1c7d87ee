/** The two slots of a memory target. */
import type { SlotHealth, SlotName, SlotState, TrafficSplit } from '../../../../shared/domain/target/model.ts';

export interface Slot {
	version: string | null;
	health: SlotHealth;
	requests: number;
	errors: number;
}

export function emptySlot(): Slot {
	return { version: null, health: 'empty', requests: 0, errors: 0 };
}

/** The slot as `inspect` tells it. */
export function slotState(name: SlotName, slot: Slot, split: TrafficSplit): SlotState {
	return {
		slot: name,
		version: slot.version,
		health: slot.health,
		weightPercent: split[name],
		addresses: slot.version === null ? [] : [`memory://${name}`],
		counters: { requests: slot.requests, errors: slot.errors },
		note: null,
	};
}

/** `count` requests by the split; a slot that is not up fails its share. */
export function serve(count: number, slots: Record<SlotName, Slot>, split: TrafficSplit) {
	const result = { blue: 0, green: 0, failed: 0 };
	const total = split.blue + split.green;
	for (let index = 0; index < count; index++) {
		const isGreen =
			Math.floor(((index + 1) * split.green) / (total || 1)) > Math.floor((index * split.green) / (total || 1));
		const name: SlotName = isGreen ? 'green' : 'blue';
		const isServed = total > 0 && slots[name].health === 'up';
		slots[name].requests++;
		if (isServed) result[name]++;
		else {
			slots[name].errors++;
			result.failed++;
		}
	}
	return result;
}
