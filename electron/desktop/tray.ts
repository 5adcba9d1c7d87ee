/** The tray: what ships, one click from being taken back, also while no window is open. */
import path from 'node:path';
import type { Menu, MenuItemConstructorOptions, Tray } from 'electron';
import type { Attention, Mood, ShippingLine } from '../../shared/shell/attention.ts';
import type { Logger } from '../engine/ports.ts';
import type { AttentionFeed } from './attention-feed.ts';
import type { ShellActions } from './parts.ts';

export interface ShellTrayDeps {
	readonly Tray: new (image: string) => Pick<Tray, 'on' | 'setImage' | 'setToolTip' | 'setContextMenu' | 'destroy'>;
	readonly Menu: Pick<typeof Menu, 'buildFromTemplate'>;
	readonly platform: string;
	/** Folder of the tray's icons: `assets/icons`. */
	readonly icons: string;
	readonly attention: Pick<AttentionFeed, 'subscribe'>;
	readonly actions: ShellActions;
	/** `another` opens one more window, whatever is open already. */
	readonly windows: { another(): void };
	readonly logger: Pick<Logger, 'warn'>;
}

export interface ShellTray {
	/** False while nothing is known of the room, and where this system has no tray: then the application must not hide there. */
	isThere(): boolean;
	close(): void;
}

/** Deployments that the tray lists; the rest is on the screen of what is in flight. */
const listed = 10;

/** Puts the tray there with the first knowledge of the room. */
export function createShellTray(deps: ShellTrayDeps): ShellTray {
	const { attention, logger } = deps;
	let tray: InstanceType<ShellTrayDeps['Tray']> | null = null;
	let isClosed = false;
	let shown = { icon: '', toolTip: '', menu: '' };

	const draw = (now: Attention) => {
		const icon = path.join(deps.icons, trayIcon(now.mood, deps.platform));
		tray ??= place(deps, icon);
		const toolTip = `Signalbox: ${now.summary.charAt(0).toLowerCase()}${now.summary.slice(1)}`;
		const template = trayMenu(now, deps);
		const menu = JSON.stringify(template);
		if (icon !== shown.icon) tray.setImage(icon);
		if (toolTip !== shown.toolTip) tray.setToolTip(toolTip);
		// An open menu is not replaced for nothing, which would close it under the pointer.
		if (menu !== shown.menu) tray.setContextMenu(deps.Menu.buildFromTemplate(template));
		shown = { icon, toolTip, menu };
	};
	const leave = attention.subscribe((now) => {
		if (isClosed) return;
		try {
			draw(now);
		} catch (err) {
			// Some Linux desktops have no tray. Nothing else may fail over it, and it is not tried again and again.
			logger.warn({ err }, 'there is no tray on this desktop');
			isClosed = true;
			tray?.destroy();
			tray = null;
		}
	});
	return {
		isThere: () => tray !== null,
		close() {
			isClosed = true;
			leave();
			tray?.destroy();
			tray = null;
		},
	};
}

function place({ Tray, platform, actions }: ShellTrayDeps, icon: string): InstanceType<ShellTrayDeps['Tray']> {
	const tray = new Tray(icon);
	// On macOS a click opens the menu.
	if (platform !== 'darwin') tray.on('click', () => actions.windows.show());
	return tray;
}

/** States differ by shape. macOS takes a template, whose colour is the bar's. */
function trayIcon(mood: Mood, platform: string): string {
	return `tray-${mood}${platform === 'darwin' ? 'Template' : ''}.png`;
}

function trayMenu(
	{ shipping, summary }: Attention,
	{ actions, windows: all }: Pick<ShellTrayDeps, 'actions' | 'windows'>,
): MenuItemConstructorOptions[] {
	const { windows } = actions;
	const more = shipping.length - listed;
	return [
		...shipping.slice(0, listed).flatMap((line) => lineItems(line, actions)),
		...(more > 0 ? [{ id: 'more', label: `And ${more} more in flight`, click: () => windows.go('/in-flight') }] : []),
		...(shipping.length === 0 ? [{ id: 'summary', label: summary, enabled: false }] : []),
		{ type: 'separator' },
		{ id: 'show', label: 'Open Signalbox', click: () => windows.show() },
		{ id: 'new-window', label: 'New window', click: () => all.another() },
		{ id: 'wall', label: 'Wallboard', click: () => windows.open('/wall', 'wall') },
		{ type: 'separator' },
		{ id: 'quit', label: 'Quit Signalbox', click: () => actions.quit() },
	];
}

function lineItems(line: ShippingLine, { windows, rollBack }: ShellActions): MenuItemConstructorOptions[] {
	const { deploymentId, address } = line;
	const open = {
		id: `open:${deploymentId}`,
		label: `${line.service} ${line.environment}: ${line.headline}`,
		click: () => windows.go(address),
	};
	if (line.rollBack === null) return [open];
	const { label, allowed } = line.rollBack;
	const act = {
		id: `roll-back:${deploymentId}`,
		// The name of the place stands in the item of each dangerous act.
		label: `    ${label} in ${line.environment}`,
		enabled: allowed,
		click: () => void rollBack(deploymentId),
	};
	return [open, act];
}
