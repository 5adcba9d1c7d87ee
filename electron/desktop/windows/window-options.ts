/** What each kind of window is made with. */
import type { BrowserWindowConstructorOptions, WebPreferences } from 'electron';
import type { WindowKind } from '../../../shared/rpc/shell-api.ts';
import type { Placement, WindowSize } from '../../../shared/shell/window-placement.ts';

/** Sizes of windows that were never open, and the least at which their screens can be read. */
export const windowSizes: Readonly<Record<WindowKind, WindowSize>> = {
	room: { width: 1440, height: 900, minWidth: 960, minHeight: 640 },
	deployment: { width: 1200, height: 860, minWidth: 960, minHeight: 640 },
	wall: { width: 1600, height: 900, minWidth: 640, minHeight: 360 },
};

/** The page's own ground (`--ground` of renderer/ui/tokens.css), so that a window never flashes before its first paint. */
export function groundColour(isDark: boolean): string {
	return isDark ? '#0c1015' : '#f1f4f6';
}

export interface WindowLook {
	readonly placement: Placement;
	readonly background: string;
	/** 1 is as drawn. */
	readonly zoom: number;
}

/** What every page is locked in by, whatever it shows: Electron's safe defaults written out, so that a test can hold them. */
export const lockedIn = {
	sandbox: true,
	contextIsolation: true,
	nodeIntegration: false,
	nodeIntegrationInWorker: false,
	nodeIntegrationInSubFrames: false,
	webviewTag: false,
	// Names of releases and PromQL are no words of a language; nothing typed is sent to a spell checker.
	spellcheck: false,
	navigateOnDragDrop: false,
} as const satisfies WebPreferences;

/** Options of every window that a person sees. */
export function windowOptions(
	preload: string,
	isPackaged: boolean,
	{ placement, background, zoom }: WindowLook,
): BrowserWindowConstructorOptions {
	const { bounds, minWidth, minHeight } = placement;
	return {
		title: 'Signalbox',
		...bounds,
		minWidth,
		minHeight,
		show: false,
		autoHideMenuBar: true,
		backgroundColor: background,
		webPreferences: {
			...lockedIn,
			preload,
			devTools: !isPackaged,
			zoomFactor: zoom,
		},
	};
}
