/** The typed client of the wire as the screens use it: results instead of exceptions, streams that can be walked. */
import { callResult, type SignalboxClient } from '../../shared/rpc/client.ts';
import type { ShellApi, ShellMessage } from '../../shared/rpc/shell-api.ts';
import type { LiveMessage, RoomMessage } from '../../shared/rpc/views.ts';
import type { ControlRoomClient } from './connection.ts';
import { deliveryClient } from './delivery-client.ts';
import { pipelinesClient } from './pipelines-client.ts';
import { callbacks, streamOf } from './stream.ts';

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
		pipelines: pipelinesClient(rpc.pipelines),
		delivery: deliveryClient(rpc.delivery),
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
			commit: (input) => callResult(sample.commit.mutate(input)),
		},
		notices: { clear: () => callResult(notices.clear.mutate()) },
		shell: shellClient(rpc.shell),
	};
}

/** Its messages carry no numbers: each subscription begins with the whole view. */
function shellClient(shell: SignalboxClient['shell']): ShellApi {
	return {
		watch: (signal) =>
			streamOf<ShellMessage>(signal, (sink) =>
				shell.watch.subscribe(undefined, {
					onData: (message) => sink.push(message),
					onComplete: () => sink.end(),
					onError: (error) => sink.fail(error),
				}),
			),
		openWindow: (input) => callResult(shell.openWindow.mutate(input)),
		changeSettings: (input) => callResult(shell.changeSettings.mutate(input)),
		setSecret: (input) => callResult(shell.setSecret.mutate(input)),
		removeSecret: (input) => callResult(shell.removeSecret.mutate(input)),
		openSecrets: (input) => callResult(shell.openSecrets.mutate(input)),
		diagnostics: () => callResult(shell.diagnostics.query()),
		showLogs: () => callResult(shell.showLogs.mutate()),
		checkForUpdate: () => callResult(shell.checkForUpdate.mutate()),
		installUpdate: () => callResult(shell.installUpdate.mutate()),
	};
}
