import type { ReactElement, ReactNode } from 'react';
import { Tab, TabList, TabPanel, Tabs as AriaTabs } from 'react-aria-components';
import { cx } from './cx.ts';
import styles from './tabs.module.css';

export interface TabItem {
	readonly id: string;
	readonly label: ReactNode;
	readonly content: ReactNode;
}

/** Several views of one thing. */
export function Tabs({
	label,
	items,
	selected,
	onSelect,
}: {
	readonly label: string;
	readonly items: readonly TabItem[];
	readonly selected?: string;
	readonly onSelect?: (id: string) => void;
}): ReactElement {
	return (
		<AriaTabs
			className={cx(styles.tabs)}
			{...(selected === undefined ? {} : { selectedKey: selected })}
			onSelectionChange={(key) => onSelect?.(String(key))}
		>
			<TabList aria-label={label} className={cx(styles.list)}>
				{items.map((item) => (
					<Tab key={item.id} id={item.id} className={cx(styles.tab)}>
						{item.label}
					</Tab>
				))}
			</TabList>
			{items.map((item) => (
				<TabPanel key={item.id} id={item.id} className={cx(styles.panel)}>
					{item.content}
				</TabPanel>
			))}
		</AriaTabs>
	);
}
