/** One place that talks to HAProxy for all operations: sends commands, reads what is so, remembers which versions were told last. */
import type { HaproxyTargetConfig } from '../../../../shared/config/model.ts';
import { type Failure, ok, type Result } from '../../../../shared/domain/result.ts';
import { slotNames, type TargetState } from '../../../../shared/domain/target/model.ts';
import type { Clock, Logger } from '../../../engine/ports.ts';
import type { Exec } from '../../exec.ts';
import { badName, cancelled, refused } from './problems.ts';
import { createRuntimeApi } from './runtime-api.ts';
import { parseProduct, parseStat, type ServerStat } from './stat.ts';
import { type SlotVersions, targetState } from './state.ts';
import { readVersions } from './versions.ts';

export interface HaproxyDeps {
	readonly clock: Clock;
	readonly exec: Exec;
	readonly fetch: typeof globalThis.fetch;
	readonly logger: Logger;
}

export interface Observation {
	readonly servers: readonly ServerStat[];
	readonly state: TargetState;
}

export interface Observer {
	/** Sends `changes` and reads all servers in the same connection. Versions are those told last. */
	send(changes: readonly string[], signal?: AbortSignal): Promise<Result<Observation>>;
	/** Asks HAProxy and every slot what is so. */
	observe(signal?: AbortSignal): Promise<Result<Observation>>;
}

/** For one whole exchange with HAProxy, ms: it answers within one, or it hangs. */
const runtimeTimeoutMs = 2000;

/** HAProxy's own rule for names of proxies and servers; it also keeps a name from smuggling in a second command. */
const allowedName = /^[A-Za-z0-9_.:-]+$/;

/** HAProxy's answer for servers without checks to `health down`, and no trouble. */
const harmless = /^(Health checks are not enabled on this server.*|\s*)$/i;

export function createObserver(config: HaproxyTargetConfig, deps: HaproxyDeps): Observer {
	const { label, backend } = config;
	const api = createRuntimeApi({ address: config.api, label, timeoutMs: runtimeTimeoutMs });
	const wrongName = findWrongName(config);
	let told: SlotVersions = { blue: { version: null, note: null }, green: { version: null, note: null } };

	async function ask(before: readonly string[], signal?: AbortSignal): Promise<Result<StatAndText>> {
		if (wrongName !== null) return wrongName;
		const answer = await api.ask([...before, `show stat ${backend} 4 -1`], signal);
		if (!answer.ok) return answer;
		const { servers, refusal } = parseStat(answer.value);
		return ok({ servers, refusal, text: answer.value });
	}

	return {
		async send(changes, signal) {
			const answer = await ask(changes, signal);
			if (!answer.ok) return answer;
			const { servers, refusal } = answer.value;
			const line = refusal.split('\n').find((one) => !harmless.test(one));
			if (line !== undefined) return refused(label, line);
			return ok({ servers, state: targetState(config, servers, told, deps.clock.now()) });
		},
		async observe(signal) {
			const answer = await ask(['show info'], signal);
			if (!answer.ok) return answer;
			const { servers, refusal, text } = answer.value;
			const product = parseProduct(text);
			if (product === null || !text.includes('# pxname')) return refused(label, lastLine(refusal));
			told = await readVersions(config, servers, deps, signal);
			if (signal?.aborted) return cancelled(label);
			return ok({ servers, state: { ...targetState(config, servers, told, deps.clock.now()), product } });
		},
	};
}

interface StatAndText {
	readonly servers: readonly ServerStat[];
	readonly refusal: string;
	readonly text: string;
}

/** `show info` comes first in an answer, so that a refusal of the table is the last thing said. */
function lastLine(text: string): string {
	return text.trim().split('\n').at(-1) ?? '';
}

function findWrongName(config: HaproxyTargetConfig): Failure | null {
	const names = [config.backend, ...slotNames.flatMap((slot) => config.slots[slot].map(({ server }) => server))];
	const wrong = names.find((name) => !allowedName.test(name));
	return wrong === undefined ? null : badName(config.label, wrong);
}
