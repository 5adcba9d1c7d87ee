/** A long table of rows of one height: only what is on screen is drawn, and its head stays in sight. */
import type { ReactElement, ReactNode } from 'react';
import { cx } from '../../ui/cx.ts';
import styles from './row-frame.module.css';
import type { RowScroller } from './use-row-window.ts';

export function RowFrame(props: {
	readonly scroller: RowScroller;
	readonly columns: readonly string[];
	/** Rows that there are, drawn or not. */
	readonly total: number;
	/** Widths of the columns. */
	readonly className: string | undefined;
	/** Their order, in words. */
	readonly order?: string;
	/** The rows that `scroller` shows. */
	readonly children: ReactNode;
}): ReactElement {
	const { scroller, columns, order = 'newest first' } = props;
	return (
		<div
			ref={scroller.ref}
			className={cx(styles.frame, props.className)}
			style={{ maxHeight: scroller.viewport }}
			tabIndex={0}
			role="group"
			aria-label={`Rows, ${order}`}
			onScroll={scroller.onScroll}
		>
			<table className={styles.table} aria-rowcount={props.total + 1}>
				<thead>
					<tr aria-rowindex={1}>
						{columns.map((name) => (
							<th key={name} scope="col">
								{name}
							</th>
						))}
					</tr>
				</thead>
				<tbody>
					<RowSpace height={scroller.shown.above} columns={columns.length} />
					{props.children}
					<RowSpace height={scroller.shown.below} columns={columns.length} />
				</tbody>
			</table>
		</div>
	);
}

/** Stands for the rows that are not drawn. */
function RowSpace({ height, columns }: { readonly height: number; readonly columns: number }): ReactElement | null {
	if (height === 0) return null;
	return (
		<tr aria-hidden="true">
			{/* oxlint-disable-next-line jsx-a11y/control-has-associated-label -- it stands for rows that are not drawn, and is hidden */}
			<td colSpan={columns} style={{ height, padding: 0, border: 0 }} />
		</tr>
	);
}
