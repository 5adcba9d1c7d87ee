/** Failed deployments with what shows it, and the incidents that no deployment caused. */
import type { ReactElement } from 'react';
import { formatCounted, formatDuration } from '../../../shared/domain/format.ts';
import { recoveryText } from '../../../shared/domain/retrospective/failure-words.ts';
import type { ReportFailure, ReportIncident } from '../../../shared/domain/retrospective/model.ts';
import { Chip } from '../../ui/chip.tsx';
import { useZoned } from '../delivery/use-short-time.ts';
import type { SectionProps } from './report-document.tsx';
import styles from './retrospective.module.css';

export function FailuresSection({ view: { report } }: SectionProps): ReactElement {
	return (
		<>
			{report.failures.length === 0 ? (
				<p className={styles.faint}>No deployment of this month is shown to have failed.</p>
			) : (
				<Failures failures={report.failures} zone={report.zone} cutOff={report.cutOff} />
			)}
			<Incidents title="Open incidents" incidents={report.openIncidents} zone={report.zone} />
			<Incidents title="Incidents that no change caused" incidents={report.incidentsNotFromChange} zone={report.zone} />
			<ul className={styles.apart}>
				<li>
					{report.flagChanges === null
						? 'Flag changes: not measured.'
						: `${formatCounted(report.flagChanges, 'flag change')}, counted apart.`}
				</li>
				<li>
					{report.migrations === null
						? 'Migrations: not measured.'
						: `${formatCounted(report.migrations, 'migration')}, counted apart.`}
				</li>
			</ul>
		</>
	);
}

function Failures(props: {
	readonly failures: readonly ReportFailure[];
	readonly zone: string;
	readonly cutOff: number;
}): ReactElement {
	const zoned = useZoned(props.zone);
	return (
		<table className={styles.table} aria-label="Failed deployments">
			<thead>
				<tr>
					<th scope="col">Deployment</th>
					<th scope="col">How we know</th>
					<th scope="col">Recovered</th>
				</tr>
			</thead>
			<tbody>
				{props.failures.map((failure) => (
					<tr key={failure.ref}>
						<th scope="row">
							{failure.service} <span className="mono">{failure.version ?? 'not known'}</span>
							<small className={styles.remark}>{zoned(failure.at)}</small>
						</th>
						<td>
							{failure.evidence.map(({ ref, kind, text }) => (
								<p key={`${kind} ${ref}`}>{text}</p>
							))}
						</td>
						<td>
							{failure.recoveredAt === null ? (
								<Chip tone="bad" plain>
									{recoveryText(failure, props.cutOff)}
								</Chip>
							) : (
								<>
									{recoveryText(failure, props.cutOff)}
									{failure.recoveredBy !== null && <small className={styles.remark}>{failure.recoveredBy}</small>}
								</>
							)}
						</td>
					</tr>
				))}
			</tbody>
		</table>
	);
}

function Incidents(props: {
	readonly title: string;
	readonly incidents: readonly ReportIncident[];
	readonly zone: string;
}): ReactElement | null {
	const zoned = useZoned(props.zone);
	if (props.incidents.length === 0) return null;
	return (
		<>
			<h3>{props.title}</h3>
			<ul className={styles.list}>
				{props.incidents.map((incident) => (
					<li key={incident.ref}>
						<strong>{incident.title}</strong>, {incident.service ?? 'no service'}, {incident.severity}
						<small className={styles.remark}>
							{zoned(incident.startedAt)}
							{incident.resolvedAt !== null &&
								`, resolved after ${formatDuration(incident.resolvedAt - incident.startedAt)}`}
						</small>
					</li>
				))}
			</ul>
		</>
	);
}
