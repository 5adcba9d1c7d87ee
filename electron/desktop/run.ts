/** The order in which the desktop starts and ends. */
import { homedir } from 'node:os';
import path from 'node:path';
import { app, BrowserWindow, dialog, ipcMain, Menu, MessageChannelMain, protocol, session, shell } from 'electron';
import type { Problem, Result } from '../../shared/domain/result.ts';
import { unforeseen } from '../host/unforeseen.ts';
import { type HostArguments, helpText, parseHostArguments } from '../host/arguments.ts';
import { createControlRoom } from '../host/control-room.ts';
import { dataFolderOf } from '../host/data-folder.ts';
import { runEndEverything } from '../host/end-everything.ts';
import { type OpenRoom, openRoom } from '../host/open-room.ts';
import { type RoomFiles, readRoomFiles } from '../host/room-files.ts';
import { createLinkServer } from '../host/serve-link.ts';
import { createBrowserShell } from '../host/shell/host-shell.ts';
import { appSchemes, servePage } from './app-protocol.ts';
import { closeBeforeQuit } from './quit.ts';
import { routerCommand } from './router-role.ts';
import { serveRpcPorts } from './rpc-ports.ts';
import { createOpenExternal, secureContents, secureSession } from './security.ts';
import { openWindow } from './window.ts';

/** Hosts that links may lead to. Connections to products with pages of their own will bring theirs. */
const allowedHosts: ReadonlySet<string> = new Set<string>();

const machine = { platform: process.platform, env: process.env, homeFolder: homedir() };

/** Where the built app lies. */
export interface DesktopPlaces {
	/** Folder with `package.json`, `dist/` and `assets/`. */
	readonly packageRoot: string;
	readonly preload: string;
}

function giveUp({ message, hint }: Problem): void {
	process.stderr.write(`${message}\n${hint}\n`);
	if (app.isReady()) dialog.showErrorBox(message, hint);
	app.exit(1);
}

/** Starts the desktop. What has to come before Electron is ready is done when this returns; the rest follows. */
export function runDesktop(places: DesktopPlaces): void {
	// `electron . words` in development, `signalbox words` when packaged.
	const parsed = parseHostArguments(process.argv.slice(app.isPackaged ? 1 : 2));
	if (!parsed.ok) return giveUp(parsed.problem);
	if (parsed.value.help) {
		process.stdout.write(helpText);
		return app.exit(0);
	}
	if (parsed.value.endEverything) {
		const say = (line: string) => void process.stdout.write(`${line}\n`);
		void runEndEverything({ args: parsed.value, machine, startFolder: startFolder(), say }).then(
			(code) => app.exit(code),
			(error: unknown) => giveUp(unforeseen(error)),
		);
		return;
	}
	prepareApp(parsed.value);
	if (!app.requestSingleInstanceLock()) return app.quit();
	void app
		.whenReady()
		.then(() => openApp(parsed.value, places))
		.catch((error: unknown) => giveUp(unforeseen(error)));
}

async function openApp(args: HostArguments, places: DesktopPlaces): Promise<void> {
	secureSession(session.defaultSession);
	const [files, room] = await Promise.all([
		readRoomFiles(path.join(places.packageRoot, 'dist', 'renderer')),
		open(args, places),
	]);
	if (!room.ok) return giveUp(room.problem);
	closeBeforeQuit(app, () => room.value.close());
	if (!files.ok) return giveUp(files.problem);
	showRoom(room.value, files.value, places);
}

/** What has to be said before Electron is ready. */
function prepareApp({ data }: HostArguments): void {
	app.enableSandbox();
	protocol.registerSchemesAsPrivileged(appSchemes);
	// One instance for each data folder, which also keeps the page's own storage there.
	app.setPath('userData', path.join(dataFolderOf({ data }, machine, startFolder()), 'desktop'));
	if (process.platform !== 'darwin') Menu.setApplicationMenu(null);
	secureContents(
		app,
		createOpenExternal((address) => shell.openExternal(address), allowedHosts),
	);
}

function startFolder(): string {
	return process.env['INIT_CWD'] ?? process.cwd();
}

function open(args: HostArguments, { packageRoot }: DesktopPlaces): Promise<Result<OpenRoom>> {
	return openRoom({
		host: 'desktop',
		args,
		mayAct: !args.readOnly,
		machine,
		packageRoot,
		startFolder: startFolder(),
		router: routerCommand({ execPath: process.execPath, packageRoot, isPackaged: app.isPackaged }),
		createRoom: createControlRoom,
	});
}

function showRoom(room: OpenRoom, files: RoomFiles, places: DesktopPlaces): void {
	servePage(protocol, files);
	const serve = createLinkServer({ api: room.api, logger: room.log });
	serveRpcPorts({
		ipcMain,
		Channel: MessageChannelMain,
		serve: (link) => serve(link, { caller: room.caller, shell: createBrowserShell(room.desk).shell }),
		logger: room.log,
	});
	// A second start before this moment finds its window without asking.
	app.on('second-instance', () => showWindow(places));
	app.on('activate', () => showWindow(places));
	app.on('window-all-closed', () => {
		if (process.platform !== 'darwin') app.quit();
	});
	showWindow(places);
}

/** Brings the window to the front, or opens one where none is. */
function showWindow({ preload }: DesktopPlaces): void {
	const window = BrowserWindow.getAllWindows()[0];
	if (window === undefined) {
		openWindow(BrowserWindow, preload, app.isPackaged);
		return;
	}
	if (window.isMinimized()) window.restore();
	window.focus();
}
