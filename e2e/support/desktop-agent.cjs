// @ts-check
/**
 * Loaded with `-r` before the desktop's own main script, by specs only: notes what the app does to the desktop, answers
 * its dialogs, and does what a person or the system would. The app itself is as it is shipped. One file serves the
 * emulator and Electron's own runtime, so that both are held to the same specs.
 *
 * It is told by `app.emit('signalbox-spec', event, command)` and answers by lines in SIGNALBOX_SPEC_RECORDS.
 */
const { appendFileSync } = require('node:fs');
const electron = require('electron');

// The app must not see how it was started: [program, what the runtime and its driver add, '-r', this file, app, words...].
process.argv.splice(1, Math.max(0, process.argv.indexOf(__filename)));

/** @typedef {{ kind: string, [field: string]: unknown }} Note */
/** @typedef {{ act: string, seq: number, [field: string]: unknown }} Command */
const { app, clipboard, dialog, Notification, powerMonitor, powerSaveBlocker, shell, Tray } = electron;
const file = process.env['SIGNALBOX_SPEC_RECORDS'] ?? '';
/** @type {Electron.Tray[]} */
const trays = [];
/** @type {Map<Electron.Tray, Electron.Menu | null>} */
const trayMenus = new Map();
/** @type {Electron.Notification[]} */
const notifications = [];
/** Buttons of the message boxes to come. @type {number[]} */
const answers = JSON.parse(process.env['SIGNALBOX_SPEC_ANSWERS'] ?? '[]');

/** @param {Note} fields */
function note(fields) {
	appendFileSync(file, `${JSON.stringify({ at: Date.now(), ...fields })}\n`);
}

/**
 * Puts a function before one of Electron's own.
 * @param {object} owner
 * @param {string} name
 * @param {(self: unknown, args: readonly any[]) => void} before
 */
function before(owner, name, before) {
	const own = Reflect.get(owner, name);
	/**
	 * @this {unknown}
	 * @param {unknown[]} args
	 */
	function noted(...args) {
		before(this, args);
		return Reflect.apply(own, this, args);
	}
	Reflect.set(owner, name, noted);
}

before(app, 'setBadgeCount', (_, [count = 0]) => note({ kind: 'badge', count }));
before(app, 'setAsDefaultProtocolClient', (_, [scheme]) => note({ kind: 'protocol-client', scheme }));
before(app, 'relaunch', () => note({ kind: 'relaunch' }));
before(clipboard, 'writeText', (_, [text]) => note({ kind: 'clipboard', text }));
before(shell, 'openExternal', (_, [url]) => note({ kind: 'open-external', url }));
before(shell, 'openPath', (_, [path]) => note({ kind: 'open-path', path }));
before(shell, 'showItemInFolder', (_, [path]) => note({ kind: 'open-path', path }));
before(electron.BrowserWindow.prototype, 'setProgressBar', (self, [value, options]) =>
	note({ kind: 'progress', window: Reflect.get(Object(self), 'id'), value, mode: options?.mode ?? 'normal' }),
);
before(Notification.prototype, 'show', (self) => {
	const shown = /** @type {Electron.Notification} */ (self);
	notifications.push(shown);
	const actions = (shown.actions ?? []).map(({ text }) => text ?? '');
	note({ kind: 'notification', index: notifications.length - 1, title: shown.title, body: shown.body, actions });
});
for (const name of ['setContextMenu', 'setToolTip', 'setImage']) {
	before(Tray.prototype, name, (self, [given]) => {
		const tray = /** @type {Electron.Tray} */ (self);
		if (!trays.includes(tray)) trays.push(tray);
		if (name === 'setContextMenu') trayMenus.set(tray, given);
		if (name === 'setToolTip') note({ kind: 'tray-words', text: given });
	});
}

// The numbers differ from system to system; what counts is how many hold.
const { start, stop } = powerSaveBlocker;
powerSaveBlocker.start = (type) => {
	const id = start(type);
	note({ kind: 'power-save', on: true, id, type });
	return id;
};
powerSaveBlocker.stop = (id) => {
	note({ kind: 'power-save', on: false, id });
	return stop(id);
};

Reflect.set(dialog, 'showMessageBox', async (/** @type {unknown[]} */ ...args) => {
	const options = /** @type {Electron.MessageBoxOptions} */ (args.at(-1));
	const response = answers.shift() ?? options.cancelId ?? 0;
	const { message, detail = '', buttons = [] } = options;
	note({ kind: 'message-box', message, detail, buttons, answer: buttons[response] ?? null });
	return { response, checkboxChecked: false };
});
dialog.showErrorBox = (message, detail) => note({ kind: 'error-box', message, detail });

app.on('web-contents-created', (_, contents) => {
	contents.on('console-message', (details) => {
		const { level, message } = details;
		note({ kind: 'console', level: String(level), text: message, page: contents.id });
	});
	contents.on('did-finish-load', () => note({ kind: 'page-loaded', page: contents.id }));
	contents.on('render-process-gone', (__, { reason }) => note({ kind: 'page-gone', page: contents.id, reason }));
	before(contents, 'print', () => note({ kind: 'print', page: contents.id }));
});

/**
 * @param {Electron.Menu | null} menu
 * @returns {Electron.MenuItem[]}
 */
function itemsOf(menu) {
	return (menu?.items ?? []).flatMap((item) => [item, ...itemsOf(item.submenu ?? null)]);
}

/**
 * @param {Electron.Menu | null} menu
 * @param {string} wanted id, or the start of an id or label
 */
function click(menu, wanted) {
	const all = itemsOf(menu);
	const isMeant = (/** @type {string | undefined} */ text) => text?.trim().startsWith(wanted) === true;
	const item = all.find(({ id }) => id === wanted) ?? all.find(({ id, label }) => isMeant(id) || isMeant(label));
	if (item === undefined)
		throw new Error(`no ${wanted} among: ${all.map(({ id, label }) => `${id} ${label}`).join('; ')}`);
	if (!item.enabled) throw new Error(`${wanted} is disabled`);
	const window = electron.BrowserWindow.getFocusedWindow() ?? undefined;
	Reflect.apply(item.click, item, [{ triggeredByAccelerator: false }, window, window?.webContents]);
}

function livingTrays() {
	return trays.filter((tray) => !tray.isDestroyed());
}

/** @param {Electron.Menu | null} menu */
function labelsOf(menu) {
	return itemsOf(menu).map(({ id, label, enabled, visible, checked, accelerator }) => ({
		id: id ?? '',
		label,
		enabled,
		visible,
		checked,
		accelerator: String(accelerator ?? ''),
	}));
}

/** @type {Record<string, (command: any) => unknown>} */
const acts = {
	answer: ({ buttons }) => answers.push(...buttons),
	'click-menu': ({ item }) => click(electron.Menu.getApplicationMenu(), item),
	'click-tray': () => livingTrays()[0]?.emit('click', {}, {}, {}),
	'click-tray-item': ({ item }) => click(trayMenus.get(livingTrays()[0] ?? trays[0] ?? Object()) ?? null, item),
	notification: ({ index, event, args }) => notifications[index]?.emit(event, { actionIndex: args[0] }, ...args),
	emit: ({ target, event, args }) => {
		const emitters = { app, powerMonitor, nativeTheme: electron.nativeTheme, screen: electron.screen };
		return Reflect.get(emitters, target).emit(event, { preventDefault() {} }, ...args);
	},
	crash: ({ window }) => electron.BrowserWindow.fromId(window)?.webContents.forcefullyCrashRenderer(),
	unresponsive: ({ window }) => electron.BrowserWindow.fromId(window)?.emit('unresponsive'),
	close: ({ window }) => electron.BrowserWindow.fromId(window)?.close(),
	bounds: ({ window, bounds }) => electron.BrowserWindow.fromId(window)?.setBounds(bounds),
	quit: () => setImmediate(() => app.quit()),
	/** An error of main that nobody catches. */
	throw: ({ message }) =>
		setImmediate(() => {
			throw new Error(message);
		}),
	reject: ({ message }) => void Promise.reject(new Error(message)),
	look: () => {},
};

/** What can be seen of the app now. */
function state() {
	const windows = electron.BrowserWindow.getAllWindows().map((window) => ({
		id: window.id,
		title: window.getTitle(),
		url: window.webContents.getURL(),
		isVisible: window.isVisible(),
		isFocused: window.isFocused(),
		bounds: window.getBounds(),
		zoom: window.webContents.getZoomFactor(),
	}));
	return {
		windows,
		menu: labelsOf(electron.Menu.getApplicationMenu()),
		trays: livingTrays().map((tray) => labelsOf(trayMenus.get(tray) ?? null)),
		userData: app.getPath('userData'),
	};
}

Reflect.apply(app.on, app, [
	'signalbox-spec',
	(/** @type {unknown} */ _, /** @type {Command} */ command) => {
		const act = acts[command.act];
		if (act === undefined) throw new Error(`unknown act ${command.act}`);
		act(command);
		note({ kind: 'state', seq: command.seq, ...state() });
	},
]);
