/** What comes before every operation of the memory target, as on a real wire: faults, cancellation and fences. */
import type { Failure } from '../../../../shared/domain/result.ts';
import type { FaultBoard, Operation } from './faults.ts';
import { cancelled, leaseLost } from './refusals.ts';

export interface Entrance {
	/** Null when the operation may go on. `fence` is null where the operation changes nothing. */
	enter(operation: Operation, fence: number | null, signal?: AbortSignal): Promise<Failure | null>;
	/** How often each operation came here. */
	calls(operation: Operation): number;
}

export function createEntrance(label: string, faults: FaultBoard): Entrance {
	const counts = new Map<Operation, number>();
	let newest = 0;
	return {
		async enter(operation, fence, signal) {
			counts.set(operation, (counts.get(operation) ?? 0) + 1);
			if (signal?.aborted) return cancelled(label);
			const fault = await faults.meet(operation, label, signal);
			if (fault !== null || fence === null) return fault;
			if (fence < newest) return leaseLost(label);
			newest = fence;
			return null;
		},
		calls: (operation) => counts.get(operation) ?? 0,
	};
}
