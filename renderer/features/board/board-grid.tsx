import {
	type CSSProperties,
	type KeyboardEvent,
	memo,
	type ReactElement,
	useDeferredValue,
	useEffect,
	useRef,
	useState,
} from 'react';
import type { EnvironmentKey } from '../../../shared/domain/release.ts';
import { cx } from '../../ui/cx.ts';
import { BoardCell } from './board-cell.tsx';
import styles from './board-grid.module.css';
import { type BoardColumn, type BoardModel, type BoardRow, firstRows } from './board-model.ts';
import { placeAfter } from './grid-keys.ts';
import { ServiceCell } from './service-cell.tsx';
import { StartDialog } from './start-dialog.tsx';
import { useLookedAt } from './use-looked-at.ts';

/** Up to this many services there is room for whole sentences, and for deploy buttons that are always seen. */
const calmFrom = 12;
/** Rows of the first drawing: more than the tallest wall shows. */
const atOnce = 40;

/** The grid: one Tab stop, arrows between cells, Enter opens, D deploys, P pins. */
export function BoardGrid({ model }: { readonly model: BoardModel }): ReactElement {
	const grid = useRef<HTMLDivElement>(null);
	const [starting, setStarting] = useState<EnvironmentKey | null>(null);
	useOneTabStop(grid);
	// What fits on a screen is drawn at once, the rest right after, without holding up the first sight.
	const isWhole = useDeferredValue(true, false);
	const groups = isWhole ? model.groups : firstRows(model.groups, atOnce);
	useLookedAt(grid, groups);
	const template = `minmax(168px, 1.1fr) repeat(${model.columns.length}, minmax(200px, 1.3fr))`;
	let rowIndex = 0;
	return (
		<>
			{/* A grid whose rows the browser may skip while they are out of sight cannot be a table */}
			<div
				ref={grid}
				role="grid"
				aria-label="Services by environments"
				aria-rowcount={model.shown + 1}
				className={cx(styles.grid, model.shown > calmFrom && styles.calm)}
				data-roomy={model.total <= calmFrom}
				style={{ '--columns': template } as CSSProperties}
				onKeyDown={(event) => moveFocus(event, grid.current)}
				onFocus={(event) => becomeTabStop(event.target, grid.current)}
			>
				<Head columns={model.columns} />
				{groups.map((group) => (
					<div key={group.title ?? ''} role="rowgroup" className={styles.group}>
						{group.title !== null && <GroupHead title={group.title} count={group.rows.length} />}
						{group.rows.map((row) => (
							<Row key={row.service} row={row} index={rowIndex++} columns={model.columns} onStart={setStarting} />
						))}
					</div>
				))}
			</div>
			{starting !== null && <StartDialog environmentKey={starting} onClose={() => setStarting(null)} />}
		</>
	);
}

function Head({ columns }: { readonly columns: readonly BoardColumn[] }): ReactElement {
	return (
		<div role="row" className={cx(styles.row, styles.head)}>
			<div role="columnheader" className={styles.heading}>
				Service
			</div>
			{columns.map((column) => (
				<div
					key={column.name}
					role="columnheader"
					className={cx(styles.heading, column.isProduction && styles.production)}
				>
					{column.name}
				</div>
			))}
		</div>
	);
}

function GroupHead({ title, count }: { readonly title: string; readonly count: number }): ReactElement {
	return (
		<div role="row" className={styles.groupHead}>
			<div role="gridcell" aria-colspan={99}>
				{title} <span className="faint">{count}</span>
			</div>
		</div>
	);
}

interface RowProps {
	readonly row: BoardRow;
	readonly index: number;
	readonly columns: readonly BoardColumn[];
	readonly onStart: (key: EnvironmentKey) => void;
}

const Row = memo(function Row({ row, index, columns, onStart }: RowProps): ReactElement {
	return (
		<div
			role="row"
			className={cx(styles.row, styles.body)}
			aria-rowindex={index + 2}
			data-row={index}
			data-service={row.service}
		>
			<div role="rowheader" className={styles.cell} data-column={0}>
				<ServiceCell row={row} />
			</div>
			{columns.map((column, at) => {
				const key = row.cells[at] ?? null;
				return (
					<div
						key={column.name}
						role="gridcell"
						className={cx(styles.cell, column.isProduction && styles.production)}
						data-column={at + 1}
					>
						{key === null ? (
							<span className={styles.absent} data-stop tabIndex={-1}>
								<span className="hidden-text">not in {column.name}</span>
							</span>
						) : (
							<BoardCell environmentKey={key} onStart={onStart} />
						)}
					</div>
				);
			})}
		</div>
	);
});

/** Moves the focus as the keys say, or presses the button that a letter stands for. */
function moveFocus(event: KeyboardEvent, grid: HTMLElement | null): void {
	if (grid === null || !(event.target instanceof HTMLElement) || event.altKey || event.metaKey) return;
	const cell = event.target.closest<HTMLElement>('[data-column]');
	const row = event.target.closest<HTMLElement>('[data-row]');
	if (cell === null || row === null) return;
	const letter = event.ctrlKey || event.shiftKey ? null : { d: 'start', p: 'pin' }[event.key];
	if (letter !== undefined && letter !== null) {
		const scope = letter === 'pin' ? row : cell;
		scope.querySelector<HTMLElement>(`[data-does="${letter}"]`)?.click();
		event.preventDefault();
		return;
	}
	const rows = grid.querySelectorAll<HTMLElement>('[data-row]');
	const from = { row: [...rows].indexOf(row), column: Number(cell.dataset['column']) };
	const size = { rows: rows.length, columns: row.querySelectorAll('[data-column]').length };
	const to = placeAfter(event.key, from, size, event.ctrlKey);
	if (to === null) return;
	event.preventDefault();
	const stop = rows[to.row]?.querySelector<HTMLElement>(`[data-column="${to.column}"] [data-stop]`);
	stop?.focus();
	stop?.scrollIntoView({ block: 'nearest' });
}

function becomeTabStop(target: EventTarget, grid: HTMLElement | null): void {
	if (!(target instanceof HTMLElement) || !target.hasAttribute('data-stop')) return;
	for (const other of grid?.querySelectorAll<HTMLElement>('[data-stop][tabindex="0"]') ?? []) other.tabIndex = -1;
	target.tabIndex = 0;
}

/** Whatever rows come and go, exactly one cell can be reached by Tab. */
function useOneTabStop(grid: { readonly current: HTMLElement | null }): void {
	useEffect(() => {
		if (grid.current?.querySelector('[data-stop][tabindex="0"]') !== null) return;
		const first = grid.current.querySelector<HTMLElement>('[data-stop]');
		if (first !== null) first.tabIndex = 0;
	});
}
