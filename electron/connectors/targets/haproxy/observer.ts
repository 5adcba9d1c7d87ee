/** One place that talks to HAProxy for all operations: sends commands, reads what is so, remembers which versions were told last. */
import type { HaproxyTargetConfig } from '../../../../shared/config/model.ts';
import { type Failure, ok, type Result } from '../../../../shared/domain/result.ts';
import { slotNames, type TargetState } from '../../../../shared/domain/target/model.ts';
import type { Clock, Logger } from '../../../engine/ports.ts';
import type { Exec } from '../../exec.ts';
import type { Fetch } from '../../http.ts';
import { badName, cancelled, notRuntimeApi, refused } from './problems.ts';
import { addressText, createRuntimeApi } from './runtime-api.ts';
import { isUsable, parseProduct, parseStat, type ServerStat, type StatAnswer } from './stat.ts';
import { type SlotVersions, targetState } from './state.ts';
import { readVersions } from './versions.ts';

export interface HaproxyDeps {
	readonly clock: Clock;
	readonly exec: Exec;
	readonly fetch: Fetch;
	readonly logger: Logger;
}

export interface Observation {
	/** What was so before the changes. */
	readonly before: readonly ServerStat[];
	readonly servers: readonly ServerStat[];
	readonly state: TargetState;
}

export interface Observer {
	/** Sends `changes` and reads all servers before and after them, in the same connection. Versions are those told last. */
	send(changes: readonly string[], signal?: AbortSignal): Promise<Result<Observation>>;
	/** Names of the servers that were up or unchecked when they were seen last. */
	usable(): ReadonlySet<string>;
	/** Asks HAProxy and every slot what is so. */
	observe(signal?: AbortSignal): Promise<Result<Observation>>;
}

/** For one whole exchange with HAProxy, ms: it answers within one, or it hangs. */
const runtimeTimeoutMs = 2000;

/** HAProxy's own rule for names of proxies and servers; it also keeps a name from smuggling in a second command. */
const allowedName = /^[A-Za-z0-9_.:-]+$/;

/** HAProxy's answer for servers without checks to `health down`, and no trouble. */
const harmless = /^Health checks are not enabled on this server/i;

export function createObserver(config: HaproxyTargetConfig, deps: HaproxyDeps): Observer {
	const { label } = config;
	const show = `show stat ${config.backend} 4 -1`;
	const api = createRuntimeApi({ address: config.api, label, timeoutMs: runtimeTimeoutMs });
	const wrongName = findWrongName(config);
	let told: SlotVersions = { blue: { version: null, note: null }, green: { version: null, note: null } };

	/** The servers as they were seen last; a change is undone to these. Null before the first look. */
	let known: readonly ServerStat[] | null = null;

	async function ask(commands: readonly string[], signal?: AbortSignal): Promise<Result<StatAnswer>> {
		if (wrongName !== null) return wrongName;
		const answer = await api.ask(commands, signal);
		return answer.ok ? ok(parseStat(answer.value)) : answer;
	}

	return {
		usable: () => new Set((known ?? []).filter(isUsable).map(({ name }) => name)),
		async send(changes, signal) {
			// Asking for a table first would keep the change, and on the way back the users, waiting for it.
			const remembered = known;
			const asks = changes.length === 0 || remembered !== null ? [...changes, show] : [show, ...changes, show];
			const answer = await ask(asks, signal);
			if (!answer.ok) return answer;
			const { servers, words, hasTable } = answer.value;
			const before = remembered ?? answer.value.before;
			const refusal = words.find((line) => !harmless.test(line));
			if (refusal !== undefined || !hasTable) return refused(label, refusal ?? 'an empty answer');
			known = servers;
			return ok({ before, servers, state: targetState(config, servers, told, deps.clock.now()) });
		},
		async observe(signal) {
			const answer = await ask(['show info', show], signal);
			if (!answer.ok) return answer;
			const { before, servers, words, hasTable } = answer.value;
			const product = parseProduct(words.join('\n'));
			if (product === null) return notRuntimeApi(label, addressText(config.api));
			// `show info` comes first, so that a refusal of the table is the last thing said.
			if (!hasTable) return refused(label, words.at(-1) ?? 'an empty answer');
			known = servers;
			told = await readVersions(config, servers, deps, signal);
			if (signal?.aborted) return cancelled(label);
			return ok({ before, servers, state: { ...targetState(config, servers, told, deps.clock.now()), product } });
		},
	};
}

function findWrongName(config: HaproxyTargetConfig): Failure | null {
	const names = [config.backend, ...slotNames.flatMap((slot) => config.slots[slot].map(({ server }) => server))];
	const wrong = names.find((name) => !allowedName.test(name));
	return wrong === undefined ? null : badName(config.label, wrong);
}
