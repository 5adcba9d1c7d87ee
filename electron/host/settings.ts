/** What a host remembers from one start to the next: `settings.json` in the data folder. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import Conf from 'conf';
import { type Failure, fail, type JsonValue, ok, type Problem, type Result } from '../../shared/domain/result.ts';
import type { EngineApi } from '../../shared/rpc/api.ts';
import { type ShellSettings, shellSettings } from '../../shared/shell/settings.ts';
import {
	freshSettings,
	readSettings,
	rememberedProjects,
	type SettingsFile,
} from '../../shared/shell/settings-migrations.ts';
import type { Logger } from '../engine/ports.ts';
import { setAside } from './set-aside.ts';
import type { SettingsDesk } from './shell/desk.ts';
import { createListeners } from './shell/listeners.ts';

/** A disk that refuses is logged where it must not fail what a person does; `desk` tells it. */
export interface Settings {
	/** Projects that were open, in the order they were opened. */
	projects(): readonly string[];
	setProjects(paths: readonly string[]): void;
	/** What the desktop last said about its windows; null before it did. */
	windows(): JsonValue;
	setWindows(windows: JsonValue): void;
	readonly desk: SettingsDesk;
}

/** The one thing we ask of `conf` and of `electron-store`: the whole file, written in one piece. Setting it throws. */
export interface SettingsStore {
	store: Record<string, unknown>;
}

export interface SettingsPlace {
	/** Absolute. */
	readonly folder: string;
	/** Without `.json`. */
	readonly name: string;
}

export type CreateSettingsStore = (place: SettingsPlace) => SettingsStore;

const fileMode = 0o600;

/** `conf`, as the host without Electron keeps settings. */
export const createConfStore: CreateSettingsStore = ({ folder, name }) =>
	new Conf<Record<string, unknown>>({ cwd: folder, configName: name, configFileMode: fileMode });

/**
 * Opens `settings.json` in the data folder. A broken file is set aside and one of a newer Signalbox is left as it is;
 * either is told by `desk.problem()`. What was read here is what counts until the end of this run, whatever happens to
 * the file meanwhile. Throws where the folder cannot be read or written at all.
 */
export function openSettings(
	dataFolder: string,
	logger: Pick<Logger, 'warn'>,
	createStore: CreateSettingsStore = createConfStore,
): Settings {
	const opened = openFile(path.join(dataFolder, 'settings.json'));
	if (opened.problem !== null) logger.warn({ problem: opened.problem }, opened.problem.message);
	let { file } = opened;
	let problem = opened.problem;
	const store = createStore({ folder: dataFolder, name: 'settings' });

	const write = (next: SettingsFile): Result<null> => {
		if (opened.isReadOnly && opened.problem !== null) return { ok: false, problem: opened.problem };
		try {
			store.store = { ...next };
		} catch (cause) {
			const failure = refuseWrite(cause);
			problem = failure.problem;
			return failure;
		}
		file = next;
		problem = opened.isLasting ? opened.problem : null;
		return ok(null);
	};
	const remember = (change: Partial<SettingsFile>, consequence: string): void => {
		const written = write({ ...file, ...change });
		if (!written.ok) logger.warn({ problem: written.problem, err: written.cause }, consequence);
	};
	return {
		projects: () => file.projects,
		setProjects(paths) {
			remember({ projects: rememberedProjects(paths) }, 'the open projects will not be remembered');
		},
		windows: () => file.windows,
		setWindows(windows) {
			if (JSON.stringify(windows) === JSON.stringify(file.windows)) return;
			remember({ windows }, 'the places of the windows will not be remembered');
		},
		desk: createDesk({
			current: () => file.shell,
			problem: () => problem,
			write: (shell) => write({ ...file, shell }),
		}),
	};
}

interface OpenedFile {
	readonly file: SettingsFile;
	readonly problem: Problem | null;
	/** The file must not be written. */
	readonly isReadOnly: boolean;
	/** The problem is not over with the next file that is written. */
	readonly isLasting: boolean;
}

function openFile(name: string): OpenedFile {
	const fine = { problem: null, isReadOnly: false, isLasting: false };
	if (!existsSync(name)) return { ...fine, file: freshSettings() };
	const reading = readSettings(readFileSync(name, 'utf8'));
	if (reading.kind === 'newer') {
		return { file: reading.file, problem: problemOfNewer(reading.version), isReadOnly: true, isLasting: true };
	}
	if (reading.kind === 'broken') {
		const problem = problemOfBroken(setAside(name));
		return { ...fine, file: freshSettings(), problem, isLasting: true };
	}
	const { file, dropped } = reading;
	return { ...fine, file, problem: dropped.length === 0 ? null : problemOfFields(dropped) };
}

function problemOfNewer(version: number): Problem {
	return fail(
		'store-newer',
		`The settings were written by a newer Signalbox (version ${version} of the file), so they are used as far as they are understood and cannot be changed here.`,
		'Start the newer Signalbox, or choose another data folder with --data DIR.',
	).problem;
}

function problemOfBroken(asideName: string): Problem {
	return fail(
		'store-corrupt',
		`The settings could not be read, so every setting is at its default and no project was opened again. The old file is kept as ${asideName}.`,
		'Set what you need anew, or mend the old file and put it back while Signalbox is not running.',
	).problem;
}

function problemOfFields(dropped: readonly string[]): Problem {
	return fail(
		'store-corrupt',
		`Some settings could not be used and are at their defaults: ${dropped.join(', ')}.`,
		'Set them anew; the other settings are as they were.',
		{ details: { fields: dropped } },
	).problem;
}

function refuseWrite(cause: unknown): Failure {
	const isFull = cause instanceof Error && 'code' in cause && cause.code === 'ENOSPC';
	return fail(
		isFull ? 'store-full' : 'store-failed',
		isFull
			? 'The disk of the settings is full, so nothing was changed.'
			: 'The settings could not be written, so nothing was changed.',
		isFull ? 'Free space on that disk and try again.' : 'Make settings.json in the data folder writable and try again.',
		{ cause, retryable: true },
	);
}

interface Shelf {
	current(): ShellSettings;
	problem(): Problem | null;
	write(shell: ShellSettings): Result<null>;
}

function createDesk({ current, problem, write }: Shelf): SettingsDesk {
	const changes = createListeners<ShellSettings>();
	return {
		current,
		problem,
		change(change) {
			const parsed = shellSettings.safeParse({ ...current(), ...change });
			if (!parsed.success) {
				return fail('invalid-input', 'This setting cannot be kept, so nothing was changed.', 'Look at the field.');
			}
			const written = write(parsed.data);
			if (!written.ok) return written;
			changes.tell(parsed.data);
			return ok(parsed.data);
		},
		onChange: changes.add,
	};
}

/** The same engine, remembering the projects that a person opens and closes. */
export function rememberingProjects(api: EngineApi, settings: Settings): EngineApi {
	const paths = new Map<string, string>();
	const remember = (projectId: string, path: string): void => {
		paths.set(projectId, path);
		settings.setProjects([...settings.projects(), path]);
	};
	return {
		...api,
		projects: {
			...api.projects,
			open: async (input, caller) => {
				const opened = await api.projects.open(input, caller);
				if (opened.ok) remember(opened.value.projectId, input.path);
				return opened;
			},
			create: async (input, caller) => {
				const created = await api.projects.create(input, caller);
				if (created.ok) remember(created.value.projectId, input.path);
				return created;
			},
			close: async (input, caller) => {
				const closed = await api.projects.close(input, caller);
				const path = paths.get(input.projectId);
				if (closed.ok) settings.setProjects(settings.projects().filter((each) => each !== path));
				return closed;
			},
		},
	};
}
