import { type ReactElement, useEffect, useState } from 'react';
import type { Problem as ProblemValue } from '../../../shared/domain/result.ts';
import type { ConfigIssue, ProjectView } from '../../../shared/rpc/views.ts';
import { useClient } from '../../store/hooks.ts';
import { Button } from '../../ui/button.tsx';
import { Chip } from '../../ui/chip.tsx';
import { Field } from '../../ui/field.tsx';
import { Problem } from '../../ui/problem.tsx';
import styles from './config-editor.module.css';
import { IssueList } from './issue-list.tsx';

type Check =
	| { readonly kind: 'none' | 'asking' }
	| { readonly kind: 'issues'; readonly issues: readonly ConfigIssue[] }
	| { readonly kind: 'problem'; readonly problem: ProblemValue };

/** Typing pauses this long before the text is checked, ms. */
const pauseMs = 350;

/** A text to try: checked while it is typed, never written to the file. */
export function ConfigEditor({ project }: { readonly project: ProjectView }): ReactElement {
	const [text, setText] = useState(project.source ?? '');
	const check = useCheck(text, project.file);
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
			<div className={styles.outcome} role="status">
				<Outcome check={check} />
			</div>
			<Button size="s" variant="quiet" onPress={() => setText(project.source ?? '')}>
				Back to the file
			</Button>
		</div>
	);
}

function useCheck(text: string, file: string): Check {
	const client = useClient();
	const [check, setCheck] = useState<Check>({ kind: 'none' });
	useEffect(() => {
		let isCurrent = true;
		const timer = setTimeout(() => {
			void client.projects.check({ source: text, file }).then((result) => {
				if (!isCurrent) return;
				setCheck(
					result.ok ? { kind: 'issues', issues: result.value.issues } : { kind: 'problem', problem: result.problem },
				);
			});
		}, pauseMs);
		return () => {
			isCurrent = false;
			clearTimeout(timer);
		};
	}, [client, text, file]);
	return check;
}

function Outcome({ check }: { readonly check: Check }): ReactElement | null {
	switch (check.kind) {
		case 'none':
		case 'asking':
			return <Chip tone="busy">checking</Chip>;
		case 'problem':
			return <Problem problem={check.problem} />;
		case 'issues':
			return check.issues.length === 0 ? (
				<Chip tone="good">everything is as expected</Chip>
			) : (
				<IssueList issues={check.issues} />
			);
	}
}
