/** Bytes of a report on their way to a parser: counted, hashed, bounded in size and time. */
import { createHash } from 'node:crypto';
import { setImmediate as otherWork } from 'node:timers/promises';
import type { Clock } from '../../engine/ports.ts';
import { Aborted, Refusal } from './refusal.ts';

export type Bytes = AsyncIterable<Uint8Array>;

/** Small enough that time and an abort are looked at often, large enough to cost nothing. */
const pieceBytes = 64 * 1024;
/** After so many pieces whatever else waits gets its turn: a way back must not wait for a report. */
const piecesInARow = 4;

export interface Watch {
	/** Throws when time is over or reading was cancelled. */
	check(): void;
	/** Ends a wait for bytes that do not come. */
	readonly signal: AbortSignal;
	stop(): void;
}

/** Time for one report. `stop` it when done. */
export function createWatch(clock: Clock, timeMs: number, signal?: AbortSignal): Watch {
	const endsAt = clock.monotonic() + timeMs;
	const ended = new AbortController();
	const cancelTimer = clock.after(timeMs, () => ended.abort());
	const onAbort = () => ended.abort();
	signal?.addEventListener('abort', onAbort, { once: true });
	return {
		signal: ended.signal,
		check() {
			if (signal?.aborted) throw new Aborted();
			// A timer does not run while a parser works without a pause.
			if (ended.signal.aborted || clock.monotonic() > endsAt) {
				throw new Refusal(`took longer than ${Math.round(timeMs / 1000)} s to read`, null, 'Split the report.');
			}
		},
		stop() {
			cancelTimer();
			signal?.removeEventListener('abort', onAbort);
		},
	};
}

export interface Tally {
	readonly bytes: Bytes;
	/** Of everything that was read. */
	sha256(): string;
	readonly size: () => number;
	/** Lets go of the source, whoever stopped reading where. */
	end(): Promise<void>;
}

/** Counts and hashes what passes, cuts it into small pieces, and keeps to the watch. */
export function tally(source: Bytes, watch: Watch, maxBytes: number): Tally {
	const hash = createHash('sha256');
	let size = 0;
	let inARow = 0;
	async function* pass(): AsyncGenerator<Uint8Array> {
		for await (const chunk of untilAborted(source, watch)) {
			for (let at = 0; at < chunk.length; at += pieceBytes) {
				watch.check();
				const piece = chunk.subarray(at, at + pieceBytes);
				size += piece.length;
				if (size > maxBytes) throw new Refusal(`is larger than ${megabytes(maxBytes)}`, null, 'Split the report.');
				hash.update(piece);
				inARow += 1;
				if (inARow % piecesInARow === 0) await otherWork();
				yield piece;
			}
		}
		watch.check();
	}
	const bytes = pass();
	return {
		bytes,
		sha256: () => hash.digest('hex'),
		size: () => size,
		end: async () => void (await bytes.return(undefined)),
	};
}

export function megabytes(bytes: number): string {
	return bytes < 1024 * 1024 ? `${Math.ceil(bytes / 1024)} kB` : `${Math.round(bytes / (1024 * 1024))} MB`;
}

/** A source that never yields again must not hold the reader: the wait itself ends with the watch. */
async function* untilAborted(source: Bytes, watch: Watch): AsyncGenerator<Uint8Array> {
	const iterator = source[Symbol.asyncIterator]();
	try {
		for (;;) {
			watch.check();
			const next = await nextUnlessAborted(iterator, watch.signal);
			if (next === 'aborted') {
				watch.check();
				throw new Aborted();
			}
			if (next.done === true) return;
			yield next.value;
		}
	} finally {
		// Not awaited: a source that hangs would hang here as well.
		iterator.return?.().catch(() => undefined);
	}
}

/** Not `Promise.race` with one long promise: that would keep every piece of the report until its end. */
function nextUnlessAborted(
	iterator: AsyncIterator<Uint8Array>,
	signal: AbortSignal,
): Promise<IteratorResult<Uint8Array> | 'aborted'> {
	return new Promise((resolve, reject) => {
		const onAbort = () => resolve('aborted');
		signal.addEventListener('abort', onAbort, { once: true });
		iterator
			.next()
			.then(resolve, reject)
			.finally(() => signal.removeEventListener('abort', onAbort));
	});
}

export interface Peeked {
	/** At most what was asked for; less when the report is shorter. */
	readonly head: Uint8Array;
	readonly isWhole: boolean;
	/** Everything, the head included. Can be read once. */
	readonly bytes: Bytes;
}

/** Looks at the first bytes without losing them. */
export async function peek(source: Bytes, atLeast: number): Promise<Peeked> {
	const iterator = source[Symbol.asyncIterator]();
	const first: Uint8Array[] = [];
	let size = 0;
	let isWhole = false;
	while (size < atLeast && !isWhole) {
		const next = await iterator.next();
		if (next.done === true) {
			isWhole = true;
		} else {
			first.push(next.value);
			size += next.value.length;
		}
	}
	async function* all(): AsyncGenerator<Uint8Array> {
		try {
			yield* first;
			for (;;) {
				const next = await iterator.next();
				if (next.done === true) return;
				yield next.value;
			}
		} finally {
			await iterator.return?.();
		}
	}
	return { head: Buffer.concat(first), isWhole, bytes: all() };
}
