/** The pipelines of the fake engine: they note what was asked and know of no run. */
import { fail, ok } from '../../domain/result.ts';
import type { Caller } from '../api.ts';
import type { PipelinesApi } from '../pipeline-api.ts';

export function createFakePipelines(note: (name: string, input: unknown, caller: Caller | null) => void): PipelinesApi {
	const noRelease = fail('not-found', 'There is no such release.', 'Look at the releases of the service.');
	const done = (name: string) => async (input: unknown, caller: Caller) => {
		note(`pipelines.${name}`, input, caller);
		return ok({ duplicate: false });
	};
	return {
		async *watchRun() {
			yield { number: 1, detail: null };
		},
		async *log({ fromByte }) {
			yield { number: fromByte + 5, fromByte, text: 'done\n', isComplete: true, gap: null, problem: null };
		},
		runs: async () => ok([]),
		releases: async () => ok([]),
		release: async () => noRelease,
		lookAt: async (input) => {
			note('pipelines.lookAt', input, null);
			return ok(null);
		},
		start: async (input, caller) => {
			note('pipelines.start', input, caller);
			return ok({ duplicate: false, runId: null });
		},
		rerun: done('rerun'),
		cancel: done('cancel'),
		answer: done('answer'),
		approve: done('approve'),
		waive: done('waive'),
		endWaiver: done('endWaiver'),
		liftFreeze: done('liftFreeze'),
		attach: async (input, caller) => {
			note('pipelines.attach', input, caller);
			return ok({ id: '0'.repeat(64), name: input.name, sizeBytes: 0, mediaType: input.mediaType });
		},
		attachment: async () => noRelease,
	};
}
