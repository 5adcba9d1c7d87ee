import { expect, test } from 'vitest';
import { fail, ok } from '../../shared/domain/result.ts';
import type { ShellApi, ShellMessage } from '../../shared/rpc/shell-api.ts';
import { eventually } from '../../shared/rpc/testing/eventually.ts';
import { createFakeShell, fakeShellView } from '../../shared/rpc/testing/fake-shell.ts';
import { waitFor } from './room-store.ts';
import { createShellStore, type ShellOrder } from './shell-store.ts';

const noWait = (_: number, signal: AbortSignal) => waitFor(1, signal);

test('shows the view, and hands on orders that came before anybody listened', async () => {
	const fake = createFakeShell();
	const shell = createShellStore({ shell: fake.shell, isRefused: () => false, wait: noWait });
	const stop = shell.start();
	await eventually(() => shell.store.getState().view, 'the view');
	fake.send({ kind: 'go', address: '/settings' });
	fake.send({ kind: 'view', shell: { ...fakeShellView, platform: 'darwin' } });
	await eventually(() => shell.store.getState().view?.platform === 'darwin', 'the second view');
	const heard: ShellOrder[] = [];
	const leave = shell.listen((order) => heard.push(order));
	expect(heard).toEqual([{ kind: 'go', address: '/settings' }]);
	fake.send({ kind: 'show', what: 'about' });
	await eventually(() => heard.length === 2, 'the second order');
	leave();
	stop();
});

test('watches again after a cut, and keeps what was known meanwhile', async () => {
	let watched = 0;
	const shell = createShellStore({
		shell: {
			changeSettings: async () => ok(null),

			async *watch(signal: AbortSignal): AsyncGenerator<ShellMessage> {
				watched += 1;
				if (watched === 2) throw new Error('cut');
				yield { kind: 'view', shell: { ...fakeShellView, platform: `watch ${watched}` } };
				if (watched > 2) await waitFor(60_000, signal);
			},
		},
		isRefused: () => false,
		wait: noWait,
	});
	const stop = shell.start();
	await eventually(() => shell.store.getState().view?.platform === 'watch 3', 'the third watch');
	stop();
});

test('tries nothing again once the host has refused this window for good', async () => {
	let watched = 0;
	let waited = 0;
	const shell = createShellStore({
		shell: {
			changeSettings: async () => ok(null),
			async *watch(): AsyncGenerator<ShellMessage> {
				watched += 1;
				if (watched > 0) throw new Error('refused');
				yield { kind: 'show', what: 'about' };
			},
		},
		isRefused: () => watched === 2,
		wait: async () => {
			waited += 1;
		},
	});
	const stop = shell.start();
	await eventually(() => waited === 2, 'the wait after the refusal');
	await new Promise((resolve) => setImmediate(resolve));
	expect([watched, waited]).toEqual([2, 2]);
	stop();
});

test('two fields of one group, saved at once, do not undo one another', async () => {
	const changes: unknown[] = [];
	const fake = createFakeShell();
	const changeSettings: ShellApi['changeSettings'] = async (input) => {
		await Promise.resolve();
		changes.push(input);
		return ok(null);
	};
	const shell = createShellStore({ shell: { ...fake.shell, changeSettings }, isRefused: () => false, wait: noWait });
	const stop = shell.start();
	await eventually(() => shell.store.getState().view, 'the view');
	await Promise.all([
		shell.save(({ quietHours }) => ({ quietHours: { ...quietHours, from: '21:00' } })),
		shell.save(({ quietHours }) => ({ quietHours: { ...quietHours, to: '06:00' } })),
	]);
	expect(changes.at(-1)).toMatchObject({ quietHours: { from: '21:00', to: '06:00' } });
	stop();
});

test('a change that was refused is no ground for the next one', async () => {
	const changes: unknown[] = [];
	const fake = createFakeShell();
	const changeSettings: ShellApi['changeSettings'] = async (input) => {
		changes.push(input);
		return changes.length === 1 ? fail('store-full', 'The disk is full.', 'Make room.') : ok(null);
	};
	const shell = createShellStore({ shell: { ...fake.shell, changeSettings }, isRefused: () => false, wait: noWait });
	const stop = shell.start();
	await eventually(() => shell.store.getState().view, 'the view');
	const first = await shell.save(({ network }) => ({ network: { ...network, proxyUrl: 'http://a:1' } }));
	expect(first).toMatchObject({ ok: false });
	await shell.save(({ network }) => ({ network: { ...network, noProxy: 'localhost' } }));
	expect(changes.at(-1)).toMatchObject({ network: { proxyUrl: '', noProxy: 'localhost' } });
	stop();
});
