import type { ReactElement } from 'react';
import styles from './skeleton.module.css';

/** Grey bars in the place of rows that were never known. Known rows stay, however old: they are better than a skeleton. */
export function Skeleton({ rows = 6, label }: { readonly rows?: number; readonly label: string }): ReactElement {
	return (
		<div className={styles.skeleton} role="status" aria-label={label}>
			{Array.from({ length: rows }, (_, row) => (
				<div key={`row-${String(row)}`} className={styles.row}>
					<i className={styles.wide} />
					<i />
					<i />
					<i />
				</div>
			))}
		</div>
	);
}
