/** A report as sections of blocks: what Markdown and HTML are both written from, so that they say the same. */
import type { BarPoint, Chart } from '../charts/model.ts';

export interface Cell {
	readonly text: string;
	/** https only; anything else is printed as text. */
	readonly href?: string | null;
	/** A word that is set apart by weight: "found", "failed". */
	readonly isStrong?: boolean;
	/** Drawn before the text where drawings are possible; the text says nothing less. */
	readonly line?: { readonly title: string; readonly points: readonly BarPoint[] } | null;
}

export interface Column {
	readonly title: string;
	/** Figures are set to the right. */
	readonly isFigure?: boolean;
}

export interface TableBlock {
	readonly kind: 'table';
	readonly caption: string;
	readonly columns: readonly Column[];
	readonly rows: readonly (readonly Cell[])[];
}

export type Block =
	| { readonly kind: 'paragraph'; readonly text: string }
	| { readonly kind: 'heading'; readonly text: string }
	| { readonly kind: 'list'; readonly items: readonly string[] }
	/** Terms with what they are. */
	| { readonly kind: 'terms'; readonly entries: readonly (readonly [string, string])[] }
	| TableBlock
	/** A chart with its numbers beside it; without drawings the table alone. */
	| { readonly kind: 'chart'; readonly chart: Chart; readonly table: TableBlock }
	/** Several charts beside one another, whose numbers stand in a table of the same section. */
	| { readonly kind: 'charts'; readonly charts: readonly Chart[] }
	/** What people wrote, Markdown. */
	| { readonly kind: 'notes'; readonly markdown: string };

export interface Section {
	/** For links within the page. */
	readonly id: string;
	readonly title: string;
	readonly blocks: readonly Block[];
}

export interface ReportDocument {
	readonly title: string;
	readonly subtitle: string;
	/** Printed at the foot of each page. */
	readonly foot: string;
	readonly facts: readonly (readonly [string, string])[];
	readonly sections: readonly Section[];
}

export function cell(text: string, more: Omit<Cell, 'text'> = {}): Cell {
	return { text, ...more };
}

export function paragraph(text: string): Block {
	return { kind: 'paragraph', text };
}

/** A table, or one sentence where it would have no row. */
export function tableOr(empty: string, table: Omit<TableBlock, 'kind'>): Block {
	return table.rows.length === 0 ? paragraph(empty) : { kind: 'table', ...table };
}
