/** Where a process target keeps its things. */
import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import { fail, ok, type Result } from '../../../../shared/domain/result.ts';

/** Unix socket paths are cut at about 104 bytes on macOS and 108 on Linux. */
const longestSocketPath = 100;

export interface StatePaths {
	readonly folder: string;
	readonly stateFile: string;
	readonly lockFile: string;
	readonly logFolder: string;
	readonly routerLog: string;
	/** Folder of the control socket; mode 0700 keeps other users out. Null for a Windows pipe. */
	readonly socketFolder: string | null;
	readonly socket: string;
	/** Marks every process that was started for this folder, in its environment. */
	readonly owner: string;
}

/** Works out every path of a state folder; touches nothing. */
export function statePaths(stateFolder: string, platform: NodeJS.Platform = process.platform): StatePaths {
	const folder = resolve(stateFolder);
	const owner = createHash('sha256').update(folder).digest('hex').slice(0, 20);
	const near = join(folder, 'control.sock');
	const socketFolder =
		Buffer.byteLength(near) <= longestSocketPath
			? folder
			: join(tmpdir(), `signalbox-${userInfo().uid}`, owner.slice(0, 12));
	return {
		folder,
		stateFile: join(folder, 'state.json'),
		lockFile: join(folder, 'router.lock'),
		logFolder: join(folder, 'logs'),
		routerLog: join(folder, 'logs', 'router.log'),
		socketFolder: platform === 'win32' ? null : socketFolder,
		socket: platform === 'win32' ? `\\\\.\\pipe\\signalbox-${owner}` : join(socketFolder, 'control.sock'),
		owner,
	};
}

/** Makes the folders, and refuses a socket folder that another user could have prepared. */
export function prepareFolders(paths: StatePaths): Result<null> {
	try {
		mkdirSync(paths.logFolder, { recursive: true, mode: 0o700 });
		if (paths.socketFolder === null) return ok(null);
		mkdirSync(paths.socketFolder, { recursive: true, mode: 0o700 });
		const facts = lstatSync(paths.socketFolder);
		const foreign = facts.uid !== process.getuid?.() || !facts.isDirectory();
		if (foreign || (paths.socketFolder !== paths.folder && (facts.mode & 0o077) !== 0))
			return fail(
				'target-unreachable',
				`The folder ${paths.socketFolder} belongs to someone else, so the router cannot be steered safely.`,
				'Remove that folder, or choose another data folder, and try again.',
			);
		return ok(null);
	} catch (cause) {
		return fail(
			'target-unreachable',
			`The folder ${paths.folder} cannot be written, so no release can be started there.`,
			'Check the disk and the rights of the folder, then try again.',
			{ cause, retryable: true },
		);
	}
}
