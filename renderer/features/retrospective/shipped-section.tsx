/** What reached production in the month. */
import type { ReactElement } from 'react';
import { formatCount, formatCounted } from '../../../shared/domain/format.ts';
import type { ReportDeployment } from '../../../shared/domain/retrospective/model.ts';
import { Chip } from '../../ui/chip.tsx';
import { useZoned } from '../delivery/use-short-time.ts';
import type { SectionProps } from './report-document.tsx';
import styles from './retrospective.module.css';
import { standingTitles } from './standing-words.ts';

export function ShippedSection({ view: { report } }: SectionProps): ReactElement {
	const zoned = useZoned(report.zone);
	if (report.shippedTotal === 0) return <p className={styles.faint}>Nothing reached production in this month.</p>;
	return (
		<>
			<p className={styles.faint}>
				{formatCounted(report.shippedTotal, 'deployment')}
				{report.shipped.length < report.shippedTotal && `; the newest ${formatCount(report.shipped.length)} are listed`}
			</p>
			<div className={styles.scroll} role="region" aria-label="Deployments of the month" tabIndex={0}>
				<table className={styles.table}>
					<thead>
						<tr>
							<th scope="col">When</th>
							<th scope="col">Service</th>
							<th scope="col">Version</th>
							<th scope="col">Commits</th>
							<th scope="col">What it was</th>
						</tr>
					</thead>
					<tbody>
						{report.shipped.map((deployment) => (
							<tr key={deployment.ref}>
								<td>{zoned(deployment.at)}</td>
								<th scope="row">{deployment.service}</th>
								<td className="mono">{deployment.version ?? 'not known'}</td>
								<td className={styles.number}>{formatCount(deployment.commits)}</td>
								<td>
									<Kind deployment={deployment} />
								</td>
							</tr>
						))}
					</tbody>
				</table>
			</div>
		</>
	);
}

function Kind({ deployment }: { readonly deployment: ReportDeployment }): ReactElement {
	return (
		<span className={styles.chips}>
			{deployment.standing === 'counted' ? 'release' : standingTitles[deployment.standing]}
			{deployment.isFailed && (
				<Chip tone="bad" plain>
					failed
				</Chip>
			)}
			{deployment.isUnplanned && (
				<Chip tone="warn" plain>
					unplanned
				</Chip>
			)}
		</span>
	);
}
