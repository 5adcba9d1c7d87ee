/** Holds the lease of an environment while something of ours runs in it. */
import type { EnvironmentKey } from '../../shared/domain/release.ts';
import { type Problem, type Result, ok } from '../../shared/domain/result.ts';
import { createLane } from './lane.ts';
import type { Clock, Lease, Logger, Store } from './ports.ts';

export interface LeaseKeeper {
	/** Takes the lease, or says who has it. */
	take(): Promise<Result<Lease>>;
	/** Fencing number of the lease held; 0 while none is. */
	fence(): number;
	/** Renews it now, out of turn; `onLost` hears when somebody else has it. */
	renew(): Promise<void>;
	isHeld(): boolean;
	release(): Promise<void>;
}

const ttlMs = 15_000;
const renewMs = 5_000;

export function createLeaseKeeper(options: {
	readonly key: EnvironmentKey;
	readonly store: Store;
	readonly clock: Clock;
	readonly logger: Logger;
	/** Another control room took it over: whatever runs here must stop acting. */
	readonly onLost: (problem: Problem) => void;
}): LeaseKeeper {
	const { key, store, clock } = options;
	// Taking and letting go happen in the order asked: a late release must not delete the lease taken after it.
	const lane = createLane();
	let held: Lease | null = null;
	let cancelRenewal: (() => void) | null = null;

	function scheduleRenewal(): void {
		cancelRenewal?.();
		cancelRenewal = clock.after(renewMs, () => void lane.run(renew));
	}

	async function renew(): Promise<void> {
		if (held === null) return;
		const renewed = await store.takeLease(key, clock.now(), ttlMs);
		if (held === null) return;
		if (renewed.ok) {
			// A higher fence than before: it had run out meanwhile and nobody else has it. Who wrote in between is
			// caught by the revisions.
			held = renewed.value;
			return scheduleRenewal();
		}
		// A store that cannot be written just now is no reason to let go: the fence still guards every write.
		if (renewed.problem.code !== 'lease-held') return scheduleRenewal();
		options.logger.warn({ key, problem: renewed.problem }, 'lease lost');
		held = null;
		options.onLost(renewed.problem);
	}

	return {
		take: () =>
			lane.run(async () => {
				if (held !== null) return ok(held);
				const taken = await store.takeLease(key, clock.now(), ttlMs);
				if (!taken.ok) return taken;
				held = taken.value;
				scheduleRenewal();
				return taken;
			}),
		renew: () => lane.run(renew),
		fence: () => held?.fence ?? 0,
		isHeld: () => held !== null,
		release: () =>
			lane.run(async () => {
				cancelRenewal?.();
				cancelRenewal = null;
				if (held === null) return;
				held = null;
				const released = await store.releaseLease(key);
				if (!released.ok) options.logger.warn({ key, problem: released.problem }, 'lease not released');
			}),
	};
}
