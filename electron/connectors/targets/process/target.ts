/** The `process` target: slots as local processes behind a router that outlives the control room. */
import { existsSync } from 'node:fs';
import type { ProcessTargetConfig } from '../../../../shared/config/model.ts';
import { fail, ok, type Result } from '../../../../shared/domain/result.ts';
import { type SlotName, sameSplit, type TargetState } from '../../../../shared/domain/target/model.ts';
import type { Clock, Logger, Target } from '../../../engine/ports.ts';
import { type CallOutcome, createControlClient, type NoAnswer } from './control-client.ts';
import { type LaunchRouter, launchRouterProcess } from './ensure-router.ts';
import { manualCommands } from './manual-commands.ts';
import type { ControlInput, ControlOperation, RouterView, RunSpec } from './model.ts';
import { statePaths } from './paths.ts';
import { emptyTarget, toTargetState } from './target-state.ts';

export interface ProcessTargetDeps {
	/** Folder of this one environment: state, logs, control socket. Made when needed. */
	readonly stateFolder: string;
	readonly clock: Clock;
	readonly logger: Logger;
	readonly launchRouter: LaunchRouter;
}

interface CallOptions {
	readonly timeoutMs: number;
	readonly signal: AbortSignal | undefined;
}

/** An answer from a local socket takes a millisecond; this long means that the router hangs. */
const askTimeoutMs = 2_500;
/** How long a router that is being started may stay away. */
const findTimeoutMs = 5_000;
const launchPauseMs = 10;
/** Ends of processes take at most the drain time, the polite signal and the kill. */
const endMarginMs = 15_000;

/** Makes the target; opens and starts nothing until it is used. */
export function createProcessTarget(config: ProcessTargetConfig, deps: ProcessTargetDeps): Target {
	const { clock, logger } = deps;
	const paths = statePaths(deps.stateFolder);
	const client = createControlClient(paths.socket, clock);
	let launching: Promise<Result<null>> | null = null;

	function ensureRouter(): Promise<Result<null>> {
		launching ??= launchRouterProcess(paths, config.port, deps.launchRouter, clock).finally(() => {
			launching = null;
		});
		return launching;
	}

	function answer(outcome: CallOutcome): Result<RouterView> {
		if (outcome.kind === 'no-answer') return noAnswer(config.label, outcome.why, outcome.cause);
		if (outcome.reply.ok) return ok(outcome.reply.value);
		const { code, message, hint, retryable, details } = outcome.reply.problem;
		return fail(code, message, hint, { retryable, ...(details === undefined ? {} : { details }) });
	}

	/**
	 * Asks the router; when there is none, one is started, which takes over what still runs.
	 * Every operation names the state that is wanted, so that one whose answer was lost is asked again.
	 */
	async function ask<O extends ControlOperation>(operation: O, input: ControlInput<O>, options: CallOptions) {
		const outcome = await client.call(operation, input, options);
		if (!isGone(outcome)) return answer(outcome);
		const deadline = clock.monotonic() + findTimeoutMs;
		for (;;) {
			const again = await client.call(operation, input, options);
			if (!isGone(again) || clock.monotonic() > deadline) return answer(again);
			if (again.why === 'absent') {
				const launched = await untilAborted(ensureRouter(), options.signal);
				if (launched === null) return noAnswer(config.label, 'cancelled', null);
				if (!launched.ok) return launched;
				logger.info({ target: config.label, folder: paths.folder }, 'the router was not there');
			}
			// The router of another control room may hold the lock without listening yet.
			await new Promise<void>((done) => {
				clock.after(launchPauseMs, done);
			});
		}
	}

	/** A quick question first, so that a router that hangs is told within seconds and not after the long operation's time. */
	async function askLong<O extends ControlOperation>(operation: O, input: ControlInput<O>, options: CallOptions) {
		const there = await ask('inspect', {}, { timeoutMs: askTimeoutMs, signal: options.signal });
		return there.ok ? ask(operation, input, options) : there;
	}

	const state = (result: Result<RouterView>): Result<TargetState> =>
		result.ok ? ok(toTargetState(result.value, clock.now())) : result;

	return {
		kind: 'process',
		label: config.label,
		async inspect(signal) {
			if (signal?.aborted === true) return noAnswer(config.label, 'cancelled', null);
			// Looking at a target that was never used starts nothing.
			if (!existsSync(paths.stateFile)) return ok(emptyTarget(config.port, clock.now()));
			return state(await ask('inspect', {}, { timeoutMs: askTimeoutMs, signal }));
		},
		async deploy({ slot, version, fence }, signal) {
			const timeoutMs = 2 * config.readyTimeoutMs + endMarginMs;
			return state(await askLong('deploy', { slot, version, fence, spec: runSpec(config) }, { timeoutMs, signal }));
		},
		async setTraffic({ split, fence }, signal) {
			const result = state(await ask('set-traffic', { split, fence }, { timeoutMs: askTimeoutMs, signal }));
			if (!result.ok) return result;
			const { slots } = result.value;
			const taken = { blue: slots.blue.weightPercent, green: slots.green.weightPercent };
			return sameSplit(taken, split) ? result : notTaken(config.label, taken);
		},
		async retire({ slot, fence }: { slot: SlotName; fence: number }, signal) {
			const timeoutMs = config.drainMs + endMarginMs;
			return state(await askLong('retire', { slot, fence }, { timeoutMs, signal }));
		},
		manualCommands: (split) => manualCommands(paths.socket, split),
		async close() {
			client.close();
		},
	};
}

/** Nobody listened, or whoever did went away. */
function isGone(outcome: CallOutcome): outcome is CallOutcome & { readonly why: NoAnswer } {
	return outcome.kind === 'no-answer' && (outcome.why === 'absent' || outcome.why === 'broken');
}

function runSpec(config: ProcessTargetConfig): RunSpec {
	const { file, args, cwd, env } = config.run;
	const { healthPath, readyTimeoutMs, instances, drainMs } = config;
	return { file, args: [...args], cwd, env: { ...env }, healthPath, readyTimeoutMs, instances, drainMs };
}

/** The result, or null as soon as the caller gives up. */
function untilAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T | null> {
	if (signal === undefined) return work;
	return new Promise((done, failed) => {
		const onAbort = () => done(null);
		signal.addEventListener('abort', onAbort, { once: true });
		if (signal.aborted) onAbort();
		work.then(done, failed).finally(() => signal.removeEventListener('abort', onAbort));
	});
}

function noAnswer(label: string, why: NoAnswer, cause: unknown): Result<never> {
	if (why === 'cancelled')
		return fail('cancelled', `The request to ${label} was called off.`, 'Ask again when you want it.', {
			retryable: true,
		});
	return fail(
		'target-unreachable',
		`The router of ${label} did not answer, so it is not known whether the change was made. Users may still be served.`,
		'Look at the target again in a moment; if it stays so, restart its router.',
		{ cause, retryable: true, details: { why } },
	);
}

function notTaken(label: string, taken: { blue: number; green: number }): Result<never> {
	return fail(
		'traffic-not-taken',
		`${label} has ${taken.blue} % on blue and ${taken.green} % on green, which is not what was asked for.`,
		'Try again.',
		{ retryable: true, details: { blue: taken.blue, green: taken.green } },
	);
}
