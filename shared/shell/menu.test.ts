import { describe, expect, test } from 'vitest';
import { menuOf } from './menu.ts';
import type { MenuItem, MenuState } from './menu-model.ts';

type Item = Exclude<MenuItem, { readonly separator: true }>;

const rollBack = { command: 'roll-back', allowed: true, label: 'Roll back to 2.3.1', detail: null } as const;
const promote = { command: 'promote', allowed: false, label: 'Promote to 25 %', detail: 'Not now' } as const;
const state: MenuState = {
	platform: 'linux',
	isPackaged: true,
	mayAct: true,
	shipping: [{ deploymentId: 'd1', address: '/deployments/d1', label: 'shop production: 2.4.0' }],
	focused: { address: '/deployments/d1', actions: [rollBack, promote] },
	can: { update: true },
};

function itemsOf(given: MenuState): readonly Item[] {
	return menuOf(given).flatMap(({ items }) => items.filter((item): item is Item => !('separator' in item)));
}

const platforms = ['linux', 'win32', 'darwin'] as const;
const menus = platforms.flatMap((platform) =>
	[true, false].map((isPackaged) => [platform, isPackaged, itemsOf({ ...state, platform, isPackaged })] as const),
);

/** Keys that roles bring along where none is given (electronjs.org, Menu). */
const ownKeys: Partial<Record<string, string>> = { minimize: 'CmdOrCtrl+M' };

describe.each(menus)('the menu on %s, packaged: %s', (platform, isPackaged, items) => {
	test('gives no key twice', () => {
		const keys = items
			.map((item) => item.accelerator ?? (item.role === undefined ? undefined : ownKeys[item.role]))
			.filter((key) => key !== undefined)
			.map((key) => chord(key, platform));
		expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
	});

	test('gives no id twice, and each item something to do and a name', () => {
		const ids = items.map(({ id }) => id);
		expect(new Set(ids).size).toBe(ids.length);
		for (const item of items) {
			expect(item.label).not.toBe('');
			expect((item.command === undefined) !== (item.role === undefined), item.id).toBe(true);
		}
	});

	test('never reloads on the key that rolls back', () => {
		const onKey = items.filter(
			({ accelerator = '' }) => chord(accelerator, platform) === chord('CmdOrCtrl+Shift+R', platform),
		);
		expect(onKey.map(({ command }) => command)).toEqual([{ kind: 'run', command: 'roll-back' }]);
		expect(items.some(({ role }) => role === 'reload')).toBe(!isPackaged);
	});

	test('leaves keys that the page hears to the page, except where the menu hears them first', () => {
		const left = items.filter(({ registerAccelerator }) => registerAccelerator === false).map(({ id }) => id);
		expect(left).toEqual(platform === 'darwin' ? [] : ['settings', 'palette', 'roll-back']);
	});

	test.each([
		['new-window', 'CmdOrCtrl+N'],
		['palette', 'CmdOrCtrl+K'],
		['board', 'CmdOrCtrl+1'],
		['in-flight', 'CmdOrCtrl+2'],
		['history', 'CmdOrCtrl+3'],
		['connections', 'CmdOrCtrl+4'],
		['settings', 'CmdOrCtrl+,'],
		['find', 'CmdOrCtrl+F'],
		['zoom-in', 'CmdOrCtrl+Plus'],
		['zoom-out', 'CmdOrCtrl+-'],
		['zoom-reset', 'CmdOrCtrl+0'],
		['print', 'CmdOrCtrl+P'],
		['close', 'CmdOrCtrl+W'],
		['quit', 'CmdOrCtrl+Q'],
	])('has %s on %s', (id, key) => {
		expect(items.find((item) => item.id === id)?.accelerator).toBe(key);
	});

	test.each(['about', 'keys', 'tour', 'copy-diagnostics', 'show-logs', 'check-for-update', 'wall', 'togglefullscreen'])(
		'has %s once',
		(id) => {
			expect(items.filter((item) => item.id === id)).toHaveLength(1);
		},
	);
});

describe('the menu of the deployment', () => {
	const find = (id: string, given: Partial<MenuState> = {}) =>
		itemsOf({ ...state, ...given }).find((item) => item.id === id);

	test('says what the engine says, and refuses what the engine refuses', () => {
		expect(find('roll-back')).toMatchObject({ label: 'Roll back to 2.3.1', enabled: true });
		expect(find('promote')).toMatchObject({ label: 'Promote to 25 %', enabled: false });
	});

	test('offers nothing where no deployment is meant, or where nobody may act', () => {
		expect(find('roll-back', { focused: null })).toMatchObject({ label: 'Roll back', enabled: false });
		expect(find('copy-link', { focused: null })).toMatchObject({ enabled: false });
		expect(find('roll-back', { mayAct: false })).toMatchObject({ enabled: false });
		expect(find('copy-link', { mayAct: false })).toMatchObject({ enabled: true });
	});

	test('opens what ships, and the one in front in a window of its own', () => {
		expect(find('shipping:d1')).toMatchObject({ command: { kind: 'go', address: '/deployments/d1' } });
		expect(find('open-deployment')).toMatchObject({
			command: { kind: 'open', address: '/deployments/d1', as: 'deployment' },
		});
	});

	test('says nothing of updates where there are none', () => {
		expect(find('check-for-update', { can: { update: false } })).toBeUndefined();
	});
});

/** The keys pressed, in one order, with this system's own name for the main one. */
function chord(accelerator: string, platform: string): string {
	const main = platform === 'darwin' ? 'Cmd' : 'Ctrl';
	return accelerator
		.split('+')
		.map((key) => (key === 'CmdOrCtrl' ? main : key))
		.sort()
		.join('+');
}
