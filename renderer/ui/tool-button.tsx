import type { ReactElement, ReactNode } from 'react';
import { cx } from './cx.ts';
import styles from './tool-button.module.css';

/** The look of a quiet tool in the head of a screen or card, also for links. */
export const toolClass = cx(styles.tool);

/** Something that changes nothing: copy, save, show. */
export function ToolButton(props: {
	readonly icon: ReactNode;
	readonly onClick: () => void;
	readonly children: ReactNode;
}): ReactElement {
	return (
		<button type="button" className={toolClass} onClick={props.onClick}>
			{props.icon}
			{props.children}
		</button>
	);
}
