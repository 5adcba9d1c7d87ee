/** The five metrics and those of quality, this month against the two before. */
import type { ReactElement } from 'react';
import type { MonthlyReport } from '../../../shared/domain/retrospective/model.ts';
import {
	formatMetric,
	metricBasis,
	metricChange,
	metricDirection,
	metricText,
	metricTitle,
} from '../../../shared/domain/delivery/words.ts';
import { deliveryAddress, usualAsk } from '../../store/delivery-address.ts';
import { SparkBars } from '../../charts/delivery/spark-bars.tsx';
import { Chip } from '../../ui/chip.tsx';
import { cx } from '../../ui/cx.ts';
import type { Tone } from '../../ui/glyph.tsx';
import type { SectionProps } from './report-document.tsx';
import styles from './retrospective.module.css';

type Row = MonthlyReport['dora'][number];

const tones: Readonly<Record<'better' | 'worse' | 'same', Tone>> = { better: 'good', worse: 'warn', same: 'neutral' };

export function MetricsSection({ view: { report } }: SectionProps): ReactElement {
	return (
		<>
			<MetricTable label="Delivery metrics" rows={report.dora} report={report} />
			<h3>Quality</h3>
			<MetricTable label="Quality metrics" rows={report.quality} report={report} />
		</>
	);
}

function MetricTable(props: {
	readonly label: string;
	readonly rows: readonly Row[];
	readonly report: MonthlyReport;
}): ReactElement {
	const { label, rows, report } = props;
	return (
		<table className={cx(styles.table, styles.metrics)} aria-label={label}>
			<thead>
				<tr>
					<th scope="col">Metric</th>
					<th scope="col">This month</th>
					<th scope="col">Rests on</th>
					<th scope="col">Month before</th>
					<th scope="col">Change</th>
					<th scope="col">Two months before</th>
					<th scope="col">
						<span aria-hidden="true">Trend</span>
					</th>
				</tr>
			</thead>
			<tbody>
				{rows.map((row) => (
					<MetricLine key={row.metric} row={row} href={addressOf(report, row.metric)} />
				))}
			</tbody>
		</table>
	);
}

/** The same month and scope, with its rows. */
function addressOf({ scope, period }: MonthlyReport, metric: string): string {
	const group = scope.startsWith('group:') ? scope.slice('group:'.length) : null;
	const services = scope === '*' || group !== null ? [] : [scope];
	return deliveryAddress({ ...usualAsk, services, group, period }, metric);
}

/** A remark that says the same at more length stands for it. */
function basisOf(row: Row): string {
	const basis = metricBasis(row);
	return row.remarks.some((remark) => remark.startsWith(basis)) ? '' : basis;
}

function MetricLine({ row, href }: { readonly row: Row; readonly href: string }): ReactElement {
	const direction = metricDirection(row);
	return (
		<tr>
			<th scope="row">
				<a href={href}>{metricTitle(row.metric)}</a>
			</th>
			<td className={row.state === 'measured' ? styles.value : styles.faint}>{metricText(row, row.unit)}</td>
			<td>
				{basisOf(row)}
				{row.remarks.map((remark) => (
					<small key={remark} className={styles.remark}>
						{remark}
					</small>
				))}
			</td>
			<td className={styles.whole}>{metricText(row.previous, row.unit)}</td>
			<td>
				{direction === null ? (
					<span className={styles.faint}>not comparable</span>
				) : (
					<Chip tone={tones[direction]} plain>
						{direction === 'same' ? 'same' : `${metricChange(row)}, ${direction}`}
					</Chip>
				)}
			</td>
			<td className={row.monthBeforeLast === null ? styles.faint : styles.whole}>
				{row.monthBeforeLast === null ? 'none known' : formatMetric(row.monthBeforeLast, row.unit)}
			</td>
			<td className={styles.spark}>
				<SparkBars values={row.trend.map(({ value }) => value)} />
			</td>
		</tr>
	);
}
