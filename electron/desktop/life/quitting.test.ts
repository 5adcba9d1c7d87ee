import { EventEmitter } from 'node:events';
import type { BrowserWindow } from 'electron';
import { expect, test } from 'vitest';
import { analysing } from '../../../shared/domain/deployment/fixture.ts';
import { emptyRoom } from '../../../shared/rpc/testing/fake-api.ts';
import type { RoomState } from '../../../shared/rpc/views.ts';
import { roomOf } from '../../../shared/shell/testing/rooms.ts';
import { createFakeElectron, type FakeElectron } from '../testing/fake-electron.ts';
import { fakeEvent } from '../testing/recorder.ts';
import { guardQuit } from './quitting.ts';

const shipping = roomOf([analysing().deployment]);

function setup(
	room: RoomState | null,
	answers: readonly number[] = [],
	front: (electron: FakeElectron) => BrowserWindow | null = () => null,
) {
	const electron = createFakeElectron();
	electron.system.messageBoxes.push(...answers);
	const { app } = electron;
	const inFront = front(electron);
	let settled = 0;
	let quits = 0;
	/** As Electron does it: the event first, then the windows, then the end. */
	const quit = () => {
		const event = fakeEvent({});
		app.emit('before-quit', event);
		if (!event.defaultPrevented) quits += 1;
	};
	app.quit = quit;
	const signals = new EventEmitter();
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) signals.on(signal, quit);
	const process: Pick<NodeJS.Process, 'prependListener'> = Object.assign(Object.create(signals), {});
	const quitting = guardQuit({
		app,
		dialog: electron.dialog,
		powerMonitor: electron.powerMonitor,
		process,
		room: () => room,
		windows: {
			settle: () => {
				settled += 1;
			},
			front: () => inFront,
		},
		logger: { info: () => {}, error: () => {} },
	});
	const boxes = () => electron.callsOf('dialog.showMessageBox');
	const turn = () => new Promise((resolve) => setImmediate(resolve));
	return { electron, quitting, quit, signals, boxes, turn, quits: () => quits, settled: () => settled };
}

test.each([
	['nothing ships', emptyRoom],
	['nothing is known yet', null],
])('while %s, a quit just happens', (_, room) => {
	const { quitting, quits, settled, boxes } = setup(room);
	quitting.quit();
	expect([quits(), settled(), boxes().length]).toEqual([1, 1, 0]);
});

test('while something ships a quit asks, and Cancel is the default', async () => {
	const { quitting, quits, settled, boxes, turn } = setup(shipping, [0]);
	quitting.quit();
	await turn();
	expect([quits(), settled()]).toEqual([0, 0]);
	expect(boxes()).toEqual([
		[
			expect.objectContaining({
				message: 'Quit while 2.4.0 ships?',
				detail: expect.stringContaining('checkout in production: 2.4.0 keeps its 5'),
				buttons: ['Cancel', 'Quit'],
				defaultId: 0,
				cancelId: 0,
			}),
		],
	]);
});

test('a confirmed quit is not asked about again', async () => {
	const { quitting, quits, settled, boxes, turn } = setup(shipping, [1]);
	quitting.quit();
	await turn();
	expect([quits(), settled(), boxes().length]).toEqual([1, 1, 1]);
});

test('one question at a time, and again after a Cancel', async () => {
	const { quit, boxes, turn } = setup(shipping, [0, 0]);
	quit();
	quit();
	await turn();
	expect(boxes()).toHaveLength(1);
	quit();
	await turn();
	expect(boxes()).toHaveLength(2);
});

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'])('%s asks nothing, although others quit on it before us', (signal) => {
	const { signals, quits, boxes } = setup(shipping);
	signals.emit(signal);
	expect([quits(), boxes().length]).toEqual([1, 0]);
});

test('the end of the system and of the session ask nothing', () => {
	const first = setup(shipping);
	const shutdown = fakeEvent({});
	first.electron.powerMonitor.emit('shutdown', shutdown);
	// Else Linux and macOS do not wait until the room is closed.
	expect(shutdown.defaultPrevented).toBe(true);
	expect([first.quits(), first.boxes().length]).toEqual([1, 0]);
	const second = setup(shipping);
	const window = new second.electron.BrowserWindow();
	window.emit('session-end', {});
	expect([second.quits(), second.boxes().length]).toEqual([1, 0]);
});

test('what was decided already asks nothing, and is left to who decided it', () => {
	const { quitting, quit, quits, boxes } = setup(shipping);
	quitting.askNoMore();
	expect(quits()).toBe(0);
	quit();
	expect([quits(), boxes().length]).toEqual([1, 0]);
});

test.each([
	['in sight', (_: BrowserWindow) => {}, true],
	['minimized', (window: BrowserWindow) => window.minimize(), false],
	['hidden', (window: BrowserWindow) => window.hide(), false],
])('before a window that is %s, the question is where it is seen', async (_, change, isBefore) => {
	const { electron, quitting, turn } = setup(shipping, [0], ({ BrowserWindow }) => {
		const window = new BrowserWindow();
		change(window);
		return window;
	});
	quitting.quit();
	await turn();
	expect(electron.callsOf('dialog.showMessageBox')[0]).toHaveLength(isBefore ? 2 : 1);
});

test('a question that cannot be put keeps nobody in', async () => {
	const { electron, quitting, quits, turn } = setup(shipping);
	electron.dialog.showMessageBox = () => Promise.reject(new Error('no display'));
	quitting.quit();
	await turn();
	expect(quits()).toBe(1);
});
