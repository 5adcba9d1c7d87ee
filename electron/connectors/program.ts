/** Which file a command means. A name is looked up in the absolute folders of PATH and nowhere else. */
import { accessSync, constants, statSync } from 'node:fs';
import path from 'node:path';

type Variables = Readonly<Record<string, string | undefined>>;

export interface ProgramPlace {
	/** PATH and, on Windows, PATHEXT. */
	readonly env: Variables;
	/** Where a path such as `./deploy.sh` begins. Absolute. */
	readonly cwd: string;
	readonly platform: NodeJS.Platform;
}

/** True for a file that this process may start. */
export function isProgram(file: string): boolean {
	try {
		accessSync(file, constants.X_OK);
		return statSync(file).isFile();
	} catch {
		return false;
	}
}

/**
 * The absolute file of a command; null when a name is nowhere in PATH. A path is only made absolute, so that the one who
 * starts it finds out what is wrong with it. Entries of PATH that are empty or relative mean the folder we happen to be
 * in, where anybody may have put a `git`: they are passed over.
 */
export function findProgram(command: string, place: ProgramPlace, exists = isProgram): string | null {
	const paths = place.platform === 'win32' ? path.win32 : path.posix;
	if (paths.isAbsolute(command)) return command;
	if (command.includes('/') || (place.platform === 'win32' && command.includes('\\'))) {
		return paths.resolve(place.cwd, command);
	}
	const names = namesOf(command, place);
	for (const folder of absoluteFolders(variable(place.env, 'PATH'), place.platform)) {
		const found = names.map((name) => paths.join(folder, name)).find((file) => exists(file));
		if (found !== undefined) return found;
	}
	return null;
}

/** The folders of a PATH without those that are relative, each once. */
export function absoluteFolders(value: string, platform: NodeJS.Platform): readonly string[] {
	const paths = platform === 'win32' ? path.win32 : path.posix;
	const folders = value.split(paths.delimiter).filter((folder) => isFixed(folder, platform));
	return [...new Set(folders)];
}

/** On Windows `\tools` is absolute too, but on the drive we happen to be on. */
function isFixed(folder: string, platform: NodeJS.Platform): boolean {
	return platform === 'win32' ? /^([a-z]:[\\/]|\\\\)/i.test(folder) : folder.startsWith('/');
}

/** Windows does not tell `Path` from `PATH`. */
function variable(env: Variables, name: string): string {
	return Object.entries(env).find(([each]) => each.toUpperCase() === name)?.[1] ?? '';
}

function namesOf(command: string, { env, platform }: ProgramPlace): readonly string[] {
	if (platform !== 'win32') return [command];
	const extensions = (variable(env, 'PATHEXT') || '.COM;.EXE;.BAT;.CMD').split(';').filter((each) => each !== '');
	const isComplete = extensions.some((each) => command.toLowerCase().endsWith(each.toLowerCase()));
	return isComplete ? [command] : extensions.map((each) => `${command}${each}`);
}
