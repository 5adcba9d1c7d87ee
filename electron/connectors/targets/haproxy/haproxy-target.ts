/** HAProxy as a target: slots are groups of servers of one backend, shares are their weights, set over the Runtime API. */
import type { HaproxyTargetConfig } from '../../../../shared/config/model.ts';
import { ok, type Result } from '../../../../shared/domain/result.ts';
import {
	observedSplit,
	sameSplit,
	slotNames,
	type TargetState,
	type TrafficSplit,
} from '../../../../shared/domain/target/model.ts';
import type { Target } from '../../../engine/ports.ts';
import { deploy, type HaproxyContext } from './deploy.ts';
import { manualCommands } from './manual-commands.ts';
import { createObserver, type HaproxyDeps } from './observer.ts';
import { cancelled, noServers, notTaken } from './problems.ts';
import { retire } from './retire.ts';
import type { ServerStat } from './stat.ts';
import { effectiveSplit, serversOf, troubles } from './state.ts';
import { createTurns } from './turns.ts';
import { splitCommands } from './weights.ts';

/**
 * Makes the target. Nothing is contacted until it is asked. The deploy command must return once it has started the
 * version (not once that is ready), be repeatable, and exit with 3 when nobody has the version. HAProxy cannot remember
 * a fence, so that two control rooms are kept apart by the lease alone. Weights and maintenance are lost when HAProxy
 * restarts or reloads without a state file: `inspect` then tells what is so, and the engine decides.
 */
export function createHaproxyTarget(config: HaproxyTargetConfig, deps: HaproxyDeps): Target {
	const context: HaproxyContext = { config, deps, observer: createObserver(config, deps), turns: createTurns() };
	return {
		kind: 'haproxy',
		label: config.label,
		async inspect(signal) {
			const seen = await context.observer.observe(signal);
			return seen.ok ? ok(seen.value.state) : seen;
		},
		deploy: (request, signal) => deploy(context, request, signal),
		setTraffic: (request, signal) => setTraffic(context, request.split, signal),
		retire: (request, signal) => retire(context, request.slot, signal),
		manualCommands: (split) => manualCommands(config, split),
		async close() {},
	};
}

/**
 * One connection, one line, one answer: a rollback waits for nothing else. Versions in the state are those that the
 * slots told last, because asking them would take longer than the change.
 * A split that would leave all users without a server (the slot that gets them is down) is taken back.
 */
async function setTraffic(
	{ config, deps, observer, turns }: HaproxyContext,
	split: TrafficSplit,
	signal?: AbortSignal,
): Promise<Result<TargetState>> {
	const without = slotNames.find((slot) => split[slot] > 0 && config.slots[slot].length === 0);
	if (without !== undefined) return noServers(config.label, without);
	const changes = splitCommands(config, split, observer.usable());
	const seen = await turns.take(async () => {
		const set = await observer.send(changes, signal);
		if (!set.ok) return set;
		const real = observedSplit(set.value.state);
		if (sameSplit(real, split)) return ok(set.value.state);
		const why = troubles(config, set.value.servers);
		const isServed = (shares: TrafficSplit) => shares.blue + shares.green > 0;
		if (isServed(real) || !isServed(effectiveSplit(config, set.value.before))) {
			return notTaken(config.label, split, real, why);
		}
		deps.logger.warn({ target: config.label, split, why }, 'nobody would serve the users: setting the weights back');
		const back = await observer.send(weightCommands(config, set.value.before));
		return back.ok ? notTaken(config.label, split, observedSplit(back.value.state), why) : back;
	}, signal);
	return seen ?? cancelled(config.label);
}

/** The commands that give every server of the slots the weight that it had. */
function weightCommands(config: HaproxyTargetConfig, servers: readonly ServerStat[]): readonly string[] {
	return slotNames
		.flatMap((slot) => serversOf(config, slot, servers))
		.map(({ name, weight }) => `set server ${config.backend}/${name} weight ${weight}`);
}
