/** What came to be known after the report was frozen; the frozen numbers below stay as they were. */
import type { ReactElement } from 'react';
import type { SectionProps } from './report-document.tsx';
import styles from './retrospective.module.css';

export function RevisedSection({ view: { frozen } }: SectionProps): ReactElement | null {
	if (frozen === null) return null;
	return (
		<table className={styles.table}>
			<thead>
				<tr>
					<th scope="col">What</th>
					<th scope="col">Frozen as</th>
					<th scope="col">Known now</th>
					<th scope="col">Because</th>
				</tr>
			</thead>
			<tbody>
				{frozen.revisions.map(({ label, was, is, because }) => (
					<tr key={label}>
						<th scope="row">{label}</th>
						<td>{was}</td>
						<td>{is}</td>
						<td>{because ?? 'facts that came later'}</td>
					</tr>
				))}
			</tbody>
		</table>
	);
}
