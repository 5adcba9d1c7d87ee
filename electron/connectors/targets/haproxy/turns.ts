/** Lets changes of one target happen one after another, in the order in which they were asked for. */

export interface Turns {
	/** Runs `change` when all earlier ones have ended; null when `signal` aborted before its turn came. */
	take<T>(change: () => Promise<T>, signal?: AbortSignal): Promise<T | null>;
}

export function createTurns(): Turns {
	let last: Promise<void> | null = null;
	return {
		async take(change, signal) {
			const before = last;
			const { promise: ended, resolve: end } = Promise.withResolvers<void>();
			const mine = before === null ? ended : before.then(() => ended);
			last = mine;
			// An idle target must not cost a rollback even one turn of the loop more than it needs.
			void mine.then(() => {
				if (last === mine) last = null;
			});
			try {
				if (before !== null) await Promise.race([before, aborted(signal)]);
				if (signal?.aborted) return null;
				return await change();
			} finally {
				end();
			}
		},
	};
}

function aborted(signal: AbortSignal | undefined): Promise<void> {
	return new Promise((resolve) => signal?.addEventListener('abort', () => resolve(), { once: true }));
}
