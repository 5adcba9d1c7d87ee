/** An engine whose host brought nothing to run pipelines with: every question is refused, and nothing is held back. */
import { fail, ok } from '../../../shared/domain/result.ts';
import type { Pipelines } from './pipelines.ts';

/** The refusal where a service has no pipeline. */
export function noPipeline() {
	return fail('not-found', 'This service has no pipeline.', 'Add one to its signalbox.yaml.');
}

export function createNoPipelines(): Pipelines {
	const refuse = async () => noPipeline();
	return {
		api: {
			async *watchRun() {
				yield { number: 1, detail: null };
			},
			async *log() {},
			runs: refuse,
			releases: refuse,
			release: refuse,
			lookAt: async () => ok(null),
			start: refuse,
			rerun: refuse,
			cancel: refuse,
			answer: refuse,
			approve: refuse,
			waive: refuse,
			endWaiver: refuse,
			liftFreeze: refuse,
			attach: refuse,
			attachment: refuse,
		},
		open: async () => undefined,
		close: async () => undefined,
		releasesOf: () => [],
		mayStart: async () => ok(null),
		needs: () => [],
		connections: () => [],
		test: () => null,
		quarantinesChanged: () => undefined,
		environmentChanged: () => undefined,
		stop: async () => undefined,
	};
}
