import type { ReactElement } from 'react';
import styles from './brand.module.css';

/** The mark: a signal with two aspects. */
export function Brand(): ReactElement {
	return (
		<span className={styles.brand}>
			<svg width="20" height="20" viewBox="0 0 20 20" aria-hidden="true">
				<rect x="6" y="1" width="8" height="18" rx="4" fill="none" stroke="currentColor" strokeWidth="1.6" />
				<circle cx="10" cy="6" r="2" className={styles.stop} />
				<circle cx="10" cy="14" r="2" className={styles.go} />
			</svg>
			Signalbox
		</span>
	);
}
