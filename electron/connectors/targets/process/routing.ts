/** Where the requests of users go: the slot whose turn it is, and within it the process whose turn it is. */
import { otherSlot, type SlotName } from '../../../../shared/domain/target/model.ts';
import type { Balancer } from './balance.ts';
import type { SlotCounters } from './counters.ts';
import type { Instance } from './instance.ts';
import type { Place, ProxyDeps } from './proxy.ts';
import type { SlotSupervisor } from './slot-supervisor.ts';

/** The proxy's view of two slots. */
export function routeOver(
	supervisors: Readonly<Record<SlotName, SlotSupervisor>>,
	balancer: Balancer,
	counters: Readonly<Record<SlotName, SlotCounters>>,
): ProxyDeps {
	const isUp = (slot: SlotName) => supervisors[slot].isUp();

	function placeIn(slot: SlotName | null, except?: Instance): Place | null {
		if (slot === null) return null;
		const instance = supervisors[slot].pick(except);
		return instance === null ? null : { slot, instance };
	}

	return {
		next: () => placeIn(balancer.next(isUp)),
		instead(failed) {
			const beside = placeIn(failed.slot, failed.instance);
			const other = otherSlot(failed.slot);
			return beside ?? (balancer.weights()[other] > 0 ? placeIn(other) : null);
		},
		count: (slot, durationMs, failed) => counters[slot].count(durationMs, failed),
		unreachable(instance) {
			instance.health = 'down';
		},
	};
}
