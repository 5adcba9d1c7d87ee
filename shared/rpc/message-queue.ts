/** Messages to one watcher, in order, until it goes. */

export interface MessageQueue<M> {
	push(message: M): void;
	/** Gives what was pushed and waits for more; ends when `signal` aborts. */
	read(signal: AbortSignal): AsyncGenerator<M>;
}

export function createMessageQueue<M>(): MessageQueue<M> {
	const waiting: M[] = [];
	let wake = () => {};
	return {
		push(message) {
			waiting.push(message);
			wake();
		},
		async *read(signal) {
			const stop = () => wake();
			signal.addEventListener('abort', stop);
			try {
				while (!signal.aborted) {
					const next = waiting.shift();
					if (next !== undefined) yield next;
					else {
						await new Promise<void>((resolve) => {
							wake = resolve;
						});
					}
				}
			} finally {
				signal.removeEventListener('abort', stop);
			}
		},
	};
}
