import { type ReactElement, type ReactNode, useId } from 'react';
import styles from './card.module.css';
import { cx } from './cx.ts';

/** A panel with an optional heading and actions at its right. */
export function Card({
	title,
	actions,
	tone,
	flush = false,
	className,
	children,
}: {
	readonly title?: ReactNode;
	readonly actions?: ReactNode;
	/** A coloured edge for what wants attention. */
	readonly tone?: 'warn' | 'bad' | 'good' | 'accent' | undefined;
	/** Without padding, for tables. */
	readonly flush?: boolean;
	readonly className?: string | undefined;
	readonly children: ReactNode;
}): ReactElement {
	const id = useId();
	return (
		<section
			className={cx(styles.card, tone && styles[tone], flush && styles.flush, className)}
			aria-labelledby={title === undefined ? undefined : id}
		>
			{(title !== undefined || actions !== undefined) && (
				<header className={styles.header}>
					<h2 id={id}>{title}</h2>
					<div className={styles.actions}>{actions}</div>
				</header>
			)}
			{children}
		</section>
	);
}
