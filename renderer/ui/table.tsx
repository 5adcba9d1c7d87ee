/** React Aria's table in our look. */
import type { ReactElement } from 'react';
import {
	Cell as AriaCell,
	type CellProps,
	Column as AriaColumn,
	type ColumnProps,
	Row as AriaRow,
	type RowProps,
	Table as AriaTable,
	type TableProps,
	TableBody,
	TableHeader,
} from 'react-aria-components';
import { cx } from './cx.ts';
import styles from './table.module.css';

type WithClass<P> = Omit<P, 'className'> & { readonly className?: string | undefined };

export function Table({ className, ...props }: WithClass<TableProps>): ReactElement {
	return <AriaTable {...props} className={cx(styles.table, className)} />;
}

/** A heading; `align="end"` for numbers. */
export function Column({
	align = 'start',
	className,
	...props
}: WithClass<ColumnProps> & { readonly align?: 'start' | 'end' }): ReactElement {
	return <AriaColumn {...props} className={cx(styles.column, align === 'end' && styles.end, className)} />;
}

export function Row<T extends object>({ className, ...props }: WithClass<RowProps<T>>): ReactElement {
	return <AriaRow {...props} className={cx(styles.row, className)} />;
}

export function Cell({
	align = 'start',
	className,
	...props
}: WithClass<CellProps> & { readonly align?: 'start' | 'end' }): ReactElement {
	return <AriaCell {...props} className={cx(styles.cell, align === 'end' && styles.end, className)} />;
}

export { TableBody, TableHeader };
