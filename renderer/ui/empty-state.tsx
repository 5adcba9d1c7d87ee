import type { ReactElement, ReactNode } from 'react';
import styles from './empty-state.module.css';

/** An empty screen teaches: what will be here, and one way to get it. */
export function EmptyState({
	title,
	level: Heading = 'h2',
	children,
	icon,
	actions,
}: {
	readonly title: string;
	/** `h1` where the screen has no other heading. */
	readonly level?: 'h1' | 'h2' | 'h3';
	readonly children?: ReactNode;
	readonly icon?: ReactNode;
	readonly actions?: ReactNode;
}): ReactElement {
	return (
		<div className={styles.empty}>
			{icon !== undefined && <div className={styles.icon}>{icon}</div>}
			<Heading className={styles.title}>{title}</Heading>
			{children !== undefined && <div className={styles.text}>{children}</div>}
			{actions !== undefined && <div className={styles.actions}>{actions}</div>}
		</div>
	);
}
