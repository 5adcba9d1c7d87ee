import { Plug } from 'lucide-react';
import { type ReactElement, useState } from 'react';
import { formatCount } from '../../../shared/domain/format.ts';
import { addresses } from '../../store/address.ts';
import { useConnections, useHost, useProjects } from '../../store/hooks.ts';
import { Button, LinkButton } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { PageHead, useTitle } from '../../ui/page.tsx';
import { ImportDialog } from '../evidence/import-dialog.tsx';
import { ConnectionRow } from './connection-row.tsx';
import styles from './connections-screen.module.css';
import { OpenProjectDialog } from './open-project-dialog.tsx';
import { ProjectCard } from './project-card.tsx';
import { SchemaButton } from './schema-button.tsx';

/** What Signalbox talks to, whether it answers, and the files that say so. */
export function ConnectionsScreen({ projectId }: { readonly projectId: string | null }): ReactElement {
	useTitle('Connections');
	const { dataFolder, version, actor } = useHost();
	return (
		<div className={styles.screen}>
			<PageHead
				title="Connections and configuration"
				under="Targets carry the traffic, metrics tell how it goes. What is unreachable stands first."
			/>
			<Connections />
			<Projects chosenId={projectId} />
			<p className={styles.about}>
				Signalbox {version}, acting as {actor}. Data: <span className="mono">{dataFolder}</span>
			</p>
		</div>
	);
}

function Connections(): ReactElement {
	const connections = useConnections();
	const [isAll, setIsAll] = useState(false);
	const ranked = connections.toSorted((left, right) => rank(left.state) - rank(right.state));
	const shown = isAll ? ranked : ranked.slice(0, shownAtFirst);
	return (
		<section aria-label="Connections" className={styles.section}>
			<h2>
				Connections <span className="faint">{formatCount(connections.length)}</span>
			</h2>
			{connections.length === 0 ? (
				<NoConnections />
			) : (
				<ul className={styles.panel}>
					{shown.map((connection) => (
						<ConnectionRow key={connection.id} connection={connection} />
					))}
				</ul>
			)}
			{shown.length < ranked.length && (
				<div>
					<Button size="s" onPress={() => setIsAll(true)}>
						Show all {formatCount(ranked.length)}
					</Button>
				</div>
			)}
		</section>
	);
}

function NoConnections(): ReactElement {
	return (
		<div className={styles.panel}>
			<EmptyState
				icon={<Plug size={26} />}
				title="No connections yet"
				actions={<LinkButton href={addresses.board}>Open a project or start the sample</LinkButton>}
			>
				They come from the configuration of a project: one for each target and each source of metrics.
			</EmptyState>
		</div>
	);
}

function Projects({ chosenId }: { readonly chosenId: string | null }): ReactElement {
	const projects = useProjects();
	const { mayAct } = useHost();
	const [isOpening, setIsOpening] = useState(false);
	const [isImporting, setIsImporting] = useState(false);
	return (
		<section aria-label="Projects" className={styles.section}>
			<header className={styles.header}>
				<h2>
					Projects <span className="faint">{formatCount(projects.length)}</span>
				</h2>
				<SchemaButton />
				<Button size="s" onPress={() => setIsImporting(true)}>
					Import an analysis
				</Button>
				{mayAct && (
					<Button size="s" onPress={() => setIsOpening(true)}>
						Open a project
					</Button>
				)}
			</header>
			{projects.map((project) => (
				<ProjectCard key={project.id} project={project} isChosen={project.id === chosenId} />
			))}
			{projects.length === 0 && <p className="dim">None is open.</p>}
			{isImporting && <ImportDialog onClose={() => setIsImporting(false)} />}
			{isOpening && <OpenProjectDialog onClose={() => setIsOpening(false)} />}
		</section>
	);
}

/** Rows before "all of them" is asked for; trouble stands first, so it is among them. */
const shownAtFirst = 50;

function rank(state: 'reachable' | 'unreachable' | 'unknown' | 'checking'): number {
	return state === 'unreachable' ? 0 : state === 'reachable' ? 2 : 1;
}
