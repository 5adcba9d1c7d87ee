import { describe, expect, test } from 'vitest';
import { createFakeShell } from '../../../shared/rpc/testing/fake-shell.ts';
import { fakeDisplay } from '../testing/fake-electron.ts';
import { createRoomWindows } from './room-windows.ts';
import { openWindows as setup, quiet, room } from './test-kit.ts';

describe('from one run to the next', () => {
	test('windows come back where they stood, at their addresses, a room window first', async () => {
		const before = setup();
		before.windows.open('/wall', 'wall');
		before.windows.open('/', 'room');
		before.windows.open('/deployments/d1', 'deployment');
		before.ready();
		before.at(1).setBounds({ x: 300, y: 200, width: 1000, height: 700 });
		before.at(2).maximize();
		await before.at(1).webContents.loadURL(`${room}/history`);
		before.windows.settle();
		for (const window of before.electron.windows.open()) window.close();

		const after = setup(before.memory.kept);
		after.windows.restore(null);
		after.ready();
		expect(after.urls()).toEqual([`${room}/history`, `${room}/wall`, `${room}/deployments/d1`]);
		expect(after.at(0).getBounds()).toEqual({ x: 300, y: 200, width: 1000, height: 700 });
		expect(after.at(2).isMaximized()).toBe(true);
		expect(after.at(1).isFullScreen()).toBe(false);
		expect(after.at(0).isFocused()).toBe(true);
	});

	test('a link leads the room window instead', () => {
		const before = setup();
		before.windows.open('/history', 'room');
		before.ready();
		before.windows.settle();
		const after = setup(before.memory.kept);
		after.windows.restore('/deployments/d1');
		expect(after.urls()).toEqual([`${room}/deployments/d1`]);
	});

	test('a wallboard fills the screen again only when it did', () => {
		const before = setup();
		before.windows.open('/wall', 'wall');
		before.ready();
		before.at(0).setFullScreen(true);
		before.windows.settle();
		const after = setup(before.memory.kept);
		after.windows.restore(null);
		after.ready();
		expect(after.urls()).toEqual([`${room}/`, `${room}/wall`]);
		expect([after.at(0).isFullScreen(), after.at(1).isFullScreen()]).toEqual([false, true]);
	});

	test('a window that a person closed stays closed, and its kind keeps its place', () => {
		const before = setup();
		before.windows.open('/', 'room');
		before.windows.open('/deployments/d1', 'deployment');
		before.ready();
		before.at(1).setBounds({ x: 40, y: 60, width: 1100, height: 800 });
		before.at(1).close();
		before.windows.settle();
		const after = setup(before.memory.kept);
		after.windows.restore(null);
		expect(after.urls()).toEqual([`${room}/`]);
		after.windows.open('/deployments/d2', 'deployment');
		expect(after.electron.windows.options[1]).toMatchObject({ x: 40, y: 60, width: 1100, height: 800 });
	});

	test('what moves is written once it rests, and what closes at the end of the app is not forgotten', async () => {
		const { windows, at, ready, clock, memory } = setup();
		windows.open('/', 'room');
		ready();
		await clock.advance(1_000);
		const { writes } = memory;
		for (let step = 1; step <= 20; step++) {
			at(0).setBounds({ x: step });
			await clock.advance(100);
		}
		expect(memory.writes).toBe(writes);
		await clock.advance(500);
		expect(memory.writes).toBe(writes + 1);
		expect(memory.kept).toMatchObject({ places: { room: { bounds: { x: 20 } } } });
		windows.settle();
		at(0).close();
		expect(memory.kept).toMatchObject({ open: [{ kind: 'room' }] });
	});

	test('a window comes to a display that is there', () => {
		const before = setup();
		before.electron.system.displays = [fakeDisplay(7, { x: 3_000, y: 0, width: 1920, height: 1080 })];
		before.windows.open('/', 'room');
		before.ready();
		before.windows.settle();
		const after = setup(before.memory.kept);
		after.windows.restore(null);
		const { x } = after.at(0).getBounds();
		expect(x).toBeGreaterThanOrEqual(0);
		expect(x).toBeLessThan(1920);
	});

	test.each([
		['nothing', null],
		['text', 'x'],
		['another version', { version: 2, open: [{ kind: 'room', address: '/', place: null }] }],
		['a place in words', { version: 1, places: { room: 'left' }, open: [] }],
		[
			'a foreign address',
			{ version: 1, places: {}, open: [{ kind: 'room', address: 'https://evil.test/', place: {} }] },
		],
		['no list', { version: 1, places: {}, open: 'all' }],
		[
			'an infinite size',
			{ version: 1, places: { room: { bounds: { x: 0, y: 0, width: 1e300, height: 1 } } }, open: [] },
		],
	])('%s in the file opens the board as if for the first time', (_, kept) => {
		const { windows, urls, electron } = setup(kept);
		windows.restore(null);
		expect(urls()).toEqual([`${room}/`]);
		expect(electron.windows.options[0]).toMatchObject({ width: 1440, height: 900 });
	});

	test('a file that cannot be read or written costs no window', () => {
		const { electron, settings, clock } = setup();
		const broken = () => {
			throw new Error('EACCES');
		};
		const windows = createRoomWindows({
			electron,
			preload: '/p',
			isPackaged: true,
			settings,
			clock,
			logger: quiet,
			memory: { read: broken, write: broken },
			makeShell: () => ({ shell: createFakeShell().shell, send: () => {} }),
		});
		windows.restore(null);
		windows.settle();
		expect(windows.count()).toBe(1);
	});
});
