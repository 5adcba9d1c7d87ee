/** What every procedure of the wire is made of: its context, who may act, errors by name, streams that resume. */
import { initTRPC, type TRPCError, tracked } from '@trpc/server';
import { z } from 'zod';
import type { Result } from '../domain/result.ts';
import type { Caller, EngineApi } from './api.ts';
import { isExpected, problemOf, toWireError } from './errors.ts';
import type { ShellApi } from './shell-api.ts';
import { jsonAsIs } from './wire.ts';

/** Where causes go; they never cross the wire. */
export interface RpcLogger {
	warn(fields: Readonly<Record<string, unknown>>, message: string): void;
	error(fields: Readonly<Record<string, unknown>>, message: string): void;
}

/** What each call knows: the engine, who asks, where causes are written. */
export interface RpcContext {
	readonly api: EngineApi;
	readonly caller: Caller;
	/** Of the window that asks. */
	readonly shell: ShellApi;
	readonly logger?: RpcLogger | undefined;
}

export const trpc = initTRPC.context<RpcContext>().create({
	transformer: jsonAsIs,
	isDev: false,
	errorFormatter({ shape, error }) {
		const problem = problemOf(error);
		return { code: shape.code, message: problem.message, data: problem };
	},
});

/** Number of the last message that arrived, as the client sends it back after a cut. */
export const lastEventId = z
	.string()
	.regex(/^\d{1,15}$/)
	.transform(Number)
	.nullish();

const readOnly = toWireError({
	code: 'read-only',
	message: 'This window may look but not act, so nothing was changed.',
	hint: 'Start Signalbox with --allow-actions to act from the browser.',
	retryable: false,
});

/** Unexpected exceptions are logged here, once, with their cause; the client hears only that there was one. */
export const asking = trpc.procedure.use(async ({ ctx, path, next }) => {
	const answer = await next();
	if (!answer.ok) logUnexpected(ctx, path, answer.error);
	return answer;
});

/** Anything that changes something; deny by default. */
export const acting = asking.use(({ ctx, next }) => {
	if (!ctx.caller.mayAct) throw readOnly;
	return next();
});

function logUnexpected(ctx: RpcContext, path: string, error: TRPCError): void {
	if (!isExpected(error)) ctx.logger?.error({ err: error.cause ?? error, path }, 'a request failed unexpectedly');
}

export async function unwrap<T>(ctx: RpcContext, path: string, outcome: Promise<Result<T>>): Promise<T> {
	const result = await outcome;
	if (result.ok) return result.value;
	if (result.cause !== undefined) {
		ctx.logger?.warn({ err: result.cause, path, code: result.problem.code }, result.problem.message);
	}
	throw toWireError(result.problem);
}

/** Numbers each message for the wire. */
export async function* numbered<M extends { readonly number: number }>(
	ctx: RpcContext,
	path: string,
	messages: AsyncIterable<M>,
	signal: AbortSignal | undefined,
) {
	for await (const message of quietly(ctx, path, messages, signal)) yield tracked(String(message.number), message);
}

/** Ends quietly when the client has gone; logs what else ends it. */
export async function* quietly<M>(
	ctx: RpcContext,
	path: string,
	messages: AsyncIterable<M>,
	signal: AbortSignal | undefined,
): AsyncGenerator<M> {
	try {
		for await (const message of messages) {
			if (signal?.aborted) return;
			yield message;
		}
	} catch (error) {
		if (signal?.aborted) return;
		ctx.logger?.error({ err: error, path }, 'a subscription ended unexpectedly');
		throw error;
	}
}

export function neverAborts(): AbortSignal {
	return new AbortController().signal;
}
