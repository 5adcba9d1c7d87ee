import type { ReactElement, ReactNode } from 'react';
import { Switch as AriaSwitch } from 'react-aria-components';
import { cx } from './cx.ts';
import styles from './switch.module.css';

/** On or off, at once. */
export function Switch({
	isOn,
	onChange,
	children,
}: {
	readonly isOn: boolean;
	readonly onChange: (isOn: boolean) => void;
	readonly children: ReactNode;
}): ReactElement {
	return (
		<AriaSwitch isSelected={isOn} onChange={onChange} className={cx(styles.switch)}>
			<span className={styles.track}>
				<span className={styles.thumb} />
			</span>
			{children}
		</AriaSwitch>
	);
}
