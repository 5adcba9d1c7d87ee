/** The control room's end of the control socket. */
import { Agent, request } from 'node:http';
import type { Clock } from '../../../engine/ports.ts';
import { deadlineHeader, machineTime } from './machine-time.ts';
import { type ControlInput, type ControlOperation, type ControlReply, controlReplySchema } from './model.ts';

/** Why no answer came: nobody listens, the caller gave up, time was up, or the connection broke. */
export type NoAnswer = 'absent' | 'cancelled' | 'timed-out' | 'broken';

export type CallOutcome =
	| { readonly kind: 'reply'; readonly reply: ControlReply }
	| { readonly kind: 'no-answer'; readonly why: NoAnswer; readonly cause: unknown };

export interface ControlClient {
	call<O extends ControlOperation>(
		operation: O,
		input: ControlInput<O>,
		options: { readonly timeoutMs: number; readonly signal?: AbortSignal | undefined },
	): Promise<CallOutcome>;
	close(): void;
}

/** Opens nothing yet. Changes of traffic go over one kept-open connection of their own, in the order they were asked for. */
export function createControlClient(socketPath: string, clock: Clock): ControlClient {
	const traffic = new Agent({ keepAlive: true, maxSockets: 1 });
	const others = new Agent({ keepAlive: true, maxFreeSockets: 2 });

	return {
		async call(operation, input, { timeoutMs, signal }) {
			const agent = operation === 'set-traffic' ? traffic : others;
			const stop = new AbortController();
			let why: NoAnswer | null = null;
			const give = (reason: NoAnswer) => {
				why ??= reason;
				stop.abort();
			};
			const onAbort = () => give('cancelled');
			if (signal?.aborted === true) return { kind: 'no-answer', why: 'cancelled', cause: signal.reason };
			const cancelTimer = clock.after(timeoutMs, () => give('timed-out'));
			signal?.addEventListener('abort', onAbort, { once: true });
			try {
				const order = { socketPath, agent, path: `/${operation}`, body: JSON.stringify(input) };
				const text = await exchange({ ...order, deadline: machineTime() + timeoutMs, stop: stop.signal });
				const parsed = controlReplySchema.safeParse(JSON.parse(text));
				if (parsed.success) return { kind: 'reply', reply: parsed.data };
				return { kind: 'no-answer', why: 'broken', cause: parsed.error };
			} catch (cause) {
				return { kind: 'no-answer', why: why ?? reasonOf(cause), cause };
			} finally {
				cancelTimer();
				signal?.removeEventListener('abort', onAbort);
			}
		},
		close() {
			traffic.destroy();
			others.destroy();
		},
	};
}

function reasonOf(cause: unknown): NoAnswer {
	const code = cause instanceof Error && 'code' in cause ? cause.code : null;
	return code === 'ENOENT' || code === 'ECONNREFUSED' ? 'absent' : 'broken';
}

interface Exchange {
	readonly socketPath: string;
	readonly agent: Agent;
	readonly path: string;
	readonly body: string;
	readonly deadline: number;
	readonly stop: AbortSignal;
}

/** One request and its answer; a kept connection that had closed meanwhile is replaced once. */
function exchange(order: Exchange, isRetry = false): Promise<string> {
	return new Promise((done, failed) => {
		const outgoing = request(
			{
				socketPath: order.socketPath,
				agent: order.agent,
				method: 'POST',
				path: order.path,
				signal: order.stop,
				headers: {
					'content-type': 'application/json',
					'content-length': Buffer.byteLength(order.body),
					[deadlineHeader]: String(order.deadline),
				},
			},
			(response) => {
				const chunks: Buffer[] = [];
				response.on('data', (chunk: Buffer) => chunks.push(chunk));
				response.on('error', failed);
				response.on('end', () => done(Buffer.concat(chunks).toString('utf8')));
			},
		);
		outgoing.on('error', (error) => {
			// Every operation names the state that is wanted, so that asking twice is harmless.
			if (outgoing.reusedSocket && !isRetry && !order.stop.aborted) exchange(order, true).then(done, failed);
			else failed(error);
		});
		outgoing.end(order.body);
	});
}
