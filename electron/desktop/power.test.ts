import { describe, expect, test } from 'vitest';
import { ada, analysing, succeed, tell } from '../../shared/domain/deployment/fixture.ts';
import { emptyRoom } from '../../shared/rpc/testing/fake-api.ts';
import { roomOf, viewOf } from '../../shared/shell/testing/rooms.ts';
import { eventually } from '../../shared/rpc/testing/eventually.ts';
import { keepAwake, watchMachine } from './power.ts';
import { createFakeElectron } from './testing/fake-electron.ts';
import { createFakeFeed, createFakeSettings } from './testing/shell-fakes.ts';

const shipping = analysing().deployment;
const takenBack = tell(analysing(), { type: 'commanded', command: 'roll-back', reason: null }, 10, ada);
const ended = succeed(succeed(takenBack, 11), 12).deployment;

describe('the machine is kept awake', () => {
	function setup() {
		const electron = createFakeElectron();
		const { powerSaveBlocker } = electron;
		const feed = createFakeFeed(null);
		const settings = createFakeSettings();
		const keeper = keepAwake({ powerSaveBlocker, feed, settings });
		const isHeld = () => {
			const started = electron.callsOf('powerSaveBlocker.start').length;
			return started - electron.callsOf('powerSaveBlocker.stop').length;
		};
		return { electron, feed, settings, keeper, isHeld };
	}

	test('while something of ours ships, once, and let go afterwards', () => {
		const { electron, feed, isHeld } = setup();
		feed.show(emptyRoom);
		expect(isHeld()).toBe(0);
		feed.show(roomOf([shipping]));
		feed.show(roomOf([shipping]));
		expect(electron.callsOf('powerSaveBlocker.start')).toEqual([['prevent-app-suspension']]);
		feed.show(roomOf([ended]));
		expect(isHeld()).toBe(0);
	});

	test('not for what another control room runs', () => {
		const { feed, isHeld } = setup();
		feed.show(roomOf([viewOf(shipping, { heldBy: 'Signalbox on build-7' })]));
		expect(isHeld()).toBe(0);
	});

	test('only where the person wants it, and from the moment that they change their mind', () => {
		const { feed, settings, isHeld } = setup();
		settings.change({ power: { keepAwake: false } });
		feed.show(roomOf([shipping]));
		expect(isHeld()).toBe(0);
		settings.change({ power: { keepAwake: true } });
		expect(isHeld()).toBe(1);
	});

	test('no longer than we run', () => {
		const { feed, keeper, isHeld } = setup();
		feed.show(roomOf([shipping]));
		keeper.close();
		feed.show(roomOf([shipping]));
		expect(isHeld()).toBe(0);
	});
});

describe('what the system says', () => {
	function setup(fails = false) {
		const { powerMonitor } = createFakeElectron();
		const heard: string[] = [];
		const errors: string[] = [];
		const hear = (what: string) => async () => {
			heard.push(what);
			if (fails) throw new Error('no');
		};
		const machine = {
			sleeping: hear('sleeping'),
			woke: hear('woke'),
			locked: hear('locked'),
			unlocked: hear('unlocked'),
		};
		const logger = { error: (_: object, text: string) => errors.push(text) };
		return { powerMonitor, heard, errors, watch: watchMachine({ powerMonitor, machine, logger }) };
	}

	test.each([
		['suspend', 'sleeping'],
		['resume', 'woke'],
		['lock-screen', 'locked'],
		['unlock-screen', 'unlocked'],
	])('by %s reaches the engine as %s', (event, what) => {
		const { powerMonitor, heard, watch } = setup();
		powerMonitor.emit(event);
		expect(heard).toEqual([what]);
		watch.close();
		powerMonitor.emit(event);
		expect(heard).toEqual([what]);
	});

	test('is logged when the engine fails over it', async () => {
		const { powerMonitor, errors } = setup(true);
		powerMonitor.emit('suspend');
		await eventually(() => errors.length === 1, 'the error to be logged');
	});
});
