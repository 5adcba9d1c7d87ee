/**
 * What stands around every chart of delivery: its title and zone, a line that tells the point under the pointer or the keys, the
 * same figures as a table, and ways to take it along.
 */
import { Download, Table2 } from 'lucide-react';
import { memo, type ReactElement, type ReactNode, useId, useRef, useState } from 'react';
import { useAnnounce } from '../../ui/announcer.tsx';
import { Button } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { Menu } from '../../ui/menu.tsx';
import { useWidth } from '../use-width.ts';
import styles from './chart.module.css';
import { pointAfterKey } from './point-keys.ts';
import { type ChartTable, saveChart } from './save-chart.ts';

export interface Drawing {
	readonly width: number;
	/** Of a chart that fills its card; the usual one elsewhere. */
	readonly height: number;
	readonly active: number | null;
	readonly onActive: (index: number | null) => void;
}

interface FrameProps {
	readonly title: string;
	/** The reporting zone and what else must be known to read it. */
	readonly under: string;
	/** What is said while no point is chosen. */
	readonly summary: string;
	/** What is said of each point, in the order of the keys. */
	readonly words: readonly string[];
	readonly table: ChartTable;
	/** Becomes the name of a saved file. */
	readonly name: readonly string[];
	readonly level?: 'h2' | 'h3';
	readonly legend?: ReactNode;
	/** As tall as the card that it stands in. */
	readonly isFilling?: boolean;
	/** Enter on a point. */
	readonly onOpen?: (index: number) => void;
	readonly children: (drawing: Drawing) => ReactNode;
}

/** px */
const usualHeight = 230;

export function ChartFrame(props: FrameProps): ReactElement {
	const { title, under, summary, words, table, level: Heading = 'h2', isFilling = false } = props;
	const [active, setActive] = useState<number | null>(null);
	const [hasTable, setTable] = useState(false);
	const { ref, width, height } = useWidth(0);
	const tall = isFilling ? Math.max(usualHeight, height) : usualHeight;
	const plot = useRef<HTMLDivElement>(null);
	const id = useId();
	const said = active === null ? null : (words[active] ?? null);
	return (
		<figure className={cx(styles.figure, isFilling && styles.filling)} aria-labelledby={id}>
			<div className={styles.head}>
				<div>
					<Heading id={id}>{title}</Heading>
					<p className={styles.under}>{under}</p>
				</div>
				<Tools {...props} plot={plot} hasTable={hasTable} onTable={setTable} />
			</div>
			<p className={cx(styles.readout, said === null && styles.calm)}>{said ?? summary}</p>
			<div ref={ref} className={styles.room}>
				<Plot {...props} plot={plot} labelledBy={id} active={active} onActive={setActive}>
					{width > 0 && props.children({ width, height: tall, active, onActive: setActive })}
				</Plot>
			</div>
			{props.legend}
			{hasTable && <FigureTable title={title} table={table} />}
		</figure>
	);
}

function Plot(props: {
	readonly plot: React.RefObject<HTMLDivElement | null>;
	readonly labelledBy: string;
	readonly words: readonly string[];
	readonly active: number | null;
	readonly onActive: (index: number | null) => void;
	readonly onOpen?: (index: number) => void;
	readonly children: ReactNode;
}): ReactElement {
	const { words, active, onActive, onOpen } = props;
	const announce = useAnnounce();
	return (
		// oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- a chart is walked through with the arrow keys; its table has all figures
		<div
			ref={props.plot}
			className={styles.plot}
			tabIndex={0}
			role="group"
			aria-roledescription="chart"
			aria-labelledby={props.labelledBy}
			aria-keyshortcuts="ArrowLeft ArrowRight Home End"
			onMouseLeave={() => onActive(null)}
			onBlur={() => onActive(null)}
			onKeyDown={(event) => {
				if (event.ctrlKey || event.metaKey || event.altKey) return;
				if (event.key === 'Escape') return onActive(null);
				if (event.key === 'Enter' && active !== null) return onOpen?.(active);
				const next = pointAfterKey(event.key, active, words.length);
				if (next === null) return;
				event.preventDefault();
				onActive(next);
				announce(words[next] ?? '');
			}}
		>
			{props.children}
		</div>
	);
}

function Tools(
	props: FrameProps & {
		readonly plot: React.RefObject<HTMLDivElement | null>;
		readonly hasTable: boolean;
		readonly onTable: (hasTable: boolean) => void;
	},
): ReactElement {
	const { title, under, name, table, plot, hasTable, onTable } = props;
	const announce = useAnnounce();
	const save = (form: 'svg' | 'png' | 'csv'): void => {
		const svg = plot.current?.querySelector('svg') ?? null;
		void saveChart(form, { svg, title, under, name, table }).then((result) => {
			announce(result.ok ? `Saved as ${form.toUpperCase()}` : result.problem.message);
		});
	};
	return (
		<div className={styles.tools} data-print="no">
			<button
				type="button"
				className={styles.tool}
				aria-pressed={hasTable}
				onClick={() => onTable(!hasTable)}
				aria-label={`${title}: show as a table`}
			>
				<Table2 size={14} aria-hidden="true" /> Table
			</button>
			<Menu
				label={`Save ${title}`}
				trigger={
					<Button variant="quiet" size="s" icon={<Download size={14} />} aria-label={`Save ${title}`}>
						Save
					</Button>
				}
				entries={[
					{ id: 'png', label: 'Picture (PNG)', onAction: () => save('png') },
					{ id: 'svg', label: 'Drawing (SVG)', onAction: () => save('svg') },
					{ id: 'csv', label: 'Figures (CSV)', onAction: () => save('csv') },
				]}
			/>
		</div>
	);
}

/** Thousands of rows at times: not drawn again with each move over the chart. */
const FigureTable = memo(function FigureTable({
	title,
	table,
}: {
	readonly title: string;
	readonly table: ChartTable;
}): ReactElement {
	return (
		<div className={styles.tableFrame} tabIndex={0} role="group" aria-label={`${title}, figures`}>
			<table className={styles.table}>
				<thead>
					<tr>
						{table.head.map((name) => (
							<th key={name} scope="col">
								{name}
							</th>
						))}
					</tr>
				</thead>
				<tbody>
					{table.rows.map((row, index) => (
						<tr key={index}>
							{row.map((cell, column) => (
								<td key={table.head[column]}>{cell}</td>
							))}
						</tr>
					))}
				</tbody>
			</table>
		</div>
	);
});
