import { expect, test } from 'vitest';
import { analysing } from '../../../shared/domain/deployment/fixture.ts';
import { emptyRoom } from '../../../shared/rpc/testing/fake-api.ts';
import type { RoomState } from '../../../shared/rpc/views.ts';
import { roomOf } from '../../../shared/shell/testing/rooms.ts';
import { createFakeClock } from '../../engine/testing/fake-clock.ts';
import { createFakeElectron } from '../testing/fake-electron.ts';
import { createFakeFeed, createFakeSettings } from '../testing/shell-fakes.ts';
import { stayInTray } from './staying.ts';

const shipping = roomOf([analysing().deployment]);
const minute = 60_000;

function setup(room: RoomState | null, platform = 'linux', keepRunning = false, hasTray = true) {
	const { app, callsOf } = createFakeElectron();
	const clock = createFakeClock();
	const feed = createFakeFeed(room);
	const settings = createFakeSettings();
	settings.change({ tray: { keepRunning } });
	const windows = { open: 0, count: () => windows.open };
	stayInTray({
		...{ app, platform, feed, settings, windows, clock },
		hasTray: () => hasTray,
		logger: { info: () => {} },
	});
	return { app, clock, feed, windows, quits: () => callsOf('app.quit').length };
}

test.each([
	['nothing ships', emptyRoom, 'linux', false, true, 1],
	['nothing is known', null, 'win32', false, true, 1],
	['something ships', shipping, 'linux', false, true, 0],
	['something ships and there is no tray', shipping, 'linux', false, false, 0],
	['a person wants it to stay', emptyRoom, 'linux', true, true, 0],
	['a person wants it to stay in a tray that is not there', emptyRoom, 'linux', true, false, 1],
	['it is a Mac', emptyRoom, 'darwin', false, true, 0],
] as const)('the last window closes while %s', (_, room, platform, keepRunning, hasTray, expected) => {
	const { app, quits } = setup(room, platform, keepRunning, hasTray);
	app.emit('window-all-closed');
	expect(quits()).toBe(expected);
});

test('once nothing ships any more it stays for the last notification, then ends', async () => {
	const { app, clock, feed, quits } = setup(shipping);
	app.emit('window-all-closed');
	feed.show(emptyRoom);
	await clock.advance(9 * minute);
	expect(quits()).toBe(0);
	await clock.advance(minute);
	expect(quits()).toBe(1);
});

test.each<[string, (given: ReturnType<typeof setup>) => void]>([
	['a window is open again', ({ windows }) => void (windows.open = 1)],
	['something else ships', ({ feed }) => feed.show(shipping)],
])('it goes on when %s', async (_, change) => {
	const given = setup(shipping);
	given.app.emit('window-all-closed');
	given.feed.show(emptyRoom);
	await given.clock.advance(minute);
	change(given);
	await given.clock.advance(30 * minute);
	expect(given.quits()).toBe(0);
});

test('with a window open, the end of a rollout ends nothing', async () => {
	const { clock, feed, windows, quits } = setup(shipping);
	windows.open = 1;
	feed.show(emptyRoom);
	await clock.advance(30 * minute);
	expect(quits()).toBe(0);
});
