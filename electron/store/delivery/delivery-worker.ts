/** Entry of the worker thread that keeps the facts: neither ingesting nor a question ever blocks the engine's event loop. */
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { ok, type Result } from '../../../shared/domain/result.ts';
import { openDeliveryStore, type OpenDeliveryStore } from './open-delivery-store.ts';
import type { WorkerAnswer, WorkerQuestion, WorkerStart } from './worker-protocol.ts';

/** Opens the file, says how that went, and answers until it is told to close. */
async function serve(port: MessagePort, start: WorkerStart): Promise<void> {
	const opened = await openDeliveryStore({ file: start.file, now: start.now, judgesWhenIdle: true });
	if (!opened.ok) {
		send(port, { id: 0, result: withoutCause(opened) });
		port.close();
		return;
	}
	const store = opened.value;
	port.on('message', (question: WorkerQuestion) => {
		void answer(store, question).then((result) => {
			send(port, { id: question.id, result: withoutCause(result) });
			if (question.method === 'close') port.close();
		});
	});
	send(port, { id: 0, result: ok(store.setAsideTo) });
}

async function answer(store: OpenDeliveryStore, { method, args }: WorkerQuestion): Promise<Result<unknown>> {
	if (method === 'close') {
		await store.close();
		return ok(null);
	}
	// The proxy has the store's own type, so that what it passes on is what the method takes.
	const call: (...words: readonly never[]) => Promise<Result<unknown>> = store[method];
	return Reflect.apply(call, store, [...args]);
}

function send(port: MessagePort, message: WorkerAnswer): void {
	port.postMessage(message);
}

/** Causes may hold anything; across threads only their words go. */
function withoutCause(result: Result<unknown>): Result<unknown> {
	if (result.ok || result.cause === undefined) return result;
	const { cause } = result;
	return { ...result, cause: cause instanceof Error ? (cause.stack ?? cause.message) : 'not an error' };
}

if (parentPort !== null) await serve(parentPort, workerData);
