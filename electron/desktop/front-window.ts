/** Follows which window is in front and what it shows, for the menu and for notifications. */
import type { App, BrowserWindow } from 'electron';
import type { FrontWindow } from './parts.ts';

export interface FrontWindowDeps {
	readonly app: Pick<App, 'on' | 'off'>;
	readonly BrowserWindow: Pick<typeof BrowserWindow, 'getFocusedWindow' | 'getAllWindows'>;
}

/** To be made before the first window. */
export function createFrontWindow({ app, BrowserWindow }: FrontWindowDeps): FrontWindow & { close(): void } {
	const listeners = new Set<() => void>();
	let last: BrowserWindow | null = null;
	const tell = () => {
		for (const listen of listeners) listen();
	};
	const follow = (_event: unknown, window: BrowserWindow) => {
		window.webContents.on('did-navigate-in-page', tell);
		window.webContents.on('did-navigate', tell);
		window.once('closed', () => {
			if (last === window) last = null;
			tell();
		});
	};
	const take = (_event: unknown, window: BrowserWindow) => {
		last = window;
		tell();
	};
	app.on('browser-window-created', follow);
	app.on('browser-window-focus', take);
	const front = (): BrowserWindow | null => {
		const window = BrowserWindow.getFocusedWindow() ?? last ?? BrowserWindow.getAllWindows()[0] ?? null;
		return window === null || window.isDestroyed() ? null : window;
	};
	return {
		address: () => addressOf(front()?.webContents.getURL() ?? null),
		isFocused: () => BrowserWindow.getFocusedWindow() !== null,
		onChange(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		print: () => front()?.webContents.print(),
		close() {
			app.off('browser-window-created', follow);
			app.off('browser-window-focus', take);
			listeners.clear();
		},
	};
}

/** `app://room/index.html#/deployments/x` → `/deployments/x` */
function addressOf(url: string | null): string | null {
	if (url === null) return null;
	const hash = url.indexOf('#');
	const address = hash === -1 ? '' : url.slice(hash + 1);
	return address.startsWith('/') ? address : '/';
}
