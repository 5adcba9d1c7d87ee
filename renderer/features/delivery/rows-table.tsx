/** Every row behind a number, thousands of them: what counts, what does not, and why. */
import { type ReactElement, useEffect } from 'react';
import type { DeliveryMetric, MetricRow, MetricUnit } from '../../../shared/domain/delivery/metrics.ts';
import { Chip } from '../../ui/chip.tsx';
import { cx } from '../../ui/cx.ts';
import { RowFrame } from './row-frame.tsx';
import styles from './rows.module.css';
import { placeWords, rowKey, rowValue } from './row-words.ts';
import { useRowWindow } from './use-row-window.ts';
import type { Rows } from './use-rows.ts';

interface TableProps {
	readonly rows: Rows;
	readonly metric: DeliveryMetric;
	readonly unit: MetricUnit;
	readonly chosen: string | null;
	readonly onChoose: (id: string) => void;
	readonly zoned: (at: number) => string;
}

const columns = ['What', 'When', 'Counts', 'Why', 'Value'];
const viewport = 460;
/** Rows from the end at which the next page is asked for. */
const ahead = 60;

export function RowsTable(props: TableProps): ReactElement {
	const { rows, metric, unit, zoned } = props;
	const scroller = useRowWindow(rows.rows.length, viewport);
	const { shown } = scroller;
	const isNearEnd = shown.first + shown.count > rows.rows.length - ahead;
	const { more, hasMore, isAsking } = rows;
	useEffect(() => {
		if (isNearEnd && hasMore && !isAsking) more();
	}, [isNearEnd, hasMore, isAsking, more]);
	return (
		<RowFrame
			{...{ scroller, columns }}
			total={rows.total}
			className={styles.rows}
			order={metric === 'flaky-share' ? 'flaky ones first' : 'newest first'}
		>
			{rows.rows.slice(shown.first, shown.first + shown.count).map((row, index) => (
				<Row
					key={rowKey(row)}
					row={row}
					index={shown.first + index + 2}
					value={rowValue(row, metric, unit)}
					when={zoned(row.at)}
					isChosen={props.chosen === rowKey(row)}
					onChoose={props.onChoose}
				/>
			))}
		</RowFrame>
	);
}

function Row(props: {
	readonly row: MetricRow;
	readonly index: number;
	readonly value: string;
	readonly when: string;
	readonly isChosen: boolean;
	readonly onChoose: (id: string) => void;
}): ReactElement {
	const { row, isChosen } = props;
	const choose = (): void => props.onChoose(rowKey(row));
	return (
		<tr aria-rowindex={props.index} className={cx(styles.row, isChosen && styles.chosen)} onClick={choose}>
			<th scope="row">
				<button type="button" className={styles.open} aria-expanded={isChosen} onClick={stop(choose)}>
					{row.title}
				</button>
				<span className={styles.under}>{placeWords(row)}</span>
			</th>
			<td className={styles.when}>{props.when}</td>
			<td>
				<Chip tone={row.counts ? 'good' : 'neutral'} plain>
					{row.counts ? 'counts' : 'does not'}
				</Chip>
			</td>
			<td>
				<span className={styles.why} title={row.why}>
					{row.why}
				</span>
			</td>
			<td className={styles.number}>{props.value}</td>
		</tr>
	);
}

/** The row is pressed as a whole, so its own button must not press it twice. */
function stop(act: () => void): (event: { stopPropagation(): void }) => void {
	return (event) => {
		event.stopPropagation();
		act();
	};
}
