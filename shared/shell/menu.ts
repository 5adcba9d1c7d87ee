/** The menu bar: which items, which keys, on which system. `electron/desktop/menu.ts` makes it real. */
import { deploymentMenu } from './menu-deployment.ts';
import type { MenuBranch, MenuState, ZoomStep } from './menu-model.ts';
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

/** The zoom after a step of a tenth, within what the settings take. */
export function zoomAfter(zoom: number, to: ZoomStep): number {
	if (to === 'reset') return 1;
	const next = Math.round((zoom + (to === 'in' ? 0.1 : -0.1)) * 10) / 10;
	return Math.min(3, Math.max(0.5, next));
}
