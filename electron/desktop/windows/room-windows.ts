/** All windows of the room: which there are, which was used last, and what each of them hears. */
import type * as Electron from 'electron';
import type { ShellApi, WindowKind } from '../../../shared/rpc/shell-api.ts';
import type { SavedPlace } from '../../../shared/shell/window-placement.ts';
import type { Clock, Logger } from '../../engine/ports.ts';
import type { SettingsDesk } from '../../host/shell/desk.ts';
import type { HostShell } from '../../host/shell/host-shell.ts';
import type { RoomWindows } from '../parts.ts';
import { makeWindow, type Showing } from './make-window.ts';
import { addressOf, bringToFront, type OpenedWindow } from './opened-window.ts';
import { createPlaces, type Places } from './places.ts';
import { mostWindows, type WindowMemory } from './window-memory.ts';
import { groundColour } from './window-options.ts';

export type WindowParts = Pick<
	typeof Electron,
	'BrowserWindow' | 'screen' | 'nativeTheme' | 'dialog' | 'Menu' | 'clipboard'
>;

export interface RoomWindowsOptions {
	/** Only after the app is ready. */
	readonly electron: WindowParts;
	/** Absolute path of the built preload. */
	readonly preload: string;
	readonly isPackaged: boolean;
	/** Makes the shell of a window that is being opened. */
	readonly makeShell: (windows: RoomWindows) => HostShell;
	readonly settings: SettingsDesk;
	readonly memory: WindowMemory;
	readonly clock: Pick<Clock, 'monotonic' | 'after'>;
	readonly logger: Logger;
}

/** What the start, the end and the menu need of the windows beyond what their neighbours do. */
export interface DesktopWindows extends RoomWindows {
	/** Opens what was open when the last run ended, a room window in front; `address` leads that one elsewhere. */
	restore(address: string | null): void;
	/** The shell of the window that shows this page; null where the page is in none of ours. */
	shellOf(contentsId: number): ShellApi | null;
	/** Opens one more room window at the board, whatever is open already. */
	another(): void;
	/** The window in front, or the one used last. */
	front(): Electron.BrowserWindow | null;
	/** What is open now is what the next start opens, however the windows close after this. */
	settle(): void;
	/** Takes all windows away without asking their pages. */
	destroyAll(): void;
}

export function createRoomWindows(options: RoomWindowsOptions): DesktopWindows {
	/** The one used last at the end. */
	let opened: readonly OpenedWindow[] = [];
	const { screen } = options.electron;
	const places = createPlaces({ ...options, screen, opened: () => opened });
	const last = (kind?: WindowKind) => opened.findLast((each) => kind === undefined || each.kind === kind) ?? null;
	const front = () => opened.find(({ window }) => window.isFocused()) ?? last();

	const add = (kind: WindowKind, address: string, showing: Showing, saved: SavedPlace | null): OpenedWindow => {
		const made = makeWindow({ ...options, shell: options.makeShell(windows), places, kind, address, showing, saved });
		const { window } = made;
		opened = [...opened, made];
		window.on('focus', () => {
			opened = [...opened.filter((each) => each !== made), made];
		});
		window.once('closed', () => {
			opened = opened.filter((each) => each !== made);
			// At once: the app may end because this one is gone.
			places.write();
		});
		places.changed();
		return made;
	};
	const open = (address: string, kind: WindowKind): OpenedWindow => {
		const same = opened.find((each) => each.kind === kind && isAt(each, address));
		if (same !== undefined) {
			bringToFront(same);
			return same;
		}
		return opened.length < mostWindows ? add(kind, address, 'in front', null) : lead(last('room') ?? last(), address);
	};
	/** Leads a window that is there, or opens one. */
	const lead = (target: OpenedWindow | null, address: string): OpenedWindow => {
		if (target === null) return add('room', address, 'in front', null);
		target.shell.send({ kind: 'go', address });
		bringToFront(target);
		return target;
	};
	const windows: DesktopWindows = {
		open: (address, kind) => void open(address, kind),
		go: (address) => void lead(last('room'), address),
		show() {
			const target = last();
			if (target === null) open('/', 'room');
			else bringToFront(target);
		},
		tell(message) {
			const target = front() ?? open('/', 'room');
			if (!target.window.isFocused()) bringToFront(target);
			target.shell.send(message);
		},
		count: () => opened.length,
		restore: (address) => restore({ before: places.before, address, add }),
		shellOf: (contentsId) => opened.find((each) => each.contentsId === contentsId)?.shell.shell ?? null,
		another() {
			if (opened.length < mostWindows) add('room', '/', 'in front', null);
			else windows.show();
		},
		front: () => front()?.window ?? null,
		settle: places.settle,
		destroyAll() {
			for (const { window } of opened) window.destroy();
		},
	};
	followLooks(options, () => opened);
	return windows;
}

function isAt({ window, address }: OpenedWindow, wanted: string): boolean {
	return (addressOf(window.webContents.getURL()) ?? address) === wanted;
}

interface Restoring {
	readonly before: Places['before'];
	readonly address: string | null;
	readonly add: (kind: WindowKind, address: string, showing: Showing, saved: SavedPlace | null) => void;
}

/** A room window comes first, so that something useful is on screen soonest; the others appear behind it. */
function restore({ before, address, add }: Restoring): void {
	const main = before.findLast(({ kind }) => kind === 'room');
	add('room', address ?? main?.address ?? '/', 'in front', main?.place ?? null);
	for (const each of before) {
		if (each !== main) add(each.kind, each.address, 'behind', each.place);
	}
}

/** Keeps every window as light or dark, and as large, as the person wants it. */
function followLooks({ electron, settings }: RoomWindowsOptions, opened: () => readonly OpenedWindow[]): void {
	const { nativeTheme } = electron;
	let { zoom } = settings.current();
	const setZoom = (next: number) => {
		if (next === zoom) return;
		zoom = next;
		for (const { window } of opened()) window.webContents.setZoomFactor(zoom);
	};
	const setGround = () => {
		const colour = groundColour(nativeTheme.shouldUseDarkColors);
		for (const { window } of opened()) window.setBackgroundColor(colour);
	};
	nativeTheme.themeSource = settings.current().appearance;
	nativeTheme.on('updated', setGround);
	settings.onChange((changed) => {
		if (nativeTheme.themeSource !== changed.appearance) nativeTheme.themeSource = changed.appearance;
		setZoom(changed.zoom);
	});
}
