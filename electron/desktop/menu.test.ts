import { describe, expect, test } from 'vitest';
import { ada, analysing, type Story, tell, verdictOf } from '../../shared/domain/deployment/fixture.ts';
import { emptyRoom } from '../../shared/rpc/testing/fake-api.ts';
import { roomOf } from '../../shared/shell/testing/rooms.ts';
import { createAppMenu, type AppMenuDeps } from './menu.ts';
import { createFakeElectron } from './testing/fake-electron.ts';
import { allItems } from './testing/fake-menus.ts';
import { createFakeActions, createFakeFeed, createFakeFront, createFakeSettings } from './testing/shell-fakes.ts';

const watched = analysing();
const looked = tell(watched, { type: 'verdict', stepIndex: 3, verdict: verdictOf('healthy') }, 10);
const paused = tell(watched, { type: 'commanded', command: 'pause', reason: null }, 10, ada);
const roomWith = (...stories: readonly Story[]) =>
	roomOf(stories.map(({ deployment }, index) => ({ ...deployment, id: `d${index + 1}` })));

function setup(change: Partial<AppMenuDeps> = {}) {
	const electron = createFakeElectron();
	const feed = createFakeFeed(null);
	const fake = createFakeActions();
	const front = createFakeFront();
	const settings = createFakeSettings();
	const menu = createAppMenu({
		Menu: electron.Menu,
		platform: 'linux',
		isPackaged: true,
		canUpdate: true,
		feed,
		front,
		actions: fake.actions,
		windows: { another: () => void fake.calls.push('another') },
		settings,
		...change,
	});
	const current = () => electron.Menu.getApplicationMenu();
	const item = (id: string) => allItems(current()).find((each) => each.id === id);
	const built = () => electron.callsOf('Menu.setApplicationMenu').length;
	const click = (id: string) => electron.menus.click(current(), id);
	return { feed, front, settings, menu, item, built, click, calls: fake.calls };
}

describe('the menu bar', () => {
	test('is there before the room is known, without what acts', () => {
		const { built, item } = setup();
		expect(built()).toBe(1);
		expect(item('roll-back')?.enabled).toBe(false);
		expect(item('board')?.enabled).toBe(true);
	});

	test.each([
		['new-window', 'another'],
		['wall', 'open /wall wall'],
		['in-flight', 'go /in-flight'],
		['settings', 'go /settings'],
		['palette', 'tell {"kind":"show","what":"palette"}'],
		['keys', 'tell {"kind":"show","what":"keys"}'],
		['roll-back', 'tell {"kind":"run","command":"roll-back"}'],
		['open-deployment', 'open /deployments/d1 deployment'],
		['shipping:d1', 'go /deployments/d1'],
		['copy-diagnostics', 'copyDiagnostics'],
		['show-logs', 'showLogs'],
		['check-for-update', 'checkForUpdate'],
		['quit', 'quit'],
	])('%s: %s', (id, call) => {
		const { feed, click, calls } = setup();
		feed.show(roomWith(watched));
		click(id);
		expect(calls).toEqual([call]);
	});

	test('means the deployment in front, else the only one in flight', () => {
		const { feed, front, item } = setup();
		feed.show(roomWith(watched));
		expect(item('roll-back')).toMatchObject({ label: 'Roll back to 2.3.1', enabled: true });
		feed.show(roomWith(watched, paused));
		expect(item('roll-back')).toMatchObject({ label: 'Roll back', enabled: false });
		front.turn({ address: '/deployments/d2' });
		expect(item('resume')).toMatchObject({ enabled: true });
		front.turn({ address: '/deployments/gone' });
		expect(item('roll-back')?.enabled).toBe(false);
	});

	test('is built again only when it says something else', () => {
		const { feed, front, built } = setup();
		feed.show(roomWith(watched));
		const before = built();
		feed.show(roomWith(looked));
		front.turn({ address: '/history' });
		expect(built()).toBe(before);
		feed.show(roomWith(paused));
		expect(built()).toBe(before + 1);
		feed.show(emptyRoom);
		expect(built()).toBe(before + 2);
	});

	test('zooms every window through the settings, and prints the one in front', () => {
		const { click, settings, front } = setup();
		click('zoom-in');
		expect(settings.current().zoom).toBe(1.1);
		click('zoom-out');
		click('zoom-out');
		expect(settings.current().zoom).toBe(0.9);
		click('zoom-reset');
		expect(settings.current().zoom).toBe(1);
		click('print');
		expect(front.prints).toHaveLength(1);
	});

	test('leaves to the page the keys that the page hears', () => {
		const { item } = setup();
		expect(item('palette')?.registerAccelerator).toBe(false);
		expect(item('roll-back')?.registerAccelerator).toBe(false);
		expect(item('board')?.registerAccelerator).toBeUndefined();
	});

	test('rests at the end', () => {
		const { menu, feed, built } = setup();
		menu.close();
		feed.show(roomWith(watched));
		expect(built()).toBe(1);
	});
});
