import type { ReactElement, ReactNode } from 'react';
import { Menu as AriaMenu, MenuItem as AriaMenuItem, MenuTrigger, Popover } from 'react-aria-components';
import { Check } from 'lucide-react';
import { cx } from './cx.ts';
import styles from './select.module.css';

export interface MenuEntry {
	readonly id: string;
	readonly label: string;
	readonly isChosen?: boolean;
	readonly onAction: () => void;
}

/** A menu behind a button, which is its first child. */
export function Menu({
	label,
	trigger,
	entries,
}: {
	readonly label: string;
	readonly trigger: ReactNode;
	readonly entries: readonly MenuEntry[];
}): ReactElement {
	return (
		<MenuTrigger>
			{trigger}
			<Popover className={cx(styles.popover)} offset={6} placement="bottom end">
				<AriaMenu aria-label={label} className={cx(styles.list)}>
					{entries.map((entry) => (
						<AriaMenuItem
							key={entry.id}
							id={entry.id}
							textValue={entry.label}
							onAction={entry.onAction}
							className={cx(styles.item)}
						>
							<span className={styles.check}>{entry.isChosen === true && <Check size={14} />}</span>
							<span>
								{entry.label}
								{entry.isChosen === true && <span className="hidden-text">, chosen</span>}
							</span>
						</AriaMenuItem>
					))}
				</AriaMenu>
			</Popover>
		</MenuTrigger>
	);
}
