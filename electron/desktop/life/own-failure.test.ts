import { EventEmitter } from 'node:events';
import { describe, expect, test } from 'vitest';
import { createFakeClock } from '../../engine/testing/fake-clock.ts';
import { createFakeElectron } from '../testing/fake-electron.ts';
import { endOnOwnFailure, relaunchApp } from './own-failure.ts';

function setup(given: { readonly consequence?: string | null; readonly close?: () => Promise<void> } = {}) {
	const electron = createFakeElectron();
	const { app, dialog, system } = electron;
	const clock = createFakeClock();
	const events = new EventEmitter();
	const done: string[] = [];
	const note = (text: string) => void done.push(text);
	app.exit = (code) => note(`exit ${code}`);
	const failure = endOnOwnFailure({
		process: Object.assign(Object.create(events), {}),
		app,
		dialog,
		clock,
		relaunch: () => note('relaunch'),
		say: (text) => note(`say ${text.split('\n')[0]}`),
	});
	const open = () =>
		failure.opened({
			logger: {
				error: (fields) => note('origin' in fields ? `log ${JSON.stringify(fields['origin'])}` : 'log closing'),
			},
			close: async () => {
				await given.close?.();
				note('closed');
			},
			hideWindows: () => note('hidden'),
			consequence: () => given.consequence ?? null,
		});
	const fail = async (event = 'uncaughtException') => {
		events.emit(event, new Error('boom'), 'origin');
		await clock.settle();
	};
	return { electron, app, system, clock, done, open, fail };
}

describe('an error of our own', () => {
	test.each([
		['uncaughtException', 'exception'],
		['unhandledRejection', 'rejection'],
	])('(%s) is logged, the room closed, a person told, and the end is not clean', async (event, origin) => {
		const { done, open, fail, electron } = setup({ consequence: 'shop in production: 2.4.0 keeps its 25 %.' });
		open();
		await fail(event);
		expect(done).toEqual([`log "${origin}"`, 'hidden', 'closed', 'exit 1']);
		expect(electron.callsOf('dialog.showMessageBox')).toEqual([
			[expect.objectContaining({ detail: expect.stringContaining('shop in production: 2.4.0 keeps its 25 %.') })],
		]);
	});

	test('is told once, however many follow', async () => {
		const { done, open, fail, electron } = setup();
		open();
		await Promise.all([fail(), fail('unhandledRejection'), fail()]);
		expect(done.filter((line) => line === 'closed' || line === 'exit 1')).toEqual(['closed', 'exit 1']);
		expect(done.filter((line) => line.startsWith('log'))).toHaveLength(3);
		expect(electron.callsOf('dialog.showMessageBox')).toHaveLength(1);
	});

	test('starts again when the person says so', async () => {
		const { done, open, fail, system } = setup();
		system.messageBoxes.push(0);
		open();
		await fail();
		expect(done.slice(-2)).toEqual(['relaunch', 'exit 1']);
	});

	test('before the room is open goes to where a terminal shows it', async () => {
		const { done, fail } = setup();
		await fail();
		expect(done).toEqual(['say Signalbox ends over an error of its own: Error: boom', 'exit 1']);
	});

	test('ends all the same when the room cannot be closed', async () => {
		const { done, open, fail } = setup({ close: () => Promise.reject(new Error('disk')) });
		open();
		await fail();
		expect(done).toEqual(['log "exception"', 'hidden', 'log closing', 'exit 1']);
	});

	test('waits for the room only so long', async () => {
		const { done, open, fail, clock } = setup({ close: () => new Promise(() => {}) });
		open();
		await fail();
		expect(done.at(-1)).toBe('hidden');
		await clock.advance(5_000);
		expect(done.at(-1)).toBe('exit 1');
	});

	test('also lets go of what was opened after it had begun', async () => {
		const { done, open, fail, electron } = setup();
		electron.dialog.showMessageBox = () => new Promise(() => {});
		await fail();
		open();
		await Promise.resolve();
		await Promise.resolve();
		expect(done.slice(1)).toEqual(['hidden', 'closed']);
	});

	test('lets neither a question nor the last window decide how it ends', async () => {
		const { app, open, fail, electron } = setup();
		app.on('before-quit', (event) => event.preventDefault());
		app.on('window-all-closed', () => app.quit());
		open();
		await fail();
		expect(app.listenerCount('before-quit')).toBe(0);
		app.emit('window-all-closed');
		expect(electron.callsOf('app.quit')).toHaveLength(0);
	});
});

describe('with nobody there to answer', () => {
	const silent = async (consequence: string | null, ranMs: number) => {
		const given = setup({ consequence });
		given.electron.dialog.showMessageBox = () => new Promise(() => {});
		given.open();
		await given.clock.advance(ranMs);
		await given.fail();
		await given.clock.advance(30_000);
		return given.done.slice(-2);
	};

	test('it comes back for what ships', async () => {
		expect(await silent('2.4.0 keeps its 25 %', 60_000)).toEqual(['relaunch', 'exit 1']);
	});

	test('it ends when nothing ships', async () => expect(await silent(null, 60_000)).toEqual(['closed', 'exit 1']));

	test('it ends when it has only just started, because it would fail again', async () => {
		expect(await silent('2.4.0 keeps its 25 %', 59_000)).toEqual(['closed', 'exit 1']);
	});
});

const appImage = '/home/ada/Signalbox.AppImage';
const link = 'signalbox://history';
test.each([
	['as it was started', null, null, [[]]],
	['through the AppImage', appImage, null, [[{ execPath: appImage, args: ['--read-only', 'signalbox://wall'] }]]],
	['at another link', null, link, [[{ args: ['--read-only', link] }]]],
	['at another link, through the AppImage', appImage, link, [[{ execPath: appImage, args: ['--read-only', link] }]]],
])('comes back %s', (_, image, next, calls) => {
	const { app, callsOf } = createFakeElectron();
	relaunchApp(app, { appImage: image, words: ['--read-only', 'signalbox://wall'], link: next });
	expect(callsOf('app.relaunch')).toEqual(calls);
});
