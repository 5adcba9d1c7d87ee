import type { ReactElement } from 'react';
import type { ShellView } from '../../shared/rpc/shell-api.ts';
import { useShellView } from '../store/hooks.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Kbd } from '../ui/kbd.tsx';
import { menuKeys } from './menu-keys.ts';
import styles from './keyboard-dialog.module.css';

interface KeyGroup {
	readonly title: string;
	readonly rows: readonly (readonly [keys: string, words: string])[];
}

const groups: readonly KeyGroup[] = [
	{
		title: 'Everywhere',
		rows: [
			['Mod+Shift+R', 'Roll back the deployment in focus, at once'],
			['Mod+K', 'Find a service, release or command'],
			['Mod+,', 'Settings'],
			['?', 'This reference'],
			['Escape', 'Close what is open'],
		],
	},
	{
		title: 'Go to, one key after the other',
		rows: [
			['G+B', 'Board'],
			['G+I', 'In flight'],
			['G+H', 'History'],
			['G+L', 'Timeline'],
			['G+D', 'Delivery metrics'],
			['G+R', 'Retrospective'],
			['G+T', 'Tests'],
			['G+F', 'Facts: sources, and what is not linked'],
			['G+C', 'Connections'],
			['G+S', 'Settings'],
			['G+W', 'Wallboard; Escape leaves it, Space holds its pages'],
		],
	},
	{
		title: 'Charts',
		rows: [
			['Arrow keys', 'Move over the points; Home and End to the first and the last'],
			['Enter', 'On the timeline: open what stands there'],
		],
	},
	{
		title: 'Board',
		rows: [
			['/', 'Filter'],
			['Arrow keys', 'Move between cells; Home and End to the ends of a row'],
			['Enter', 'Open the service, or the deployment in the cell'],
			['D', 'Deploy to the environment in the cell'],
			['P', 'Pin the service, or let it go'],
		],
	},
];

/** The desktop's menu has keys of its own; a browser has the same ones for itself. */
function groupsOf(view: ShellView | null): readonly KeyGroup[] {
	if (view?.host !== 'desktop') return groups;
	const known = groups.flatMap(({ rows }) => rows.map(([keys]) => keys));
	return [...groups, { title: 'Menu', rows: menuKeys(view.platform, known) }];
}

/** All keys on one page. */
export function KeyboardDialog({
	isOpen,
	onClose,
}: {
	readonly isOpen: boolean;
	readonly onClose: () => void;
}): ReactElement {
	const view = useShellView();
	return (
		<Dialog title="Keyboard" isForReading isOpen={isOpen} onClose={onClose}>
			<div className={styles.groups}>
				{groupsOf(view).map((group) => (
					<section key={group.title}>
						<h3>{group.title}</h3>
						<dl>
							{group.rows.map(([keys, words]) => (
								<div key={keys} className={styles.row}>
									<dt>
										<Kbd keys={keys} />
									</dt>
									<dd>{words}</dd>
								</div>
							))}
						</dl>
					</section>
				))}
				<p className="dim">
					The deployment in focus is the one on screen; on other screens it is the only one in flight.
				</p>
			</div>
		</Dialog>
	);
}
