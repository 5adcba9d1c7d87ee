import { describe, expect, test } from 'vitest';
import { ada, analysing, type Story, tell, verdictOf } from '../../shared/domain/deployment/fixture.ts';
import { emptyRoom } from '../../shared/rpc/testing/fake-api.ts';
import { roomOf } from '../../shared/shell/testing/rooms.ts';
import { createAttentionFeed } from './attention-feed.ts';
import { createFakeElectron } from './testing/fake-electron.ts';
import { createFakeActions, createFakeFeed } from './testing/shell-fakes.ts';
import { createShellTray, type ShellTrayDeps } from './tray.ts';

const watched = analysing();
const paused = tell(watched, { type: 'commanded', command: 'pause', reason: null }, 10, ada);
const looked = tell(watched, { type: 'verdict', stepIndex: 3, verdict: verdictOf('healthy') }, 10);
const rollingBack = tell(watched, { type: 'commanded', command: 'roll-back', reason: null }, 10, ada);
const roomWith = (...stories: readonly Story[]) => roomOf(stories.map(({ deployment }) => deployment));

function setup(change: Partial<ShellTrayDeps> = {}) {
	const electron = createFakeElectron();
	const feed = createFakeFeed(null);
	const fake = createFakeActions();
	const warnings: string[] = [];
	const tray = createShellTray({
		Tray: electron.Tray,
		Menu: electron.Menu,
		platform: 'linux',
		icons: 'icons',
		attention: createAttentionFeed(feed),
		actions: fake.actions,
		windows: { another: () => void fake.calls.push('another') },
		logger: { warn: (_, message) => void warnings.push(message) },
		...change,
	});
	const { menus } = electron;
	const labels = () => menus.trays[0]?.menu?.items.map(({ label }) => label) ?? [];
	const click = (id: string) => menus.click(menus.trays[0]?.menu ?? null, id);
	return { electron, menus, feed, tray, warnings, labels, click, calls: fake.calls };
}

describe('the tray', () => {
	test('comes with the first knowledge of the room', () => {
		const { tray, menus, feed, electron } = setup();
		expect(tray.isThere()).toBe(false);
		feed.show(emptyRoom);
		expect(tray.isThere()).toBe(true);
		expect(menus.trays).toHaveLength(1);
		expect(electron.callsOf('tray.setToolTip')).toEqual([['Signalbox: nothing is shipping']]);
	});

	test('shows what ships and takes it back with one click', () => {
		const { feed, labels, click, calls } = setup();
		feed.show(roomWith(watched));
		expect(labels()).toEqual([
			'checkout production: 2.4.0 is taking 5 % of traffic',
			'    Roll back to 2.3.1 in production',
			'',
			'Open Signalbox',
			'New window',
			'Wallboard',
			'',
			'Quit Signalbox',
		]);
		click('roll-back:d1');
		expect(calls).toEqual(['rollBack d1']);
	});

	test.each([
		['open:d1', 'go /deployments/d1'],
		['show', 'show'],
		['new-window', 'another'],
		['wall', 'open /wall wall'],
		['quit', 'quit'],
	])('%s: %s', (id, call) => {
		const { feed, click, calls } = setup();
		feed.show(roomWith(watched));
		click(id);
		expect(calls).toEqual([call]);
	});

	test('does not offer what is refused', () => {
		const { feed, click } = setup();
		feed.show(roomWith(rollingBack));
		expect(() => click('roll-back:d1')).toThrow('is disabled');
	});

	test.each([
		['linux', ['tray-calm.png', 'tray-shipping.png', 'tray-needs-you.png']],
		['darwin', ['tray-calmTemplate.png', 'tray-shippingTemplate.png', 'tray-needs-youTemplate.png']],
	])('has a shape of its own for each mood on %s', (platform, names) => {
		const { feed, electron } = setup({ platform });
		for (const room of [emptyRoom, roomWith(watched), roomWith(paused)]) feed.show(room);
		const [icon] = electron.callsOf('new Tray')[0] ?? [];
		const icons = [icon, ...electron.callsOf('tray.setImage').map(([name]) => name)];
		expect([...new Set(icons.map((name) => String(name).replace(/.*[\\/]/, '')))]).toEqual(names);
	});

	test('is redrawn only when what it says changes', () => {
		const { feed, electron } = setup();
		feed.show(roomWith(watched));
		const before = electron.callsOf('tray.setContextMenu').length;
		feed.show(roomWith(looked));
		feed.show(roomWith(watched));
		expect(electron.callsOf('tray.setContextMenu')).toHaveLength(before);
		feed.show(roomWith(paused));
		expect(electron.callsOf('tray.setContextMenu')).toHaveLength(before + 1);
	});

	test('names ten deployments and leads to the rest', () => {
		const { feed, labels, click, calls } = setup();
		const many = Array.from({ length: 12 }, (_, index) => ({ ...watched.deployment, id: `d${index}` }));
		feed.show(roomOf(many));
		expect(labels().filter((label) => label.startsWith('checkout'))).toHaveLength(10);
		expect(labels()).toContain('And 2 more in flight');
		click('more');
		expect(calls).toEqual(['go /in-flight']);
	});

	test('opens the room on a click, but not on macOS, where the menu opens', () => {
		for (const [platform, expected] of [
			['win32', ['show']],
			['darwin', []],
		] as const) {
			const { feed, menus, calls } = setup({ platform });
			feed.show(emptyRoom);
			menus.trays[0]?.tray.emit('click');
			expect(calls).toEqual(expected);
		}
	});

	test('may be missing, which is said once and stops nothing', () => {
		class NoTray {
			constructor() {
				throw new Error('no StatusNotifierHost');
			}
		}
		const { feed, tray, warnings } = setup({ Tray: Object.assign(NoTray) });
		feed.show(emptyRoom);
		feed.show(roomWith(watched));
		expect(tray.isThere()).toBe(false);
		expect(warnings).toEqual(['there is no tray on this desktop']);
	});

	test('goes at the end', () => {
		const { feed, tray, menus } = setup();
		feed.show(emptyRoom);
		tray.close();
		expect(menus.trays).toEqual([]);
		feed.show(roomWith(watched));
		expect([menus.trays, tray.isThere()]).toEqual([[], false]);
	});
});
