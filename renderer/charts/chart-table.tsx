/** The newest points of a chart as a table, for whoever cannot or will not read the lines. */
import { useEffect, useState } from 'react';
import type { MetricName } from '../../shared/domain/health/model.ts';
import { formatMetric } from '../../shared/domain/health/trust.ts';
import { clockText } from './chart-scale.ts';
import styles from './live-chart.module.css';
import type { SeriesSource } from './live-chart.tsx';
import { metricTitles } from './metric-format.ts';
import { newestRows } from './newest-rows.ts';

/** Rows shown, newest first. */
const tableRows = 20;
/** A table that jumps with each point cannot be read. */
const refreshMs = 2_000;

export function ChartTable(props: {
	readonly metric: MetricName;
	readonly source: SeriesSource;
	readonly names: { readonly stable: string; readonly canary: string };
}) {
	const { metric, source, names } = props;
	const [rows, setRows] = useState(() => newestRows(source.read(), tableRows));
	useEffect(() => {
		let last = 0;
		return source.subscribe(() => {
			if (performance.now() - last < refreshMs) return;
			last = performance.now();
			setRows(newestRows(source.read(), tableRows));
		});
	}, [source]);
	const figure = (value: number | null): string => (value === null ? 'no reading' : formatMetric(metric, value));
	return (
		<div className={styles.tableFrame} tabIndex={0} role="group" aria-label={`${metricTitles[metric]}, table`}>
			<table className={styles.table}>
				<caption className={styles.hidden}>
					{metricTitles[metric]}, the last {rows.length} readings, newest first
				</caption>
				<thead>
					<tr>
						<th scope="col">Time</th>
						<th scope="col">canary {names.canary}</th>
						<th scope="col">stable {names.stable}</th>
					</tr>
				</thead>
				<tbody>
					{rows.map((row) => (
						<tr key={row.at}>
							<th scope="row">{clockText(row.at, true)}</th>
							<td>{figure(row.canary)}</td>
							<td>{figure(row.stable)}</td>
						</tr>
					))}
				</tbody>
			</table>
		</div>
	);
}
