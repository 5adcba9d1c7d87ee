/** Making one window: its options, when it appears, and what it listens to. */
import type { BrowserWindow } from 'electron';
import type { WindowKind } from '../../../shared/rpc/shell-api.ts';
import type { Placement, SavedPlace } from '../../../shared/shell/window-placement.ts';
import { nextZoom } from '../../../shared/shell/zoom.ts';
import type { HostShell } from '../../host/shell/host-shell.ts';
import { roomUrl } from '../security.ts';
import { offerContextMenu } from './context-menu.ts';
import { guardPage } from './guard-page.ts';
import type { OpenedWindow } from './opened-window.ts';
import type { Places } from './places.ts';
import type { RoomWindowsOptions } from './room-windows.ts';
import { bindWallKeys } from './wall-keys.ts';
import { groundColour, windowOptions } from './window-options.ts';

/** A page that paints nothing for this long is shown as it is: an empty window says more than none, ms. */
const showAnywayMs = 5_000;

export type Showing = 'in front' | 'behind';

export interface MakeWindowOptions
	extends Pick<RoomWindowsOptions, 'electron' | 'preload' | 'isPackaged' | 'settings' | 'clock' | 'logger'> {
	readonly shell: HostShell;
	readonly places: Places;
	readonly kind: WindowKind;
	/** Address below the hash. */
	readonly address: string;
	readonly showing: Showing;
	/** Where exactly this window stood; null for a new one. */
	readonly saved: SavedPlace | null;
}

/** Opens a window at its address. It appears once there is something to see. */
export function makeWindow(options: MakeWindowOptions): OpenedWindow {
	const { electron, kind, address, places, saved, shell, clock, logger } = options;
	const placement = places.placeFor(kind, saved);
	const window = new electron.BrowserWindow(
		windowOptions(options.preload, options.isPackaged, {
			placement,
			background: groundColour(electron.nativeTheme.shouldUseDarkColors),
			zoom: options.settings.current().zoom,
		}),
	);
	const contents = window.webContents;
	const opened: OpenedWindow = { window, contentsId: contents.id, kind, address, shell, place: saved, isShown: false };
	showWhenReady(opened, placement, options);
	keepPlace(opened, places);
	keepZoom(window, options);
	guardPage({ window, dialog: electron.dialog, clock, logger });
	offerContextMenu(window, electron);
	// Nothing that a page says may keep a window, and with it a quit, from closing.
	contents.on('will-prevent-unload', (event) => event.preventDefault());
	if (kind === 'wall') {
		window.setMenuBarVisibility(false);
		bindWallKeys(window);
	}
	window.loadURL(`${roomUrl}#${address}`).catch((err: unknown) => {
		logger.warn({ err, windowId: window.id }, 'a window could not load its page');
	});
	return opened;
}

function showWhenReady(opened: OpenedWindow, placement: Placement, { clock, showing }: MakeWindowOptions): void {
	const { window } = opened;
	const show = () => {
		cancel();
		if (opened.isShown || window.isDestroyed()) return;
		// First, because maximizing also shows a window.
		if (placement.isMaximized) window.maximize();
		if (placement.isFullScreen) window.setFullScreen(true);
		if (showing === 'in front') window.show();
		else window.showInactive();
		opened.isShown = true;
	};
	const cancel = clock.after(showAnywayMs, show);
	window.once('ready-to-show', show);
	window.once('closed', cancel);
}

function keepPlace(opened: OpenedWindow, places: Places): void {
	const { window } = opened;
	const changed = () => places.changed();
	window.on('resize', changed);
	window.on('move', changed);
	window.on('maximize', changed);
	window.on('unmaximize', changed);
	window.on('enter-full-screen', changed);
	window.on('leave-full-screen', changed);
	window.webContents.on('did-navigate-in-page', changed);
	window.on('close', () => places.leaving(opened));
}

function keepZoom(window: BrowserWindow, { settings, logger }: MakeWindowOptions): void {
	const contents = window.webContents;
	contents.on('did-finish-load', () => contents.setZoomFactor(settings.current().zoom));
	contents.on('zoom-changed', (_, direction) => {
		const changed = settings.change({ zoom: nextZoom(settings.current().zoom, direction) });
		if (!changed.ok) logger.warn({ problem: changed.problem }, 'the zoom could not be kept');
	});
}
