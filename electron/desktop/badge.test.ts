import { describe, expect, test } from 'vitest';
import { ada, analysing, failEffect, tell, verdictOf } from '../../shared/domain/deployment/fixture.ts';
import { emptyRoom } from '../../shared/rpc/testing/fake-api.ts';
import { attentionOf } from '../../shared/shell/attention.ts';
import { roomOf } from '../../shared/shell/testing/rooms.ts';
import { createAttentionFeed } from './attention-feed.ts';
import { createShellBadge, progressOf } from './badge.ts';
import { createFakeElectron } from './testing/fake-electron.ts';
import { createFakeFeed } from './testing/shell-fakes.ts';

const command = (kind: 'pause' | 'roll-back') => ({ type: 'commanded', command: kind, reason: null }) as const;
const watched = analysing();
const paused = tell(watched, command('pause'), 10, ada).deployment;
const rollingBack = tell(watched, command('roll-back'), 10, ada);
const stuck = failEffect(rollingBack, 11).deployment;
const held = tell(
	tell(watched, { type: 'verdict', stepIndex: 3, verdict: verdictOf('inconclusive') }, 10),
	{ type: 'step-elapsed', stepIndex: 3 },
	20,
).deployment;
const other = { ...watched.deployment, id: 'd2' };
const share = 3 / watched.deployment.strategy.steps.length;

describe('one bar for everything in flight', () => {
	test.each([
		['nothing', [], { value: -1, mode: 'none' }],
		['one', [watched.deployment], { value: share, mode: 'normal' }],
		['one that waits', [paused], { value: share, mode: 'paused' }],
		['one on the way back', [rollingBack.deployment], { value: 1, mode: 'error' }],
		['one that is stuck, one that goes on', [stuck, other], { value: share, mode: 'error' }],
		['one that waits, one that goes on', [paused, other], { value: share, mode: 'paused' }],
	] as const)('%s', (_, deployments, expected) => {
		const progress = progressOf(attentionOf(roomOf(deployments)).shipping);
		expect(progress.mode).toBe(expected.mode);
		expect(progress.value).toBeCloseTo(expected.value);
	});
});

function setup({ platform = 'linux', open = 1 } = {}) {
	const electron = createFakeElectron();
	const feed = createFakeFeed(null);
	for (let made = 0; made < open; made++) void new electron.BrowserWindow();
	const overlay = electron.nativeImage.createFromPath('tray-needs-you.png');
	const badge = createShellBadge({
		app: electron.app,
		windows: () => electron.BrowserWindow.getAllWindows(),
		platform,
		attention: createAttentionFeed(feed),
		overlay,
	});
	return { electron, feed, badge, overlay, window: () => electron.windows.open()[0] };
}

describe('dock and taskbar', () => {
	test('count the needs, and say it only when it changes', () => {
		const { feed, electron } = setup();
		feed.show(roomOf([watched.deployment]));
		feed.show(roomOf([held]));
		feed.show(roomOf([held, other]));
		feed.show(emptyRoom);
		expect(electron.callsOf('app.setBadgeCount')).toEqual([[1], [0]]);
	});

	test('show how far it is in every window, also in one that opens later', () => {
		const { feed, electron } = setup({ open: 2 });
		feed.show(roomOf([watched.deployment]));
		expect(electron.callsOf('window.setProgressBar')).toEqual([
			[share, { mode: 'normal' }],
			[share, { mode: 'normal' }],
		]);
		const third = new electron.BrowserWindow();
		expect(third.isDestroyed()).toBe(false);
		expect(electron.callsOf('window.setProgressBar')).toHaveLength(5);
		feed.show(emptyRoom);
		expect(electron.callsOf('window.setProgressBar').at(-1)).toEqual([-1, { mode: 'none' }]);
	});

	test('flash when a need of urgency now comes and nobody looks, until somebody does', () => {
		const { feed, electron, window } = setup();
		feed.show(roomOf([watched.deployment]));
		feed.show(roomOf([held]));
		expect(electron.callsOf('window.flashFrame')).toEqual([[true]]);
		feed.show(roomOf([held, other]));
		expect(electron.callsOf('window.flashFrame')).toHaveLength(1);
		electron.app.emit('browser-window-focus', {}, window());
		expect(electron.callsOf('window.flashFrame').at(-1)).toEqual([false]);
	});

	test.each([
		['a need that can wait', [watched.deployment], [paused], false],
		['a need while somebody looks', [watched.deployment], [held], true],
		['what was so at the start', null, [held], false],
	] as const)('do not flash for %s', (_, before, after, isFocused) => {
		const { feed, electron, window } = setup();
		if (isFocused) window()?.focus();
		if (before !== null) feed.show(roomOf(before));
		feed.show(roomOf(after));
		expect(electron.callsOf('window.flashFrame')).toEqual([]);
	});

	test('bear a mark on Windows, which has no badge', () => {
		const { feed, electron, overlay } = setup({ platform: 'win32' });
		feed.show(roomOf([held]));
		feed.show(emptyRoom);
		expect(electron.callsOf('window.setOverlayIcon')).toEqual([
			[overlay, '1 shipping, 1 needs you'],
			[null, ''],
		]);
	});

	test('are clean at the end', () => {
		const { feed, electron, badge } = setup();
		feed.show(roomOf([held]));
		badge.close();
		expect(electron.callsOf('app.setBadgeCount').at(-1)).toEqual([0]);
		feed.show(emptyRoom);
		expect(electron.callsOf('app.setBadgeCount')).toHaveLength(2);
	});
});
