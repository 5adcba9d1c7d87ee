/** A command as a button in the host's words. One that is refused stays there, pale, and says why when it is pressed. */
import type { ReactElement } from 'react';
import type { PipelineAction } from '../../../shared/rpc/pipeline-views.ts';
import { Button, type ButtonVariant } from '../../ui/button.tsx';
import { DialogTrigger, Popover } from '../../ui/dialog.tsx';
import styles from './action-button.module.css';

export function ActionButton(props: {
	readonly action: PipelineAction;
	readonly onPress: () => void;
	readonly variant?: ButtonVariant;
	readonly size?: 's' | 'm';
	/** Instead of the host's words, which also serve where several look alike. */
	readonly label?: string;
}): ReactElement {
	const { action, onPress, variant = 'plain', size = 'm', label = action.label } = props;
	if (action.allowed) {
		return (
			<Button variant={variant} size={size} onPress={onPress}>
				{label}
			</Button>
		);
	}
	const reason = action.detail ?? 'Not possible now.';
	return (
		<DialogTrigger>
			<Button size={size} className={styles.refused} aria-label={`${label}: not possible, press for the reason`}>
				{label}
			</Button>
			<Popover label={`Why not: ${label}`}>
				<p className={styles.reason}>{reason}</p>
			</Popover>
		</DialogTrigger>
	);
}
