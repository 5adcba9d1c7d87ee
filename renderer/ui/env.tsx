import type { ReactElement, ReactNode } from 'react';
import { cx } from './cx.ts';
import styles from './env.module.css';

/** The name of an environment; production is set apart by frame, case and colour. */
export function EnvBadge({ name, production }: { readonly name: string; readonly production: boolean }): ReactElement {
	return <span className={cx(styles.badge, production && styles.production)}>{name}</span>;
}

/** A frame around controls that act on an environment, so that production cannot be mistaken for another. */
export function EnvFrame({
	name,
	production,
	children,
}: {
	readonly name: string;
	readonly production: boolean;
	readonly children: ReactNode;
}): ReactElement {
	return (
		<div className={cx(styles.frame, production && styles.framed)} role="group" aria-label={`Controls of ${name}`}>
			{children}
		</div>
	);
}
