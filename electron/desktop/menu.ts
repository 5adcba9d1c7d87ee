/** The menu bar: built again only when what it says has changed. */
import type { Menu, MenuItemConstructorOptions } from 'electron';
import { actionOf, deploymentAddress } from '../../shared/shell/attention.ts';
import { inFlightOf } from '../../shared/shell/in-flight.ts';
import { menuOf } from '../../shared/shell/menu.ts';
import type { MenuBranch, MenuCommand, MenuItem, MenuState, ZoomStep } from '../../shared/shell/menu-model.ts';
import { nextZoom } from '../../shared/shell/zoom.ts';
import { assertNever } from '../../shared/domain/result.ts';
import type { DeploymentView, RoomState } from '../../shared/rpc/views.ts';
import type { SettingsDesk } from '../host/shell/desk.ts';
import type { FrontWindow, RoomFeed, ShellActions } from './parts.ts';

export interface AppMenuDeps {
	readonly Menu: Pick<typeof Menu, 'buildFromTemplate' | 'setApplicationMenu'>;
	readonly platform: string;
	readonly isPackaged: boolean;
	readonly canUpdate: boolean;
	readonly feed: Pick<RoomFeed, 'current' | 'subscribe'>;
	readonly front: FrontWindow;
	readonly actions: ShellActions;
	/** `another` opens one more window, whatever is open already. */
	readonly windows: { another(): void };
	readonly settings: Pick<SettingsDesk, 'current' | 'change'>;
}

/** Deployments that the menu lists; the rest is on the screen of what is in flight. */
const listed = 12;

/** Sets the application's menu, at once and whenever it changes. */
export function createAppMenu(deps: AppMenuDeps): { close(): void } {
	const run = createRunner(deps);
	let shown = '';
	const draw = () => {
		const branches = menuOf(stateOf(deps));
		const text = JSON.stringify(branches);
		if (text === shown) return;
		shown = text;
		deps.Menu.setApplicationMenu(deps.Menu.buildFromTemplate(branches.map((branch) => branchOf(branch, run))));
	};
	draw();
	const leave = [
		deps.feed.subscribe((after, before) => {
			if (after.deployments !== before?.deployments || after.host !== before.host) draw();
		}),
		deps.front.onChange(draw),
	];
	return {
		close() {
			for (const each of leave) each();
		},
	};
}

function stateOf({ platform, isPackaged, canUpdate, feed, front }: AppMenuDeps): MenuState {
	const room = feed.current();
	const mayAct = room?.host.mayAct ?? false;
	const focused = room === null ? null : focusedOf(room, front.address());
	return {
		platform,
		isPackaged,
		mayAct,
		can: { update: canUpdate },
		shipping: (room === null ? [] : inFlightOf(room)).slice(0, listed).map(({ deployment }) => ({
			deploymentId: deployment.id,
			address: deploymentAddress(deployment.id),
			// Without the headline: a menu that is open must not be replaced at each step.
			label: `${deployment.service} ${deployment.environment}: ${deployment.release.version}`,
		})),
		focused:
			focused === null
				? null
				: {
						address: deploymentAddress(focused.deployment.id),
						actions: focused.actions
							.map(({ command }) => (command === 'start' ? null : actionOf(focused, command, mayAct)))
							.filter((action) => action !== null)
							// Their details run with the clock and are not shown here.
							.map((action) => ({ ...action, detail: null })),
					},
	};
}

/** As the page decides it: the deployment on its screen, else the only one in flight. */
function focusedOf(room: RoomState, address: string | null): DeploymentView | null {
	const shown = Object.values(room.deployments).find(({ deployment }) => deploymentAddress(deployment.id) === address);
	if (shown !== undefined) return shown;
	if (address?.startsWith('/deployments/') === true) return null;
	const inFlight = inFlightOf(room);
	return inFlight.length === 1 ? (inFlight[0] ?? null) : null;
}

function branchOf({ id, label, role, items }: MenuBranch, run: (command: MenuCommand) => void) {
	return {
		id,
		label,
		...(role === undefined ? {} : { role }),
		submenu: items.map((item) => itemOf(item, run)),
	} satisfies MenuItemConstructorOptions;
}

function itemOf(item: MenuItem, run: (command: MenuCommand) => void): MenuItemConstructorOptions {
	if ('separator' in item) return { type: 'separator' };
	const { command, ...given } = item;
	return command === undefined ? given : { ...given, click: () => run(command) };
}

function createRunner({ actions, settings, front, windows: all }: AppMenuDeps): (command: MenuCommand) => void {
	const { windows } = actions;
	return (command) => {
		switch (command.kind) {
			case 'new-window':
				return all.another();
			case 'open':
				return windows.open(command.address, command.as);
			case 'go':
				return windows.go(command.address);
			case 'show':
			case 'run':
				return windows.tell(command);
			case 'zoom':
				// A refusal stands in the settings of every window.
				return void settings.change({ zoom: zoomAfter(settings.current().zoom, command.to) });
			case 'print':
				return front.print();
			case 'copy-diagnostics':
				return void actions.copyDiagnostics();
			case 'show-logs':
				return void actions.showLogs();
			case 'check-for-update':
				return void actions.checkForUpdate();
			case 'quit':
				return actions.quit();
			default:
				return assertNever(command);
		}
	};
}

function zoomAfter(zoom: number, to: ZoomStep): number {
	return to === 'reset' ? 1 : nextZoom(zoom, to);
}
