import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { eventually } from '../../shared/rpc/testing/eventually.ts';
import { closeBeforeQuit } from './quit.ts';
import { createFakeElectron } from './testing/fake-electron.ts';
import { fakeEvent } from './testing/recorder.ts';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const before = new Map(signals.map((signal) => [signal, process.listeners(signal)]));
beforeEach(() => vi.useRealTimers());
afterEach(() => {
	vi.useRealTimers();
	for (const signal of signals) {
		for (const each of process.listeners(signal)) {
			if (before.get(signal)?.includes(each) !== true) process.off(signal, each);
		}
	}
});

function setup(close: () => Promise<void>) {
	const { app, callsOf } = createFakeElectron();
	const logged: string[] = [];
	let closes = 0;
	closeBeforeQuit(
		app,
		() => {
			closes += 1;
			return close();
		},
		{ error: (_, text) => logged.push(text) },
	);
	const quit = () => {
		const event = fakeEvent({});
		app.emit('will-quit', event);
		return event.defaultPrevented;
	};
	return { quit, logged, closes: () => closes, exits: () => callsOf('app.exit').map(([code]) => code) };
}

test('quitting waits for the room, once', async () => {
	const { promise, resolve } = Promise.withResolvers<void>();
	const { quit, closes, exits } = setup(() => promise);
	expect([quit(), quit()]).toEqual([true, true]);
	expect([closes(), exits()]).toEqual([1, []]);
	resolve();
	await eventually(() => exits().length > 0, 'the end');
	expect(exits()).toEqual([0]);
});

test('a room that cannot be closed ends the app all the same, not cleanly, and is no second failure', async () => {
	const { quit, logged, exits } = setup(() => Promise.reject(new Error('disk')));
	const rejected: unknown[] = [];
	const note = (err: unknown) => void rejected.push(err);
	process.on('unhandledRejection', note);
	quit();
	await eventually(() => exits().length > 0, 'the end');
	await new Promise((resolve) => setImmediate(resolve));
	process.off('unhandledRejection', note);
	expect([exits(), rejected]).toEqual([[1], []]);
	expect(logged).toEqual(['the room could not be closed in order']);
});

test('a room that hangs is not waited for without end', () => {
	vi.useFakeTimers();
	const { quit, logged, exits } = setup(() => new Promise(() => {}));
	quit();
	vi.advanceTimersByTime(7_999);
	expect(exits()).toEqual([]);
	vi.advanceTimersByTime(1);
	expect(exits()).toEqual([1]);
	expect(logged).toEqual([expect.stringContaining('did not close in time')]);
});
