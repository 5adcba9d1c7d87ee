/**
 * One small fake of `electron` for unit tests: it remembers every call, and tests call the handlers that were set.
 * Its parts have Electron's own types, so each fits wherever a `Pick` of them is asked for.
 */
import { EventEmitter } from 'node:events';
import type * as Electron from 'electron';
import { createFakeMenus, type FakeMenus } from './fake-menus.ts';
import { createFakeWindows, type FakeWindows } from './fake-windows.ts';
import { createRecorder, type Recorder, untyped } from './recorder.ts';

/** What the system answers; tests change it as they go. */
export interface FakeSystem {
	/** Answers of message boxes by button, used up in order; then `cancelId`, else 0. */
	readonly messageBoxes: number[];
	/** Files that the next open dialogs choose, used up in order; then they are cancelled. */
	readonly chosenFiles: string[][];
	isDark: boolean;
	hasInstanceLock: boolean;
	/** What safeStorage stands on. */
	encryption: 'gnome_libsecret' | 'basic_text' | 'none';
	displays: Electron.Display[];
	/** What Chromium says of a proxy, as in a PAC file: `PROXY host:port; DIRECT`. */
	proxy: string;
}

type FakedNames =
	| 'app'
	| 'BrowserWindow'
	| 'clipboard'
	| 'dialog'
	| 'ipcMain'
	| 'Menu'
	| 'nativeImage'
	| 'nativeTheme'
	| 'Notification'
	| 'powerMonitor'
	| 'powerSaveBlocker'
	| 'protocol'
	| 'safeStorage'
	| 'screen'
	| 'session'
	| 'shell'
	| 'Tray';

export interface FakeElectron extends Pick<typeof Electron, FakedNames>, Pick<Recorder, 'calls' | 'callsOf'> {
	readonly system: FakeSystem;
	readonly windows: FakeWindows;
	readonly menus: FakeMenus;
	/** Calls what `ipcMain.handle` was given for a channel. */
	invoke(channel: string, event: object, ...args: readonly unknown[]): unknown;
}

/** Makes a system with one display, a light theme and a keyring, on which nothing has happened yet. */
export function createFakeElectron(): FakeElectron {
	const recorder = createRecorder();
	const system: FakeSystem = {
		messageBoxes: [],
		chosenFiles: [],
		isDark: false,
		hasInstanceLock: true,
		encryption: 'gnome_libsecret',
		displays: [fakeDisplay(1, { x: 0, y: 0, width: 1920, height: 1080 })],
		proxy: 'DIRECT',
	};
	const app = fakeApp(recorder, system);
	const windows = createFakeWindows(recorder, {
		contentsMade: (contents) => void app.emit('web-contents-created', {}, contents),
		windowMade: (window) => void app.emit('browser-window-created', {}, window),
	});
	const menus = createFakeMenus(recorder);
	const ipc = fakeIpc();
	const { BrowserWindow } = windows;
	const { Menu, Tray, Notification } = menus;
	return {
		app,
		BrowserWindow,
		Menu,
		Tray,
		Notification,
		...fakeDesktop(recorder, system),
		...fakePower(recorder, system),
		...fakePages(recorder, system),
		ipcMain: ipc.ipcMain,
		invoke: ipc.invoke,
		calls: recorder.calls,
		callsOf: recorder.callsOf,
		system,
		windows,
		menus,
	};
}

/** A display whose work area is its whole face. */
export function fakeDisplay(id: number, bounds: Electron.Rectangle, scaleFactor = 1): Electron.Display {
	return untyped({ id, bounds, workArea: bounds, workAreaSize: bounds, size: bounds, scaleFactor, rotation: 0 });
}

function fakeApp(recorder: Recorder, system: FakeSystem): Electron.App {
	const paths = new Map<string, string>();
	const badge = { count: 0 };
	return recorder.fakeEmitter<Electron.App>('app', {
		isPackaged: false,
		name: 'Signalbox',
		dock: untyped(recorder.fake<Electron.Dock>('dock', { setMenu: () => {}, setBadge: () => {}, bounce: () => 1 })),
		isReady: () => true,
		whenReady: async () => {},
		quit: () => {},
		exit: () => {},
		relaunch: () => {},
		focus: () => {},
		enableSandbox: () => {},
		getName: () => 'Signalbox',
		getVersion: () => '0.0.0',
		getLocale: () => 'en-GB',
		getPath: (name) => paths.get(name) ?? `/fake/${name}`,
		setPath: (name, folder) => void paths.set(name, folder),
		getBadgeCount: () => badge.count,
		setBadgeCount: (count = 0) => {
			badge.count = count;
			return true;
		},
		requestSingleInstanceLock: () => system.hasInstanceLock,
		setAsDefaultProtocolClient: () => true,
		isDefaultProtocolClient: () => false,
		setAppUserModelId: () => {},
		setAboutPanelOptions: () => {},
		getAppMetrics: () => [],
		resolveProxy: async () => system.proxy,
	});
}

function fakeDesktop(recorder: Recorder, system: FakeSystem) {
	const board = { text: '' };
	return {
		dialog: recorder.fake<typeof Electron.dialog>('dialog', {
			// Called with or without a window before the options.
			showMessageBox: async (...args: readonly unknown[]) => {
				const options: Partial<Electron.MessageBoxOptions> = untyped(args.at(-1));
				return { response: system.messageBoxes.shift() ?? options.cancelId ?? 0, checkboxChecked: false };
			},
			showOpenDialog: async () => {
				const filePaths = system.chosenFiles.shift() ?? [];
				return { canceled: filePaths.length === 0, filePaths };
			},
			showErrorBox: () => {},
		}),
		shell: recorder.fake<typeof Electron.shell>('shell', {
			openExternal: async () => {},
			openPath: async () => '',
			showItemInFolder: () => {},
			beep: () => {},
		}),
		clipboard: recorder.fake<typeof Electron.clipboard>('clipboard', {
			readText: async () => board.text,
			writeText: async (text) => {
				board.text = text;
			},
		}),
		nativeImage: recorder.fake<typeof Electron.nativeImage>('nativeImage', {
			createEmpty: () => fakeImage(recorder, true),
			createFromPath: () => fakeImage(recorder, false),
			createFromBuffer: () => fakeImage(recorder, false),
			createFromDataURL: () => fakeImage(recorder, false),
		}),
		nativeTheme: recorder.fakeEmitter<typeof Electron.nativeTheme>('nativeTheme', {
			themeSource: 'system',
			get shouldUseDarkColors() {
				return this.themeSource === 'system' ? system.isDark : this.themeSource === 'dark';
			},
		}),
		screen: recorder.fakeEmitter<typeof Electron.screen>('screen', {
			getAllDisplays: () => system.displays,
			getPrimaryDisplay: () => firstDisplay(system),
			getDisplayMatching: () => firstDisplay(system),
			getDisplayNearestPoint: () => firstDisplay(system),
		}),
	};
}

function firstDisplay({ displays }: FakeSystem): Electron.Display {
	const [first] = displays;
	if (first === undefined) throw new Error('the fake system has no display');
	return first;
}

function fakeImage(recorder: Recorder, isEmpty: boolean): Electron.NativeImage {
	const image: Electron.NativeImage = recorder.fake<Electron.NativeImage>('image', {
		isEmpty: () => isEmpty,
		setTemplateImage: () => {},
		addRepresentation: () => {},
		getSize: () => ({ width: 16, height: 16 }),
		resize: () => image,
	});
	return image;
}

function fakePower(recorder: Recorder, system: FakeSystem) {
	const blockers = new Set<number>();
	const made = { blockers: 0 };
	return {
		powerMonitor: recorder.fakeEmitter<typeof Electron.powerMonitor>('powerMonitor', {
			isOnBatteryPower: () => false,
			getSystemIdleState: () => 'active',
		}),
		powerSaveBlocker: recorder.fake<typeof Electron.powerSaveBlocker>('powerSaveBlocker', {
			start: () => {
				made.blockers += 1;
				blockers.add(made.blockers);
				return made.blockers;
			},
			stop: (id) => blockers.delete(id),
			isStarted: (id) => blockers.has(id),
		}),
		safeStorage: recorder.fake<typeof Electron.safeStorage>('safeStorage', {
			isAsyncEncryptionAvailable: async () => system.encryption !== 'none',
			getSelectedStorageBackend: () => (system.encryption === 'none' ? 'unknown' : system.encryption),
			setUsePlainTextEncryption: () => {},
			// Turned around: not to be found by a search for the plain words.
			encryptStringAsync: async (text) => Buffer.from(Buffer.from(text).toReversed()),
			decryptStringAsync: async (bytes) => ({
				result: Buffer.from(bytes.toReversed()).toString(),
				shouldReEncrypt: false,
			}),
		}),
	};
}

function fakePages(recorder: Recorder, system: FakeSystem) {
	const defaultSession = recorder.fakeEmitter<Electron.Session>('session', {
		setPermissionRequestHandler: () => {},
		setPermissionCheckHandler: () => {},
		setDevicePermissionHandler: () => {},
		setDisplayMediaRequestHandler: () => {},
		setUSBProtectedClassesHandler: () => {},
		setBluetoothPairingHandler: () => {},
		setSpellCheckerEnabled: () => {},
		setSpellCheckerLanguages: () => {},
		resolveProxy: async () => system.proxy,
	});
	return {
		session: recorder.fake<typeof Electron.session>('session', { defaultSession, fromPartition: () => defaultSession }),
		protocol: recorder.fake<typeof Electron.protocol>('protocol', {
			registerSchemesAsPrivileged: () => {},
			handle: () => {},
		}),
	};
}

function fakeIpc(): { readonly ipcMain: Electron.IpcMain; readonly invoke: FakeElectron['invoke'] } {
	const handlers = new Map<string, (...args: never[]) => unknown>();
	const own: Partial<Electron.IpcMain> = {
		handle: (channel, handler) => void handlers.set(channel, handler),
		removeHandler: (channel) => void handlers.delete(channel),
	};
	return {
		ipcMain: untyped(Object.assign(new EventEmitter(), own)),
		invoke: (channel, event, ...args) => {
			const handler = handlers.get(channel);
			if (handler === undefined) throw new Error(`nothing handles ${channel}`);
			return Reflect.apply(handler, null, [event, ...args]);
		},
	};
}
