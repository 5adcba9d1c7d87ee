/** What people ask a runner to do. Each is written down before it is tried, and tried exactly once. */
import { isEndedRun, runIdOf } from '../../../shared/domain/pipeline/model.ts';
import type { Actor } from '../../../shared/domain/release.ts';
import { fail, ok, type Result } from '../../../shared/domain/result.ts';
import type { Caller } from '../../../shared/rpc/api.ts';
import type { Done, PipelinesApi } from '../../../shared/rpc/pipeline-api.ts';
import type { PipelineAction } from '../../../shared/rpc/pipeline-views.ts';
import type { PipelineFact, PipelineStore } from '../pipeline-ports.ts';
import type { Clock } from '../ports.ts';
import { timed } from '../timed.ts';
import { noPipeline } from './no-pipelines.ts';
import { createOnce } from './once.ts';
import type { FindService, OpenService } from './open-service.ts';
import { answerAction, cancelAction, rerunAction, rerunFailedAction, startAction } from './run-actions.ts';
import type { TrackedRun } from './tracked-run.ts';

type Commands = Pick<PipelinesApi, 'start' | 'rerun' | 'cancel' | 'answer'>;
type Intent = Extract<PipelineFact, { readonly type: 'run-command' }>;

const actTimeoutMs = 60_000;

export function person(caller: Caller): Actor {
	return { kind: 'person', name: caller.name };
}

/** The refusal of somebody who may only look. */
export function mayOnlyLook() {
	return fail('not-allowed', 'You may look, but not act.', 'Ask somebody who may act here.');
}

export function createCommands(options: {
	readonly find: FindService;
	readonly store: PipelineStore;
	readonly clock: Clock;
	/** Looks at once at what came of it. */
	readonly lookNow: (service: OpenService, nativeId: string | null) => void;
}): Commands {
	const { find, store, clock } = options;
	const starts = createOnce<Done & { readonly runId: string | null }>();
	const others = createOnce<Done>();

	function intend(service: string, fact: Omit<Intent, 'type'>, key: string, caller: Caller) {
		return store.recordPipelineFact({
			service,
			fact: { type: 'run-command', ...fact },
			actor: person(caller),
			at: clock.now(),
			idempotencyKey: key,
		});
	}

	/** One command on a run that is known: allowed, written down, tried, looked at. */
	async function onRun(request: {
		readonly service: string;
		readonly runId: string;
		readonly key: string;
		readonly caller: Caller;
		readonly command: Intent['command'];
		readonly detail: string | null;
		readonly stands: () => void;
		readonly allowed: (service: Ready, tracked: TrackedRun) => PipelineAction;
		/** Answers with the run to look at where that is another one by now. */
		readonly act: (
			service: Ready,
			tracked: TrackedRun,
			signal: AbortSignal,
		) => Promise<Result<{ readonly nativeId: string } | null>>;
	}): Promise<Result<Done>> {
		const ready = readyService(find, request.service);
		if (!ready.ok) return ready;
		if (!request.caller.mayAct) return mayOnlyLook();
		const tracked = await ready.value.book.find(request.runId);
		if (tracked === null) return noRun();
		const action = request.allowed(ready.value, tracked);
		if (!action.allowed) return refused(action);
		const { command, detail, runId } = request;
		const intent = await intend(request.service, { command, runId, detail }, request.key, request.caller);
		if (!intent.ok) return intent;
		request.stands();
		if (intent.value.duplicate) return ok({ duplicate: true });
		const done = await timed({ clock, timeoutMs: actTimeoutMs, what: ready.value.pipeline.runner.label }, (signal) =>
			request.act(ready.value, tracked, signal),
		);
		const follows = done.ok ? done.value?.nativeId : undefined;
		options.lookNow(ready.value.service, follows ?? tracked.run.nativeId);
		return done.ok ? ok({ duplicate: false }) : done;
	}

	async function start(
		input: Parameters<Commands['start']>[0],
		caller: Caller,
		stands: () => void,
	): Promise<Result<Done & { readonly runId: string | null }>> {
		const ready = readyService(find, input.service);
		if (!ready.ok) return ready;
		if (!caller.mayAct) return mayOnlyLook();
		const { runner, config } = ready.value.pipeline;
		const branch = input.branch ?? config.branch;
		const action = startAction(runner, branch);
		if (!action.allowed) return refused(action);
		const detail = input.commit === null ? branch : `${branch} at ${input.commit}`;
		const intent = await intend(input.service, { command: 'start', runId: null, detail }, input.idempotencyKey, caller);
		if (!intent.ok) return intent;
		stands();
		if (intent.value.duplicate) return ok({ duplicate: true, runId: null });
		const { commit, inputs } = input;
		const started = await timed({ clock, timeoutMs: actTimeoutMs, what: runner.label }, (signal) =>
			runner.start({ branch, commit, inputs, startedBy: caller.name }, signal),
		);
		const nativeId = started.ok ? started.value.nativeId : null;
		options.lookNow(ready.value.service, nativeId);
		if (!started.ok) return started;
		return ok({ duplicate: false, runId: nativeId === null ? null : runIdOf(input.service, nativeId) });
	}

	return {
		start: (input, caller) => starts.run(input.idempotencyKey, (stands) => start(input, caller, stands)),
		rerun: ({ service, runId, idempotencyKey: key, onlyFailed }, caller) =>
			others.run(key, (stands) =>
				onRun({
					...{ service, runId, key, caller, stands, detail: null, command: onlyFailed ? 'rerun-failed' : 'rerun' },
					allowed: ({ pipeline: { runner } }, { run }) =>
						onlyFailed ? rerunFailedAction(runner, run) : rerunAction(runner, run),
					act: ({ pipeline }, { run }, signal) => pipeline.runner.rerun({ nativeId: run.nativeId, onlyFailed }, signal),
				}),
			),
		cancel: ({ service, runId, idempotencyKey: key }, caller) =>
			others.run(key, (stands) =>
				onRun({
					...{ service, runId, key, caller, stands, detail: null, command: 'cancel' },
					allowed: ({ pipeline }, { run }) => cancelAction(pipeline.runner, run),
					act: ({ pipeline }, { run }, signal) => pipeline.runner.cancel(run.nativeId, signal),
				}),
			),
		answer: ({ service, runId, idempotencyKey: key, jobId, approve, comment }, caller) =>
			others.run(key, (stands) =>
				onRun({
					...{
						service,
						runId,
						key,
						caller,
						stands,
						command: 'answer',
						detail: `${approve ? 'yes' : 'no'} to job ${jobId}`,
					},
					allowed: ({ pipeline }, { run }) =>
						answerAction(pipeline.runner, isEndedRun(run) ? undefined : run.jobs.find(({ id }) => id === jobId)),
					act: ({ pipeline }, { run }, signal) =>
						pipeline.runner.answer({ nativeId: run.nativeId, jobId, approve, comment }, signal),
				}),
			),
	};
}

/** A service that has a pipeline. */
export interface Ready {
	readonly service: OpenService;
	readonly book: OpenService['book'];
	readonly pipeline: NonNullable<OpenService['setup']['pipeline']>;
}

export function readyService(find: FindService, name: string): Result<Ready> {
	const service = find(name);
	if (service === undefined)
		return fail('not-found', `No open project has the service ${name}.`, 'Open its project first.');
	const { pipeline } = service.setup;
	return pipeline === null ? noPipeline() : ok({ service, book: service.book, pipeline });
}

export function noRun() {
	return fail('not-found', 'There is no such run.', 'Reload the screen; its host may have thrown it away.');
}

function refused({ label, detail }: PipelineAction) {
	return fail('not-allowed', `"${label}" can do nothing here: ${detail ?? 'it is refused'}.`, 'Look at the run again.');
}
