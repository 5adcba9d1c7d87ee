/** An answer by hand to an item that no evidence can answer. */
import { type ReactElement, useState } from 'react';
import type { MaturityItem } from '../../../shared/domain/maturity/model.ts';
import type { Problem as ProblemValue } from '../../../shared/domain/result.ts';
import { useDeliveryCommands } from '../../store/hooks.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { Problem } from '../../ui/problem.tsx';
import { Select } from '../../ui/select.tsx';
import styles from './retrospective.module.css';

type Given = 'yes' | 'no' | 'not-applicable';

const answers: readonly { readonly id: Given; readonly label: string }[] = [
	{ id: 'yes', label: 'Yes' },
	{ id: 'no', label: 'No' },
	{ id: 'not-applicable', label: 'Does not apply' },
];

export function MaturityDialog(props: {
	readonly item: MaturityItem;
	readonly scope: string;
	readonly onClose: () => void;
	readonly onAnswered: () => void;
}): ReactElement {
	const { item, scope, onClose, onAnswered } = props;
	const { answerMaturity } = useDeliveryCommands();
	const [answer, setAnswer] = useState<Given>('yes');
	const [note, setNote] = useState('');
	const [problem, setProblem] = useState<ProblemValue | null>(null);
	async function send(): Promise<void> {
		const result = await answerMaturity({ scope, item: item.id, answer, note });
		if (result.ok) onAnswered();
		else setProblem(result.problem);
	}
	return (
		<Dialog
			title={item.question}
			isOpen
			onClose={onClose}
			footer={
				<>
					<Button variant="quiet" onPress={onClose}>
						Cancel
					</Button>
					<Button variant="primary" isDisabled={note.trim() === ''} onPress={() => void send()}>
						Answer
					</Button>
				</>
			}
		>
			<div className={styles.form}>
				<Select label="Answer" options={answers} value={answer} onChange={setAnswer} />
				<Field
					label="Note"
					lines={3}
					value={note}
					onChange={setNote}
					description="What it rests on. It is kept with your name and the date."
				/>
				{problem !== null && <Problem problem={problem} compact />}
			</div>
		</Dialog>
	);
}
