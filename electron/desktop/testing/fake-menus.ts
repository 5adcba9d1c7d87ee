/** Menus, the tray and notifications: what a person would see, and their clicks. */
import type {
	Menu,
	MenuItem,
	MenuItemConstructorOptions,
	Notification,
	NotificationConstructorOptions,
	Tray,
} from 'electron';
import { type Recorder, untyped } from './recorder.ts';

export interface FakeMenus {
	readonly Menu: typeof Menu;
	readonly Tray: typeof Tray;
	readonly Notification: typeof Notification;
	/** Those that were not destroyed; `menu` is what was set last. */
	readonly trays: readonly { readonly tray: Tray; readonly menu: Menu | null }[];
	/** Those that were shown, oldest first; `emit('click')` and `emit('action', {}, 0)` are a person's. */
	readonly shown: readonly { readonly notification: Notification; readonly options: NotificationConstructorOptions }[];
	/** Clicks the item with this id or label, at any depth; throws where there is none or it is disabled. */
	click(menu: Menu | null, idOrLabel: string): void;
	/** False as on a system without notifications. */
	canNotify: boolean;
}

export function createFakeMenus(recorder: Recorder): FakeMenus {
	const trays: { tray: Tray; menu: Menu | null }[] = [];
	const shown: { notification: Notification; options: NotificationConstructorOptions }[] = [];
	const fakes: FakeMenus = {
		Menu: fakeMenuClass(recorder),
		Tray: fakeTrayClass(recorder, trays),
		Notification: fakeNotificationClass(recorder, shown, () => fakes.canNotify),
		trays,
		shown,
		canNotify: true,
		click(menu, idOrLabel) {
			const item = allItems(menu).find(({ id, label }) => id === idOrLabel || label === idOrLabel);
			if (item === undefined) throw new Error(`the menu has no ${idOrLabel}`);
			if (!item.enabled) throw new Error(`${idOrLabel} is disabled`);
			item.click();
		},
	};
	return fakes;
}

/** Items at every depth, in reading order. */
export function allItems(menu: Menu | null): readonly MenuItem[] {
	return (menu?.items ?? []).flatMap((item) => [item, ...allItems(item.submenu ?? null)]);
}

function fakeMenuClass(recorder: Recorder): typeof Menu {
	const current: { menu: Menu | null } = { menu: null };
	const build = (template: readonly (MenuItemConstructorOptions | MenuItem)[]): Menu => {
		const items = template.map((given): MenuItem => {
			const { submenu } = given;
			const usual = { label: '', enabled: true, visible: true, checked: false };
			const item: MenuItem = Object.assign(untyped(usual), given, {
				submenu: Array.isArray(submenu) ? build(submenu) : submenu,
				click: () => Reflect.apply(given.click ?? (() => {}), item, [item, undefined, {}]),
			});
			return item;
		});
		const menu: Menu = recorder.fakeEmitter<Menu>('menu', {
			items,
			getMenuItemById: (id) => allItems(menu).find((item) => item.id === id) ?? null,
			append: (item) => void items.push(item),
			popup: () => {},
			closePopup: () => {},
		});
		return menu;
	};
	class Fake {
		constructor() {
			return untyped(build([]));
		}
		static buildFromTemplate = build;
		static getApplicationMenu = () => current.menu;
		static setApplicationMenu = (menu: Menu | null) => {
			recorder.note('Menu.setApplicationMenu', [menu]);
			current.menu = menu;
		};
	}
	return untyped(Fake satisfies Pick<typeof Menu, 'buildFromTemplate' | 'getApplicationMenu' | 'setApplicationMenu'>);
}

function fakeTrayClass(recorder: Recorder, trays: { tray: Tray; menu: Menu | null }[]): typeof Tray {
	const make = (image: unknown): Tray => {
		recorder.note('new Tray', [image]);
		const tray = recorder.fakeEmitter<Tray>('tray', {
			setImage: () => {},
			setPressedImage: () => {},
			setToolTip: () => {},
			setTitle: () => {},
			setIgnoreDoubleClickEvents: () => {},
			popUpContextMenu: () => {},
			setContextMenu: (menu) => {
				entry.menu = menu;
			},
			getBounds: () => ({ x: 0, y: 0, width: 22, height: 22 }),
			isDestroyed: () => !trays.includes(entry),
			destroy: () => void trays.splice(trays.indexOf(entry), trays.includes(entry) ? 1 : 0),
		});
		const entry: { tray: Tray; menu: Menu | null } = { tray, menu: null };
		trays.push(entry);
		return tray;
	};
	class Fake {
		constructor(image: unknown) {
			return untyped(make(image));
		}
	}
	return untyped(Fake);
}

function fakeNotificationClass(
	recorder: Recorder,
	shown: { notification: Notification; options: NotificationConstructorOptions }[],
	isSupported: () => boolean,
): typeof Notification {
	const make = (options: NotificationConstructorOptions = {}): Notification => {
		recorder.note('new Notification', [options]);
		const notification = recorder.fakeEmitter<Notification>('notification', {
			title: options.title ?? '',
			body: options.body ?? '',
			show: () => {
				shown.push({ notification, options });
				notification.emit('show', {});
			},
			close: () => void notification.emit('close', {}),
		});
		return notification;
	};
	class Fake {
		constructor(options?: NotificationConstructorOptions) {
			return untyped(make(options));
		}
		static isSupported = isSupported;
	}
	return untyped(Fake satisfies Pick<typeof Notification, 'isSupported'>);
}
