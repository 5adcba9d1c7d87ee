/** A bounded queue between a publisher that must never wait and a reader that may be slow. */

export interface Subscriber<Message> {
	/** Hands a message on; beyond the bound the backlog is dropped and the reader gets `onOverflow` instead. */
	push(message: Message): void;
	end(): void;
	readonly messages: AsyncIterable<Message>;
}

/**
 * Makes a subscriber. `onOverflow` answers the message that makes up for everything dropped (a fresh snapshot),
 * so that memory is bounded however slow the reader is. The iteration ends when `signal` aborts.
 */
export function createSubscriber<Message>(options: {
	readonly signal: AbortSignal;
	readonly limit: number;
	readonly onOverflow: () => Message;
	readonly onEnd: () => void;
}): Subscriber<Message> {
	let backlog: Message[] = [];
	let hasEnded = options.signal.aborted;
	let wake: (() => void) | null = null;

	const notify = (): void => {
		wake?.();
		wake = null;
	};
	const end = (): void => {
		if (hasEnded) return;
		hasEnded = true;
		options.onEnd();
		notify();
	};
	options.signal.addEventListener('abort', end, { once: true });

	async function* read(): AsyncGenerator<Message> {
		try {
			while (true) {
				const next = backlog.shift();
				if (next !== undefined) {
					yield next;
					continue;
				}
				if (hasEnded) return;
				await new Promise<void>((resolve) => {
					wake = resolve;
				});
			}
		} finally {
			options.signal.removeEventListener('abort', end);
			end();
		}
	}

	return {
		push(message) {
			if (hasEnded) return;
			if (backlog.length >= options.limit) backlog = [options.onOverflow()];
			else backlog.push(message);
			notify();
		},
		end,
		messages: { [Symbol.asyncIterator]: read },
	};
}
