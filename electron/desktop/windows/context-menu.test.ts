import { expect, test } from 'vitest';
import { createFakeElectron } from '../testing/fake-electron.ts';
import { contextItems, offerContextMenu } from './context-menu.ts';

const editFlags = {
	canUndo: true,
	canRedo: false,
	canCut: false,
	canCopy: true,
	canPaste: true,
	canDelete: false,
	canSelectAll: true,
	canEditRichly: false,
};
const nothing = { linkURL: '', isEditable: false, selectionText: '', editFlags };
const link = 'app://control-room/#/deployments/shop-1';

test.each([
	['nothing', nothing, []],
	['blank text', { ...nothing, selectionText: ' \n' }, []],
	['selected text', { ...nothing, selectionText: 'p95' }, ['copy']],
	['a field', { ...nothing, isEditable: true }, ['cut (off)', 'copy', 'paste', '-', 'selectAll']],
	['a link of ours', { ...nothing, linkURL: link }, ['Copy link']],
	['selected text in a link', { ...nothing, linkURL: link, selectionText: '2.4.0' }, ['Copy link', '-', 'copy']],
	['a foreign link', { ...nothing, linkURL: 'https://evil.test/#/deployments/x' }, []],
	['a link of ours to nowhere', { ...nothing, linkURL: 'app://control-room/#/x/y/z' }, []],
])('on %s', (_, asked, expected) => {
	const words = contextItems(asked, () => {}).map(({ type, role, label, enabled }) => {
		return type === 'separator' ? '-' : `${role ?? label}${enabled === false ? ' (off)' : ''}`;
	});
	expect(words).toEqual(expected);
});

test('a link is copied as one that opens in Signalbox', async () => {
	const electron = createFakeElectron();
	const window = new electron.BrowserWindow();
	offerContextMenu(window, electron);
	let items: readonly Electron.MenuItem[] = [];
	const { Menu } = electron;
	const build = Menu.buildFromTemplate;
	Menu.buildFromTemplate = (template) => {
		const menu = build(template);
		items = menu.items;
		return menu;
	};
	window.webContents.emit('context-menu', {}, { ...nothing, linkURL: link });
	expect(electron.callsOf('menu.popup')).toEqual([[{ window }]]);
	items[0]?.click();
	expect(await electron.clipboard.readText()).toBe('signalbox://deployments/shop-1');
});
