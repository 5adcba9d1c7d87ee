/** The report as GitHub-flavoured Markdown. Whatever stands in titles of commits and incidents stays text. */
import type { PhrasingContent, Root, RootContent, TableRow } from 'mdast';
import { gfmToMarkdown } from 'mdast-util-gfm';
import { toMarkdown } from 'mdast-util-to-markdown';
import { composeDocument } from './document/compose-document.ts';
import type { Block, Cell, TableBlock } from './document/model.ts';
import { readNotes } from './notes/read-notes.ts';
import type { PublishedReport } from './published.ts';
import { safeHref } from './safe-href.ts';

export function reportMarkdown(published: PublishedReport): string {
	const document = composeDocument(published);
	const root: Root = {
		type: 'root',
		children: [
			heading(1, document.title),
			paragraph(document.subtitle),
			termList(document.facts),
			...document.sections.flatMap(({ title, blocks }) => [heading(2, title), ...blocks.flatMap(blockNodes)]),
		],
	};
	return toMarkdown(root, { extensions: [gfmToMarkdown({ tablePipeAlign: false })], bullet: '-', rule: '-' });
}

function blockNodes(block: Block): readonly RootContent[] {
	switch (block.kind) {
		case 'paragraph':
			return [paragraph(block.text)];
		case 'heading':
			return [heading(3, block.text)];
		case 'list':
			return [list(block.items.map((item) => [text(item)]))];
		case 'terms':
			return [termList(block.entries)];
		case 'table':
			return tableNodes(block);
		case 'chart':
			return tableNodes(block.table);
		// Their numbers are in a table of the section.
		case 'charts':
			return [];
		// Read and written anew: a fence or a comment that is left open would swallow the rest of the report.
		case 'notes':
			return readNotes(block.markdown).children;
	}
}

function text(value: string): PhrasingContent {
	// A line break would end a table's row.
	return { type: 'text', value: oneLine(value) };
}

function heading(depth: 1 | 2 | 3, value: string): RootContent {
	return { type: 'heading', depth, children: [text(value)] };
}

function paragraph(value: string): RootContent {
	return { type: 'paragraph', children: [text(value)] };
}

function list(items: readonly PhrasingContent[][]): RootContent {
	return {
		type: 'list',
		ordered: false,
		spread: false,
		children: items.map((children) => ({
			type: 'listItem',
			spread: false,
			children: [{ type: 'paragraph', children }],
		})),
	};
}

function termList(entries: readonly (readonly [string, string])[]): RootContent {
	return list(entries.map(([term, words]) => [{ type: 'strong', children: [text(`${term}:`)] }, text(` ${words}`)]));
}

function tableNodes(block: TableBlock): readonly RootContent[] {
	return [{ type: 'paragraph', children: [{ type: 'strong', children: [text(block.caption)] }] }, table(block)];
}

function table({ columns, rows }: TableBlock): RootContent {
	const head: TableRow = {
		type: 'tableRow',
		children: columns.map(({ title }) => ({ type: 'tableCell', children: [text(title)] })),
	};
	return {
		type: 'table',
		align: columns.map(({ isFigure }) => (isFigure === true ? 'right' : 'left')),
		children: [
			head,
			...rows.map(
				(row): TableRow => ({
					type: 'tableRow',
					children: row.map((each) => ({ type: 'tableCell', children: [cellNode(each)] })),
				}),
			),
		],
	};
}

function cellNode({ text: words, href, isStrong }: Cell): PhrasingContent {
	const link = safeHref(href ?? null);
	const inner: PhrasingContent =
		link === null ? text(words) : { type: 'link', url: link, children: [{ type: 'text', value: words }] };
	return isStrong === true ? { type: 'strong', children: [inner] } : inner;
}

/** Line by line: one expression for breaks and the spaces around them takes the square of the time on long runs of spaces. */
function oneLine(value: string): string {
	if (!/[\r\n]/.test(value)) return value;
	return value
		.split(/[\r\n]+/)
		.map((line) => line.trim())
		.join(' ');
}
