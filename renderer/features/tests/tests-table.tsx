/** Tests as a table of which only what is seen is drawn: ten thousand of them scroll like ten. */
import type { ReactElement } from 'react';
import {
	Cell,
	Column,
	Row,
	Table,
	TableBody,
	TableHeader,
	TableLayout,
	Virtualizer,
	type Selection,
} from 'react-aria-components';
import { formatDuration, formatPercent } from '../../../shared/domain/format.ts';
import type { TestRow } from '../../../shared/domain/tests/model.ts';
import { Chip } from '../../ui/chip.tsx';
import { cx } from '../../ui/cx.ts';
import { ResultStrip } from './result-strip.tsx';
import { lostWords, passWords, rowKey, testStateLook } from './words.ts';
import { columnOfOrder, orderOf, orderOfColumn, type TestsOrder } from './tests-query.ts';
import styles from './tests.module.css';

const rowHeight = 44;
const headHeight = 34;
/** Rows in sight before the table scrolls by itself. */
const mostInSight = 14;

export function TestsTable(props: {
	readonly rows: readonly TestRow[];
	readonly order: TestsOrder;
	readonly onOrder: (order: TestsOrder) => void;
	/** `rowKey` of the row whose detail is open. */
	readonly chosen: string | null;
	/** There is something beside it: fewer columns, so that the names can still be read. */
	readonly isNarrow: boolean;
	readonly onChoose: (key: string | null) => void;
}): ReactElement {
	const { rows, order, onOrder, chosen, isNarrow, onChoose } = props;
	const column = columnOfOrder(order);
	return (
		<Virtualizer layout={TableLayout} layoutOptions={{ rowHeight, headingHeight: headHeight }}>
			<Table
				aria-label="Tests"
				className={cx(styles.table)}
				style={{ height: headHeight + Math.min(rows.length, mostInSight) * rowHeight + 2 }}
				selectionMode="single"
				selectionBehavior="replace"
				selectedKeys={chosen === null ? [] : [chosen]}
				onSelectionChange={(selection) => onChoose(keyOf(selection))}
				sortDescriptor={{ column, direction: orderOfColumn[column].direction }}
				onSortChange={(sort) => onOrder(orderOf(sort.column) ?? order)}
			>
				<Head isNarrow={isNarrow} />
				<TableBody items={rows} dependencies={[isNarrow]}>
					{(row) => <TestLine id={rowKey(row)} row={row} isNarrow={isNarrow} />}
				</TableBody>
			</Table>
		</Virtualizer>
	);
}

function keyOf(selection: Selection): string | null {
	if (selection === 'all') return null;
	const [first] = selection;
	return first === undefined ? null : String(first);
}

function Head({ isNarrow }: { readonly isNarrow: boolean }): ReactElement {
	return (
		<TableHeader className={cx(styles.head)}>
			<Column id="test" isRowHeader allowsSorting minWidth={240} defaultWidth="3fr" className={cx(styles.cellHead)}>
				Test
			</Column>
			<Column id="state" allowsSorting width={190} className={cx(styles.cellHead)}>
				State
			</Column>
			{!isNarrow && (
				<Column id="recent" width={170} className={cx(styles.cellHead)}>
					Newest results
				</Column>
			)}
			{!isNarrow && (
				<Column id="passed" width={90} className={cx(styles.cellHead, styles.number)}>
					Passed
				</Column>
			)}
			<Column id="p90" allowsSorting width={90} className={cx(styles.cellHead, styles.number)}>
				p90
			</Column>
			<Column id="lost" allowsSorting width={104} className={cx(styles.cellHead, styles.number)}>
				Time lost
			</Column>
		</TableHeader>
	);
}

/** `id` is what the table tells its rows apart by, also before they are drawn: without it, other rows would crash it. */
function TestLine(props: { readonly id: string; readonly row: TestRow; readonly isNarrow: boolean }): ReactElement {
	const { id, row, isNarrow } = props;
	const look = testStateLook[row.state];
	return (
		<Row id={id} textValue={row.test} className={cx(styles.line)}>
			<Cell className={cx(styles.cell)}>
				<span className={styles.name} title={row.test}>
					{row.test}
				</span>
				<span className={styles.service}>{row.service}</span>
			</Cell>
			<Cell className={cx(styles.cell)}>
				<span className={styles.chips}>
					<Chip tone={look.tone}>{look.word}</Chip>
					{row.quarantine !== null && (
						<Chip tone="paused" plain title="Quarantined">
							Quarantined
						</Chip>
					)}
				</span>
			</Cell>
			{!isNarrow && (
				<Cell className={cx(styles.cell)}>
					<ResultStrip recent={row.recent} />
				</Cell>
			)}
			{!isNarrow && (
				<Cell className={cx(styles.cell, styles.number)}>
					<span title={passWords(row)}>{row.passRate === null ? 'no run' : formatPercent(row.passRate)}</span>
				</Cell>
			)}
			<Cell className={cx(styles.cell, styles.number)}>
				{row.p90Ms === null ? <span className="faint">not measured</span> : formatDuration(row.p90Ms)}
			</Cell>
			<Cell className={cx(styles.cell, styles.number)}>
				{row.lostMs === 0 ? <span className="faint">none</span> : lostWords(row.lostMs)}
			</Cell>
		</Row>
	);
}
