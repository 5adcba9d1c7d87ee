/** The looks of one metric as a table, newest first: what the charts show, for whoever cannot or will not read them. */
import type { ReactElement } from 'react';
import { formatSigned } from '../../../shared/domain/health/evidence/values.ts';
import { strengthNumber } from '../../../shared/domain/health/evidence/to-markdown.ts';
import { clockTime } from '../../ui/instant.ts';
import styles from './evidence.module.css';
import type { EvidenceRow } from './evidence-rows.ts';

/** Rows shown; the export has all. */
const shown = 30;

export function LooksTable({ row }: { readonly row: EvidenceRow }): ReactElement | null {
	const { evidence, looks } = row;
	const newest = looks.slice(-shown).toReversed();
	if (newest.length === 0) return null;
	const kind = evidence.estimate?.kind ?? 'ratio';
	const size = (value: number | null): string => (value === null ? 'open' : formatSigned(kind, evidence.unit, value));
	const strength = (value: number | null): string => (value === null ? '' : strengthNumber(value));
	return (
		<details className={styles.looks}>
			<summary>
				{looks.length === newest.length
					? `All ${looks.length} looks`
					: `The last ${newest.length} of ${looks.length} looks`}{' '}
				as a table
			</summary>
			<div className={styles.frame} tabIndex={0} role="group" aria-label={`Looks at ${evidence.label}`}>
				<table className={styles.table}>
					<thead>
						<tr>
							<th scope="col">Look</th>
							<th scope="col">Difference</th>
							<th scope="col">From</th>
							<th scope="col">To</th>
							<th scope="col">For harm</th>
							<th scope="col">For no worse</th>
						</tr>
					</thead>
					<tbody>
						{newest.map((look) => (
							<tr key={look.at}>
								<th scope="row">{clockTime(look.at)}</th>
								<td>{look.value === null ? '' : size(look.value)}</td>
								<td>{size(look.low)}</td>
								<td>{size(look.high)}</td>
								<td>{strength(look.harm)}</td>
								<td>{strength(look.nonInferior)}</td>
							</tr>
						))}
					</tbody>
				</table>
			</div>
		</details>
	);
}
