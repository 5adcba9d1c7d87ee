/** What both hosts do to open the room: data folder, log, settings, engine, and the projects of last time. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import path from 'node:path';
import { ok, type Result } from '../../shared/domain/result.ts';
import type { Caller, EngineApi } from '../../shared/rpc/api.ts';
import type { MachineEvents } from '../engine/machine.ts';
import type { HostArguments } from './arguments.ts';
import { dataFolderOf, type MachineFacts, makeDataFolder, refuseDataFolder } from './data-folder.ts';
import { type FileLog, openLog } from './log.ts';
import type { ControlRoom, ControlRoomOptions, CreateControlRoom } from './room.ts';
import type { HostDesk, SecretDesk } from './shell/desk.ts';
import { createDiagnostics } from './shell/diagnostics.ts';
import type { SecretCipher } from './secrets/cipher.ts';
import { createKnownSecrets, type KnownSecrets } from './secrets/known-secrets.ts';
import { createPassphraseCipher } from './secrets/passphrase-cipher.ts';
import { openWithPassphraseFile } from './secrets/passphrase-file.ts';
import { openSecretDesk } from './secrets/secret-desk.ts';
import { type CreateSettingsStore, openSettings, rememberingProjects, type Settings } from './settings.ts';
import { createSurroundings, type SurroundingsOptions } from './surroundings.ts';

export interface OpenRoomOptions {
	readonly host: ControlRoomOptions['host'];
	readonly args: HostArguments;
	readonly mayAct: boolean;
	readonly machine: MachineFacts;
	readonly packageRoot: string;
	/** Folder in which the person started us. */
	readonly startFolder: string;
	readonly router: ControlRoomOptions['router'];
	readonly sampleNode: ControlRoomOptions['sampleNode'];
	readonly jobNode: ControlRoomOptions['jobNode'];
	readonly createRoom: CreateControlRoom;
	/** How the system is asked for its proxy; a browser host asks the environment alone. */
	readonly resolveSystemProxy?: SurroundingsOptions['resolveSystemProxy'];
	/** `conf` unless given; the desktop gives `electron-store`. */
	readonly createSettingsStore?: CreateSettingsStore;
	/** Prints reports; an installed browser unless given. */
	readonly printer?: ControlRoomOptions['printer'];
	/** A passphrase unless given; the desktop gives the system's own encryption. */
	readonly secretCipher?: SecretCipher;
}

export interface OpenRoom {
	readonly api: EngineApi;
	readonly caller: Caller;
	/** Where the host says that this machine sleeps, wakes or is locked. */
	readonly machine: MachineEvents;
	readonly log: FileLog;
	readonly dataFolder: string;
	/** What the shells of this host's windows are made of. */
	readonly desk: HostDesk;
	/** For the desktop, which remembers where its windows were. */
	readonly settings: Pick<Settings, 'windows' | 'setWindows'>;
	/** Writes a month's report into a folder, without any screen. */
	readonly writeReport: ControlRoom['writeReport'];
	close(): Promise<void>;
}

/** The name that the journal writes: the one this person has on this machine. */
export function personName(read: () => { readonly username: string } = userInfo): string {
	try {
		return read().username;
	} catch {
		// A container may run as a number without a name.
		return 'someone at this machine';
	}
}

/** Opens the room. Projects and the sample start behind it, so that the windows need not wait for them. */
export async function openRoom(options: OpenRoomOptions): Promise<Result<OpenRoom>> {
	const { args, machine, packageRoot } = options;
	const folder = await makeDataFolder(dataFolderOf(args, machine, options.startFolder));
	if (!folder.ok) return folder;
	const dataFolder = folder.value;
	const known = createKnownSecrets();
	const files = openFiles(dataFolder, known, options.createSettingsStore);
	if (!files.ok) return files;
	const { log, settings } = files.value;
	// What ends the process unforeseen is written down first; the next start recovers from the journal.
	const noteEnd = (err: Error) => log.error({ err }, 'Signalbox ends over an error of its own');
	process.on('uncaughtExceptionMonitor', noteEnd);
	const caller: Caller = { name: personName(), mayAct: options.mayAct };
	const versions = await readVersions(packageRoot);
	const secrets = await openSecrets(options.secretCipher, dataFolder, known, log);
	const room = await options.createRoom({
		host: options.host,
		version: versions.signalbox,
		dataFolder,
		packageRoot,
		caller,
		suggestedProject: findProject(options.startFolder),
		router: options.router,
		sampleNode: options.sampleNode,
		jobNode: options.jobNode,
		surroundings: createSurroundings({ ...options, settings: settings.desk, logger: log }),
		logger: log,
		...(options.printer === undefined ? {} : { printer: options.printer }),
		secrets: { read: secrets.read, note: known.add },
	});
	if (!room.ok) {
		log.error({ err: room.cause, code: room.problem.code }, room.problem.message);
		process.off('uncaughtExceptionMonitor', noteEnd);
		log.close();
		return room;
	}
	const api = rememberingProjects(room.value.api, settings);
	// Only now: the room has this data folder for itself.
	void openWithPassphraseFile(secrets, machine, log).then(() => openProjects(api, { log, settings }, caller, options));
	const diagnostics = createDiagnostics({
		...{ api, host: options.host, dataFolder, versions, secrets, settings: settings.desk },
		troubles: log.troubles,
	});
	return ok({
		api,
		caller,
		machine: room.value.machine,
		writeReport: room.value.writeReport,
		log,
		dataFolder,
		settings,
		desk: {
			settings: settings.desk,
			secrets,
			versions,
			diagnostics: async () => known.hide(await diagnostics()),
		},
		close: async () => {
			await room.value.close();
			process.off('uncaughtExceptionMonitor', noteEnd);
			log.info({}, 'closed');
			log.close();
		},
	});
}

function openSecrets(
	cipher: SecretCipher | undefined,
	dataFolder: string,
	known: KnownSecrets,
	logger: FileLog,
): Promise<SecretDesk> {
	return openSecretDesk({
		file: path.join(dataFolder, 'secrets.json'),
		cipher: cipher ?? createPassphraseCipher({ now: Date.now }),
		now: Date.now,
		logger,
		note: known.add,
	});
}

interface KeptFiles {
	readonly log: FileLog;
	readonly settings: Settings;
}

function openFiles(
	dataFolder: string,
	known: KnownSecrets,
	createSettingsStore: CreateSettingsStore | undefined,
): Result<KeptFiles> {
	let log: FileLog | null = null;
	try {
		log = openLog(path.join(dataFolder, 'logs'), { hideKnown: known.hide });
		return ok({ log, settings: openSettings(dataFolder, log, createSettingsStore) });
	} catch (cause) {
		log?.close();
		return refuseDataFolder(dataFolder, cause);
	}
}

/** All at once: a target that does not answer must not delay the recovery of another project. What fails is logged. */
async function openProjects(
	api: EngineApi,
	{ log, settings }: KeptFiles,
	caller: Caller,
	options: OpenRoomOptions,
): Promise<void> {
	const attempt = async (what: string, work: () => Promise<Result<unknown>>) => {
		try {
			const done = await work();
			if (!done.ok) log.warn({ problem: done.problem, err: done.cause }, `${what} did not open`);
		} catch (err) {
			log.error({ err }, `${what} did not open`);
		}
	};
	const { project, sample } = options.args;
	const named = project === null ? [] : [path.resolve(options.startFolder, project)];
	const wanted = new Set([...settings.projects().filter((known) => existsSync(known)), ...named]);
	await Promise.all([...wanted].map((each) => attempt(each, () => api.projects.open({ path: each }, caller))));
	if (sample) await attempt('the sample', () => api.sample.start(caller));
}

function findProject(folder: string): string | null {
	const file = path.join(folder, 'signalbox.yaml');
	return existsSync(file) ? file : null;
}

async function readVersions(packageRoot: string): Promise<HostDesk['versions']> {
	return {
		signalbox: await readVersion(packageRoot),
		electron: process.versions['electron'] ?? null,
		chromium: process.versions['chrome'] ?? null,
		node: process.versions.node,
	};
}

async function readVersion(packageRoot: string): Promise<string> {
	const text = await readFile(path.join(packageRoot, 'package.json'), 'utf8');
	const manifest: unknown = JSON.parse(text);
	const isNamed = typeof manifest === 'object' && manifest !== null && 'version' in manifest;
	return isNamed ? String(manifest.version) : '0.0.0';
}
