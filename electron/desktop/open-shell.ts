/** Puts the shell around an open room: windows, what stands beside them, updates, and the way out. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import type * as Electron from 'electron';
import { ok } from '../../shared/domain/result.ts';
import type { WindowKind } from '../../shared/rpc/shell-api.ts';
import { quitQuestion } from '../../shared/shell/quit-question.ts';
import type { OpenRoom } from '../host/open-room.ts';
import type { RoomFiles } from '../host/room-files.ts';
import { createLinkServer } from '../host/serve-link.ts';
import { createHostShell, type ShellHost } from '../host/shell/host-shell.ts';
import { systemClock } from '../host/system-clock.ts';
import { servePage } from './app-protocol.ts';
import { readInstallationId } from './installation-id.ts';
import { letGoForInstall } from './life/before-install.ts';
import { logHelperEnds } from './life/helper-ends.ts';
import type { OwnFailure } from './life/own-failure.ts';
import { guardQuit, type Quitting } from './life/quitting.ts';
import type { Links } from './links.ts';
import { loadUpdater } from './load-updater.ts';
import type { RoomFeed, RoomWindows } from './parts.ts';
import { closeBeforeQuit } from './quit.ts';
import { openSurface } from './open-surface.ts';
import { createRoomFeed } from './room-feed.ts';
import { serveRpcPorts } from './rpc-ports.ts';
import { showLogs } from './show-logs.ts';
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
	/** Starts the app again once this run has ended, at a link if one is given. */
	readonly relaunch: (link?: string | null) => void;
	readonly packageRoot: string;
	readonly preload: string;
}

/** Opens the shell; the windows of the last run appear with it. */
export async function openShell(parts: ShellParts): Promise<void> {
	const { electron, room, links } = parts;
	const { app } = electron;
	const feed = createRoomFeed(room.api, room.log);
	const installationId = await readInstallationId(room.dataFolder);
	const later: { quitting: Quitting | null; closeSurface: () => void } = { quitting: null, closeSurface: () => {} };
	const close = closeOnce(room, feed);
	const updates = openUpdates(parts, feed, installationId, () =>
		letGoForInstall({
			...{ app, close, clock: systemClock() },
			quitting: { askNoMore: () => later.quitting?.askNoMore() },
			// The installer starts the new version; an old one beside it would be in its way.
			leaveLinks: () => links.leave(() => {}),
		}),
	);
	const windows = openWindows(parts, updates);
	servePage(electron.protocol, parts.files);
	serveWindows(parts, windows);
	const quitting = guardQuit({ ...electron, ...{ process, windows, logger: room.log }, room: feed.current });
	later.quitting = quitting;
	app.on('will-quit', () => {
		links.leave(parts.relaunch);
		later.closeSurface();
	});
	closeBeforeQuit(app, close, room.log);
	parts.ownFailure.opened({
		...{ logger: room.log, close },
		hideWindows() {
			windows.destroyAll();
			later.closeSurface();
		},
		consequence: () => consequenceOf(feed),
	});
	logHelperEnds(app, room.log);
	later.closeSurface = openSurface(parts, { feed, windows, updates, quit: quitting.quit });
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
