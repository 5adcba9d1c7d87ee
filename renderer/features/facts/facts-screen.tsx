/** Where facts come from, how complete they are, what was imported, and what could not be linked. */
import { FileUp } from 'lucide-react';
import { type ReactElement, useMemo, useState } from 'react';
import { formatCount } from '../../../shared/domain/format.ts';
import { addresses } from '../../store/address.ts';
import { useHost, useRoom } from '../../store/hooks.ts';
import { compare } from '../../store/order.ts';
import { Button, LinkButton } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { PageHead, useTitle } from '../../ui/page.tsx';
import { Problem } from '../../ui/problem.tsx';
import { NoteDialog } from '../timeline/note-dialog.tsx';
import styles from './facts.module.css';
import { ImportDialog } from './import-dialog.tsx';
import { SourceRow } from './source-row.tsx';
import { UnlinkedList } from './unlinked-list.tsx';

export function FactsScreen(): ReactElement {
	const { mayAct } = useHost();
	const trouble = useRoom((room) => room.delivery.problem);
	const unlinked = useRoom((room) => room.delivery.unlinked);
	const [open, setOpen] = useState<'import' | 'incident' | null>(null);
	useTitle('Facts');
	return (
		<>
			<PageHead
				title="Facts"
				under="What the delivery metrics are made of: where it comes from, and what nobody could link yet."
				actions={
					mayAct && (
						<>
							<Button onPress={() => setOpen('incident')}>Note an incident</Button>
							<Button variant="primary" icon={<FileUp size={15} />} onPress={() => setOpen('import')}>
								Import a file
							</Button>
						</>
					)
				}
			/>
			{trouble !== null && <Problem problem={trouble} />}
			<div className={styles.page}>
				<Sources />
				<Card title={unlinked === 0 ? 'Not linked' : `Not linked, ${formatCount(unlinked)} of the last 90 days`}>
					<UnlinkedList />
				</Card>
			</div>
			{open === 'import' && <ImportDialog onClose={() => setOpen(null)} />}
			{open === 'incident' && <NoteDialog known={null} onClose={() => setOpen(null)} />}
		</>
	);
}

function Sources(): ReactElement {
	const all = useRoom((room) => room.factSources);
	// Those in trouble first: they are why numbers may be wrong.
	const sources = useMemo(
		() =>
			Object.values(all).toSorted(
				(left, right) =>
					Number(right.state === 'failing') - Number(left.state === 'failing') || compare(left.label, right.label),
			),
		[all],
	);
	return (
		<Card title="Sources">
			{sources.length === 0 ? (
				<EmptyState
					title="No source of facts is connected yet"
					level="h3"
					actions={<LinkButton href={addresses.connections}>Open the configuration</LinkButton>}
				>
					Deployments of this control room count by themselves. GitHub, GitLab, Argo CD, PagerDuty, Opsgenie,
					Alertmanager, Statuspage and files are named under <code>delivery.sources</code> in signalbox.yaml; a CSV,
					JSON or CDEvents file can also be imported here at once.
				</EmptyState>
			) : (
				<ul className={styles.sources}>
					{sources.map((source) => (
						<SourceRow key={source.id} source={source} />
					))}
				</ul>
			)}
		</Card>
	);
}
