/** Waiting for a moment that others bring about. */

export interface Gate {
	/** Resolves at the next `open`. */
	wait(): Promise<void>;
	/** Lets everybody through who waits now. */
	open(): void;
}

export function createGate(): Gate {
	let waiting: (() => void)[] = [];
	return {
		wait: () => new Promise((resolve) => waiting.push(resolve)),
		open() {
			const through = waiting;
			waiting = [];
			for (const pass of through) pass();
		},
	};
}
