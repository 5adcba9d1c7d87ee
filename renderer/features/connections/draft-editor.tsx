import { type ReactElement, useState } from 'react';
import type { Problem as ProblemValue } from '../../../shared/domain/result.ts';
import { useCommands } from '../../store/hooks.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { Problem } from '../../ui/problem.tsx';
import { CheckOutcome } from './check-outcome.tsx';
import styles from './draft-editor.module.css';
import { isSound, useCheck } from './use-check.ts';

export interface Draft {
	/** Where the file will be. */
	readonly file: string;
	readonly source: string;
}

/** A first configuration to read and change; nothing is written until it is pressed. */
export function DraftEditor(props: {
	readonly draft: Draft;
	readonly onCreated: () => void;
	readonly onBack: () => void;
}): ReactElement {
	const { draft, onCreated, onBack } = props;
	const { createProject } = useCommands();
	const [text, setText] = useState(draft.source);
	const [problem, setProblem] = useState<ProblemValue | null>(null);
	const [isWriting, setIsWriting] = useState(false);
	const { check, isOfThisText } = useCheck(text, draft.file);
	async function create(): Promise<void> {
		setIsWriting(true);
		const result = await createProject(draft.file, text);
		setIsWriting(false);
		if (result.ok) onCreated();
		else setProblem(result.problem);
	}
	return (
		<div className={styles.editor}>
			<p>
				Drafted from the folder, its git remote and its package.json. Change what is not so: the commands that run a
				version, the target, the limits.
			</p>
			<Field
				label={`Text of ${draft.file}`}
				value={text}
				onChange={setText}
				lines={16}
				mono
				autoFocus
				spellCheck="false"
				description="Nothing is written yet."
			/>
			<CheckOutcome check={check} />
			{problem !== null && <Problem problem={problem} />}
			<div className={styles.actions}>
				<Button onPress={onBack}>Back</Button>
				<Button
					variant="primary"
					isDisabled={isWriting || !isOfThisText || !isSound(check)}
					onPress={() => void create()}
				>
					{`Create ${draft.file.split(/[\\/]/).at(-1) ?? draft.file}`}
				</Button>
			</div>
		</div>
	);
}
