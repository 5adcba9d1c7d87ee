/** Asks for a reason before something is done that others must be able to understand later. */
import { type ReactElement, type ReactNode, useState } from 'react';
import type { Problem as ProblemValue, Result } from '../../../shared/domain/result.ts';
import { Button, type ButtonVariant } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { Problem } from '../../ui/problem.tsx';
import styles from './dialogs.module.css';

export interface ReasonDialogProps {
	readonly title: string;
	/** What it will do, in a sentence. */
	readonly children?: ReactNode;
	readonly submit: string;
	readonly variant?: ButtonVariant;
	/** A reason must be given; where it need not, it may still be. */
	readonly needsReason?: boolean;
	readonly hint?: string;
	/** Why it cannot be sent yet; null where it can. */
	readonly missing?: string | null;
	/** Around the button that does it: the frame of production. */
	readonly frame?: (button: ReactNode) => ReactNode;
	readonly size?: 's' | 'm' | 'l';
	readonly onSubmit: (reason: string) => Promise<Result<unknown>>;
	readonly onClose: () => void;
}

export function ReasonDialog(props: ReasonDialogProps): ReactElement {
	const { needsReason = true, missing = null, onSubmit, onClose, frame = (button) => button } = props;
	const [reason, setReason] = useState('');
	const [problem, setProblem] = useState<ProblemValue | null>(null);
	const [isSending, setSending] = useState(false);
	const lacks = missing ?? (needsReason && reason.trim() === '' ? 'A reason is needed.' : null);
	async function send(): Promise<void> {
		setSending(true);
		const result = await onSubmit(reason.trim());
		setSending(false);
		if (result.ok) onClose();
		else setProblem(result.problem);
	}
	return (
		<Dialog
			title={props.title}
			isOpen
			onClose={onClose}
			size={props.size ?? 'm'}
			footer={
				<>
					{lacks !== null && <span className={styles.lacks}>{lacks}</span>}
					<Button variant="quiet" onPress={onClose}>
						Cancel
					</Button>
					{frame(
						<Button
							variant={props.variant ?? 'primary'}
							isDisabled={lacks !== null || isSending}
							onPress={() => void send()}
						>
							{props.submit}
						</Button>,
					)}
				</>
			}
		>
			<div className={styles.form}>
				{props.children}
				<Field
					label={needsReason ? 'Reason' : 'Reason (if there is one)'}
					lines={3}
					value={reason}
					onChange={setReason}
					maxLength={2_000}
					description={props.hint}
				/>
				{problem !== null && <Problem problem={problem} />}
			</div>
		</Dialog>
	);
}
