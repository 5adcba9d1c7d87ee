/** Where history, settings and logs are kept. */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { type Failure, fail, ok, type Result } from '../../shared/domain/result.ts';

export interface MachineFacts {
	readonly platform: NodeJS.Platform;
	readonly env: Readonly<Record<string, string | undefined>>;
	readonly homeFolder: string;
}

/** The usual place on this platform: XDG data home, Application Support or AppData. Relative settings are ignored, as XDG says. */
export function usualDataFolder({ platform, env, homeFolder }: MachineFacts): string {
	if (platform === 'win32') {
		return path.win32.join(env['APPDATA'] || path.win32.join(homeFolder, 'AppData', 'Roaming'), 'signalbox');
	}
	if (platform === 'darwin') return path.posix.join(homeFolder, 'Library', 'Application Support', 'signalbox');
	const configured = env['XDG_DATA_HOME'];
	const base = configured?.startsWith('/') ? configured : path.posix.join(homeFolder, '.local', 'share');
	return path.posix.join(base, 'signalbox');
}

/** The folder that the words name, seen from where the person started us, or the usual one. */
export function dataFolderOf(
	{ data }: { readonly data: string | null },
	machine: MachineFacts,
	startFolder: string,
): string {
	return data === null ? usualDataFolder(machine) : path.resolve(startFolder, data);
}

/** Makes the folder, readable by its owner alone: it holds history and the files of running slots. */
export async function makeDataFolder(folder: string, make: typeof makeFolder = makeFolder): Promise<Result<string>> {
	try {
		const absolute = path.resolve(folder);
		await make(path.join(absolute, 'logs'));
		return ok(absolute);
	} catch (cause) {
		return refuseDataFolder(folder, cause);
	}
}

async function makeFolder(folder: string): Promise<void> {
	await mkdir(folder, { recursive: true, mode: 0o700 });
}

/** Why the room stays shut when its data folder refused a file; `cause` is what was thrown. */
export function refuseDataFolder(folder: string, cause: unknown): Failure {
	if (cause instanceof Error && 'code' in cause && cause.code === 'ENOSPC') {
		return fail(
			'store-full',
			`The disk of the data folder ${folder} is full, so Signalbox did not start. What is running keeps running.`,
			'Free space on that disk and start again, or choose another folder with --data DIR.',
			{ cause, retryable: true },
		);
	}
	return fail(
		'store-failed',
		`The data folder ${folder} cannot be used, so Signalbox would forget what it does.`,
		'Make it and the files in it writable, or choose another with --data DIR.',
		{ cause },
	);
}
