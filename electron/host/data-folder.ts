/** Where history, settings and logs are kept. */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { fail, ok, type Result } from '../../shared/domain/result.ts';

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

/** Makes the folder, readable by its owner alone: it holds history and the files of running slots. */
export async function makeDataFolder(folder: string): Promise<Result<string>> {
	try {
		const absolute = path.resolve(folder);
		await mkdir(path.join(absolute, 'logs'), { recursive: true, mode: 0o700 });
		return ok(absolute);
	} catch (cause) {
		return fail(
			'store-failed',
			`The data folder ${folder} cannot be used, so Signalbox would forget what it does.`,
			'Make it writable, or choose another with --data DIR.',
			{ cause },
		);
	}
}
