/** One open window as the others see it: its kind, where it leads, and where it stands. */
import type { BrowserWindow, Screen } from 'electron';
import type { WindowKind } from '../../../shared/rpc/shell-api.ts';
import { linkTo, parseLink } from '../../../shared/shell/links.ts';
import type { DisplayPlace, Rectangle, SavedPlace } from '../../../shared/shell/window-placement.ts';
import type { HostShell } from '../../host/shell/host-shell.ts';
import { isOwnAddress } from '../security.ts';

export interface OpenedWindow {
	readonly window: BrowserWindow;
	/** Of its page. Kept here, because a window that is gone cannot be asked. */
	readonly contentsId: number;
	readonly kind: WindowKind;
	/** Where it was opened: what counts until its page has told where it is. */
	readonly address: string;
	readonly shell: HostShell;
	/** Where it was last seen standing; null until it is on screen. */
	place: SavedPlace | null;
	/** False until it was shown for the first time. */
	isShown: boolean;
}

/** The address below the hash that a page's own address names; null where it names none of ours. */
export function addressOf(url: string): string | null {
	if (!isOwnAddress(url)) return null;
	const hash = URL.parse(url)?.hash.replace(/^#/, '') ?? '';
	const parsed = parseLink(linkTo(hash === '' ? '/' : hash));
	return parsed.ok ? parsed.value : null;
}

/** Where a window stands now, or where it was seen last. */
export function placeOf(opened: OpenedWindow, screen: Pick<Screen, 'getDisplayMatching'>): SavedPlace | null {
	const { window } = opened;
	// Before it is shown it is not maximized yet, although it is going to be.
	if (!opened.isShown || window.isDestroyed()) return opened.place;
	const bounds = whole(window.getNormalBounds());
	const display = screen.getDisplayMatching(window.getBounds());
	return {
		bounds,
		display: displayPlace(display),
		isMaximized: window.isMaximized(),
		isFullScreen: window.isFullScreen(),
	};
}

/** What placing needs of a display. */
export function displayPlace({ id, workArea }: DisplayPlace): DisplayPlace {
	return { id, workArea: whole(workArea) };
}

function whole({ x, y, width, height }: Rectangle): Rectangle {
	return { x: Math.round(x), y: Math.round(y), width: Math.round(width), height: Math.round(height) };
}

/** To the front, also when it was minimized. A window before its first paint comes by itself. */
export function bringToFront({ window, isShown }: OpenedWindow): void {
	if (window.isMinimized()) window.restore();
	if (!isShown) return;
	if (!window.isVisible()) window.show();
	window.focus();
}
