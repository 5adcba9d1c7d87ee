import { type ReactElement, type ReactNode, useEffect } from 'react';
import { cx } from './cx.ts';
import styles from './page.module.css';

/** Names the window after its screen. */
export function useTitle(title: string): void {
	useEffect(() => {
		document.title = `${title} - Signalbox`;
	}, [title]);
}

/** The head of a screen: where it is, what it shows, what can be done. */
export function PageHead({
	title,
	over,
	under,
	actions,
	hidden = false,
}: {
	readonly title: ReactNode;
	/** Small words above the title: where this is. */
	readonly over?: ReactNode;
	readonly under?: ReactNode;
	readonly actions?: ReactNode;
	/** For screens whose content says it all; screen readers still hear the title. */
	readonly hidden?: boolean;
}): ReactElement {
	return (
		<header className={cx(styles.head, hidden && 'hidden-text')}>
			<div className={styles.words}>
				{over !== undefined && <div className={styles.over}>{over}</div>}
				<h1 tabIndex={-1}>{title}</h1>
				{under !== undefined && <div className={styles.under}>{under}</div>}
			</div>
			{actions !== undefined && <div className={styles.actions}>{actions}</div>}
		</header>
	);
}
