/** Carrying effects out: attempts, time limits, and traffic changes strictly one after the other. */
import type { Deployment, Effect } from '../../shared/domain/deployment/model.ts';
import { type Problem, type Result, assertNever, fail, ok } from '../../shared/domain/result.ts';
import type { TargetState } from '../../shared/domain/target/model.ts';
import type { Clock, Logger, SmokeTester, Target } from './ports.ts';
import { pause, timed } from './timed.ts';

export type EffectOutcome =
	| { readonly ok: true; readonly observed: TargetState | null; readonly note: string | null }
	| { readonly ok: false; readonly problem: Problem; readonly observed: TargetState | null };

export interface EffectPerformer {
	/** Does what the effect names and tells what the target then said. Never throws. */
	perform(effect: Effect, deployment: Deployment): Promise<EffectOutcome>;
	/** Gives up everything under way, so that a rollback waits for nothing. */
	abandon(): void;
}

interface Effort {
	readonly attempts: number;
	readonly timeoutMs: number;
}

/** A rollback tries longer than a step forward: giving up means waking somebody. */
const trafficBack: Effort = { attempts: 6, timeoutMs: 5_000 };
const trafficForward: Effort = { attempts: 3, timeoutMs: 5_000 };
const retiring: Effort = { attempts: 3, timeoutMs: 60_000 };
const inspecting: Effort = { attempts: 1, timeoutMs: 5_000 };
const firstDelayMs = 200;
const longestDelayMs = 2_000;
/** A traffic change that ignores being given up may hold the next one no longer than this. */
const laneWaitMs = 1_000;

export function createEffectPerformer(ports: {
	readonly target: Target;
	readonly smoke: SmokeTester;
	readonly clock: Clock;
	readonly logger: Logger;
	readonly fence: () => number;
}): EffectPerformer {
	const { target, smoke, clock, logger } = ports;
	let abort = new AbortController();
	/** The traffic change under way; null while there is none. */
	let traffic: Promise<void> | null = null;

	async function attempt<T>(
		what: string,
		effort: Effort,
		outer: AbortSignal,
		work: (signal: AbortSignal) => Promise<Result<T>>,
	): Promise<Result<T>> {
		let delayMs = firstDelayMs;
		for (let count = 1; ; count += 1) {
			const result = await timed({ clock, timeoutMs: effort.timeoutMs, what, outer }, work);
			if (result.ok) return result;
			logger.warn({ what, count, problem: result.problem, err: result.cause }, 'effect attempt failed');
			const isOver = count >= effort.attempts || outer.aborted || !worthRetrying(result.problem);
			if (isOver) return result;
			await pause(clock, delayMs, outer);
			delayMs = Math.min(delayMs * 2, longestDelayMs);
		}
	}

	/** Waits for the traffic change before, but never for one that hangs; with none under way it begins in this very turn. */
	function afterTraffic<T>(work: () => Promise<T>): Promise<T> {
		const before = traffic;
		const mine = before === null ? work() : Promise.race([before, pause(clock, laneWaitMs)]).then(work, work);
		const settled = mine.then(
			() => undefined,
			() => undefined,
		);
		traffic = settled;
		void settled.then(() => {
			if (traffic === settled) traffic = null;
		});
		return mine;
	}

	async function runSmoke(version: string, slot: Deployment['canarySlot'], timeoutMs: number, outer: AbortSignal) {
		const state = await attempt(target.label, inspecting, outer, (signal) => target.inspect(signal));
		if (!state.ok) return state;
		const addresses = state.value.slots[slot].addresses;
		const tested = await timed({ clock, timeoutMs, what: `The smoke tests of ${version}`, outer }, (signal) =>
			smoke.run({ version, addresses }, signal),
		);
		return tested.ok ? ok({ observed: state.value, note: tested.value.note }) : tested;
	}

	async function run(
		effect: Effect,
		deployment: Deployment,
	): Promise<Result<{ observed: TargetState; note: string | null }>> {
		const outer = abort.signal;
		const fence = ports.fence();
		const deployTimeoutMs = deployment.strategy.deployTimeoutMs;
		const plain = (result: Result<TargetState>) => (result.ok ? ok({ observed: result.value, note: null }) : result);
		switch (effect.kind) {
			case 'deploy':
				return plain(
					await attempt(`Starting ${effect.version}`, { attempts: 1, timeoutMs: deployTimeoutMs }, outer, (signal) =>
						target.deploy({ slot: effect.slot, version: effect.version, fence }, signal),
					),
				);
			case 'smoke':
				return runSmoke(effect.version, effect.slot, deployTimeoutMs, outer);
			case 'set-traffic': {
				const effort = deployment.state === 'rolling-back' ? trafficBack : trafficForward;
				return plain(
					await afterTraffic(() =>
						attempt(target.label, effort, outer, (signal) => target.setTraffic({ split: effect.split, fence }, signal)),
					),
				);
			}
			case 'retire':
				return plain(
					await attempt(`Ending slot ${effect.slot}`, retiring, outer, (signal) =>
						target.retire({ slot: effect.slot, fence }, signal),
					),
				);
			default:
				return assertNever(effect);
		}
	}

	return {
		async perform(effect, deployment) {
			const result = await run(effect, deployment);
			if (result.ok) return { ok: true, observed: result.value.observed, note: result.value.note };
			// What is really so matters most when something failed; without an answer the last one stands.
			const wasAbandoned = result.problem.code === 'cancelled';
			const state = wasAbandoned
				? fail('cancelled', '', '')
				: await timed({ clock, timeoutMs: inspecting.timeoutMs, what: target.label }, (signal) =>
						target.inspect(signal),
					);
			return { ok: false, problem: result.problem, observed: state.ok ? state.value : null };
		},
		abandon() {
			abort.abort();
			abort = new AbortController();
		},
	};
}

/** A plain "no" of the target stays a no; everything that time may mend is tried again. */
function worthRetrying(problem: Problem): boolean {
	return problem.retryable || problem.code === 'traffic-not-taken' || problem.code === 'target-unreachable';
}
