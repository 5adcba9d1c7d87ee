/** The order in which the desktop starts. What has to come before Electron is ready comes first. */
import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import * as electron from 'electron';
import type { Problem, Result } from '../../shared/domain/result.ts';
import { takeLink } from '../../shared/shell/take-link.ts';
import { type HostArguments, helpText, parseHostArguments } from '../host/arguments.ts';
import { createControlRoom } from '../host/control-room.ts';
import { dataFolderOf } from '../host/data-folder.ts';
import { runEndEverything } from '../host/end-everything.ts';
import { type OpenRoom, openRoom } from '../host/open-room.ts';
import { readRoomFiles } from '../host/room-files.ts';
import { systemClock } from '../host/system-clock.ts';
import { unforeseen } from '../host/unforeseen.ts';
import { appId } from './app-id.ts';
import { appSchemes } from './app-protocol.ts';
import { endOnOwnFailure, type OwnFailure, relaunchApp } from './life/own-failure.ts';
import { within } from './life/within.ts';
import { type Links, receiveLinks, registerLinks } from './links.ts';
import { openShell } from './open-shell.ts';
import { jobCommand, type RoleOptions, routerCommand, sampleCommand } from './roles.ts';
import { createSystemCipher } from './secret-cipher.ts';
import { createOpenExternal, secureContents, secureSession } from './security.ts';
import { createWindowPrinter } from './print/window-printer.ts';
import { createElectronSettings } from './settings-store.ts';
import { ownWords } from './start-words.ts';
import { createSystemProxy } from './system-proxy.ts';

const { app, dialog, Menu, protocol, safeStorage, session, shell } = electron;

/** Hosts that links may lead to. Connections to products with pages of their own will bring theirs. */
const allowedHosts: ReadonlySet<string> = new Set<string>();
/** How long a room may take to close that gets no windows, ms. */
const closingMs = 5_000;
const machine = { platform: process.platform, env: process.env, homeFolder: homedir() };

/** Where the built app lies. */
export interface DesktopPlaces {
	/** Folder with `package.json`, `dist/` and `assets/`. */
	readonly packageRoot: string;
	readonly preload: string;
}

/** What is bound before Electron is ready. */
interface Early {
	readonly places: DesktopPlaces;
	readonly links: Links;
	readonly ownFailure: OwnFailure;
	readonly relaunch: (link?: string | null) => void;
}

function giveUp({ message, hint }: Problem): void {
	process.stderr.write(`${message}\n${hint}\n`);
	if (app.isReady()) dialog.showErrorBox(message, hint);
	app.exit(1);
}

/** Starts the desktop. What has to come before Electron is ready is done when this returns; the rest follows. */
export function runDesktop(places: DesktopPlaces): void {
	// `electron . words` in development, `signalbox words` when packaged.
	const words = takeLink(process.argv.slice(app.isPackaged ? 1 : 2));
	const parsed = parseHostArguments(ownWords(words.rest));
	if (!parsed.ok) return giveUp(parsed.problem);
	if (parsed.value.help) {
		process.stdout.write(helpText);
		return app.exit(0);
	}
	if (parsed.value.endEverything) return endEverything(parsed.value);
	prepareApp(parsed.value);
	// Who comes second hands over the words of its start, of which the first one takes the link.
	if (!app.requestSingleInstanceLock()) return app.quit();
	const early = listen(places, words.link);
	void app
		.whenReady()
		.then(() => openApp(parsed.value, early))
		.catch((error: unknown) => giveUp(unforeseen(error)));
}

function endEverything(args: HostArguments): void {
	const say = (line: string) => void process.stdout.write(`${line}\n`);
	void runEndEverything({ args, machine, startFolder: startFolder(), say }).then(
		(code) => app.exit(code),
		(error: unknown) => giveUp(unforeseen(error)),
	);
}

/** What has to be said before Electron is ready. */
function prepareApp({ data }: HostArguments): void {
	app.enableSandbox();
	// Windows shows notifications only of an app whose shortcut bears the same id; electron-builder's bears this one.
	if (process.platform === 'win32' && app.isPackaged) app.setAppUserModelId(appId);
	protocol.registerSchemesAsPrivileged(appSchemes);
	placeUserData(path.join(dataFolderOf({ data }, machine, startFolder()), 'desktop'));
	// Ours comes with the room; until then macOS has a standard one, which nobody can do harm with.
	if (process.platform !== 'darwin') Menu.setApplicationMenu(null);
	secureContents(
		app,
		createOpenExternal((address) => shell.openExternal(address), allowedHosts),
	);
}

/** One instance for each data folder, which also keeps the page's own storage there. */
function placeUserData(folder: string): void {
	try {
		// `setPath` throws for a folder that is not there.
		mkdirSync(folder, { recursive: true, mode: 0o700 });
		app.setPath('userData', folder);
	} catch {
		// The data folder cannot be written to, which opening the room says in words.
	}
}

function listen(places: DesktopPlaces, link: string | null): Early {
	const relaunch = (startLink: string | null = null) =>
		relaunchApp(app, {
			...{ appImage: process.env['APPIMAGE'] ?? null, words: process.argv.slice(1), link: startLink },
		});
	const say = (text: string) => void process.stderr.write(text);
	registerLinks(app, {
		...{ isPackaged: app.isPackaged, execPath: process.execPath, packageRoot: places.packageRoot },
		isAskedFor: process.env['SIGNALBOX_TAKE_LINKS'] === '1',
	});
	return {
		...{ places, relaunch, links: receiveLinks(app, link) },
		ownFailure: endOnOwnFailure({ process, app, dialog, clock: systemClock(), relaunch, say }),
	};
}

async function openApp(args: HostArguments, early: Early): Promise<void> {
	const { places } = early;
	secureSession(session.defaultSession, process.platform);
	const [files, room] = await Promise.all([
		readRoomFiles(path.join(places.packageRoot, 'dist', 'renderer')),
		open(args, places),
	]);
	if (!room.ok) return giveUp(room.problem);
	if (!files.ok) return giveUpRoom(room.value, files.problem);
	try {
		await openShell({ ...early, ...places, electron, room: room.value, files: files.value });
	} catch (error) {
		await giveUpRoom(room.value, unforeseen(error));
	}
}

/** Closes the room first, as far as that goes, so that the journal ends in order. */
async function giveUpRoom(room: OpenRoom, problem: Problem): Promise<void> {
	await within(systemClock(), closingMs, room.close()).catch(() => null);
	giveUp(problem);
}

function startFolder(): string {
	return process.env['INIT_CWD'] ?? process.cwd();
}

function open(args: HostArguments, { packageRoot }: DesktopPlaces): Promise<Result<OpenRoom>> {
	const role: RoleOptions = {
		...{ execPath: process.execPath, packageRoot, isPackaged: app.isPackaged },
		appImage: process.env['APPIMAGE'] ?? null,
	};
	return openRoom({
		host: 'desktop',
		args,
		mayAct: !args.readOnly,
		machine,
		packageRoot,
		startFolder: startFolder(),
		router: routerCommand(role),
		sampleNode: sampleCommand(role),
		jobNode: jobCommand(role),
		createRoom: createControlRoom,
		resolveSystemProxy: createSystemProxy(session.defaultSession),
		createSettingsStore: createElectronSettings(electron.ipcMain),
		secretCipher: createSystemCipher(safeStorage, process.platform),
		printer: createWindowPrinter({ electron, clock: systemClock(), platform: process.platform }),
	});
}
