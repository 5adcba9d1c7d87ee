/** Small fakes of the shell's own parts, for tests of one part of it. */
import { ok } from '../../../shared/domain/result.ts';
import { emptyRoom } from '../../../shared/rpc/testing/fake-api.ts';
import type { RoomState } from '../../../shared/rpc/views.ts';
import {
	defaultShellSettings,
	shellSettings,
	type ShellSettings,
	type ShellSettingsChange,
} from '../../../shared/shell/settings.ts';
import type { SettingsDesk } from '../../host/shell/desk.ts';
import type { FrontWindow, RoomFeed, RoomWindows, ShellActions } from '../parts.ts';

export interface FakeFeed extends RoomFeed {
	/** The room as it is from now on. */
	show(room: RoomState): void;
}

/** A feed that knows nothing before the first `show`, unless it is given a room. */
export function createFakeFeed(start: RoomState | null = emptyRoom): FakeFeed {
	const listeners = new Set<(after: RoomState, before: RoomState | null) => void>();
	let room = start;
	return {
		current: () => room,
		subscribe(listener) {
			listeners.add(listener);
			if (room !== null) listener(room, null);
			return () => listeners.delete(listener);
		},
		close: () => listeners.clear(),
		show(after) {
			const before = room;
			room = after;
			for (const listen of listeners) listen(after, before);
		},
	};
}

/** What was asked of windows and actions, as one would write the call: `go /settings`. */
export interface FakeActions {
	readonly actions: ShellActions;
	readonly windows: RoomWindows;
	readonly calls: string[];
}

export function createFakeActions(): FakeActions {
	const calls: string[] = [];
	const note = (text: string) => void calls.push(text);
	const windows: RoomWindows = {
		open: (address, kind) => note(`open ${address} ${kind}`),
		go: (address) => note(`go ${address}`),
		show: () => note('show'),
		tell: (message) => note(`tell ${JSON.stringify(message)}`),
		count: () => 1,
	};
	return {
		windows,
		calls,
		actions: {
			windows,
			rollBack: async (id) => note(`rollBack ${id}`),
			promote: async (id) => note(`promote ${id}`),
			copyDiagnostics: async () => note('copyDiagnostics'),
			showLogs: async () => note('showLogs'),
			checkForUpdate: async () => note('checkForUpdate'),
			quit: () => note('quit'),
		},
	};
}

export interface FakeFront extends FrontWindow {
	/** Another window comes to the front, or none has the focus any more. */
	turn(to: { readonly address?: string | null; readonly isFocused?: boolean }): void;
	readonly prints: number[];
}

export function createFakeFront(): FakeFront {
	const listeners = new Set<() => void>();
	const now: { address: string | null; isFocused: boolean } = { address: '/', isFocused: false };
	const prints: number[] = [];
	return {
		address: () => now.address,
		isFocused: () => now.isFocused,
		onChange(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		print: () => void prints.push(1),
		turn(to) {
			Object.assign(now, to);
			for (const listen of listeners) listen();
		},
		prints,
	};
}

/** Settings that nobody keeps. */
export function createFakeSettings(start: ShellSettings = defaultShellSettings): SettingsDesk {
	const listeners = new Set<(settings: ShellSettings) => void>();
	let settings = start;
	return {
		current: () => settings,
		problem: () => null,
		change(change: ShellSettingsChange) {
			settings = shellSettings.parse({ ...settings, ...change });
			for (const listen of listeners) listen(settings);
			return ok(settings);
		},
		onChange(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
	};
}
