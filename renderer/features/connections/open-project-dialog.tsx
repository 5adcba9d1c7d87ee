import { type FormEvent, type ReactElement, useState } from 'react';
import type { Problem as ProblemValue } from '../../../shared/domain/result.ts';
import { useCommands, useHost } from '../../store/hooks.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { Problem } from '../../ui/problem.tsx';
import styles from './open-project-dialog.module.css';

export function OpenProjectDialog({ onClose }: { readonly onClose: () => void }): ReactElement {
	const { suggestedProject } = useHost();
	const { openProject } = useCommands();
	const [path, setPath] = useState(suggestedProject ?? '');
	const [problem, setProblem] = useState<ProblemValue | null>(null);
	async function open(event: FormEvent): Promise<void> {
		event.preventDefault();
		const result = await openProject(path.trim());
		if (result.ok) onClose();
		else setProblem(result.problem);
	}
	return (
		<Dialog title="Open a project" isOpen onClose={onClose}>
			<form className={styles.form} onSubmit={(event) => void open(event)}>
				<Field
					label="Folder or file"
					value={path}
					onChange={setPath}
					mono
					autoFocus
					description="A folder with a signalbox.yaml, on the machine that Signalbox runs on."
				/>
				{problem !== null && <Problem problem={problem} />}
				<Button type="submit" variant="primary" isDisabled={path.trim() === ''}>
					Open
				</Button>
			</form>
		</Dialog>
	);
}
