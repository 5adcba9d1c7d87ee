import { FolderOpen, Play } from 'lucide-react';
import { type FormEvent, type ReactElement, useState } from 'react';
import type { Problem as ProblemValue } from '../../../shared/domain/result.ts';
import { useCommands, useHost, useRoom } from '../../store/hooks.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { Glyph } from '../../ui/glyph.tsx';
import { Problem } from '../../ui/problem.tsx';
import styles from './first-run.module.css';

/** An empty board: what will be here, and the two ways to get it. */
export function FirstRun({ hasProjects }: { readonly hasProjects: boolean }): ReactElement {
	return (
		<section className={styles.start} aria-label="Begin">
			<h2 className={styles.title}>
				{hasProjects ? 'The open project has no services yet' : 'Nothing is watched yet'}
			</h2>
			<p className={styles.lead}>
				This board shows every service in every environment: which release stands there, whether it is healthy, and what
				is on its way.
			</p>
			<div className={styles.choices}>
				<OpenProject />
				<StartSample />
			</div>
		</section>
	);
}

function OpenProject(): ReactElement {
	const { suggestedProject, mayAct } = useHost();
	const { openProject } = useCommands();
	const [path, setPath] = useState(suggestedProject ?? '');
	const [problem, setProblem] = useState<ProblemValue | null>(null);
	async function open(event: FormEvent): Promise<void> {
		event.preventDefault();
		const result = await openProject(path.trim());
		setProblem(result.ok ? null : result.problem);
	}
	return (
		<form className={styles.choice} onSubmit={(event) => void open(event)}>
			<FolderOpen size={20} aria-hidden="true" />
			<h3>Open a project</h3>
			<p>A folder with a signalbox.yaml: its services, environments, targets and limits.</p>
			<Field
				label="Folder or file"
				value={path}
				onChange={setPath}
				mono
				placeholder="/path/to/project"
				description={
					suggestedProject !== null && path === suggestedProject ? 'Found where Signalbox was started.' : undefined
				}
			/>
			{problem !== null && <Problem problem={problem} />}
			<Button type="submit" variant="primary" isDisabled={!mayAct || path.trim() === ''}>
				Open this project
			</Button>
		</form>
	);
}

function StartSample(): ReactElement {
	const { mayAct } = useHost();
	const { startSample } = useCommands();
	const { state, problem } = useRoom((room) => room.sample);
	const isBusy = state === 'starting' || state === 'running';
	return (
		<div className={styles.choice}>
			<Play size={20} aria-hidden="true" />
			<h3>Start the sample environment</h3>
			<p>
				A small real service in two versions, behind a real router, with real traffic, all on this machine. Start a
				canary, make it worse with a slider, and watch it being rolled back.
			</p>
			{problem !== null && <Problem problem={problem} />}
			{isBusy ? (
				<p className={styles.busy} role="status">
					<Glyph tone="busy" /> Starting the service and its traffic
				</p>
			) : (
				<Button isDisabled={!mayAct} onPress={() => void startSample()}>
					Start the sample
				</Button>
			)}
			<p className={styles.foot}>It stops in one click and leaves nothing behind.</p>
		</div>
	);
}
