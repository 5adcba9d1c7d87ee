/** The branches of the menu bar that are not about one deployment. */
import type { MenuBranch, MenuItem, MenuKeys, MenuRole, MenuState } from './menu-model.ts';

const separator: MenuItem = { separator: true };

function role(name: MenuRole, label: string, accelerator?: string): MenuItem {
	return { id: name, label, role: name, ...(accelerator === undefined ? {} : { accelerator }) };
}

/** For a key that the page hears itself, which would else act twice. On macOS the menu hears keys first. */
export function leftToPage(platform: string): Pick<MenuKeys, 'registerAccelerator'> {
	return platform === 'darwin' ? {} : { registerAccelerator: false };
}

const about: MenuItem = { id: 'about', label: 'About Signalbox', command: { kind: 'show', what: 'about' } };
function settings({ platform }: MenuState): MenuItem {
	return {
		id: 'settings',
		label: 'Settings',
		accelerator: 'CmdOrCtrl+,',
		...leftToPage(platform),
		command: { kind: 'go', address: '/settings' },
	};
}
const quit: MenuItem = {
	id: 'quit',
	label: 'Quit Signalbox',
	accelerator: 'CmdOrCtrl+Q',
	command: { kind: 'quit' },
};

function update({ can }: MenuState): readonly MenuItem[] {
	const command = { kind: 'check-for-update' } as const;
	return can.update ? [{ id: 'check-for-update', label: 'Check for updates', command }] : [];
}

/** Only on macOS, where it bears the application's name. */
export function applicationMenu(state: MenuState): MenuBranch {
	return {
		id: 'application',
		label: 'Signalbox',
		items: [
			about,
			...update(state),
			separator,
			settings(state),
			separator,
			role('services', 'Services'),
			separator,
			role('hide', 'Hide Signalbox', 'Cmd+H'),
			role('hideOthers', 'Hide others', 'Cmd+Alt+H'),
			role('unhide', 'Show all'),
			separator,
			quit,
		],
	};
}

export function fileMenu(state: MenuState): MenuBranch {
	const { platform } = state;
	return {
		id: 'file',
		label: 'File',
		items: [
			{ id: 'new-window', label: 'New window', accelerator: 'CmdOrCtrl+N', command: { kind: 'new-window' } },
			{
				id: 'wall',
				label: 'Wallboard',
				accelerator: 'CmdOrCtrl+Shift+B',
				command: { kind: 'open', address: '/wall', as: 'wall' },
			},
			{ id: 'start', label: 'Open a project or the sample', command: { kind: 'show', what: 'start' } },
			separator,
			{ id: 'print', label: 'Print', accelerator: 'CmdOrCtrl+P', command: { kind: 'print' } },
			...(platform === 'darwin' ? [] : [separator, settings(state)]),
			separator,
			role('close', 'Close window', 'CmdOrCtrl+W'),
			...(platform === 'darwin' ? [] : [quit]),
		],
	};
}

/** Without it, text fields of macOS would not hear copy and paste. */
export function editMenu({ platform }: MenuState): MenuBranch {
	return {
		id: 'edit',
		label: 'Edit',
		items: [
			role('undo', 'Undo', 'CmdOrCtrl+Z'),
			role('redo', 'Redo', platform === 'win32' ? 'Ctrl+Y' : 'CmdOrCtrl+Shift+Z'),
			separator,
			role('cut', 'Cut', 'CmdOrCtrl+X'),
			role('copy', 'Copy', 'CmdOrCtrl+C'),
			role('paste', 'Paste', 'CmdOrCtrl+V'),
			role('selectAll', 'Select all', 'CmdOrCtrl+A'),
			separator,
			{ id: 'find', label: 'Filter', accelerator: 'CmdOrCtrl+F', command: { kind: 'show', what: 'find' } },
		],
	};
}

const screens = [
	{ id: 'board', label: 'Board', address: '/' },
	{ id: 'in-flight', label: 'In flight', address: '/in-flight' },
	{ id: 'history', label: 'History', address: '/history' },
	{ id: 'connections', label: 'Connections', address: '/connections' },
] as const;

export function viewMenu({ platform, isPackaged }: MenuState): MenuBranch {
	const isMac = platform === 'darwin';
	return {
		id: 'view',
		label: 'View',
		items: [
			{
				id: 'palette',
				label: 'Find a service, release or command',
				accelerator: 'CmdOrCtrl+K',
				...leftToPage(platform),
				command: { kind: 'show', what: 'palette' },
			},
			separator,
			...screens.map(
				({ id, label, address }, index): MenuItem => ({
					id,
					label,
					accelerator: `CmdOrCtrl+${index + 1}`,
					command: { kind: 'go', address },
				}),
			),
			{ id: 'notices', label: 'Notices', command: { kind: 'show', what: 'notices' } },
			separator,
			...zoomItems,
			separator,
			role('togglefullscreen', 'Full screen', isMac ? 'Ctrl+Cmd+F' : 'F11'),
			// Reloading is for those who build Signalbox; its key must not be near the one that rolls back.
			...(isPackaged
				? []
				: [
						separator,
						role('reload', 'Reload', 'F5'),
						role('toggleDevTools', 'Developer tools', isMac ? 'Cmd+Alt+I' : 'Ctrl+Shift+I'),
					]),
		],
	};
}

const zoomItems: readonly MenuItem[] = [
	{ id: 'zoom-in', label: 'Zoom in', accelerator: 'CmdOrCtrl+Plus', command: { kind: 'zoom', to: 'in' } },
	// Plus lies on the key of the equals sign on many keyboards, and is not reached without Shift there.
	{
		id: 'zoom-in-equals',
		label: 'Zoom in',
		accelerator: 'CmdOrCtrl+=',
		visible: false,
		command: { kind: 'zoom', to: 'in' },
	},
	{ id: 'zoom-out', label: 'Zoom out', accelerator: 'CmdOrCtrl+-', command: { kind: 'zoom', to: 'out' } },
	{ id: 'zoom-reset', label: 'Actual size', accelerator: 'CmdOrCtrl+0', command: { kind: 'zoom', to: 'reset' } },
];

export function windowMenu({ platform }: MenuState): MenuBranch {
	const more = platform === 'darwin' ? [role('zoom', 'Zoom'), separator, role('front', 'Bring all to front')] : [];
	return {
		id: 'window',
		label: 'Window',
		role: 'window',
		items: [role('minimize', 'Minimize', 'CmdOrCtrl+M'), ...more],
	};
}

export function helpMenu(state: MenuState): MenuBranch {
	const isMac = state.platform === 'darwin';
	return {
		id: 'help',
		label: 'Help',
		role: 'help',
		items: [
			{ id: 'keys', label: 'Keyboard reference', accelerator: 'CmdOrCtrl+/', command: { kind: 'show', what: 'keys' } },
			{ id: 'tour', label: 'Tour', command: { kind: 'show', what: 'tour' } },
			separator,
			{ id: 'copy-diagnostics', label: 'Copy diagnostics', command: { kind: 'copy-diagnostics' } },
			{ id: 'show-logs', label: 'Show logs', command: { kind: 'show-logs' } },
			...(isMac ? [] : [...update(state), separator, about]),
		],
	};
}
