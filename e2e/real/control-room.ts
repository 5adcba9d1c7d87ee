/** A control room as the browser host composes it, reached over its real WebSocket. */
import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { createControlRoom } from '../../electron/host/control-room.ts';
import { plainSurroundings } from '../../electron/testing/surroundings.ts';
import { startWebHost } from '../../electron/web/server.ts';
import type { Result } from '../../shared/domain/result.ts';
import type { Caller } from '../../shared/rpc/api.ts';
import { openRoomClient, type RoomClient } from '../support/room-client.ts';
import { createFakeShell } from '../../shared/rpc/testing/fake-shell.ts';

export const ada: Caller = { name: 'Ada', mayAct: true };
const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

export interface OpenControlRoom extends RoomClient {
	/** Ends host and engine; what runs in the target goes on running. */
	leave(): Promise<void>;
}

/** Opens a room over `dataFolder` with the project of `projectFolder` in it. */
export async function openControlRoom(dataFolder: string, projectFolder: string): Promise<OpenControlRoom> {
	mkdirSync(dataFolder, { recursive: true });
	const room = value(
		await createControlRoom({
			host: 'browser',
			version: '0.0.0',
			dataFolder,
			packageRoot: resolve(import.meta.dirname, '..', '..'),
			caller: ada,
			suggestedProject: null,
			router: { command: process.execPath, args: [], env: {} },
			sampleNode: { command: process.execPath, args: [], env: {} },
			jobNode: { command: process.execPath, args: [], env: {} },
			surroundings: plainSurroundings(),
			logger: silent,
		}),
	);
	const host = value(
		await startWebHost({
			api: room.api,
			caller: ada,
			shell: createFakeShell().shell,
			files: new Map(),
			logger: silent,
			port: 0,
		}),
	);
	const address = new URL(host.address);
	const window = openRoomClient(address.origin, address.hash.slice(1));
	await window.until('the room', () => true);
	await window.client.projects.open.mutate({ path: projectFolder });
	return {
		...window,
		async leave() {
			await window.close();
			await host.close();
			await room.close();
		},
	};
}

export function value<T>(result: Result<T>): T {
	if (!result.ok) throw new Error(`${result.problem.code}: ${result.problem.message}`);
	return result.value;
}
