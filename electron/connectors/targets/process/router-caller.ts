/** Asking the router of one target, which is started when it is not there. */
import type { ProcessTargetConfig } from '../../../../shared/config/model.ts';
import { fail, ok, type Result } from '../../../../shared/domain/result.ts';
import { pause } from '../pause.ts';
import type { CallOutcome, ControlClient, NoAnswer } from './control-client.ts';
import { launchRouterProcess } from './ensure-router.ts';
import type { ControlInput, ControlOperation, RouterView } from './model.ts';
import type { StatePaths } from './paths.ts';
import type { ProcessTargetDeps } from './target.ts';

interface CallOptions {
	readonly timeoutMs: number;
	readonly signal: AbortSignal | undefined;
}

/** An answer from a local socket takes a millisecond; this long means that the router hangs. */
export const askTimeoutMs = 2_500;
/** How long a router that is being started may stay away. */
const findTimeoutMs = 5_000;
const launchPauseMs = 10;

type Ask = <O extends ControlOperation>(
	operation: O,
	input: ControlInput<O>,
	options: CallOptions,
) => Promise<Result<RouterView>>;

export interface RouterCaller {
	/**
	 * Asks the router; when there is none, one is started, which takes over what still runs.
	 * Every operation names the state that is wanted, so that one whose answer was lost is asked again.
	 */
	readonly ask: Ask;
	/** A quick question first, so that a router that hangs is told within seconds and not after the long operation's time. */
	readonly askLong: Ask;
}

/** Makes the caller; opens and starts nothing until it is used. */
export function createRouterCaller(
	config: ProcessTargetConfig,
	deps: ProcessTargetDeps,
	paths: StatePaths,
	client: ControlClient,
): RouterCaller {
	const { clock, logger } = deps;
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

	const ask: Ask = async (operation, input, options) => {
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
			await pause(clock, launchPauseMs);
		}
	};

	return {
		ask,
		async askLong(operation, input, options) {
			const there = await ask('inspect', {}, { timeoutMs: askTimeoutMs, signal: options.signal });
			return there.ok ? ask(operation, input, options) : there;
		},
	};
}

/** Nobody listened, or whoever did went away. */
function isGone(outcome: CallOutcome): outcome is CallOutcome & { readonly why: NoAnswer } {
	return outcome.kind === 'no-answer' && (outcome.why === 'absent' || outcome.why === 'broken');
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

/** What is known when no answer came. */
export function noAnswer(label: string, why: NoAnswer, cause: unknown): Result<never> {
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
