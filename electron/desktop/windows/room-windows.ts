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
	/** The end has begun: what is open now is what the next start opens, and nothing opens any more. */
	settle(): void;
	/** Takes all windows away without asking their pages; none comes again. */
	destroyAll(): void;
}

export function createRoomWindows(options: RoomWindowsOptions): DesktopWindows {
	const row = createWindowRow(options, () => windows);
	let isOver = false;
	/** Tray, menu and second starts are there until the very end, when a window would show a room that nobody keeps. */
	const unlessOver =
		<Words extends readonly unknown[]>(work: (...words: Words) => void) =>
		(...words: Words): void => {
			if (!isOver) work(...words);
		};
	const windows: DesktopWindows = {
		open: unlessOver((address, kind) => void openAt(row, address, kind)),
		go: unlessOver((address) => void lead(row, row.last('room'), address)),
		show: unlessOver(() => {
			const target = row.last();
			if (target === null) openAt(row, '/', 'room');
			else bringToFront(target);
		}),
		tell: unlessOver((message) => {
			const target = row.front() ?? openAt(row, '/', 'room');
			if (!target.window.isFocused()) bringToFront(target);
			target.shell.send(message);
		}),
		count: () => row.opened().length,
		restore: unlessOver((address) => restore(row, address)),
		shellOf: (contentsId) => row.opened().find((each) => each.contentsId === contentsId)?.shell.shell ?? null,
		another: unlessOver(() => {
			if (row.opened().length < mostWindows) row.add('room', '/', 'in front', null);
			else windows.show();
		}),
		front: () => row.front()?.window ?? null,
		settle() {
			isOver = true;
			row.places.settle();
		},
		destroyAll() {
			isOver = true;
			for (const { window } of row.opened()) window.destroy();
		},
	};
	followLooks(options, row.opened);
	return windows;
}

/** The windows in the order of their use. */
interface WindowRow {
	readonly places: Places;
	/** The one used last at the end. */
	opened(): readonly OpenedWindow[];
	last(kind?: WindowKind): OpenedWindow | null;
	/** The one that has the focus, else the one used last. */
	front(): OpenedWindow | null;
	/** `saved`: where exactly this window stood; null for a new one. */
	add(kind: WindowKind, address: string, showing: Showing, saved: SavedPlace | null): OpenedWindow;
}

function createWindowRow(options: RoomWindowsOptions, windows: () => RoomWindows): WindowRow {
	let opened: readonly OpenedWindow[] = [];
	// While a window says that it is closed, others may hear it before we do, and it throws at every question.
	const there = () => opened.filter(({ window }) => !window.isDestroyed());
	const places = createPlaces({ ...options, screen: options.electron.screen, opened: there });
	const last = (kind?: WindowKind) => there().findLast((each) => kind === undefined || each.kind === kind) ?? null;
	return {
		places,
		opened: there,
		last,
		front: () => there().find(({ window }) => window.isFocused()) ?? last(),
		add(kind, address, showing, saved) {
			const shell = options.makeShell(windows());
			const made = makeWindow({ ...options, shell, places, kind, address, showing, saved });
			opened = [...opened, made];
			made.window.on('focus', () => {
				opened = [...opened.filter((each) => each !== made), made];
			});
			made.window.once('closed', () => {
				opened = opened.filter((each) => each !== made);
				// At once: the app may end because this one is gone.
				places.write();
			});
			places.changed();
			return made;
		},
	};
}

/** The window of this kind that shows this, in front; a new one where there is none and room for one more. */
function openAt(row: WindowRow, address: string, kind: WindowKind): OpenedWindow {
	const same = row.opened().find((each) => each.kind === kind && isAt(each, address));
	if (same !== undefined) {
		bringToFront(same);
		return same;
	}
	if (row.opened().length < mostWindows) return row.add(kind, address, 'in front', null);
	return lead(row, row.last('room') ?? row.last(), address);
}

/** Leads a window that is there, or opens one. */
function lead(row: WindowRow, target: OpenedWindow | null, address: string): OpenedWindow {
	if (target === null) return row.add('room', address, 'in front', null);
	target.shell.send({ kind: 'go', address });
	bringToFront(target);
	return target;
}

function isAt({ window, address }: OpenedWindow, wanted: string): boolean {
	return (addressOf(window.webContents.getURL()) ?? address) === wanted;
}

/** A room window comes first, so that something useful is on screen soonest; the others appear behind it. */
function restore({ places, add }: WindowRow, address: string | null): void {
	const main = places.before.findLast(({ kind }) => kind === 'room');
	add('room', address ?? main?.address ?? '/', 'in front', main?.place ?? null);
	for (const each of places.before) {
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
