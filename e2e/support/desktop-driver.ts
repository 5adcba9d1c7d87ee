/** The desktop as a spec sees it: its pages, and what it does to the system around it. The same on either runtime. */
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright/test';
import { until } from './until.ts';

/** What was noted of the app, in its order; see `desktop-agent.cjs`. */
export interface DesktopNotes {
	readonly badge: { readonly count: number };
	readonly 'protocol-client': { readonly scheme: string };
	readonly relaunch: object;
	readonly clipboard: { readonly text: string };
	readonly 'open-external': { readonly url: string };
	readonly 'open-path': { readonly path: string };
	readonly progress: { readonly window: number; readonly value: number; readonly mode: string };
	readonly notification: {
		readonly index: number;
		readonly title: string;
		readonly body: string;
		readonly actions: readonly string[];
	};
	readonly 'tray-words': { readonly text: string };
	readonly 'power-save': { readonly on: boolean; readonly id: number };
	readonly 'message-box': {
		readonly message: string;
		readonly detail: string;
		readonly buttons: readonly string[];
		readonly answer: string | null;
	};
	readonly 'error-box': { readonly message: string; readonly detail: string };
	readonly console: { readonly level: string; readonly text: string; readonly page: number };
	readonly 'page-gone': { readonly page: number; readonly reason: string };
	readonly 'page-loaded': { readonly page: number };
	readonly print: { readonly page: number };
	readonly state: DesktopState & { readonly seq: number };
}

export interface DesktopMenuItem {
	readonly id: string;
	readonly label: string;
	readonly enabled: boolean;
	readonly visible: boolean;
	readonly checked: boolean;
	readonly accelerator: string;
}

export interface DesktopState {
	readonly windows: readonly {
		readonly id: number;
		readonly title: string;
		readonly url: string;
		readonly isVisible: boolean;
		readonly isFocused: boolean;
		readonly bounds: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
		readonly zoom: number;
	}[];
	/** Of the application, all depths in reading order. */
	readonly menu: readonly DesktopMenuItem[];
	/** Menus of the trays that are there. */
	readonly trays: readonly (readonly DesktopMenuItem[])[];
	readonly userData: string;
}

export interface DesktopOptions {
	/** Holds data and what the app writes elsewhere; kept by the caller. */
	readonly folder: string;
	/** Further words of the start. */
	readonly args?: readonly string[];
	readonly env?: Readonly<Record<string, string>>;
	/** Buttons of message boxes in their order; afterwards they are cancelled. */
	readonly answers?: readonly number[];
}

/** How a runtime is started and reached. */
export interface RunningDesktop {
	readonly pid: number;
	/** Ports that the runtime itself has open for specs. */
	readonly ownPorts: readonly number[];
	/** For each page's process whether it is sandboxed; only the real runtime knows. */
	sandboxes?(): Promise<readonly (boolean | undefined)[]>;
	/** What each window was made with; only the emulator tells. */
	webPreferences?(): Promise<readonly object[]>;
	pages(): readonly Page[];
	/** Emits `signalbox-spec` on the app with this command. */
	tell(command: object): Promise<void>;
	/** Everything printed so far. */
	output(): string;
	/** Resolves when the main process has ended. */
	readonly ended: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
	kill(): void;
}

export interface Desktop extends Omit<RunningDesktop, 'tell'> {
	readonly folder: string;
	readonly data: string;
	/** The page whose address below the hash fits; waits for it. */
	page(fits?: (address: string) => boolean, withinMs?: number): Promise<Page>;
	/** What can be seen of the app now. */
	look(): Promise<DesktopState>;
	records<K extends keyof DesktopNotes>(kind: K): readonly DesktopNotes[K][];
	/** Waits for a note that fits, and resolves with it. */
	noted<K extends keyof DesktopNotes>(
		kind: K,
		fits?: (note: DesktopNotes[K]) => boolean,
		withinMs?: number,
	): Promise<DesktopNotes[K]>;
	/** By id, or by the start of the label. */
	clickMenu(item: string): Promise<void>;
	clickTray(): Promise<void>;
	clickTrayItem(item: string): Promise<void>;
	/** A click on a notification, or on one of its actions (from 0). */
	clickNotification(index: number, action?: number): Promise<void>;
	/** An event of the system: `emit('powerMonitor', 'suspend')`. */
	emit(target: 'app' | 'powerMonitor' | 'nativeTheme' | 'screen', event: string, ...args: unknown[]): Promise<void>;
	answer(...buttons: number[]): Promise<void>;
	closeWindow(window: number): Promise<void>;
	setBounds(window: number, bounds: DesktopState['windows'][number]['bounds']): Promise<void>;
	/** Ends the page's process as a crash does, or says that it hangs. */
	crash(window: number): Promise<void>;
	hang(window: number): Promise<void>;
	/** An error in main that nobody catches. */
	throwInMain(message: string, how?: 'throw' | 'reject'): Promise<void>;
	/** Asks to quit, as the system's menu does; `ended` says when it did. */
	quit(): Promise<void>;
}

export const agentFile = path.join(import.meta.dirname, 'desktop-agent.cjs');
export const root = path.resolve(import.meta.dirname, '..', '..');

/** The words and the environment of a start; `records` is where the agent writes. */
export function startOf({ folder, args = [], env = {}, answers = [] }: DesktopOptions, records: string) {
	return {
		words: ['--data', path.join(folder, 'data'), ...args],
		env: {
			...env,
			XDG_CONFIG_HOME: path.join(folder, 'config'),
			INIT_CWD: folder,
			SIGNALBOX_SPEC_RECORDS: records,
			SIGNALBOX_SPEC_ANSWERS: JSON.stringify(answers),
		},
	};
}

/** A page's address below the hash; the emulator serves pages from an address of its own, so nothing before it counts. */
export function addressOf(page: Page): string {
	return new URL(page.url()).hash.slice(1) || '/';
}

/** Puts what specs need around a running desktop. */
export function desktopOver(running: RunningDesktop, folder: string, records: string): Desktop {
	appendFileSync(records, '');
	let sequence = 0;
	const read = <K extends keyof DesktopNotes>(kind: K): readonly DesktopNotes[K][] => {
		const lines = existsSync(records) ? readFileSync(records, 'utf8').split('\n').slice(0, -1) : [];
		return lines.map((line) => JSON.parse(line)).filter((note) => note.kind === kind);
	};
	const noted: Desktop['noted'] = (kind, fits = () => true, withinMs = 15_000) =>
		until(`a note of ${kind}`, () => read(kind).findLast(fits), withinMs);
	const tell = async (act: string, fields: object = {}): Promise<DesktopState> => {
		sequence += 1;
		const seq = sequence;
		await running.tell({ act, seq, ...fields });
		return noted('state', (note) => note.seq === seq);
	};
	const done = async (act: string, fields?: object): Promise<void> => void (await tell(act, fields));
	return {
		...running,
		folder,
		data: path.join(folder, 'data'),
		page: (fits = () => true, withinMs = 20_000) =>
			until(
				'a page',
				() => running.pages().find((each) => /#|\/$/.test(each.url()) && fits(addressOf(each))),
				withinMs,
			),
		look: () => tell('look'),
		records: read,
		noted,
		clickMenu: (item) => done('click-menu', { item }),
		clickTray: () => done('click-tray'),
		clickTrayItem: (item) => done('click-tray-item', { item }),
		clickNotification: (index, action) =>
			done(
				'notification',
				action === undefined ? { index, event: 'click', args: [] } : { index, event: 'action', args: [action, action] },
			),
		emit: (target, event, ...args) => done('emit', { target, event, args }),
		answer: (...buttons) => done('answer', { buttons }),
		closeWindow: (window) => done('close', { window }),
		setBounds: (window, bounds) => done('bounds', { window, bounds }),
		crash: (window) => done('crash', { window }),
		hang: (window) => done('unresponsive', { window }),
		throwInMain: (message, how = 'throw') => done(how, { message }),
		quit: () => done('quit'),
	};
}
