/** What a person sees of the room outside its windows: menu, tray, badge and notifications; and what keeps it there. */
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { localTimeOf } from '../../shared/shell/quiet-hours.ts';
import { systemClock } from '../host/system-clock.ts';
import { createShellActions } from './actions.ts';
import { createAttentionFeed } from './attention-feed.ts';
import { createShellBadge } from './badge.ts';
import { createFrontWindow } from './front-window.ts';
import { stayInTray } from './life/staying.ts';
import { createAppMenu } from './menu.ts';
import { createShellNotifications, type ShellNotifications } from './notifications.ts';
import type { ShellParts } from './open-shell.ts';
import type { RoomFeed, ShellActions, SpokenNote } from './parts.ts';
import { keepAwake, watchMachine } from './power.ts';
import { showLogs } from './show-logs.ts';
import { createShellTray } from './tray.ts';
import type { Updates } from './updates.ts';
import type { DesktopWindows } from './windows/room-windows.ts';

type SurfaceParts = Pick<ShellParts, 'electron' | 'room' | 'packageRoot'>;

export interface Surface {
	readonly feed: RoomFeed;
	readonly windows: DesktopWindows;
	readonly updates: Updates;
	/** As a person asks for it. */
	readonly quit: () => void;
}

/** The returned function takes it away, once or more often. */
export function openSurface(parts: SurfaceParts, surface: Surface): () => void {
	const { electron, room, packageRoot } = parts;
	const { app } = electron;
	const { feed, windows, updates } = surface;
	const { settings } = room.desk;
	const { platform } = process;
	const icons = path.join(packageRoot, 'assets', 'icons');
	const common = { platform, feed, settings, windows, clock: systemClock(), logger: room.log };
	const front = createFrontWindow({ app, windows });
	const attention = createAttentionFeed(feed);
	const spoken: { current: ShellNotifications | null } = { current: null };
	const actions = openActions(parts, surface, (note) => spoken.current?.say(note));
	const notifications = createShellNotifications({
		...common,
		...{ front, actions, every },
		localTime: () => localTimeOf(new Date()),
		Notification: electron.Notification,
	});
	spoken.current = notifications;
	const tray = createShellTray({
		...common,
		...{ Tray: electron.Tray, Menu: electron.Menu, icons, attention, actions },
	});
	const closers = [
		notifications,
		tray,
		createAppMenu({
			...common,
			...{ Menu: electron.Menu, isPackaged: app.isPackaged, canUpdate: updates.can, front, actions },
		}),
		openBadge(parts, icons, attention),
		keepAwake({ powerSaveBlocker: electron.powerSaveBlocker, feed, settings }),
		watchMachine({ powerMonitor: electron.powerMonitor, machine: room.machine, logger: room.log }),
		...[attention, front, updates],
	];
	stayInTray({ app, ...common, hasTray: tray.isThere });
	return () => {
		for (const each of closers) each.close();
	};
}

function openActions(
	{ electron, room }: SurfaceParts,
	{ feed, windows, updates, quit }: Surface,
	notify: (note: SpokenNote) => void,
): ShellActions {
	return createShellActions({
		...{ api: room.api, caller: room.caller, feed, windows, quit, notify, logger: room.log },
		diagnostics: room.desk.diagnostics,
		clipboard: electron.clipboard,
		showLogs: () => showLogs(electron.shell, room.dataFolder),
		checkForUpdate: updates.host.check,
		newKey: randomUUID,
	});
}

function openBadge(
	{ electron: { app, BrowserWindow, nativeImage } }: SurfaceParts,
	icons: string,
	attention: ReturnType<typeof createAttentionFeed>,
) {
	const { platform } = process;
	const overlay = platform === 'win32' ? nativeImage.createFromPath(path.join(icons, 'tray-needs-you.png')) : null;
	return createShellBadge({ app, platform, attention, overlay, windows: () => BrowserWindow.getAllWindows() });
}

function every(ms: number, work: () => void): () => void {
	const timer = setInterval(work, ms);
	return () => clearInterval(timer);
}
