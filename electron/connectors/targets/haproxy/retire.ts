/** Ends what runs in a slot that has no users. */
import { ok, type Result } from '../../../../shared/domain/result.ts';
import type { SlotName, TargetState } from '../../../../shared/domain/target/model.ts';
import { retireFailure, runForSlot } from './commands.ts';
import type { HaproxyContext } from './deploy.ts';
import { pause } from '../pause.ts';
import { cancelled, stillServing } from './problems.ts';
import { serversOf } from './state.ts';

const pollMs = 100;
/** Longest wait for requests in progress, ms; what runs is then asked to end anyway and may finish them itself. */
const drainLimitMs = 10_000;

/** Drains, waits for requests in progress, puts the servers into maintenance and runs the retire command, which must be repeatable. */
export async function retire(
	context: HaproxyContext,
	slot: SlotName,
	signal?: AbortSignal,
): Promise<Result<TargetState>> {
	const { config, deps, observer, turns } = context;
	const names = config.slots[slot].map(({ server }) => `${config.backend}/${server}`);
	const before = await observer.observe(signal);
	if (!before.ok) return before;
	const { version } = before.value.state.slots[slot];

	const drained = await turns.take(async () => {
		const now = await observer.send([], signal);
		if (!now.ok) return now;
		const percent = now.value.state.slots[slot].weightPercent;
		if (percent > 0) return stillServing(config.label, slot, percent, 'it was not ended');
		// A server in maintenance must stay there: `drain` would bring it back.
		const own = serversOf(config, slot, now.value.servers).filter(({ status }) => !status.startsWith('MAINT'));
		return observer.send(
			own.flatMap(({ name }) => {
				const server = `${config.backend}/${name}`;
				return [`set server ${server} weight 0`, `set server ${server} state drain`];
			}),
			signal,
		);
	}, signal);
	if (drained === null) return cancelled(config.label);
	if (!drained.ok) return drained;

	const finished = await untilIdle(context, slot, signal);
	if (!finished.ok) return finished;
	const closed = await observer.send(
		names.map((name) => `set server ${name} state maint`),
		signal,
	);
	if (!closed.ok) return closed;
	if (config.retire !== null) {
		deps.logger.info({ target: config.label, slot, file: config.retire.file }, 'running the retire command');
		const runs = await runForSlot(config, config.retire, slot, version ?? '', deps.exec, signal);
		const failure = retireFailure(config.label, slot, runs.at(-1));
		if (failure !== null) return failure;
	}
	const after = await observer.observe(signal);
	return after.ok ? ok(after.value.state) : after;
}

async function untilIdle(
	{ config, deps, observer }: HaproxyContext,
	slot: SlotName,
	signal?: AbortSignal,
): Promise<Result<null>> {
	const deadline = deps.clock.monotonic() + drainLimitMs;
	for (;;) {
		const seen = await observer.send([], signal);
		if (!seen.ok) return seen;
		const isIdle = serversOf(config, slot, seen.value.servers).every(({ current }) => current === 0);
		if (isIdle || deps.clock.monotonic() >= deadline) return ok(null);
		if (!(await pause(deps.clock, pollMs, signal))) return cancelled(config.label);
	}
}
