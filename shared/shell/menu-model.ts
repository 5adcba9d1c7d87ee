/** The menu bar as plain data: what an item is. */
import type { ActionView } from '../rpc/views.ts';
import type { ShellCommand, ShellDialog } from '../rpc/shell-api.ts';

/** What an item asks for. */
export type MenuCommand =
	| { readonly kind: 'new-window' }
	| { readonly kind: 'open'; readonly address: string; readonly as: 'wall' | 'deployment' }
	| { readonly kind: 'go'; readonly address: string }
	| { readonly kind: 'show'; readonly what: ShellDialog }
	/** The window in front does what its own button does. */
	| { readonly kind: 'run'; readonly command: ShellCommand }
	| { readonly kind: 'zoom'; readonly to: ZoomStep }
	| { readonly kind: 'print' | 'copy-diagnostics' | 'show-logs' | 'check-for-update' | 'quit' };

export type ZoomStep = 'in' | 'out' | 'reset';

/** Roles that the system does by itself. Never `forceReload`: its key is the one that rolls back. */
export type MenuRole =
	| 'undo'
	| 'redo'
	| 'cut'
	| 'copy'
	| 'paste'
	| 'selectAll'
	| 'reload'
	| 'toggleDevTools'
	| 'togglefullscreen'
	| 'minimize'
	| 'zoom'
	| 'front'
	| 'close'
	| 'services'
	| 'hide'
	| 'hideOthers'
	| 'unhide';

export interface MenuKeys {
	/** In Electron's words: `CmdOrCtrl+K`. */
	readonly accelerator?: string;
	/** False where the page hears the key itself, which would else act twice. */
	readonly registerAccelerator?: false;
}

interface ItemBase extends MenuKeys {
	/** The same in every build of the menu. */
	readonly id: string;
	readonly label: string;
	readonly enabled?: boolean;
	/** False for a second key of the same command. */
	readonly visible?: false;
}

export type MenuItem =
	| (ItemBase & { readonly command: MenuCommand; readonly role?: never })
	| (ItemBase & { readonly role: MenuRole; readonly command?: never })
	| { readonly separator: true };

export interface MenuBranch {
	readonly id: string;
	readonly label: string;
	/** What the system adds to a menu of this kind. */
	readonly role?: 'window' | 'help';
	readonly items: readonly MenuItem[];
}

export interface MenuState {
	/** `process.platform` */
	readonly platform: string;
	readonly isPackaged: boolean;
	readonly mayAct: boolean;
	/** What can be opened: everything in flight. */
	readonly shipping: readonly { readonly deploymentId: string; readonly address: string; readonly label: string }[];
	/** The deployment that the window in front shows, else the only one in flight; null when there is no such one. */
	readonly focused: { readonly address: string; readonly actions: readonly ActionView[] } | null;
	readonly can: { readonly update: boolean };
}
