/** One thing at a time, in the order asked. */

export interface Lane {
	/** Runs `work` after everything asked before has settled; a failure does not stop the lane. */
	run<T>(work: () => Promise<T>): Promise<T>;
	/** Resolves when all that was asked so far has settled. */
	idle(): Promise<void>;
}

export function createLane(): Lane {
	let tail: Promise<unknown> = Promise.resolve();
	return {
		run(work) {
			const result = tail.then(work, work);
			tail = result.catch(() => undefined);
			return result;
		},
		idle: () => tail.then(() => undefined),
	};
}
