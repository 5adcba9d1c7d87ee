import { type ReactElement, useState } from 'react';
import type { ProjectView } from '../../../shared/rpc/views.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { CheckOutcome } from './check-outcome.tsx';
import styles from './config-editor.module.css';
import { useCheck } from './use-check.ts';

/** A text to try: checked while it is typed, never written to the file. */
export function ConfigEditor({ project }: { readonly project: ProjectView }): ReactElement {
	const [text, setText] = useState(project.source ?? '');
	const { check } = useCheck(text, project.file);
	return (
		<div className={styles.editor}>
			<Field
				label="Text to check"
				hideLabel
				value={text}
				onChange={setText}
				lines={18}
				mono
				spellCheck="false"
				description="This is only checked. The file on disk stays as it is."
			/>
			<CheckOutcome check={check} />
			<Button size="s" variant="quiet" onPress={() => setText(project.source ?? '')}>
				Back to the file
			</Button>
		</div>
	);
}
