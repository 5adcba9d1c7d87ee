/** The room's window. */
import type { BrowserWindow, BrowserWindowConstructorOptions } from 'electron';
import { roomUrl } from './security.ts';

/** Options of every window: Electron's safe defaults written out, so that a test can hold them. */
export function windowOptions(preload: string, isPackaged: boolean): BrowserWindowConstructorOptions {
	return {
		title: 'Signalbox',
		width: 1440,
		height: 900,
		minWidth: 960,
		minHeight: 640,
		show: false,
		autoHideMenuBar: true,
		webPreferences: {
			preload,
			sandbox: true,
			contextIsolation: true,
			nodeIntegration: false,
			nodeIntegrationInWorker: false,
			nodeIntegrationInSubFrames: false,
			webviewTag: false,
			spellcheck: false,
			navigateOnDragDrop: false,
			devTools: !isPackaged,
		},
	};
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
