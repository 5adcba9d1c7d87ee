/** Opening a project by its path, and drafting one where the folder has none. */
import { useState } from 'react';
import type { Problem } from '../../../shared/domain/result.ts';
import { useCommands, useHost } from '../../store/hooks.ts';
import type { Draft } from './draft-editor.tsx';

export interface OpenProjectForm {
	readonly path: string;
	setPath(path: string): void;
	/** Why the path could not be opened; gone as soon as another is typed. */
	readonly problem: Problem | null;
	/** True where a draft would help: there is no configuration at this path. */
	readonly canDraft: boolean;
	/** The draft that a person is looking at; null while there is none. */
	readonly draft: Draft | null;
	open(): Promise<void>;
	makeDraft(): Promise<void>;
	dropDraft(): void;
}

export function useOpenProject(onOpened: () => void): OpenProjectForm {
	const { suggestedProject } = useHost();
	const { openProject, draftProject } = useCommands();
	const [path, setPath] = useState(suggestedProject ?? '');
	const [problem, setProblem] = useState<Problem | null>(null);
	const [draft, setDraft] = useState<Draft | null>(null);
	return {
		path,
		setPath(next) {
			setPath(next);
			setProblem(null);
		},
		problem,
		canDraft: problem?.code === 'config-not-found',
		draft,
		async open() {
			const result = await openProject(path.trim());
			setProblem(result.ok ? null : result.problem);
			if (result.ok) onOpened();
		},
		async makeDraft() {
			const result = await draftProject(path.trim());
			if (result.ok) setDraft(result.value);
			else setProblem(result.problem);
		},
		dropDraft: () => setDraft(null),
	};
}
