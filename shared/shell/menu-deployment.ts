/** The menu of the deployment in front: the engine's own words on what the page's own buttons do. */
import { leftToPage } from './menu-parts.ts';
import type { MenuBranch, MenuItem, MenuState } from './menu-model.ts';

const acts = {
	'roll-back': { label: 'Roll back', accelerator: 'CmdOrCtrl+Shift+R' },
	// Not Shift+P: fingers that look for a command palette there must not promote.
	promote: { label: 'Promote', accelerator: 'CmdOrCtrl+Shift+Enter' },
	pause: { label: 'Pause', accelerator: 'CmdOrCtrl+Shift+H' },
	resume: { label: 'Resume', accelerator: undefined },
} as const;

/** Commands on the deployment in front, then everything in flight. */
export function deploymentMenu(state: MenuState): MenuBranch {
	return {
		id: 'deployment',
		label: 'Deployment',
		items: [
			...(['roll-back', 'promote', 'pause', 'resume'] as const).map((command) => actItem(command, state)),
			{ separator: true },
			...aboutItems(state),
			...(state.shipping.length === 0 ? [] : [{ separator: true } as const]),
			...state.shipping.map(
				({ deploymentId, address, label }): MenuItem => ({
					id: `shipping:${deploymentId}`,
					label,
					command: { kind: 'go', address },
				}),
			),
		],
	};
}

function actItem(command: keyof typeof acts, { focused, mayAct, platform }: MenuState): MenuItem {
	const { label, accelerator } = acts[command];
	const action = focused?.actions.find((each) => each.command === command);
	return {
		id: command,
		label: action?.label ?? label,
		...(accelerator === undefined ? {} : { accelerator }),
		...(command === 'roll-back' ? leftToPage(platform) : {}),
		enabled: mayAct && action?.allowed === true,
		command: { kind: 'run', command },
	};
}

function aboutItems({ focused }: MenuState): readonly MenuItem[] {
	const enabled = focused !== null;
	return [
		{
			id: 'open-deployment',
			label: 'Open in its own window',
			accelerator: 'CmdOrCtrl+Shift+O',
			enabled,
			command: { kind: 'open', address: focused?.address ?? '/', as: 'deployment' },
		},
		{ id: 'copy-link', label: 'Copy link', enabled, command: { kind: 'run', command: 'copy-link' } },
		{ id: 'copy-markdown', label: 'Copy as Markdown', enabled, command: { kind: 'run', command: 'copy-markdown' } },
	];
}
