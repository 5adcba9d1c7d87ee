import { describe, expect, test } from 'vitest';
import {
	ada,
	analysing,
	failEffect,
	type Story,
	succeed,
	tell,
	verdictOf,
} from '../../shared/domain/deployment/fixture.ts';
import type { LocalTime } from '../../shared/shell/quiet-hours.ts';
import { defaultShellSettings } from '../../shared/shell/settings.ts';
import { roomOf } from '../../shared/shell/testing/rooms.ts';
import { createShellNotifications } from './notifications.ts';
import { createFakeElectron } from './testing/fake-electron.ts';
import { createFakeActions, createFakeFeed, createFakeFront, createFakeSettings } from './testing/shell-fakes.ts';

const command = (kind: 'promote' | 'promote-fully' | 'roll-back') =>
	({ type: 'commanded', command: kind, reason: null }) as const;
const watched = analysing();
const judged = (outcome: 'inconclusive' | 'unhealthy') =>
	tell(watched, { type: 'verdict', stepIndex: 3, verdict: verdictOf(outcome, 10) }, 10);
const held = tell(judged('inconclusive'), { type: 'step-elapsed', stepIndex: 3 }, 20);
const unhealthy = judged('unhealthy');
const stuck = failEffect(unhealthy, 30);
const completed = succeed(tell(watched, command('promote-fully'), 50, ada), 51);
const promoted = tell(held, command('promote'), 60, ada);
const watchedAtMore = succeed(promoted, 61);
const room = (...stories: readonly Story[]) =>
	roomOf(stories.map(({ deployment }, index) => ({ ...deployment, id: `d${index + 1}`, service: `shop${index + 1}` })));
const night: LocalTime = { day: 1, minutes: 23 * 60 };
const noon: LocalTime = { day: 2, minutes: 12 * 60 };

function setup({ platform = 'darwin', isQuiet = false } = {}) {
	const electron = createFakeElectron();
	const { menus } = electron;
	const feed = createFakeFeed(room(watched));
	const fake = createFakeActions();
	const front = createFakeFront();
	const settings = createFakeSettings({
		...defaultShellSettings,
		quietHours: { ...defaultShellSettings.quietHours, enabled: isQuiet },
	});
	const clock = { time: isQuiet ? night : noon };
	const timers = new Set<() => void>();
	const warnings: string[] = [];
	const notifications = createShellNotifications({
		Notification: electron.Notification,
		platform,
		feed,
		windows: fake.windows,
		front,
		settings,
		actions: fake.actions,
		localTime: () => clock.time,
		every: (_, work) => {
			timers.add(work);
			return () => timers.delete(work);
		},
		logger: { warn: (_, message) => void warnings.push(message) },
	});
	const titles = () => menus.shown.map(({ options }) => options.title);
	const minute = () => {
		for (const work of timers) work();
	};
	const closed = () => electron.callsOf('notification.close').length;
	return {
		electron,
		menus,
		feed,
		front,
		settings,
		clock,
		timers,
		warnings,
		notifications,
		titles,
		minute,
		closed,
		...fake,
	};
}

describe('notifications', () => {
	test('tell what happens, not what was already so', () => {
		const { feed, titles, menus } = setup();
		expect(titles()).toEqual([]);
		feed.show(room(held));
		expect(titles()).toEqual(['shop1 production: 2.4.0 is held at 5 % of traffic']);
		expect(menus.shown[0]?.options).toMatchObject({ urgency: 'normal', timeoutType: 'never' });
	});

	test('lead to the place', () => {
		const { feed, menus, calls } = setup();
		feed.show(room(held));
		menus.shown[0]?.notification.emit('click', {});
		expect(calls).toEqual(['go /deployments/d1']);
	});

	test.each([
		['darwin', ['Roll back to 2.3.1', 'Promote to 25 %']],
		['win32', ['Roll back to 2.3.1', 'Promote to 25 %']],
		['linux', undefined],
	])('have buttons on %s: %s', (platform, labels) => {
		const { feed, menus } = setup({ platform });
		feed.show(room(held));
		expect(menus.shown[0]?.options.actions?.map(({ text }) => text)).toEqual(labels);
	});

	test.each([
		[0, 'rollBack d1'],
		[1, 'promote d1'],
	])('act on a click on button %i', (index, call) => {
		const { feed, menus, calls } = setup();
		feed.show(room(held));
		menus.shown[0]?.notification.emit('action', { actionIndex: index });
		expect(calls).toEqual([call]);
	});

	test.each([
		['it would lead further', watchedAtMore],
		['all is over', completed],
	])('do nothing on a late click when %s, and say so', (_, moved) => {
		const { feed, menus, calls, titles } = setup();
		feed.show(room(held));
		const late = menus.shown[0]?.notification;
		feed.show(room(moved));
		late?.emit('action', { actionIndex: 1 });
		expect(calls).toEqual([]);
		expect(titles().at(-1)).toBe('Not done: Promote to 25 %');
		menus.shown.at(-1)?.notification.emit('click', {});
		expect(calls).toEqual(['go /deployments/d1']);
	});

	test('are taken back once a person has decided', () => {
		const { feed, closed } = setup();
		feed.show(room(held));
		expect(closed()).toBe(0);
		feed.show(room(promoted));
		expect(closed()).toBe(1);
	});

	test('of an end stay', () => {
		const { feed, closed } = setup();
		feed.show(room(completed));
		feed.show(room({ ...completed, deployment: { ...completed.deployment, warmUntil: null } }));
		expect(closed()).toBe(0);
	});

	test.each([
		['the very deployment', '/deployments/d1', true, 0],
		['another screen', '/', true, 1],
		['the deployment in a window without focus', '/deployments/d1', false, 1],
	])('of a need are spared a person who looks at %s', (_, address, isFocused, count) => {
		const { feed, front, titles } = setup();
		front.turn({ address, isFocused });
		feed.show(room(held));
		expect(titles()).toHaveLength(count);
	});

	test('of a failure are shown all the same', () => {
		const { feed, front, menus } = setup();
		front.turn({ address: '/deployments/d1', isFocused: true });
		feed.show(room(unhealthy));
		expect(menus.shown[0]?.options).toMatchObject({ urgency: 'critical' });
	});

	test('are left out where a person does not want them', () => {
		const { feed, settings, titles } = setup();
		settings.change({ notifications: { enabled: true, kinds: ['failed'] } });
		feed.show(room(held));
		expect(titles()).toEqual([]);
		feed.show(room(stuck));
		expect(titles()).toHaveLength(1);
	});

	test('do without a system that has none', () => {
		const { feed, menus, electron } = setup();
		menus.canNotify = false;
		feed.show(room(held));
		expect(electron.callsOf('new Notification')).toEqual([]);
	});

	test('log what the system refuses', () => {
		const { feed, menus, warnings } = setup();
		feed.show(room(held));
		menus.shown[0]?.notification.emit('failed', {}, 'not signed');
		expect(warnings).toEqual(['a notification could not be shown']);
	});

	test('end with the application', () => {
		const { feed, notifications, closed, titles } = setup();
		feed.show(room(held));
		notifications.close();
		expect(closed()).toBe(1);
		feed.show(room(completed));
		expect(titles()).toHaveLength(1);
	});
});

describe('in quiet hours', () => {
	test('they wait, and a single one is shown as it is', () => {
		const { feed, titles, clock, minute, timers } = setup({ isQuiet: true });
		feed.show(room(held));
		minute();
		expect(titles()).toEqual([]);
		clock.time = noon;
		minute();
		expect(titles()).toEqual(['shop1 production: 2.4.0 is held at 5 % of traffic']);
		expect(timers.size).toBe(0);
	});

	test('several become one', () => {
		const { feed, menus, clock, minute, calls } = setup({ isQuiet: true });
		feed.show(room(watched, watched, watched));
		feed.show(room(held, completed, held));
		clock.time = noon;
		minute();
		expect(menus.shown).toHaveLength(1);
		expect(menus.shown[0]?.options).toMatchObject({
			title: '3 things happened in quiet hours',
			body: [
				'shop1 production: 2.4.0 is held at 5 % of traffic',
				'shop2 production: 2.4.0 has all traffic',
				'shop3 production: 2.4.0 is held at 5 % of traffic',
			].join('\n'),
		});
		menus.shown[0]?.notification.emit('click', {});
		expect(calls).toEqual(['go /']);
	});

	test('what was decided meanwhile is not told', () => {
		const { feed, titles, clock, minute, timers } = setup({ isQuiet: true });
		feed.show(room(held));
		feed.show(room(promoted));
		expect(timers.size).toBe(0);
		clock.time = noon;
		minute();
		expect(titles()).toEqual([]);
	});

	test('failures pass, unless they may not', () => {
		const { feed, settings, titles } = setup({ isQuiet: true });
		feed.show(room(unhealthy));
		expect(titles()).toHaveLength(1);
		settings.change({ quietHours: { ...settings.current().quietHours, letFailuresThrough: false } });
		feed.show(room(stuck));
		expect(titles()).toHaveLength(1);
	});

	test('they end when they are switched off', () => {
		const { feed, settings, titles } = setup({ isQuiet: true });
		feed.show(room(held));
		settings.change({ quietHours: { ...settings.current().quietHours, enabled: false } });
		expect(titles()).toHaveLength(1);
	});

	test('the outcome of a click is told at once', () => {
		const { notifications, titles, menus, calls } = setup({ isQuiet: true });
		notifications.say({ title: 'Diagnostics copied', body: 'Paste them.', address: null });
		expect(titles()).toEqual(['Diagnostics copied']);
		menus.shown[0]?.notification.emit('click', {});
		expect(calls).toEqual(['show']);
	});
});
