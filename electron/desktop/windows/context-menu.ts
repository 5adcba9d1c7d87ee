/** The menu under the pointer: for text, and for links to places of the room. */
import type * as Electron from 'electron';
import type { BrowserWindow, ContextMenuParams, MenuItemConstructorOptions } from 'electron';
import { linkTo } from '../../../shared/shell/links.ts';
import { addressOf } from './opened-window.ts';

type Asked = Pick<ContextMenuParams, 'linkURL' | 'isEditable' | 'selectionText' | 'editFlags'>;

/** The items that make sense here; none for a click on nothing. */
export function contextItems(asked: Asked, copy: (text: string) => void): readonly MenuItemConstructorOptions[] {
	const address = asked.linkURL === '' ? null : addressOf(asked.linkURL);
	const link: MenuItemConstructorOptions[] =
		address === null ? [] : [{ label: 'Copy link', click: () => copy(linkTo(address)) }];
	const text = asked.isEditable ? fieldItems(asked) : selectionItems(asked);
	return link.length > 0 && text.length > 0 ? [...link, { type: 'separator' }, ...text] : [...link, ...text];
}

function fieldItems({ editFlags }: Asked): readonly MenuItemConstructorOptions[] {
	return [
		{ role: 'cut', enabled: editFlags.canCut },
		{ role: 'copy', enabled: editFlags.canCopy },
		{ role: 'paste', enabled: editFlags.canPaste },
		{ type: 'separator' },
		{ role: 'selectAll', enabled: editFlags.canSelectAll },
	];
}

function selectionItems({ selectionText, editFlags }: Asked): readonly MenuItemConstructorOptions[] {
	if (selectionText.trim() === '') return [];
	return [{ role: 'copy', enabled: editFlags.canCopy }];
}

/** Shows that menu whenever the window asks for one. */
export function offerContextMenu(
	window: BrowserWindow,
	{ Menu, clipboard }: Pick<typeof Electron, 'Menu' | 'clipboard'>,
): void {
	const copy = (text: string) => void clipboard.writeText(text).catch(() => {});
	window.webContents.on('context-menu', (_, asked) => {
		const items = contextItems(asked, copy);
		if (items.length > 0) Menu.buildFromTemplate([...items]).popup({ window });
	});
}
