/** The browser host from its words to its end. */
import path from 'node:path';
import { ok, type Result } from '../../shared/domain/result.ts';
import type { HostArguments } from '../host/arguments.ts';
import type { MachineFacts } from '../host/data-folder.ts';
import { openRoom, type OpenRoomOptions } from '../host/open-room.ts';
import type { CreateControlRoom } from '../host/room.ts';
import { createBrowserShell } from '../host/shell/host-shell.ts';
import { readRoomFiles } from '../host/room-files.ts';
import { startWebHost, type WebHost } from './server.ts';

export interface WebRunOptions {
	readonly args: HostArguments;
	readonly machine: MachineFacts;
	readonly packageRoot: string;
	readonly startFolder: string;
	/** Program that runs scripts: this Node. */
	readonly execPath: string;
	readonly createRoom: CreateControlRoom;
}

export interface RunningWebHost extends WebHost {
	readonly dataFolder: string;
}

/** The room of a host without Electron. */
export function webRoom(options: WebRunOptions): OpenRoomOptions {
	const { args, packageRoot, execPath } = options;
	return {
		...options,
		host: 'browser',
		mayAct: args.allowActions && !args.readOnly,
		router: { command: execPath, args: [path.join(packageRoot, 'dist', 'router.js')], env: {} },
		sampleNode: { command: execPath, args: [], env: {} },
		jobNode: { command: execPath, args: [], env: {} },
	};
}

/** Opens the room and serves it. Read-only unless the words allow acting. */
export async function runWebHost(options: WebRunOptions): Promise<Result<RunningWebHost>> {
	const { args, packageRoot } = options;
	const filesRead = readRoomFiles(path.join(packageRoot, 'dist', 'renderer'));
	const opened = await openRoom(webRoom(options));
	if (!opened.ok) return opened;
	const room = opened.value;
	const files = await filesRead;
	const started = files.ok
		? await startWebHost({
				api: room.api,
				caller: room.caller,
				shell: createBrowserShell(room.desk).shell,
				files: files.value,
				logger: room.log,
				port: args.port,
			})
		: files;
	if (!started.ok) {
		await room.close();
		return started;
	}
	const host = started.value;
	return ok({
		...host,
		dataFolder: room.dataFolder,
		close: async () => {
			await host.close();
			await room.close();
		},
	});
}
