/** Blocks of the document as HTML. */
import { drawBars } from '../charts/bars.ts';
import { drawDistribution } from '../charts/distribution.ts';
import type { Chart } from '../charts/model.ts';
import { drawSparkline } from '../charts/sparkline.ts';
import type { Block, Cell, Column, TableBlock } from '../document/model.ts';
import { el, type Child, type Element } from './element.ts';
import { safeHref } from '../safe-href.ts';
import { notesElement } from './notes.ts';

/** `id` is unique in the page and begins the ids of drawings; `heading` stands right above the block. */
export function blockElement(block: Block, id: string, heading: string | null = null): Element {
	switch (block.kind) {
		case 'paragraph':
			return el('p', {}, [block.text]);
		case 'heading':
			return el('h3', {}, [block.text]);
		case 'list':
			return el(
				'ul',
				{},
				block.items.map((item) => el('li', {}, [item])),
			);
		case 'terms':
			return el(
				'dl',
				isShortList(block.entries) ? { className: ['short'] } : {},
				block.entries.flatMap(([term, text]) => [el('dt', {}, [term]), el('dd', {}, [text])]),
			);
		case 'table':
			return tableElement(block, id, heading);
		case 'chart':
			return el('div', { className: ['pair'] }, [
				figure(block.chart, id),
				tableElement(block.table, id, block.chart.title),
			]);
		case 'charts':
			return chartsElement(block.charts, id);
		case 'notes':
			return notesElement(block.markdown);
	}
}

function chartsElement(charts: readonly Chart[], id: string): Element {
	if (charts.length === 0) return el('p', { className: ['legend'] }, ['Too little was measured to draw a trend.']);
	return el('div', {}, [
		el('p', { className: ['legend'] }, [
			'Hatched: a part of a week or month. A gap: no data, or not measured; the table says which.',
		]),
		el(
			'div',
			{ className: ['charts'] },
			charts.map((chart, index) => figure(chart, `${id}-${index}`)),
		),
	]);
}

function figure(chart: Chart, id: string): Element {
	const svg = chart.kind === 'bars' ? drawBars(chart, id) : drawDistribution(chart, id);
	return el('figure', {}, [el('figcaption', {}, [chart.title]), svg]);
}

/** Some lines, which stay on one page; longer ones would leave half of a page white before them. */
function isShortList(entries: readonly (readonly [string, string])[]): boolean {
	return entries.length <= 10 && entries.reduce((sum, [, text]) => sum + text.length, 0) <= 600;
}

/** Tables of at most this many rows stay on one page. */
const shortTable = 9;

/** A caption that repeats what stands above it is for screen readers alone. */
function tableElement({ caption, columns, rows }: TableBlock, id: string, above: string | null): Element {
	const heads = columns.map((column) => el('th', { scope: 'col', ...classOf(column) }, [column.title]));
	const isShort = rows.length <= shortTable;
	const table = el('table', isShort ? { className: ['short'] } : {}, [
		el('caption', caption === above ? { className: ['unseen'] } : {}, [caption]),
		el('thead', {}, [el('tr', {}, heads)]),
		el(
			'tbody',
			{},
			rows.map((row, index) => rowElement(row, columns, `${id}-${index}`)),
		),
	]);
	return el('div', { className: ['wide'] }, [table]);
}

function rowElement(row: readonly Cell[], columns: readonly Column[], id: string): Element {
	return el(
		'tr',
		{},
		row.map((cell, index) =>
			el('td', isMoment(cell.text) ? { className: ['moment'] } : classOf(columns[index]), [
				...cellChildren(cell, `${id}-${index}`),
			]),
		),
	);
}

/** Narrow columns would break a date at its hyphens. */
function isMoment(text: string): boolean {
	return /^\d{4}-\d\d-\d\d( \d\d:\d\d)?$/.test(text);
}

function classOf(column: Column | undefined) {
	return column?.isFigure === true ? { className: ['figure'] } : {};
}

function cellChildren({ text, href, isStrong, line }: Cell, id: string): readonly Child[] {
	const drawn =
		line === null || line === undefined || !isLine(line.points)
			? null
			: drawSparkline(line.points, lineWords(line.title), id);
	const link = safeHref(href ?? null);
	const words = link === null ? text : el('a', { href: link }, [text]);
	return [drawn, isStrong === true ? el('strong', {}, [words]) : words];
}

/** One point is a speck, no line. */
function isLine(points: NonNullable<Cell['line']>['points']): boolean {
	return points.filter(({ state, value }) => state === 'measured' && value !== null).length > 1;
}

function lineWords(title: string) {
	return { title, description: 'The values are in the table of the trend.' };
}
