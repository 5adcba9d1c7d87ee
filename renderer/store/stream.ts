/** Where a subscription puts what arrives. */
export interface StreamSink<M> {
	push(message: M): void;
	end(): void;
	fail(error: unknown): void;
}

/**
 * A subscription with callbacks as a stream to walk. It subscribes when the walk begins,
 * and unsubscribes when the walk is left or `signal` aborts, which ends it quietly.
 */
export async function* streamOf<M>(
	signal: AbortSignal,
	subscribe: (sink: StreamSink<M>) => { unsubscribe(): void },
): AsyncGenerator<M, void, undefined> {
	const waiting: M[] = [];
	let ended = false;
	let failure: { readonly error: unknown } | null = null;
	let wake = (): void => {};
	const end = (): void => {
		ended = true;
		wake();
	};
	signal.addEventListener('abort', end);
	const subscription = subscribe({
		push(message) {
			waiting.push(message);
			wake();
		},
		end,
		fail(error) {
			failure = { error };
			end();
		},
	});
	try {
		while (!signal.aborted) {
			const message = waiting.shift();
			if (message !== undefined) yield message;
			else if (ended) break;
			else
				await new Promise<void>((resolve) => {
					wake = resolve;
				});
		}
		throwIfFailed(failure, signal);
	} finally {
		signal.removeEventListener('abort', end);
		subscription.unsubscribe();
	}
}

function throwIfFailed(failure: { readonly error: unknown } | null, signal: AbortSignal): void {
	if (failure !== null && !signal.aborted) throw failure.error;
}

/** What a subscription of the wire calls back with. */
export function callbacks<M>(sink: StreamSink<M>) {
	return {
		onData: (tracked: { readonly data: M }) => sink.push(tracked.data),
		onComplete: () => sink.end(),
		onError: (error: unknown) => sink.fail(error),
	};
}
