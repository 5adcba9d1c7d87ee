/** How the parts of the desktop's shell see one another. `run.ts` puts them together. */
import type { RoomState } from '../../shared/rpc/views.ts';
import type { ShellMessage, WindowKind } from '../../shared/rpc/shell-api.ts';

/** The room as the engine tells it, kept up to date in the main process. */
export interface RoomFeed {
	/** Null before the first snapshot. */
	current(): RoomState | null;
	/** Calls after every change, and at once when something is known already; `before` is null the first time. */
	subscribe(listener: (after: RoomState, before: RoomState | null) => void): () => void;
	close(): void;
}

/** The windows of the room. */
export interface RoomWindows {
	/** Opens a window at an address, or brings the one of this kind and address to the front. */
	open(address: string, kind: WindowKind): void;
	/** Brings the last used room window to the front and leads it there; opens one where none is. */
	go(address: string): void;
	/** Brings the last used window to the front, or opens the board. */
	show(): void;
	/** To the window in front (or the last used one, which is brought to the front). */
	tell(message: Exclude<ShellMessage, { readonly kind: 'view' }>): void;
	/** Windows that are open now. */
	count(): number;
}

/** What menu, tray and notifications can do. Everything that acts goes through the engine's own commands. */
export interface ShellActions {
	readonly windows: RoomWindows;
	/** One click: takes the deployment back as it is now. What came of it is told in a notification. */
	rollBack(deploymentId: string): Promise<void>;
	promote(deploymentId: string): Promise<void>;
	copyDiagnostics(): Promise<void>;
	showLogs(): Promise<void>;
	checkForUpdate(): Promise<void>;
	/** Asks once when something ships. */
	quit(): void;
}

/** The window that a person works in: the focused one, else the one used last. */
export interface FrontWindow {
	/** What it shows, below the hash; null while no window is open. */
	address(): string | null;
	/** True while any window of ours has the focus. */
	isFocused(): boolean;
	/** Calls when another window came to the front, or it shows something else. */
	onChange(listener: () => void): () => void;
	/** Its page through the system's print dialog. */
	print(): void;
}

/** Told in a notification as the outcome of something a person asked for outside a window; never held back. */
export interface SpokenNote {
	readonly title: string;
	readonly body: string;
	/** Where a click leads; null to bring the last window to the front. */
	readonly address: string | null;
}
