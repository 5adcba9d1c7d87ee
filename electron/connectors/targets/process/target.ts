/** The `process` target: slots as local processes behind a router that outlives the control room. */
import { existsSync } from 'node:fs';
import type { ProcessTargetConfig } from '../../../../shared/config/model.ts';
import { fail, ok, type Result } from '../../../../shared/domain/result.ts';
import { type SlotName, sameSplit, type TargetState } from '../../../../shared/domain/target/model.ts';
import type { Clock, Logger, Target } from '../../../engine/ports.ts';
import { createControlClient } from './control-client.ts';
import type { LaunchRouter } from './ensure-router.ts';
import { manualCommands } from './manual-commands.ts';
import type { RouterView, RunSpec } from './model.ts';
import { statePaths } from './paths.ts';
import { createRouterCaller, noAnswer, askTimeoutMs } from './router-caller.ts';
import { emptyTarget, toTargetState } from './target-state.ts';

export interface ProcessTargetDeps {
	/** Folder of this one environment: state, logs, control socket. Made when needed. */
	readonly stateFolder: string;
	readonly clock: Clock;
	readonly logger: Logger;
	readonly launchRouter: LaunchRouter;
}

/** Ends of processes take at most the drain time, the polite signal and the kill. */
const endMarginMs = 15_000;

/** Makes the target; opens and starts nothing until it is used. */
export function createProcessTarget(config: ProcessTargetConfig, deps: ProcessTargetDeps): Target {
	const { clock } = deps;
	const paths = statePaths(deps.stateFolder);
	const client = createControlClient(paths.socket, clock);
	const router = createRouterCaller(config, deps, paths, client);
	const state = (result: Result<RouterView>): Result<TargetState> =>
		result.ok ? ok(toTargetState(result.value, clock.now())) : result;

	return {
		kind: 'process',
		label: config.label,
		async inspect(signal) {
			if (signal?.aborted === true) return noAnswer(config.label, 'cancelled', null);
			// Looking at a target that was never used starts nothing.
			if (!existsSync(paths.stateFile)) return ok(emptyTarget(config.port, clock.now()));
			return state(await router.ask('inspect', {}, { timeoutMs: askTimeoutMs, signal }));
		},
		async deploy({ slot, version, fence }, signal) {
			const timeoutMs = 2 * config.readyTimeoutMs + endMarginMs;
			return state(
				await router.askLong('deploy', { slot, version, fence, spec: runSpec(config) }, { timeoutMs, signal }),
			);
		},
		async setTraffic({ split, fence }, signal) {
			const result = state(await router.ask('set-traffic', { split, fence }, { timeoutMs: askTimeoutMs, signal }));
			if (!result.ok) return result;
			const { slots } = result.value;
			const taken = { blue: slots.blue.weightPercent, green: slots.green.weightPercent };
			return sameSplit(taken, split) ? result : notTaken(config.label, taken);
		},
		async retire({ slot, fence }: { slot: SlotName; fence: number }, signal) {
			const timeoutMs = config.drainMs + endMarginMs;
			return state(await router.askLong('retire', { slot, fence }, { timeoutMs, signal }));
		},
		manualCommands: (split) => manualCommands(paths.socket, split),
		async close() {
			client.close();
		},
	};
}

function runSpec(config: ProcessTargetConfig): RunSpec {
	const { file, args, cwd, env } = config.run;
	const { healthPath, readyTimeoutMs, instances, drainMs } = config;
	return { file, args: [...args], cwd, env: { ...env }, healthPath, readyTimeoutMs, instances, drainMs };
}

function notTaken(label: string, taken: { blue: number; green: number }): Result<never> {
	return fail(
		'traffic-not-taken',
		`${label} has ${taken.blue} % on blue and ${taken.green} % on green, which is not what was asked for.`,
		'Try again.',
		{ retryable: true, details: { blue: taken.blue, green: taken.green } },
	);
}
