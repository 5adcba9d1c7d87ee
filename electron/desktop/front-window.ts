/** Follows which window is in front and what it shows, for the menu and for notifications. */
import type { App, BrowserWindow } from 'electron';
import type { FrontWindow } from './parts.ts';
import { addressOf } from './windows/opened-window.ts';

export interface FrontWindowDeps {
	readonly app: Pick<App, 'on' | 'off'>;
	readonly windows: { front(): BrowserWindow | null };
}

/** To be made before the first window, because it follows each from its making. */
export function createFrontWindow({ app, windows }: FrontWindowDeps): FrontWindow & { close(): void } {
	const listeners = new Set<() => void>();
	const tell = () => {
		for (const listen of listeners) listen();
	};
	const follow = (_event: unknown, window: BrowserWindow) => {
		window.webContents.on('did-navigate', tell);
		window.webContents.on('did-navigate-in-page', tell);
		window.once('closed', tell);
	};
	app.on('browser-window-created', follow);
	app.on('browser-window-focus', tell);
	return {
		address() {
			const window = windows.front();
			return window === null || window.isDestroyed() ? null : addressOf(window.webContents.getURL());
		},
		isFocused: () => windows.front()?.isFocused() ?? false,
		onChange(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		// What fails or is cancelled, the system's own dialog says.
		print: () => windows.front()?.webContents.print({ printBackground: true }),
		close() {
			app.off('browser-window-created', follow);
			app.off('browser-window-focus', tell);
			listeners.clear();
		},
	};
}
