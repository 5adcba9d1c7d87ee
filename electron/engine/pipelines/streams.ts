/** A run and a log, watched: what is on a screen is asked for more often. */
import { endedJobStates, isEndedRun } from '../../../shared/domain/pipeline/model.ts';
import type { PipelinesApi } from '../../../shared/rpc/pipeline-api.ts';
import type { RunDetail } from '../../../shared/rpc/pipeline-views.ts';
import type { Clock, Logger } from '../ports.ts';
import type { RoomHub } from '../room-hub.ts';
import { readyService } from './commands.ts';
import { deploymentsOf, standingOf } from './deployments.ts';
import { evaluateRun } from './evaluate.ts';
import { followLog, noLog } from './log-stream.ts';
import type { FindService, OpenService } from './open-service.ts';
import { runDetail } from './run-view.ts';
import type { RunWatchers } from './run-watch.ts';

export function createStreams(options: {
	readonly find: FindService;
	readonly clock: Clock;
	readonly logger: Logger;
	readonly hub: RoomHub;
	readonly watchers: RunWatchers;
	/** Somebody began to watch, or left. */
	readonly onAudience: () => void;
}): Pick<PipelinesApi, 'watchRun' | 'log'> {
	const { find, clock, hub } = options;

	/** `runId` null: the newest. */
	async function detail(name: string, runId: string | null): Promise<RunDetail | null> {
		const ready = readyService(find, name);
		if (!ready.ok) return null;
		const { book, pipeline, service } = ready.value;
		const tracked = runId === null ? book.latest() : await book.find(runId);
		if (tracked === null) return null;
		const now = clock.now();
		return runDetail({
			...{ book, config: pipeline.config, runner: pipeline.runner, tracked, now },
			evaluation: evaluateRun(book, pipeline.config, tracked, now),
			standing: standingOf(hub.state(), service.setup),
			deployments: (version) => deploymentsOf(hub.state(), service.setup, version),
		});
	}

	/** What is not known yet of the run is read behind the first message. */
	function visit(service: OpenService | undefined, runId: string | null): void {
		const wanted = runId ?? service?.book.latest()?.run.id;
		if (service?.desk == null || wanted === undefined) return;
		service.desk.visit(wanted).catch((err: unknown) => options.logger.error({ err }, 'a run could not be visited'));
	}

	return {
		async *watchRun({ service: name, runId }, signal) {
			const messages = options.watchers.watch(name, () => detail(name, runId), signal);
			visit(find(name), runId);
			options.onAudience();
			try {
				yield* messages;
			} finally {
				options.onAudience();
			}
		},
		async *log({ service: name, runId, jobId, fromByte }, signal) {
			const ready = readyService(find, name);
			const tracked = ready.ok ? await ready.value.book.find(runId) : null;
			if (!ready.ok || tracked === null) {
				yield* noLog(fromByte, ready.ok ? 'There is no such run.' : ready.problem.message);
				return;
			}
			const { service, pipeline, book } = ready.value;
			const isOn = (): boolean => {
				const run = book.tracked(runId)?.run ?? tracked.run;
				const job = run.jobs.find(({ id }) => id === jobId);
				return find(name) === service && !isEndedRun(run) && (job === undefined || !endedJobStates.includes(job.state));
			};
			service.followers += 1;
			options.onAudience();
			try {
				const { nativeId } = tracked.run;
				const both = AbortSignal.any([signal, service.lifetime.signal]);
				yield* followLog({ runner: pipeline.runner, clock, nativeId, jobId, fromByte, isOn }, both);
			} finally {
				service.followers -= 1;
				options.onAudience();
			}
		},
	};
}
