/** An incident that no source tells of, noted by hand: it then counts as any other. */
import { type ReactElement, useState } from 'react';
import { incidentSeverities, type IncidentSeverity } from '../../../shared/domain/delivery/facts.ts';
import type { TimelineItem } from '../../../shared/domain/delivery/metrics.ts';
import type { Problem as ProblemValue } from '../../../shared/domain/result.ts';
import { useStores } from '../../store/context.tsx';
import { useDeliveryCommands, useRoom } from '../../store/hooks.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { Problem } from '../../ui/problem.tsx';
import { Select } from '../../ui/select.tsx';
import { fromField, toField } from './date-field.ts';
import styles from './timeline.module.css';

export interface KnownIncident {
	readonly id: string;
	readonly item: TimelineItem;
	/** What is suggested as its end; null leaves it open. */
	readonly resolvedAt: number | null;
}

const severityTitles: Readonly<Record<IncidentSeverity, string>> = {
	critical: 'Critical',
	high: 'High',
	medium: 'Medium',
	low: 'Low',
	unknown: 'Not said',
};

function useNote(known: KnownIncident | null) {
	const { now } = useStores();
	const services = useRoom((room) => room.delivery.services);
	const item = known?.item ?? null;
	const [title, setTitle] = useState(item?.title ?? '');
	const [service, setService] = useState(item?.service ?? services[0] ?? '');
	const [severity, setSeverity] = useState(
		() => incidentSeverities.find((one) => one === item?.severity) ?? ('unknown' satisfies IncidentSeverity),
	);
	const [started, setStarted] = useState(() => toField(item?.at ?? now()));
	const [resolved, setResolved] = useState(() => toField(known?.resolvedAt ?? null));
	const startedAt = fromField(started, item?.at ?? null);
	const resolvedAt = fromField(resolved, known?.resolvedAt ?? null);
	const wrong =
		title.trim() === ''
			? 'Say in a few words what happened.'
			: service === ''
				? 'Choose the service that it was about.'
				: startedAt === null
					? 'Say when it began.'
					: resolvedAt !== null && resolvedAt < startedAt
						? 'It cannot end before it began.'
						: null;
	return {
		...{ title, setTitle, service, setService, severity, setSeverity, started, setStarted, resolved, setResolved },
		...{ services, startedAt, resolvedAt, wrong },
	};
}

export function NoteDialog({
	known,
	onClose,
}: {
	readonly known: KnownIncident | null;
	readonly onClose: () => void;
}): ReactElement {
	const note = useNote(known);
	const { noteIncident } = useDeliveryCommands();
	const [problem, setProblem] = useState<ProblemValue | null>(null);
	const [isTold, setTold] = useState(false);
	const save = async (): Promise<void> => {
		setTold(true);
		if (note.wrong !== null || note.startedAt === null) return;
		const result = await noteIncident({
			id: known?.id ?? null,
			title: note.title.trim(),
			service: note.service,
			environment: known?.item.environment ?? null,
			severity: note.severity,
			startedAt: note.startedAt,
			detectedAt: null,
			resolvedAt: note.resolvedAt,
		});
		if (!result.ok) return setProblem(result.problem);
		onClose();
	};
	return (
		<Dialog
			title={known === null ? 'Note an incident' : 'Change the incident'}
			isOpen
			onClose={onClose}
			footer={
				<>
					<Button variant="quiet" onPress={onClose}>
						Cancel
					</Button>
					<Button variant="primary" onPress={() => void save()}>
						{known === null ? 'Note it' : 'Save'}
					</Button>
				</>
			}
		>
			<NoteForm note={note} wrong={isTold ? note.wrong : null} problem={problem} />
		</Dialog>
	);
}

function NoteForm(props: {
	readonly note: ReturnType<typeof useNote>;
	readonly wrong: string | null;
	readonly problem: ProblemValue | null;
}): ReactElement {
	const { note, wrong, problem } = props;
	return (
		<div className={styles.form}>
			<Field
				label="What happened"
				value={note.title}
				onChange={note.setTitle}
				placeholder="Payments fail for one bank"
			/>
			<div className={styles.pair}>
				<Select
					label="Service"
					options={note.services.map((name) => ({ id: name, label: name }))}
					value={note.service}
					onChange={note.setService}
				/>
				<Select
					label="Severity"
					options={incidentSeverities.map((id) => ({ id, label: severityTitles[id] }))}
					value={note.severity}
					onChange={note.setSeverity}
				/>
			</div>
			<div className={styles.pair}>
				<Moment label="It began" value={note.started} onChange={note.setStarted} />
				<Moment label="It was over (empty: it is open)" value={note.resolved} onChange={note.setResolved} />
			</div>
			<p className="dim">
				Times of this computer. It is put down to the last deployment before it unless you link another.
			</p>
			{wrong !== null && (
				<p className={styles.wrong} role="alert">
					{wrong}
				</p>
			)}
			{problem !== null && <Problem problem={problem} compact />}
		</div>
	);
}

function Moment(props: {
	readonly label: string;
	readonly value: string;
	readonly onChange: (value: string) => void;
}): ReactElement {
	return (
		<label className={styles.moment}>
			{props.label}
			<input type="datetime-local" value={props.value} onChange={(event) => props.onChange(event.target.value)} />
		</label>
	);
}
