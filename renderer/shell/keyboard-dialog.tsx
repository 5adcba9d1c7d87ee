import type { ReactElement } from 'react';
import { Dialog } from '../ui/dialog.tsx';
import { Kbd } from '../ui/kbd.tsx';
import styles from './keyboard-dialog.module.css';

const groups: readonly {
	readonly title: string;
	readonly rows: readonly (readonly [keys: string, words: string])[];
}[] = [
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
		title: 'Go to',
		rows: [
			['G+B', 'Board'],
			['G+I', 'In flight'],
			['G+H', 'History'],
			['G+C', 'Connections'],
			['G+S', 'Settings'],
			['G+W', 'Wallboard; Escape leaves it, Space holds its pages'],
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

/** All keys on one page. */
export function KeyboardDialog({
	isOpen,
	onClose,
}: {
	readonly isOpen: boolean;
	readonly onClose: () => void;
}): ReactElement {
	return (
		<Dialog title="Keyboard" isOpen={isOpen} onClose={onClose}>
			<div className={styles.groups}>
				{groups.map((group) => (
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
