/** The store of facts in a thread of its own, behind the same port. */
import { setTimeout as wait } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { DeliveryStore } from '../../engine/delivery-ports.ts';
import { ok, type Result } from '../../../shared/domain/result.ts';
import { workerEnded } from './failures.ts';
import type { OpenDeliveryStore } from './open-delivery-store.ts';
import type { DeliveryMethod, WorkerAnswer, WorkerQuestion, WorkerStart } from './worker-protocol.ts';

export interface DeliveryWorkerOptions {
	/** The built `delivery-worker.js` (`deliveryWorkerFile`), or its source in tests. */
	readonly workerFile: string;
	/** Absolute path of the database. */
	readonly file: string;
	/** ms since the epoch. */
	readonly now: () => number;
	/** A thread that is still at work this long after it was told to close is ended, ms. What it was writing is not kept. */
	readonly closeWithinMs?: number;
}

/** Closing the facts is on the way of closing the room, which must not wait for a long question. */
const usualCloseMs = 5_000;

export interface DeliveryStoreInWorker extends OpenDeliveryStore {
	/** Ends the thread at once, as a crash would; the next question starts another. For tests. */
	endThread(): Promise<void>;
}

/**
 * Starts the thread and opens the file in it. A thread that dies gives `store-failed` for what it was asked, and is started
 * again, with the same setup, by the next question. Fails as `openDeliveryStore` does.
 */
export async function openDeliveryStoreInWorker(
	options: DeliveryWorkerOptions,
): Promise<Result<DeliveryStoreInWorker>> {
	const line = createLine(options);
	const first = await line.ready();
	if (!first.ok) return first;
	const { ask } = line;
	// A thread that was started anew must judge by the same rules.
	const configure: DeliveryStore['configure'] = (setup) => {
		line.rememberSetup(setup);
		return ask('configure', [setup]);
	};
	return ok({
		setAsideTo: first.value,
		configure,
		ingest: (batch) => ask('ingest', [batch]),
		noteSync: (entry) => ask('noteSync', [entry]),
		sources: () => ask('sources', []),
		forget: (source) => ask('forget', [source]),
		applyDecisions: (decisions) => ask('applyDecisions', [decisions]),
		decisionsUpTo: () => ask('decisionsUpTo', []),
		metrics: (query, now) => ask('metrics', [query, now]),
		rows: (request) => ask('rows', [request]),
		timeline: (request) => ask('timeline', [request]),
		suspects: (request) => ask('suspects', [request]),
		unlinked: (request) => ask('unlinked', [request]),
		tests: (query, now) => ask('tests', [query, now]),
		units: () => ask('units', []),
		quarantines: (now) => ask('quarantines', [now]),
		months: (scope) => ask('months', [scope]),
		monthFacts: (request) => ask('monthFacts', [request]),
		decisions: (filter) => ask('decisions', [filter]),
		close: line.close,
		endThread: line.endThread,
	});
}

/** One running thread and what it still owes. */
interface Thread {
	readonly worker: Worker;
	readonly opened: Promise<Result<string | null>>;
	ask<T>(method: WorkerQuestion['method'], args: readonly unknown[]): Promise<Result<T>>;
}

function createLine(options: DeliveryWorkerOptions) {
	let thread: Thread | null = null;
	let setup: unknown = null;
	let isClosed = false;

	function start(): Thread {
		const started = startThread(options, () => {
			if (thread === started) thread = null;
		});
		thread = started;
		if (setup !== null) void started.ask('configure', [setup]);
		return started;
	}
	return {
		ready: () => (thread ?? start()).opened,
		rememberSetup(value: unknown): void {
			setup = value;
		},
		ask: async <T>(method: DeliveryMethod, args: readonly unknown[]): Promise<Result<T>> => {
			if (isClosed) return workerEnded('it was closed');
			return (thread ?? start()).ask<T>(method, args);
		},
		async close(): Promise<void> {
			isClosed = true;
			const running = thread;
			if (running === null) return;
			const patience = new AbortController();
			const tooLong = wait(options.closeWithinMs ?? usualCloseMs, null, { signal: patience.signal }).catch(() => null);
			await Promise.race([running.ask('close', []), tooLong]);
			patience.abort();
			await running.worker.terminate();
		},
		async endThread(): Promise<void> {
			await thread?.worker.terminate();
		},
	};
}

function startThread({ workerFile, file, now }: DeliveryWorkerOptions, onEnd: () => void): Thread {
	const start: WorkerStart = { file, now: now() };
	const worker = new Worker(workerFile, { workerData: start, name: 'delivery-facts' });
	const waiting = new Map<number, (result: Result<never>) => void>();
	let lastId = 0;
	let why: string | null = null;
	worker.on('message', ({ id, result }: WorkerAnswer & { readonly result: Result<never> }) => {
		waiting.get(id)?.(result);
		waiting.delete(id);
	});
	worker.on('error', (error) => {
		why = error instanceof Error ? error.message : String(error);
	});
	worker.on('exit', (code) => {
		onEnd();
		const ended = workerEnded(why ?? `exit code ${code}`);
		why ??= `exit code ${code}`;
		for (const settle of waiting.values()) settle(ended);
		waiting.clear();
	});
	const answered = <T>(id: number) => new Promise<Result<T>>((resolve) => waiting.set(id, resolve));
	const opened = answered<string | null>(0);
	return {
		worker,
		opened,
		async ask<T>(method: WorkerQuestion['method'], args: readonly unknown[]): Promise<Result<T>> {
			const isOpen = await opened;
			if (!isOpen.ok) return isOpen;
			if (why !== null) return workerEnded(why);
			lastId += 1;
			const answer = answered<T>(lastId);
			worker.postMessage({ id: lastId, method, args });
			return answer;
		},
	};
}
