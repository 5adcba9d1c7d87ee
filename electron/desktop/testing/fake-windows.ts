/** Windows and their pages, without a screen: they remember what was asked of them, and tests tell them what happens. */
import type {
	BrowserWindow,
	BrowserWindowConstructorOptions,
	Event,
	Rectangle,
	WebContents,
	WindowOpenHandlerResponse,
} from 'electron';
import { fakeEvent, type Recorder, untyped } from './recorder.ts';

export interface FakeWindows {
	/** Stands for the class `BrowserWindow`. */
	readonly BrowserWindow: typeof BrowserWindow;
	/** In order of their making, without those that are gone. */
	open(): readonly BrowserWindow[];
	/** What each was made with, in the same order; also those that are gone. */
	readonly options: readonly BrowserWindowConstructorOptions[];
	/** What the page would get that opens this address; null where no handler was set. */
	openFrom(contents: WebContents, url: string): WindowOpenHandlerResponse | null;
}

/** What the app tells of windows while they are made. */
export interface WindowNews {
	contentsMade(contents: WebContents): void;
	windowMade(window: BrowserWindow): void;
}

/** As on Electron, a window that is gone throws at every call but `isDestroyed`, already while it says that it is `closed`. */
export function createFakeWindows(recorder: Recorder, news: WindowNews): FakeWindows {
	const windows = new Map<number, BrowserWindow>();
	const options: BrowserWindowConstructorOptions[] = [];
	const openHandlers = new Map<number, Parameters<WebContents['setWindowOpenHandler']>[0]>();
	const focused = { id: 0 };
	const make = (given: BrowserWindowConstructorOptions = {}): BrowserWindow => {
		options.push(given);
		recorder.note('new BrowserWindow', [given]);
		const id = options.length;
		const contents = createContents(recorder, id, openHandlers);
		const window = createWindow({ recorder, id, given, contents, focused, gone: () => windows.delete(id) });
		windows.set(id, window);
		news.contentsMade(contents);
		news.windowMade(window);
		return window;
	};
	class Fake {
		constructor(given?: BrowserWindowConstructorOptions) {
			return untyped(make(given));
		}
		static getAllWindows = () => [...windows.values()];
		static getFocusedWindow = () => windows.get(focused.id) ?? null;
		static fromId = (id: number) => windows.get(id) ?? null;
		static fromWebContents = ({ id }: WebContents) => windows.get(id) ?? null;
	}
	return {
		BrowserWindow: untyped(Fake satisfies Pick<typeof BrowserWindow, 'getAllWindows' | 'fromId' | 'fromWebContents'>),
		open: () => [...windows.values()],
		options,
		openFrom: (contents, url) => {
			const details = { url, frameName: '', features: '', disposition: 'foreground-tab', referrer: { url: '' } };
			return openHandlers.get(contents.id)?.(untyped(details)) ?? null;
		},
	};
}

function createContents(
	recorder: Recorder,
	id: number,
	openHandlers: Map<number, Parameters<WebContents['setWindowOpenHandler']>[0]>,
): WebContents {
	const page = { url: '', zoom: 1, isGone: false };
	return recorder.fakeEmitter<WebContents>('webContents', {
		id,
		getURL: () => page.url,
		loadURL: async (url) => {
			page.url = url;
		},
		getZoomFactor: () => page.zoom,
		setZoomFactor: (factor) => {
			page.zoom = factor;
		},
		isDestroyed: () => page.isGone,
		isCrashed: () => false,
		isLoading: () => false,
		isDevToolsOpened: () => false,
		setWindowOpenHandler: (handler) => void openHandlers.set(id, handler),
		setVisualZoomLevelLimits: async () => {},
		send: () => {},
		postMessage: () => {},
		reload: () => {},
		reloadIgnoringCache: () => {},
		forcefullyCrashRenderer: () => {},
		focus: () => {},
		close: () => {
			page.isGone = true;
		},
		print: (_, done) => done?.(true, ''),
		printToPDF: async () => Buffer.from('%PDF-'),
		toggleDevTools: () => {},
		setIgnoreMenuShortcuts: () => {},
	});
}

interface Making {
	readonly recorder: Recorder;
	readonly id: number;
	readonly given: BrowserWindowConstructorOptions;
	readonly contents: WebContents;
	readonly focused: { id: number };
	readonly gone: () => void;
}

function createWindow({ recorder, id, given, contents, focused, gone }: Making): BrowserWindow {
	const { x = 0, y = 0, width = 800, height = 600 } = given;
	const now = {
		bounds: { x, y, width, height },
		title: given.title ?? '',
		isShown: given.show ?? true,
		isMinimized: false,
		isMaximized: false,
		isFullScreen: given.fullscreen ?? false,
		isGone: false,
	};
	/** Sets the state and tells it as the system would. */
	const turn = (change: Partial<typeof now>, event: string) => {
		Object.assign(now, change);
		window.emit(event);
	};
	const takeFocus = () => {
		focused.id = id;
		window.emit('focus');
	};
	const destroy = () => {
		if (now.isGone) return;
		now.isGone = true;
		if (focused.id === id) focused.id = 0;
		gone();
		contents.emit('destroyed');
		markDestroyed(window);
		window.emit('closed');
	};
	const setBounds = (bounds: Partial<Rectangle>) => {
		turn({ bounds: { ...now.bounds, ...bounds } }, 'resize');
		window.emit('move');
	};
	const window = recorder.fakeEmitter<BrowserWindow>('window', {
		id,
		webContents: contents,
		loadURL: (url) => contents.loadURL(url),
		getTitle: () => now.title,
		setTitle: (title) => turn({ title }, 'page-title-updated'),
		getBounds: () => now.bounds,
		getNormalBounds: () => now.bounds,
		setBounds,
		show: () => {
			turn({ isShown: true }, 'show');
			takeFocus();
		},
		showInactive: () => turn({ isShown: true }, 'show'),
		hide: () => turn({ isShown: false }, 'hide'),
		isVisible: () => now.isShown,
		focus: takeFocus,
		isFocused: () => focused.id === id,
		minimize: () => turn({ isMinimized: true }, 'minimize'),
		restore: () => turn({ isMinimized: false }, 'restore'),
		isMinimized: () => now.isMinimized,
		maximize: () => turn({ isMaximized: true }, 'maximize'),
		unmaximize: () => turn({ isMaximized: false }, 'unmaximize'),
		isMaximized: () => now.isMaximized,
		setFullScreen: (isFullScreen) => turn({ isFullScreen }, isFullScreen ? 'enter-full-screen' : 'leave-full-screen'),
		isFullScreen: () => now.isFullScreen,
		setProgressBar: () => {},
		setOverlayIcon: () => {},
		flashFrame: () => {},
		setBackgroundColor: () => {},
		setMenuBarVisibility: () => {},
		setAutoHideMenuBar: () => {},
		isDestroyed: () => now.isGone,
		destroy,
		close: () => {
			const event: Pick<Event, 'defaultPrevented' | 'preventDefault'> = fakeEvent({});
			window.emit('close', event);
			if (!event.defaultPrevented) destroy();
		},
	});
	return window;
}

function markDestroyed(window: BrowserWindow): void {
	const refuse = () => {
		throw new TypeError('Object has been destroyed');
	};
	for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(window))) {
		const isMethod = typeof value === 'function' && name !== 'isDestroyed' && name !== 'destroy';
		if (isMethod) Reflect.set(window, name, refuse);
	}
}
