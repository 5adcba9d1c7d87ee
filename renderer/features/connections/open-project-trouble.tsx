import type { ReactElement } from 'react';
import { Button } from '../../ui/button.tsx';
import { Problem } from '../../ui/problem.tsx';
import type { OpenProjectForm } from './use-open-project.ts';

/** Why the project did not open, and the way on where the folder only lacks its file. */
export function OpenProjectTrouble({ form }: { readonly form: OpenProjectForm }): ReactElement | null {
	if (form.problem === null) return null;
	if (!form.canDraft) return <Problem problem={form.problem} />;
	return (
		<Problem
			problem={form.problem}
			actions={<Button onPress={() => void form.makeDraft()}>Draft one for this folder</Button>}
		/>
	);
}
