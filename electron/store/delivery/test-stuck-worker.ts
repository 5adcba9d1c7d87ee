/** For tests: a thread that opens, and then is never done with its first question. */
import { parentPort } from 'node:worker_threads';
import { ok } from '../../../shared/domain/result.ts';

parentPort?.on('message', () => {
	for (;;) continue;
});
parentPort?.postMessage({ id: 0, result: ok(null) });
