import { type ReactElement, type ReactNode, useId } from 'react';
import styles from './settings.module.css';

/** A group of settings: what it is about at the left, its fields at the right. */
export function Section(props: {
	readonly title: string;
	readonly about?: ReactNode;
	readonly children: ReactNode;
}): ReactElement {
	const id = useId();
	return (
		<section className={styles.section} aria-labelledby={id}>
			<header className={styles.about}>
				<h2 id={id}>{props.title}</h2>
				{props.about !== undefined && <p>{props.about}</p>}
			</header>
			<div className={styles.fields}>{props.children}</div>
		</section>
	);
}
