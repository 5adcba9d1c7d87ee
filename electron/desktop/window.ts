/** The room's first window, until `run.ts` opens it through `windows/room-windows.ts`. */
import type { BrowserWindow, BrowserWindowConstructorOptions } from 'electron';
import { placeWindow } from '../../shared/shell/window-placement.ts';
import { roomUrl } from './security.ts';
import { groundColour, windowOptions as optionsOf, windowSizes } from './windows/window-options.ts';

export function windowOptions(preload: string, isPackaged: boolean): BrowserWindowConstructorOptions {
	const placement = placeWindow(null, [], windowSizes.room);
	return optionsOf(preload, isPackaged, { placement, background: groundColour(false), zoom: 1 });
}

/** Opens the room in a new window, which appears once there is something to see. */
export function openWindow(
	Window: new (options: BrowserWindowConstructorOptions) => Pick<BrowserWindow, 'once' | 'show' | 'loadURL'>,
	preload: string,
	isPackaged: boolean,
): void {
	const window = new Window(windowOptions(preload, isPackaged));
	window.once('ready-to-show', () => window.show());
	void window.loadURL(roomUrl).catch(() => {});
}
