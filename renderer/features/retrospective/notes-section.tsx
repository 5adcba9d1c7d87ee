/** What people want to add, in Markdown. */
import { type ReactElement, useState } from 'react';
import type { Problem as ProblemValue } from '../../../shared/domain/result.ts';
import { useDeliveryCommands, useHost } from '../../store/hooks.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { Problem } from '../../ui/problem.tsx';
import { Notes } from './notes.tsx';
import type { SectionProps } from './report-document.tsx';
import styles from './retrospective.module.css';

export function NotesSection(props: SectionProps): ReactElement {
	const { report, frozen } = props.view;
	const { kind, mayAct } = useHost();
	const [isWriting, setWriting] = useState(false);
	if (isWriting) return <Writing {...props} onDone={() => setWriting(false)} />;
	return (
		<>
			{report.notes.trim() === '' ? (
				<p className={styles.faint}>No notes yet: what went well, what did not, and what surprised you.</p>
			) : (
				<Notes markdown={report.notes} host={kind} />
			)}
			{frozen === null && (
				<Button size="s" isDisabled={!mayAct} onPress={() => setWriting(true)}>
					{report.notes.trim() === '' ? 'Write notes' : 'Edit notes'}
				</Button>
			)}
		</>
	);
}

function Writing({
	view: { report },
	onChanged,
	onDone,
}: SectionProps & { readonly onDone: () => void }): ReactElement {
	const { writeNotes } = useDeliveryCommands();
	const [markdown, setMarkdown] = useState(report.notes);
	const [problem, setProblem] = useState<ProblemValue | null>(null);
	async function save(): Promise<void> {
		const result = await writeNotes({ scope: report.scope, month: report.month, markdown });
		if (!result.ok) return setProblem(result.problem);
		onChanged();
		onDone();
	}
	return (
		<div className={styles.form}>
			<Field label="Notes, in Markdown" lines={10} value={markdown} onChange={setMarkdown} />
			{problem !== null && <Problem problem={problem} compact />}
			<div className={styles.row}>
				<Button variant="primary" onPress={() => void save()}>
					Save notes
				</Button>
				<Button variant="quiet" onPress={onDone}>
					Cancel
				</Button>
			</div>
		</div>
	);
}
