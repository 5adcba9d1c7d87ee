/** The menu bar: which items, which keys, on which system. `electron/desktop/menu.ts` makes it real. */
import { deploymentMenu } from './menu-deployment.ts';
import type { MenuBranch, MenuState } from './menu-model.ts';
import { applicationMenu, editMenu, fileMenu, helpMenu, viewMenu, windowMenu } from './menu-parts.ts';

/** The menu bar, from left to right. */
export function menuOf(state: MenuState): readonly MenuBranch[] {
	const isMac = state.platform === 'darwin';
	return [
		...(isMac ? [applicationMenu(state)] : []),
		fileMenu(state),
		editMenu(state),
		viewMenu(state),
		deploymentMenu(state),
		windowMenu(state),
		helpMenu(state),
	];
}
