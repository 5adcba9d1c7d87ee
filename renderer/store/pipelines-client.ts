/** Pipelines on the wire as the screens call them. */
import { callResult, type SignalboxClient } from '../../shared/rpc/client.ts';
import type { LogMessage, RunMessage } from '../../shared/rpc/pipeline-views.ts';
import type { ControlRoomClient } from './connection.ts';
import { callbacks, streamOf } from './stream.ts';

export function pipelinesClient(rpc: SignalboxClient['pipelines']): ControlRoomClient['pipelines'] {
	return {
		watchRun: (input, signal) => streamOf<RunMessage>(signal, (sink) => rpc.watchRun.subscribe(input, callbacks(sink))),
		log: (input, signal) => streamOf<LogMessage>(signal, (sink) => rpc.log.subscribe(input, callbacks(sink))),
		runs: (input) => callResult(rpc.runs.query(input)),
		releases: (input) => callResult(rpc.releases.query(input)),
		release: (input) => callResult(rpc.release.query(input)),
		attachment: (input) => callResult(rpc.attachment.query(input)),
		lookAt: (input) => callResult(rpc.lookAt.mutate(input)),
		start: (input) => callResult(rpc.start.mutate(input)),
		rerun: (input) => callResult(rpc.rerun.mutate(input)),
		cancel: (input) => callResult(rpc.cancel.mutate(input)),
		answer: (input) => callResult(rpc.answer.mutate(input)),
		approve: (input) => callResult(rpc.approve.mutate(input)),
		waive: (input) => callResult(rpc.waive.mutate(input)),
		endWaiver: (input) => callResult(rpc.endWaiver.mutate(input)),
		liftFreeze: (input) => callResult(rpc.liftFreeze.mutate(input)),
		attach: (input) => callResult(rpc.attach.mutate(input)),
	};
}
