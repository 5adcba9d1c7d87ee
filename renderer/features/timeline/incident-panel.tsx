/** One incident: what it was, what may have caused it, and what can be done about it at once. */
import { X } from 'lucide-react';
import { type ReactElement, useState } from 'react';
import type { Suspect, TimelineItem } from '../../../shared/domain/delivery/metrics.ts';
import type { Answer } from '../../store/answer-store.ts';
import { useDeliveryCommands, useHost } from '../../store/hooks.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { useNow } from '../../ui/clock.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Problem } from '../../ui/problem.tsx';
import { Select } from '../../ui/select.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { useShortTime } from '../delivery/use-short-time.ts';
import { HostLink } from '../pipeline/host-link.tsx';
import { NoteDialog } from './note-dialog.tsx';
import { SuspectRow } from './suspect-row.tsx';
import { handIncidentId, outcomeWords, suspectAt } from './timeline-model.ts';
import styles from './timeline.module.css';

export interface Looked {
	readonly incident: TimelineItem;
	readonly suspects: readonly Suspect[];
}

const hour = 3_600_000;
const lookBacks = [
	{ id: String(6 * hour), label: '6 h before' },
	{ id: String(24 * hour), label: '24 h before' },
	{ id: String(72 * hour), label: '3 d before' },
	{ id: String(168 * hour), label: '7 d before' },
];

export function IncidentPanel(props: {
	readonly answer: Answer<Looked | null> & { readonly again: () => void };
	readonly looked: Looked | null;
	readonly zone: string;
	readonly lookBackMs: number;
	readonly onLookBack: (ms: number) => void;
	/** Brings an instant into the window. */
	readonly onShow: (at: number) => void;
	readonly onClose: () => void;
}): ReactElement {
	const { answer, looked } = props;
	return (
		<Card
			title="What may have caused it"
			actions={
				<>
					<Select
						label="How far back"
						hideLabel
						size="s"
						options={lookBacks}
						value={String(props.lookBackMs)}
						onChange={(ms) => props.onLookBack(Number(ms))}
					/>
					<Button
						size="s"
						variant="quiet"
						icon={<X size={15} />}
						aria-label="Close the incident"
						onPress={props.onClose}
					/>
				</>
			}
		>
			{answer.problem !== null && (
				<Problem problem={answer.problem} compact actions={<Button onPress={answer.again}>Ask again</Button>} />
			)}
			{looked === null && answer.problem === null && <Skeleton rows={4} label="Looking for what changed before it" />}
			{looked !== null && <Found {...props} looked={looked} />}
		</Card>
	);
}

function Found(props: {
	readonly looked: Looked;
	readonly zone: string;
	readonly onShow: (at: number) => void;
}): ReactElement {
	const { incident, suspects } = props.looked;
	const { link } = useDeliveryCommands();
	const { mayAct } = useHost();
	const zoned = useShortTime(props.zone);
	const isSaid = suspects.some((suspect) => suspect.link === 'explicit');
	return (
		<div className={styles.found}>
			<Head incident={incident} zoned={zoned} onShow={props.onShow} />
			{suspects.length === 0 ? (
				<EmptyState title="Nothing changed in that time" level="h3">
					Look further back, or say that no change caused it.
				</EmptyState>
			) : (
				<ol className={styles.suspects}>
					{suspects.map((suspect, index) => (
						<SuspectRow
							key={suspect.item.ref}
							suspect={suspect}
							rank={index + 1}
							most={suspects[0]?.score ?? 1}
							incident={incident.ref}
							when={zoned(suspectAt(suspect.item, incident))}
						/>
					))}
				</ol>
			)}
			{mayAct && (
				<p className={styles.acts}>
					<Button
						size="s"
						onPress={() =>
							void link({ link: { kind: 'incident-deployment', incident: incident.ref, deployment: null } })
						}
					>
						No change caused it
					</Button>
					<Button
						size="s"
						variant="quiet"
						onPress={() => void link({ link: { kind: 'incident-unlink', incident: incident.ref } })}
					>
						{isSaid ? 'Take back what was said by hand' : 'Let the rules decide'}
					</Button>
				</p>
			)}
		</div>
	);
}

function Head(props: {
	readonly incident: TimelineItem;
	readonly zoned: (at: number) => string;
	readonly onShow: (at: number) => void;
}): ReactElement {
	const { incident, zoned } = props;
	const now = useNow(60_000);
	return (
		<div className={styles.incident}>
			<h3>{incident.title}</h3>
			<p className="dim">
				{incident.service ?? 'No service is known for it, so it counts nowhere'}. {zoned(incident.at)},{' '}
				{outcomeWords(incident, now)}
			</p>
			<p className={styles.acts}>
				<Button size="s" onPress={() => props.onShow(incident.at)}>
					Show the time before it
				</Button>
				{incident.url !== null && <HostLink url={incident.url} words="At its source" />}
				<OwnIncident incident={incident} now={now} />
			</p>
		</div>
	);
}

/** What was noted here can be changed here; other incidents are their source's. */
function OwnIncident({
	incident,
	now,
}: {
	readonly incident: TimelineItem;
	readonly now: number;
}): ReactElement | null {
	const { withdrawIncident } = useDeliveryCommands();
	const { mayAct } = useHost();
	const [editing, setEditing] = useState<'change' | 'resolve' | null>(null);
	const id = handIncidentId(incident.ref);
	if (id === null || !mayAct) return null;
	return (
		<>
			{incident.endedAt === null && (
				<Button size="s" onPress={() => setEditing('resolve')}>
					Resolve
				</Button>
			)}
			<Button size="s" variant="quiet" onPress={() => setEditing('change')}>
				Change
			</Button>
			<Button size="s" variant="quiet" onPress={() => void withdrawIncident(id)}>
				It was a mistake
			</Button>
			{editing !== null && (
				<NoteDialog
					known={{ id, item: incident, resolvedAt: editing === 'resolve' ? now : incident.endedAt }}
					onClose={() => setEditing(null)}
				/>
			)}
		</>
	);
}
