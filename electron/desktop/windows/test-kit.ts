/** The windows of the room over a fake Electron, for their tests. */
import type { JsonValue } from '../../../shared/domain/result.ts';
import { createFakeShell } from '../../../shared/rpc/testing/fake-shell.ts';
import { createFakeClock } from '../../engine/testing/fake-clock.ts';
import { createFakeElectron } from '../testing/fake-electron.ts';
import { createFakeSettings } from '../testing/shell-fakes.ts';
import { createRoomWindows } from './room-windows.ts';

export const quiet = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** Windows over the fake; `kept` is what the last run left. */
export function openWindows(kept: unknown = null) {
	const electron = createFakeElectron();
	const clock = createFakeClock();
	const settings = createFakeSettings();
	const memory = { kept, writes: 0 };
	/** What each shell was told, in the order in which they were made. */
	const told: unknown[][] = [];
	const windows = createRoomWindows({
		electron,
		preload: '/app/preload.cjs',
		isPackaged: true,
		settings,
		clock,
		logger: quiet,
		memory: {
			read: () => memory.kept,
			write: (value: JsonValue) => {
				memory.kept = structuredClone(value);
				memory.writes += 1;
			},
		},
		makeShell: () => {
			const messages: unknown[] = [];
			told.push(messages);
			return { shell: createFakeShell().shell, send: (message) => messages.push(message) };
		},
	});
	/** The window that was opened nth, from 0. */
	const at = (index: number) => {
		const window = electron.windows.open()[index];
		if (window === undefined) throw new Error(`there is no window ${index}`);
		return window;
	};
	const ready = () => {
		for (const window of electron.windows.open()) window.emit('ready-to-show');
	};
	const urls = () => electron.windows.open().map(({ webContents }) => webContents.getURL());
	return { electron, clock, settings, memory, told, windows, at, ready, urls };
}

export const room = 'app://control-room/#';
