import { type ReactElement, useEffect, useRef } from 'react';
import type { ProjectView } from '../../../shared/rpc/views.ts';
import { useCommands, useHost } from '../../store/hooks.ts';
import { Button } from '../../ui/button.tsx';
import { Chip } from '../../ui/chip.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { Time } from '../../ui/time.tsx';
import { ConfigEditor } from './config-editor.tsx';
import { IssueList } from './issue-list.tsx';
import styles from './project-card.module.css';
import { SourceView } from './source-view.tsx';

/** One project: its file, what is wrong with it, and a place to try a change. */
export function ProjectCard({
	project,
	isChosen,
}: {
	readonly project: ProjectView;
	readonly isChosen: boolean;
}): ReactElement {
	const card = useRef<HTMLElement>(null);
	useEffect(() => {
		if (isChosen) card.current?.scrollIntoView({ block: 'start' });
	}, [isChosen]);
	const errors = project.issues.filter((issue) => issue.severity === 'error').length;
	return (
		<article ref={card} className={styles.card} aria-label={project.name}>
			<Head project={project} errors={errors} />
			<Tabs
				label={`Configuration of ${project.name}`}
				items={[
					{
						id: 'file',
						label: 'File',
						content: (
							<div className={styles.file}>
								<IssueList issues={project.issues} />
								{project.source === null ? (
									<p className="dim">The file could not be read.</p>
								) : (
									<SourceView source={project.source} issues={project.issues} />
								)}
							</div>
						),
					},
					{ id: 'check', label: 'Try a change', content: <ConfigEditor project={project} /> },
				]}
			/>
		</article>
	);
}

function Head({ project, errors }: { readonly project: ProjectView; readonly errors: number }): ReactElement {
	const { reloadProject, closeProject } = useCommands();
	const { mayAct } = useHost();
	return (
		<header className={styles.head}>
			<div className={styles.words}>
				<p className={styles.name}>
					<b>{project.name}</b>
					{errors > 0 ? (
						<Chip tone="bad">{errors === 1 ? '1 error' : `${errors} errors`}</Chip>
					) : (
						<Warnings project={project} />
					)}
					{project.sample && <span className="dim">sample</span>}
				</p>
				<p className={styles.path}>
					<span className="mono">{project.file}</span>, read <Time at={project.loadedAt} />
				</p>
				{errors > 0 && <p>Until it is mended, everything runs on as it was configured before.</p>}
			</div>
			{mayAct && (
				<div className={styles.actions}>
					<Button size="s" onPress={() => void reloadProject(project.id)}>
						Read again
					</Button>
					{!project.sample && (
						<Button size="s" variant="quiet" onPress={() => void closeProject(project.id)}>
							Close
						</Button>
					)}
				</div>
			)}
		</header>
	);
}

function Warnings({ project }: { readonly project: ProjectView }): ReactElement {
	const count = project.issues.length;
	if (count === 0) return <Chip tone="good">in order</Chip>;
	return <Chip tone="warn">{count === 1 ? '1 warning' : `${count} warnings`}</Chip>;
}
