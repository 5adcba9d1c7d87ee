/** Writes what the journal could not take, again and again until it can. */
import type { Clock } from './ports.ts';

/** The returned function asks for it; asked for twice, it is tried once. `attempt` answers whether all is written. */
export function createCatchUp(options: {
	readonly clock: Pick<Clock, 'after'>;
	readonly everyMs: number;
	readonly signal: AbortSignal;
	readonly inTurn: (work: () => Promise<void>) => Promise<void>;
	readonly attempt: () => Promise<boolean>;
	readonly onDone: () => void;
}): () => void {
	let isWaiting = false;

	function schedule(): void {
		if (isWaiting) return;
		isWaiting = true;
		options.clock.after(options.everyMs, () => {
			isWaiting = false;
			if (options.signal.aborted) return;
			void options.inTurn(async () => {
				if (await options.attempt()) options.onDone();
				else schedule();
			});
		});
	}

	return schedule;
}
