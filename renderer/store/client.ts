/** The typed client of the wire as the screens use it: results instead of exceptions, streams that can be walked. */
import { callResult, type SignalboxClient } from '../../shared/rpc/client.ts';
import type { LiveMessage, RoomMessage } from '../../shared/rpc/views.ts';
import type { ControlRoomClient } from './connection.ts';
import { type StreamSink, streamOf } from './stream.ts';

/** What a subscription of the wire calls back with. */
function callbacks<M>(sink: StreamSink<M>) {
	return {
		onData: (tracked: { readonly data: M }) => sink.push(tracked.data),
		onComplete: () => sink.end(),
		onError: (error: unknown) => sink.fail(error),
	};
}

/** Adapts the client of `shared/rpc` to what the stores and screens call. */
export function controlRoomClient(rpc: SignalboxClient): ControlRoomClient {
	const { room, deployments, history, evidence, projects, connections, sample, notices } = rpc;
	return {
		room: {
			watch: (lastNumber, signal) =>
				streamOf<RoomMessage>(signal, (sink) =>
					room.watch.subscribe(lastNumber === null ? null : { lastEventId: String(lastNumber) }, callbacks(sink)),
				),
		},
		deployments: {
			start: (input) => callResult(deployments.start.mutate(input)),
			promote: (input) => callResult(deployments.promote.mutate(input)),
			promoteFully: (input) => callResult(deployments.promoteFully.mutate(input)),
			pause: (input) => callResult(deployments.pause.mutate(input)),
			resume: (input) => callResult(deployments.resume.mutate(input)),
			retry: (input) => callResult(deployments.retry.mutate(input)),
			rollBack: (input) => callResult(deployments.rollBack.mutate(input)),
			live: (input, signal) =>
				streamOf<LiveMessage>(signal, (sink) => deployments.live.subscribe(input, callbacks(sink))),
		},
		history: {
			list: (input) => callResult(history.list.query(input)),
			replay: (input) => callResult(history.replay.query(input)),
		},
		evidence: {
			trail: (input) => callResult(evidence.trail.query(input)),
			trial: (input) => callResult(evidence.trial.mutate(input)),
			importAnalysis: (input) => callResult(evidence.importAnalysis.mutate(input)),
		},
		projects: {
			open: (input) => callResult(projects.open.mutate(input)),
			draft: (input) => callResult(projects.draft.query(input)),
			create: (input) => callResult(projects.create.mutate(input)),
			reload: (input) => callResult(projects.reload.mutate(input)),
			close: (input) => callResult(projects.close.mutate(input)),
			check: (input) => callResult(projects.check.query(input)),
			schema: () => callResult(projects.schema.query()),
		},
		connections: { test: (input) => callResult(connections.test.mutate(input)) },
		sample: {
			start: () => callResult(sample.start.mutate()),
			stop: () => callResult(sample.stop.mutate()),
			setFault: (input) => callResult(sample.setFault.mutate(input)),
		},
		notices: { clear: () => callResult(notices.clear.mutate()) },
	};
}
