import { FolderOpen, Play } from 'lucide-react';
import type { ReactElement } from 'react';
import { useCommands, useHost, useRoom } from '../../store/hooks.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { Glyph } from '../../ui/glyph.tsx';
import { Problem } from '../../ui/problem.tsx';
import { DraftEditor } from '../connections/draft-editor.tsx';
import { OpenProjectTrouble } from '../connections/open-project-trouble.tsx';
import { type OpenProjectForm, useOpenProject } from '../connections/use-open-project.ts';
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
			<Choices />
		</section>
	);
}

/** The two ways to have something on the board. */
function Choices(): ReactElement {
	return (
		<div className={styles.choices}>
			<OpenProject />
			<StartSample />
		</div>
	);
}

/** The same two ways over any screen. */
export function BeginDialog({ onClose }: { readonly onClose: () => void }): ReactElement {
	return (
		<Dialog title="Open a project or the sample" isOpen size="l" onClose={onClose}>
			<Choices />
		</Dialog>
	);
}

function OpenProject(): ReactElement {
	// An opened project fills the board, which takes this screen away.
	const form = useOpenProject(() => {});
	return (
		<>
			<OpenForm form={form} />
			{form.draft !== null && (
				<Dialog title="Draft a project" isOpen size="l" onClose={form.dropDraft}>
					<DraftEditor draft={form.draft} onCreated={form.dropDraft} onBack={form.dropDraft} />
				</Dialog>
			)}
		</>
	);
}

function OpenForm({ form }: { readonly form: OpenProjectForm }): ReactElement {
	const { suggestedProject, mayAct } = useHost();
	const { path } = form;
	return (
		<form
			className={styles.choice}
			onSubmit={(event) => {
				event.preventDefault();
				void form.open();
			}}
		>
			<FolderOpen size={20} aria-hidden="true" />
			<h3>Open a project</h3>
			<p>A folder with a signalbox.yaml: its services, environments, targets and limits.</p>
			<Field
				label="Folder or file"
				value={path}
				onChange={form.setPath}
				mono
				placeholder="/path/to/project"
				description={
					suggestedProject !== null && path === suggestedProject ? 'Found where Signalbox was started.' : undefined
				}
			/>
			<OpenProjectTrouble form={form} />
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
			<p data-tour="start-sample">
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
