/** The log of one job: what came so far, and how it stands with the rest. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Problem } from '../../shared/domain/result.ts';
import type { LogMessage } from '../../shared/rpc/pipeline-views.ts';
import type { ControlRoomClient } from './connection.ts';
import { createLogBuffer, type LogBuffer } from './log-buffer.ts';

export interface LogState {
	/** `done`: nothing more will ever come. */
	readonly status: 'loading' | 'live' | 'reconnecting' | 'done';
	/** Lines that are in the buffer. */
	readonly lines: number;
	/** What the host cut or threw away, in words; null where nothing is missing. */
	readonly gap: string | null;
	/** Why it could not be read just now; null when it could. */
	readonly problem: Problem | null;
}

export interface LogStore {
	readonly store: StoreApi<LogState>;
	/** Grows in place: read it again when `lines` or `status` changed. */
	readonly buffer: LogBuffer;
	/** Begins to follow; the returned function ends it. */
	start(): () => void;
}

export interface LogStoreDeps {
	readonly client: Pick<ControlRoomClient, 'pipelines'>;
	readonly job: { readonly service: string; readonly runId: string; readonly jobId: string };
	readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
	/** Runs `flush` soon, once for all messages until then; the returned function cancels it. */
	readonly schedule: (flush: () => void) => () => void;
}

const retryMs = 1_000;

/** Makes the store of one log; nothing is asked before `start`. */
export function createLogStore({ client, job, wait, schedule }: LogStoreDeps): LogStore {
	const buffer = createLogBuffer();
	const store = createStore<LogState>(() => ({ status: 'loading', lines: 0, gap: null, problem: null }));
	let nextByte = 0;
	let shown: Partial<LogState> = {};
	let cancel: (() => void) | null = null;

	/** Many pieces, one drawing. */
	function flush(): void {
		cancel = null;
		store.setState({ ...shown, lines: buffer.lineCount() });
		shown = {};
	}

	function take({ fromByte, number, text, gap, problem, isComplete }: LogMessage): void {
		// After a cut a piece may come twice; what was taken is not taken again.
		if (fromByte === nextByte) buffer.append(text);
		if (number > nextByte) nextByte = number;
		shown = { ...shown, status: isComplete ? 'done' : 'live', gap, problem };
		cancel ??= schedule(flush);
	}

	/** True when the log came to its end. */
	async function followOnce(signal: AbortSignal): Promise<boolean> {
		for await (const message of client.pipelines.log({ ...job, fromByte: nextByte }, signal)) {
			if (signal.aborted) return false;
			take(message);
			if (message.isComplete) return true;
		}
		return false;
	}

	async function follow(signal: AbortSignal): Promise<void> {
		while (!signal.aborted) {
			try {
				if (await followOnce(signal)) return;
			} catch {
				// A cut stream: what was read stays on screen, marked as such.
			}
			if (signal.aborted) return;
			shown = { ...shown, status: 'reconnecting' };
			cancel ??= schedule(flush);
			await wait(retryMs, signal);
		}
	}

	return {
		store,
		buffer,
		start() {
			const stop = new AbortController();
			void follow(stop.signal);
			return () => {
				stop.abort();
				cancel?.();
				cancel = null;
			};
		},
	};
}
