import type { ReactElement, ReactNode } from 'react';
import styles from './empty-state.module.css';

/** An empty screen teaches: what will be here, and one way to get it. */
export function EmptyState({
	title,
	children,
	icon,
	actions,
}: {
	readonly title: string;
	readonly children?: ReactNode;
	readonly icon?: ReactNode;
	readonly actions?: ReactNode;
}): ReactElement {
	return (
		<div className={styles.empty}>
			{icon !== undefined && <div className={styles.icon}>{icon}</div>}
			<h3>{title}</h3>
			{children !== undefined && <div className={styles.text}>{children}</div>}
			{actions !== undefined && <div className={styles.actions}>{actions}</div>}
		</div>
	);
}
