/** Brings a version up in a slot without touching what users get. */
import type { HaproxyTargetConfig } from '../../../../shared/config/model.ts';
import { type Failure, fail, ok, type Result } from '../../../../shared/domain/result.ts';
import type { SlotName, TargetState } from '../../../../shared/domain/target/model.ts';
import { deployFailure, runForSlot } from './commands.ts';
import type { HaproxyDeps, Observation, Observer } from './observer.ts';
import { cancelled, noServers, stillServing } from './problems.ts';
import { isUsable, type ServerStat } from './stat.ts';
import { isSlotUp, serversOf } from './state.ts';
import type { Turns } from './turns.ts';
import { pause } from '../pause.ts';

export interface HaproxyContext {
	readonly config: HaproxyTargetConfig;
	readonly deps: HaproxyDeps;
	readonly observer: Observer;
	readonly turns: Turns;
}

const pollMs = 100;

/**
 * A slot without traffic is first given weight 0, so that HAProxy cannot send users there the moment it is up; after
 * the command its servers are called down by hand, so that "up" means checks that passed after the new version started.
 */
export async function deploy(
	context: HaproxyContext,
	request: { readonly slot: SlotName; readonly version: string },
	signal?: AbortSignal,
): Promise<Result<TargetState>> {
	const { config, observer } = context;
	const { slot, version } = request;
	const names = config.slots[slot].map(({ server }) => `${config.backend}/${server}`);
	if (names.length === 0) return noServers(config.label, slot);
	if (!isVersion(version)) return badVersion(config.label, version);

	const before = await observer.observe(signal);
	if (!before.ok) return before;
	const found = before.value.state.slots[slot];
	// Where a command starts versions but nobody tells them, only running it again can be right.
	const canTell = config.version !== null || config.deploy === null;
	if (canTell && isDone(context, before.value, slot, version)) return ok(before.value.state);
	const hasTraffic = found.weightPercent > 0;
	if (hasTraffic && found.version !== version) {
		return stillServing(config.label, slot, found.weightPercent, `${version} was not started there`);
	}
	if (!hasTraffic) {
		const emptied = await takeWeight(context, slot, names, version, signal);
		if (!emptied.ok) return emptied;
	}
	const failure = await start(context, slot, version, hasTraffic ? before.value.servers : [], signal);
	if (failure !== null) return failure;
	const woken = await observer.send(
		names.flatMap((name) => {
			const ready = `set server ${name} state ready`;
			return hasTraffic ? [ready] : [ready, `set server ${name} health down`];
		}),
		signal,
	);
	if (!woken.ok) return woken;
	return untilUp(context, slot, version, signal);
}

/** Runs the deploy command, except for servers in `serving` that are up: mending half a deploy must not restart what serves users. */
async function start(
	{ config, deps }: HaproxyContext,
	slot: SlotName,
	version: string,
	serving: readonly ServerStat[],
	signal?: AbortSignal,
): Promise<Failure | null> {
	if (config.deploy === null) return null;
	const usable = new Set(serving.filter(isUsable).map(({ name }) => name));
	const servers = config.slots[slot].filter(({ server }) => !usable.has(server));
	deps.logger.info({ target: config.label, slot, version, file: config.deploy.file }, 'running the deploy command');
	const runs = await runForSlot(config, config.deploy, slot, version, deps.exec, signal, servers);
	return deployFailure(config.label, slot, version, runs.at(-1));
}

/** Weight 0 for a slot without traffic; looked at again within the turn, because a split may have been set meanwhile. */
async function takeWeight(
	{ config, observer, turns }: HaproxyContext,
	slot: SlotName,
	names: readonly string[],
	version: string,
	signal?: AbortSignal,
): Promise<Result<Observation>> {
	const taken = await turns.take(async () => {
		const now = await observer.send([], signal);
		if (!now.ok) return now;
		const percent = now.value.state.slots[slot].weightPercent;
		if (percent > 0) return stillServing(config.label, slot, percent, `${version} was not started there`);
		return observer.send(
			names.map((name) => `set server ${name} weight 0`),
			signal,
		);
	}, signal);
	return taken ?? cancelled(config.label);
}

async function untilUp(
	context: HaproxyContext,
	slot: SlotName,
	version: string,
	signal?: AbortSignal,
): Promise<Result<TargetState>> {
	const { config, deps, observer } = context;
	const deadline = deps.clock.monotonic() + config.readyTimeoutMs;
	for (;;) {
		// Versions are asked for only once HAProxy calls the slot up: until then there may be nobody to answer.
		const seen = await observer.send([], signal);
		const isUp = seen.ok && isSlotUp(config, slot, seen.value.servers);
		const told = isUp ? await observer.observe(signal) : seen;
		if (told.ok && isUp && isDone(context, told.value, slot, version)) return ok(told.value.state);
		if (!told.ok && told.problem.code === 'cancelled') return told;
		if (deps.clock.monotonic() >= deadline) {
			return told.ok ? notReady(config, slot, version, told.value, isUp) : told;
		}
		if (!(await pause(deps.clock, pollMs, signal))) return cancelled(config.label);
	}
}

/** Up, and telling that version wherever versions are told. */
function isDone({ config }: HaproxyContext, seen: Observation, slot: SlotName, version: string): boolean {
	if (!isSlotUp(config, slot, seen.servers)) return false;
	return config.version === null || seen.state.slots[slot].version === version;
}

function notReady(
	config: HaproxyTargetConfig,
	slot: SlotName,
	version: string,
	seen: Observation,
	isUp: boolean,
): Failure {
	const servers = serversOf(config, slot, seen.servers).map(({ name, status, check }) =>
		`${name} ${status} ${check}`.trim(),
	);
	const found = seen.state.slots[slot].version;
	const seconds = config.readyTimeoutMs / 1000;
	const message = isUp
		? `${slot} of ${config.label} is up but answers as ${found ?? 'no version that can be told'} instead of ${version}`
		: `Version ${version} did not become healthy in ${slot} of ${config.label} within ${seconds} s`;
	return fail(
		'slot-not-ready',
		`${message}; users still have what stood before.`,
		config.deploy === null
			? `This target only steers traffic: start ${version} in ${slot} with your own tool, then retry.`
			: `Look at the log of ${version} and at the health check of HAProxy, then retry.`,
		{ retryable: true, details: { servers, version: found } },
	);
}

/** No leading dash (it would be read as an option) and nothing that cannot be printed. */
function isVersion(version: string): boolean {
	return /^[^-\s\p{C}][^\s\p{C}]{0,199}$/u.test(version);
}

function badVersion(label: string, version: string): Failure {
	return fail(
		'invalid-input',
		`"${version.slice(0, 40)}" cannot be a version, so nothing was started on ${label}.`,
		'Versions have no blanks and do not begin with a dash.',
	);
}
