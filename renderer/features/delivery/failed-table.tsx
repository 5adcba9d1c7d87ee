/** Failed deployments, how we know, and how long users waited. */
import type { ReactElement } from 'react';
import type { MetricRow, MetricsQuery } from '../../../shared/domain/delivery/metrics.ts';
import { formatDuration } from '../../../shared/domain/format.ts';
import { timelineAddress, usualAsk } from '../../store/delivery-address.ts';
import { Chip } from '../../ui/chip.tsx';
import { cx } from '../../ui/cx.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import styles from './delivery.module.css';
import { alsoWords, liveAddress, rowKey } from './row-words.ts';
import { useRows } from './use-rows.ts';

/** Rows shown; the metric's own screen has all. */
const most = 12;

export function FailedTable(props: {
	readonly query: MetricsQuery;
	readonly zoned: (at: number) => string;
	readonly allHref: string;
}): ReactElement {
	const rows = useRows(props.query, 'recovery-time', 'all', 100);
	const failed = rows.rows.filter(({ detail }) => (detail.evidence ?? []).length > 0);
	if (failed.length === 0) {
		return rows.isAsking ? (
			<Skeleton rows={4} label="Reading failed deployments" />
		) : (
			<EmptyState title="No deployment is known to have failed" level="h3">
				A deployment fails when it is rolled back, taken back, mended by a later one, or put down to by an incident.
			</EmptyState>
		);
	}
	return (
		<>
			<div className={styles.tableFrame} tabIndex={0} role="group" aria-label="Failed deployments">
				<table className={styles.failed}>
					<thead>
						<tr>
							<th scope="col">Deployment</th>
							<th scope="col">Evidence</th>
							<th scope="col" className={styles.number}>
								Recovered in
							</th>
						</tr>
					</thead>
					<tbody>
						{failed.slice(0, most).map((row) => (
							<FailedRow key={rowKey(row)} row={row} zoned={props.zoned} />
						))}
					</tbody>
				</table>
			</div>
			{failed.length > most && (
				<p className={styles.more}>
					<a href={props.allHref}>All of them, with their evidence</a>
				</p>
			)}
		</>
	);
}

function FailedRow({ row, zoned }: { readonly row: MetricRow; readonly zoned: (at: number) => string }): ReactElement {
	const href = liveAddress(row.detail.deployment ?? row.id);
	const [first, ...others] = row.detail.evidence ?? [];
	const incident = row.detail.evidence?.find(({ kind }) => kind.endsWith('incident'));
	return (
		<tr>
			<th scope="row">
				{href === null ? (
					<span className="mono">{row.title}</span>
				) : (
					<a href={href} className="mono">
						{row.title}
					</a>
				)}
				<span className={styles.sub}>{row.service}</span>
				<span className={cx(styles.sub, styles.whole)}>{zoned(row.at)}</span>
			</th>
			<td>
				{first?.text}
				{others.length > 0 && <span className={styles.sub}>{alsoWords(others)}</span>}
				{incident !== undefined && (
					<a
						className={styles.sub}
						href={timelineAddress({ ...usualAsk, services: [row.service], incident: incident.ref })}
					>
						On the timeline
					</a>
				)}
			</td>
			<td className={styles.number}>
				{row.value === null ? (
					<Chip tone="warn" plain>
						open
					</Chip>
				) : (
					formatDuration(row.value)
				)}
			</td>
		</tr>
	);
}
