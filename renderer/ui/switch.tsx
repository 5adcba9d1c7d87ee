import type { ReactElement, ReactNode } from 'react';
import { Switch as AriaSwitch } from 'react-aria-components';
import { cx } from './cx.ts';
import styles from './choice.module.css';

/** On or off, at once. */
export function Switch(props: {
	readonly label: ReactNode;
	readonly isOn: boolean;
	readonly onChange: (isOn: boolean) => void;
	readonly isDisabled?: boolean;
}): ReactElement {
	const { label, isOn, onChange, isDisabled = false } = props;
	return (
		<AriaSwitch isSelected={isOn} onChange={onChange} isDisabled={isDisabled} className={cx(styles.switch)}>
			<span className={styles.track} aria-hidden="true" />
			<span>{label}</span>
		</AriaSwitch>
	);
}
