import { createContext, type ReactElement, type ReactNode, useContext, useEffect } from 'react';
import { cx } from './cx.ts';
import styles from './page.module.css';

/** What is shipping, in a few words; empty when nothing is. It stands first, because tabs and taskbars cut the end. */
export const ShippingTitle = createContext('');

/** "25 % · shop production — Signalbox". `own`: what the place says of itself, instead of what ships everywhere. */
export function titleText(shipping: string, place: string, own: string | null): string {
	const first = own ?? shipping;
	return `${first === '' ? '' : `${first} · `}${place} — Signalbox`;
}

/** Names the window after its screen and after what is shipping. */
export function useTitle(place: string, own: string | null = null): void {
	const shipping = useContext(ShippingTitle);
	useEffect(() => {
		document.title = titleText(shipping, place, own);
	}, [shipping, place, own]);
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
