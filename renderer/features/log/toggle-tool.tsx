import type { ReactElement, ReactNode } from 'react';
import { cx } from '../../ui/cx.ts';
import { toolClass } from '../../ui/tool-button.tsx';
import styles from './log.module.css';

/** A quiet tool that is on or off. */
export function ToggleTool(props: {
	readonly icon: ReactNode;
	readonly isOn: boolean;
	readonly onToggle: (isOn: boolean) => void;
	readonly children: ReactNode;
}): ReactElement {
	const { icon, isOn, onToggle, children } = props;
	return (
		<button
			type="button"
			className={cx(toolClass, isOn && styles.on)}
			aria-pressed={isOn}
			onClick={() => onToggle(!isOn)}
		>
			{icon}
			{children}
		</button>
	);
}
