import { expect, test } from 'vitest';
import { createFakeElectron } from './testing/fake-electron.ts';
import { receiveLinks, registerLinks } from './links.ts';

function setup(first: string | null = null) {
	const { app, callsOf } = createFakeElectron();
	const done: string[] = [];
	const warned: unknown[] = [];
	const links = receiveLinks(app, first);
	const openWindows = () =>
		links.openWindows(
			{
				restore: (address) => done.push(`restore ${address}`),
				go: (address) => done.push(`go ${address}`),
				show: () => done.push('show'),
			},
			{ warn: (fields) => warned.push(fields) },
		);
	const openUrl = (link: string) => {
		let isPrevented = false;
		const preventDefault = () => {
			isPrevented = true;
		};
		app.emit('open-url', { preventDefault }, link);
		return isPrevented;
	};
	return { app, callsOf, done, warned, links, openWindows, openUrl };
}

const link = 'signalbox://deployments/shop-1';

test('the link that started us is where the windows open', () => {
	const { done, openWindows } = setup(link);
	openWindows();
	expect(done).toEqual(['restore /deployments/shop-1']);
});

test('a start without one opens what was open', () => {
	const { done, openWindows } = setup();
	openWindows();
	expect(done).toEqual(['restore null']);
});

test('a link that comes before there is a window waits for it; the last one counts', () => {
	const { app, done, openWindows, openUrl } = setup(link);
	expect(openUrl('signalbox://history')).toBe(true);
	app.emit('second-instance', {}, ['/signalbox', '--', 'signalbox://in-flight'], '/', null);
	app.emit('second-instance', {}, ['/signalbox'], '/', null);
	openWindows();
	expect(done).toEqual(['restore /in-flight']);
});

test('a second start comes to the front, at its link when it has one', () => {
	const { app, done, openWindows } = setup();
	openWindows();
	app.emit('second-instance', {}, ['/signalbox'], '/', null);
	app.emit('second-instance', {}, ['/signalbox', link, '--data=/evil'], '/', null);
	app.emit('activate', {}, false);
	expect(done).toEqual(['restore null', 'show', 'go /deployments/shop-1', 'show']);
});

test('once the end has begun no window is led anywhere; the first start from then on brings it back', () => {
	const { app, done, links, openWindows, openUrl } = setup();
	openWindows();
	const next: unknown[] = [];
	links.leave((wanted) => next.push(wanted));
	app.emit('activate', {}, false);
	expect(next).toEqual([]);
	app.emit('second-instance', {}, ['/signalbox', '--', link], '/', null);
	expect(openUrl('signalbox://history')).toBe(true);
	expect(next).toEqual([link]);
	expect(done).toEqual(['restore null']);
});

test('nothing brings it back where something else does', () => {
	const { app, links, openWindows } = setup();
	openWindows();
	const next: string[] = [];
	links.leave(() => next.push('the installer'));
	links.leave(() => next.push('the quit that follows'));
	app.emit('second-instance', {}, ['/signalbox'], '/', null);
	expect(next).toEqual(['the installer']);
});

test.each(['signalbox://x --data=/evil', 'signalbox://deployments/../..', 'signalbox://roll-back/shop-1'])(
	'%j leads nowhere, and is noted',
	(bad) => {
		const { done, warned, openWindows, openUrl } = setup(bad);
		openWindows();
		openUrl(bad);
		expect(done).toEqual(['restore null', 'show']);
		expect(warned).toEqual([{ link: bad }, { link: bad }]);
	},
);

test.each([
	['installed', true, false, [['signalbox', '/opt/signalbox', ['--']]]],
	['in development', false, false, []],
	['in development when asked', false, true, [['signalbox', '/opt/signalbox', ['/repo', '--']]]],
])('links are ours %s', (_, isPackaged, isAskedFor, calls) => {
	const { app, callsOf } = setup();
	registerLinks(app, { isPackaged, execPath: '/opt/signalbox', packageRoot: '/repo', isAskedFor });
	expect(callsOf('app.setAsDefaultProtocolClient')).toEqual(calls);
});
