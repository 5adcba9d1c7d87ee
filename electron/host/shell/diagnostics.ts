/** Gathers what a bug report needs from this process and its machine. */
import { arch, cpus, homedir, platform, release, totalmem } from 'node:os';
import type { EngineApi } from '../../../shared/rpc/api.ts';
import type { ShellView } from '../../../shared/rpc/shell-api.ts';
import type { RoomState } from '../../../shared/rpc/views.ts';
import { diagnosticsText } from '../../../shared/shell/diagnostics.ts';
import type { HostDesk } from './desk.ts';

export interface DiagnosticsSources extends Pick<HostDesk, 'settings' | 'secrets' | 'versions'> {
	readonly api: Pick<EngineApi, 'room'>;
	readonly host: ShellView['host'];
	readonly dataFolder: string;
	/** Newest warnings and errors of the log. */
	readonly troubles: () => readonly string[];
}

/** Makes the function behind "Copy diagnostics". */
export function createDiagnostics(sources: DiagnosticsSources): HostDesk['diagnostics'] {
	const { settings, secrets, versions, host, dataFolder, troubles } = sources;
	return async () =>
		diagnosticsText({
			at: Date.now(),
			host,
			system: `${platform()} ${arch()}, ${release()}, ${cpus().length} processors, ${Math.round(totalmem() / 2 ** 30)} GB`,
			versions,
			uptimeMs: process.uptime() * 1_000,
			memoryBytes: process.memoryUsage.rss(),
			homeFolder: homedir(),
			dataFolder,
			room: await currentRoom(sources.api),
			settings: settings.current(),
			secrets: secrets.view(),
			troubles: troubles(),
		});
}

/** The first message of a watch is a snapshot. */
async function currentRoom(api: DiagnosticsSources['api']): Promise<RoomState | null> {
	const stop = new AbortController();
	try {
		for await (const message of api.room.watch(null, stop.signal)) {
			return message.kind === 'snapshot' ? message.room : null;
		}
		return null;
	} finally {
		stop.abort();
	}
}
