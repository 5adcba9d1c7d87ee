/** HAProxy's Runtime API as it goes over the wire: one line of commands per connection, the answer until it closes. */
import { connect } from 'node:net';
import { type Failure, ok, type Result } from '../../../../shared/domain/result.ts';
import { cancelled, noAnswer, notRuntimeApi, tooLong, unreachable } from './problems.ts';

/** Longest answer that is read, bytes: far above `show stat` of a thousand servers. */
const answerLimit = 4 * 1024 * 1024;

export type RuntimeAddress = { readonly socket: string } | { readonly host: string; readonly port: number };

export interface RuntimeApi {
	/**
	 * Sends the commands as one line and answers what came back for all of them together.
	 * HAProxy runs them in order and does not stop at one that fails: the caller reads the answer for refusals.
	 */
	ask(commands: readonly string[], signal?: AbortSignal): Promise<Result<string>>;
}

/** The address as a person writes it. */
export function addressText(address: RuntimeAddress): string {
	return 'socket' in address ? address.socket : `${address.host}:${address.port}`;
}

export function createRuntimeApi(options: {
	readonly address: RuntimeAddress;
	readonly label: string;
	/** For the whole exchange, ms. */
	readonly timeoutMs: number;
}): RuntimeApi {
	const { address, label, timeoutMs } = options;
	const where = addressText(address);
	const place = 'socket' in address ? { path: address.socket } : { host: address.host, port: address.port };
	return {
		ask(commands, signal) {
			return new Promise((resolve) => {
				if (signal?.aborted) return resolve(cancelled(label));
				const chunks: Buffer[] = [];
				let length = 0;
				const socket = connect({ ...place, noDelay: true });
				const finish = (result: Result<string> | Failure) => {
					clearTimeout(timer);
					signal?.removeEventListener('abort', onAbort);
					socket.destroy();
					resolve(result);
				};
				const onAbort = () => finish(cancelled(label));
				const timer = setTimeout(() => finish(noAnswer(label, where, timeoutMs)), timeoutMs);
				signal?.addEventListener('abort', onAbort, { once: true });
				socket.on('error', (cause) => finish(unreachable(label, where, cause)));
				socket.on('data', (chunk) => {
					chunks.push(chunk);
					length += chunk.length;
					if (length > answerLimit) finish(tooLong(label, where));
				});
				socket.on('close', () =>
					finish(length === 0 ? notRuntimeApi(label, where) : ok(Buffer.concat(chunks).toString())),
				);
				socket.write(`${commands.join(';')}\n`);
			});
		},
	};
}
