/** Puts the shell around an open room: windows, menu, tray, notifications, power and updates, and the way out. */
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import path from 'node:path';
import type * as Electron from 'electron';
import { fail, ok, type Result } from '../../shared/domain/result.ts';
import type { WindowKind } from '../../shared/rpc/shell-api.ts';
import { localTimeOf } from '../../shared/shell/quiet-hours.ts';
import { quitQuestion } from '../../shared/shell/quit-question.ts';
import type { OpenRoom } from '../host/open-room.ts';
import type { RoomFiles } from '../host/room-files.ts';
import { createLinkServer } from '../host/serve-link.ts';
import { createHostShell, type ShellHost } from '../host/shell/host-shell.ts';
import { systemClock } from '../host/system-clock.ts';
import { createShellActions } from './actions.ts';
import { servePage } from './app-protocol.ts';
import { createAttentionFeed } from './attention-feed.ts';
import { createShellBadge } from './badge.ts';
import { createFrontWindow } from './front-window.ts';
import { readInstallationId } from './installation-id.ts';
import { logHelperEnds } from './life/helper-ends.ts';
import type { OwnFailure } from './life/own-failure.ts';
import { guardQuit, type Quitting } from './life/quitting.ts';
import { stayInTray } from './life/staying.ts';
import type { Links } from './links.ts';
import { loadUpdater } from './load-updater.ts';
import { createAppMenu } from './menu.ts';
import { createShellNotifications, type ShellNotifications } from './notifications.ts';
import type { RoomFeed, RoomWindows } from './parts.ts';
import { keepAwake, watchMachine } from './power.ts';
import { closeBeforeQuit } from './quit.ts';
import { createRoomFeed } from './room-feed.ts';
import { serveRpcPorts } from './rpc-ports.ts';
import { createShellTray } from './tray.ts';
import { createUpdates, type Updates } from './updates.ts';
import { createRoomWindows, type DesktopWindows } from './windows/room-windows.ts';

export interface ShellParts {
	readonly electron: Pick<
		typeof Electron,
		| 'app'
		| 'BrowserWindow'
		| 'clipboard'
		| 'dialog'
		| 'ipcMain'
		| 'Menu'
		| 'MessageChannelMain'
		| 'nativeImage'
		| 'nativeTheme'
		| 'Notification'
		| 'powerMonitor'
		| 'powerSaveBlocker'
		| 'protocol'
		| 'screen'
		| 'shell'
		| 'Tray'
	>;
	readonly room: OpenRoom;
	readonly files: RoomFiles;
	readonly links: Links;
	readonly ownFailure: OwnFailure;
	/** Starts the app again once this run has ended. */
	readonly relaunch: () => void;
	readonly packageRoot: string;
	readonly preload: string;
}

/** Opens the shell; the windows of the last run appear with it. */
export async function openShell(parts: ShellParts): Promise<void> {
	const { electron, room, links } = parts;
	const { app } = electron;
	const feed = createRoomFeed(room.api, room.log);
	const installationId = await readInstallationId(room.dataFolder);
	const quitting: { current: Quitting | null } = { current: null };
	const end = closeOnce(room, feed);
	const updates = openUpdates(parts, feed, installationId, async () => {
		quitting.current?.quitWithoutAsking();
		await end();
		app.releaseSingleInstanceLock();
	});
	const windows = openWindows(parts, updates);
	servePage(electron.protocol, parts.files);
	serveWindows(parts, windows);
	quitting.current = guardQuit({
		...electron,
		...{ process, windows, logger: room.log },
		room: feed.current,
	});
	closeBeforeQuit(app, end);
	parts.ownFailure.opened({
		...{ logger: room.log, close: end, hideWindows: windows.destroyAll },
		consequence: () => consequenceOf(feed),
	});
	logHelperEnds(app, room.log);
	const closeSurface = openSurface(parts, { feed, windows, updates, quit: quitting.current.quit });
	app.on('will-quit', closeSurface);
	links.openWindows(windows, room.log);
}

/** The room is closed once, whoever asks first: a quit, an update, or an error of our own. */
function closeOnce(room: OpenRoom, feed: RoomFeed): () => Promise<void> {
	let closing: Promise<void> | null = null;
	return () => {
		feed.close();
		closing ??= room.close();
		return closing;
	};
}

function consequenceOf(feed: RoomFeed): string | null {
	const known = feed.current();
	return known === null ? null : (quitQuestion(known)?.detail ?? null);
}

function openUpdates(
	{ electron: { app }, room, relaunch }: ShellParts,
	feed: RoomFeed,
	installationId: string,
	beforeInstall: () => Promise<void>,
): Updates {
	return createUpdates({
		loadUpdater: () => loadUpdater(room.log),
		installation: {
			platform: process.platform,
			isPackaged: app.isPackaged,
			appImage: process.env['APPIMAGE'],
			hasFeed: app.isPackaged && existsSync(path.join(process.resourcesPath, 'app-update.yml')),
		},
		version: room.desk.versions.signalbox,
		...{ installationId, feed, beforeInstall },
		settings: room.desk.settings,
		clock: systemClock(),
		logger: room.log,
		restart: () => {
			relaunch();
			app.exit(0);
		},
	});
}

function openWindows({ electron, room, preload }: ShellParts, updates: Updates): DesktopWindows {
	return createRoomWindows({
		...{ electron, preload, isPackaged: electron.app.isPackaged },
		makeShell: (windows) => createHostShell(room.desk, shellHost(electron, room, windows, updates)),
		settings: room.desk.settings,
		memory: { read: room.settings.windows, write: room.settings.setWindows },
		clock: systemClock(),
		logger: room.log,
	});
}

function shellHost(
	{ shell, Notification }: ShellParts['electron'],
	{ dataFolder }: OpenRoom,
	windows: RoomWindows,
	updates: Updates,
): ShellHost {
	return {
		kind: 'desktop',
		can: { openWindows: true, notify: Notification.isSupported(), showLogs: true, update: updates.can },
		openWindow: async ({ address, kind }: { address: string; kind: WindowKind }) => {
			windows.open(address, kind);
			return ok(null);
		},
		showLogs: () => showLogs(shell, dataFolder),
		updates: updates.host,
	};
}

async function showLogs(shell: Pick<Electron.Shell, 'openPath'>, dataFolder: string): Promise<Result<null>> {
	const folder = path.join(dataFolder, 'logs');
	const trouble = await shell.openPath(folder);
	if (trouble === '') return ok(null);
	return fail('internal', 'The folder of the logs could not be shown.', `Open it yourself: ${folder}`, {
		cause: trouble,
	});
}

function serveWindows({ electron, room }: ShellParts, windows: DesktopWindows): void {
	const serve = createLinkServer({ api: room.api, logger: room.log });
	serveRpcPorts({
		ipcMain: electron.ipcMain,
		Channel: electron.MessageChannelMain,
		serve: (link, contentsId) => {
			const shell = windows.shellOf(contentsId);
			return shell === null ? null : serve(link, { caller: room.caller, shell });
		},
		logger: room.log,
	});
}

interface Surface {
	readonly feed: RoomFeed;
	readonly windows: DesktopWindows;
	readonly updates: Updates;
	readonly quit: () => void;
}

/** What a person sees of the room outside its windows. The returned function takes it away. */
function openSurface(parts: ShellParts, { feed, windows, updates, quit }: Surface): () => void {
	const { electron, room, packageRoot } = parts;
	const { app, nativeImage, shell } = electron;
	const { settings, diagnostics } = room.desk;
	const { platform } = process;
	const icons = path.join(packageRoot, 'assets', 'icons');
	const clock = systemClock();
	const common = { platform, feed, settings, windows, clock, logger: room.log };
	const front = createFrontWindow({ app, windows });
	const attention = createAttentionFeed(feed);
	const spoken: { current: ShellNotifications | null } = { current: null };
	const actions = createShellActions({
		...{ api: room.api, caller: room.caller, feed, windows, diagnostics, quit, logger: room.log },
		clipboard: electron.clipboard,
		showLogs: () => showLogs(shell, room.dataFolder),
		checkForUpdate: updates.host.check,
		notify: (note) => spoken.current?.say(note),
		newKey: randomUUID,
	});
	spoken.current = createShellNotifications({
		...common,
		...{ front, actions, every },
		localTime: () => localTimeOf(new Date()),
		Notification: electron.Notification,
	});
	const overlay = platform === 'win32' ? nativeImage.createFromPath(path.join(icons, 'tray-needs-you.png')) : null;
	const tray = createShellTray({
		...common,
		...{ Tray: electron.Tray, Menu: electron.Menu, icons, attention, actions },
	});
	const closers = [
		spoken.current,
		tray,
		createAppMenu({
			...common,
			...{ Menu: electron.Menu, isPackaged: app.isPackaged, canUpdate: updates.can, front, actions },
		}),
		createShellBadge({
			...{ app, platform, attention, overlay },
			windows: () => electron.BrowserWindow.getAllWindows(),
		}),
		keepAwake({ powerSaveBlocker: electron.powerSaveBlocker, feed, settings }),
		watchMachine({ powerMonitor: electron.powerMonitor, machine: room.machine, logger: room.log }),
		attention,
		front,
		updates,
	];
	stayInTray({ app, ...common });
	return () => {
		for (const each of closers) each.close();
	};
}

function every(ms: number, work: () => void): () => void {
	const timer = setInterval(work, ms);
	return () => clearInterval(timer);
}
