/** The screens' end of the contract. */
import { createTRPCClient, type TRPCClient, TRPCClientError, type TRPCLink } from '@trpc/client';
import { type Failure, fail, ok, type Result } from '../domain/result.ts';
import { isProblem } from './problem.ts';
import type { AppRouter } from './server.ts';

export type SignalboxClient = TRPCClient<AppRouter>;
export type SignalboxLink = TRPCLink<AppRouter>;

/** Makes the typed client over the links of some transport. */
export function createSignalboxClient(links: readonly SignalboxLink[]): SignalboxClient {
	return createTRPCClient<AppRouter>({ links: [...links] });
}

/**
 * Waits for a call and makes a value of whatever became of it. Never throws.
 * An answer that did not come is `disconnected`: the command may or may not have acted.
 */
export async function callResult<T>(call: Promise<T>): Promise<Result<T>> {
	try {
		return ok(await call);
	} catch (error) {
		return toFailure(error);
	}
}

/** The failure behind an error of the client, for callbacks such as `onError` of a subscription. */
export function toFailure(error: unknown): Failure {
	if (error instanceof TRPCClientError) {
		const data: unknown = error.data;
		if (isProblem(data)) return { ok: false, problem: data };
		const cause: unknown = error.cause;
		if (cause instanceof Error && cause.name === 'AbortError') {
			return fail('cancelled', 'The request was cancelled.', 'Nothing more will happen.', { cause });
		}
	}
	return fail(
		'disconnected',
		'The connection was cut before an answer came, so this window does not know whether it was done.',
		'Wait until the board is connected again: it shows what is so. Then repeat it if needed.',
		{ retryable: true, cause: error },
	);
}
