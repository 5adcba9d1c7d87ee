import { describe, expect, test } from 'vitest';
import { createFakeClock } from '../../engine/testing/fake-clock.ts';
import { createFakeElectron } from '../testing/fake-electron.ts';
import { guardPage, reloadDelay } from './guard-page.ts';

function setup() {
	const electron = createFakeElectron();
	const clock = createFakeClock();
	const logged: string[] = [];
	const log = (_: object, text: string) => logged.push(text);
	const window = new electron.BrowserWindow();
	guardPage({
		window,
		dialog: electron.dialog,
		clock,
		logger: { debug: log, info: log, warn: log, error: log },
	});
	const crash = async (reason = 'crashed') => {
		window.webContents.emit('render-process-gone', {}, { reason, exitCode: 5 });
		await clock.advance(10_000);
	};
	const count = (name: string) => electron.callsOf(`webContents.${name}`).length;
	return { electron, clock, window, crash, count, logged };
}

test.each<[string, readonly number[], number, number | null]>([
	['the first time at once', [], 100_000, 0],
	['then after a while', [99_000], 100_000, 1_000],
	['and a longer one', [98_000, 99_000], 100_000, 2_000],
	['not a fourth time in a minute', [97_000, 98_000, 99_000], 100_000, null],
	['again once that is past', [30_000, 31_000, 40_000], 100_000, 0],
])('a page is loaded again: %s', (_, past, now, expected) => expect(reloadDelay(past, now)).toBe(expected));

describe('a page that ends', () => {
	test('is loaded again, and that is logged', async () => {
		const { crash, count, logged } = setup();
		await crash();
		expect(count('reload')).toBe(1);
		expect(logged).toEqual([expect.stringContaining('nothing in flight was touched')]);
	});

	test('is not loaded again when it ended as it should', async () => {
		const { crash, count } = setup();
		await crash('clean-exit');
		expect(count('reload')).toBe(0);
	});

	test('is left to a person after three times in a minute, once', async () => {
		const { electron, crash, count, window, clock } = setup();
		electron.system.messageBoxes.push(0);
		for (let time = 0; time < 4; time++) await crash();
		expect(electron.callsOf('dialog.showMessageBox')).toHaveLength(1);
		await clock.settle();
		expect(count('reload')).toBe(4);
		expect(window.isDestroyed()).toBe(false);
	});

	test('is asked about again after a question that could not be put', async () => {
		const { electron, crash, clock } = setup();
		let asked = 0;
		electron.dialog.showMessageBox = () => {
			asked += 1;
			return Promise.reject(new Error('no display'));
		};
		for (let time = 0; time < 5; time++) await crash();
		await clock.settle();
		expect(asked).toBe(2);
	});

	test('goes with its window when the person says so', async () => {
		const { crash, count, window } = setup();
		for (let time = 0; time < 4; time++) await crash();
		expect(window.isDestroyed()).toBe(true);
		expect(count('reload')).toBe(3);
	});
});

describe('a page that hangs', () => {
	test('is ended after a grace', async () => {
		const { window, clock, count } = setup();
		window.emit('unresponsive');
		await clock.advance(14_000);
		expect(count('forcefullyCrashRenderer')).toBe(0);
		window.emit('unresponsive');
		await clock.advance(1_000);
		expect(count('forcefullyCrashRenderer')).toBe(1);
	});

	test.each(['responsive', 'closed'])('is left alone when it is %s again', async (event) => {
		const { window, clock, count } = setup();
		window.emit('unresponsive');
		await clock.advance(10_000);
		window.emit(event);
		await clock.advance(60_000);
		expect(count('forcefullyCrashRenderer')).toBe(0);
	});
});
