import type { ReactElement } from 'react';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { DraftEditor } from './draft-editor.tsx';
import styles from './open-project-dialog.module.css';
import { OpenProjectTrouble } from './open-project-trouble.tsx';
import { useOpenProject } from './use-open-project.ts';

export function OpenProjectDialog({ onClose }: { readonly onClose: () => void }): ReactElement {
	const form = useOpenProject(onClose);
	if (form.draft !== null) {
		return (
			<Dialog title="Draft a project" isOpen size="l" onClose={onClose}>
				<DraftEditor draft={form.draft} onCreated={onClose} onBack={form.dropDraft} />
			</Dialog>
		);
	}
	return (
		<Dialog title="Open a project" isOpen onClose={onClose}>
			<form
				className={styles.form}
				onSubmit={(event) => {
					event.preventDefault();
					void form.open();
				}}
			>
				<Field
					label="Folder or file"
					value={form.path}
					onChange={form.setPath}
					mono
					autoFocus
					description="A folder with a signalbox.yaml, on the machine that Signalbox runs on."
				/>
				<OpenProjectTrouble form={form} />
				<Button type="submit" variant="primary" isDisabled={form.path.trim() === ''}>
					Open
				</Button>
			</form>
		</Dialog>
	);
}
