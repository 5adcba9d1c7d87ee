/** What a person types when Signalbox could not move the traffic back: HAProxy's own Runtime API, by `socat`. */
import type { HaproxyTargetConfig } from '../../../../shared/config/model.ts';
import type { TrafficSplit } from '../../../../shared/domain/target/model.ts';
import { shellWord } from '../../shell-words.ts';
import type { RuntimeAddress } from './runtime-api.ts';
import { splitCommands } from './weights.ts';

/** One line that sets the split exactly as Signalbox would, one that shows the servers afterwards. */
export function manualCommands(config: HaproxyTargetConfig, split: TrafficSplit): readonly string[] {
	return [splitCommands(config, split), [`show stat ${config.backend} 4 -1`]].map(
		(commands) => `echo ${shellWord(commands.join('; '))} | socat stdio ${shellWord(socatAddress(config.api))}`,
	);
}

function socatAddress(address: RuntimeAddress): string {
	if ('socket' in address) return `UNIX-CONNECT:${address.socket}`;
	const host = address.host.includes(':') ? `[${address.host}]` : address.host;
	return `TCP:${host}:${address.port}`;
}
