/** Choosing the slot of each request: smooth weighted round robin, so that 5 % is exactly one request in twenty. */
import { otherSlot, type SlotName, slotNames, type TrafficSplit } from '../../../../shared/domain/target/model.ts';

export interface Balancer {
	weights(): TrafficSplit;
	setWeights(split: TrafficSplit): void;
	/**
	 * The slot of the next request. A slot that is not up gives way to the other one only if that has traffic too;
	 * null when nobody may answer.
	 */
	next(isUp: (slot: SlotName) => boolean): SlotName | null;
}

/** Smooth weighted round robin as nginx does it: raise each by its weight, take the highest, lower it by the total. */
export function createBalancer(start: TrafficSplit): Balancer {
	let weights = start;
	let credit = { blue: 0, green: 0 };

	function turn(): SlotName | null {
		const total = weights.blue + weights.green;
		if (total <= 0) return null;
		for (const slot of slotNames) credit[slot] += weights[slot];
		const chosen = credit.green > credit.blue ? 'green' : 'blue';
		credit[chosen] -= total;
		return chosen;
	}

	return {
		weights: () => weights,
		setWeights(split) {
			if (split.blue === weights.blue && split.green === weights.green) return;
			weights = { blue: split.blue, green: split.green };
			credit = { blue: 0, green: 0 };
		},
		next(isUp) {
			const chosen = turn();
			if (chosen === null || isUp(chosen)) return chosen;
			const other = otherSlot(chosen);
			return weights[other] > 0 && isUp(other) ? other : null;
		},
	};
}
