/** People's notes: Markdown without raw HTML, then sanitised; nothing in them can load or run. */
import { defaultSchema, sanitize, type Schema } from 'hast-util-sanitize';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { toHast } from 'mdast-util-to-hast';
import { el, type Element } from './element.ts';

/** No pictures: they would be fetched from elsewhere. Ids get no prefix of ours to collide with, because none are kept. */
const schema: Schema = {
	...defaultSchema,
	tagNames: (defaultSchema.tagNames ?? []).filter((name) => !['img', 'picture', 'source', 'input'].includes(name)),
	attributes: { a: ['href'], ol: ['start'] },
	protocols: { href: ['http', 'https', 'mailto'] },
};

/** Headings of the notes go below those of the report. */
const deeper: Readonly<Record<string, string>> = { h1: 'h3', h2: 'h4', h3: 'h5', h4: 'h6', h5: 'h6' };

export function notesElement(markdown: string): Element {
	const tree = toHast(fromMarkdown(markdown));
	const clean = sanitize(tree, schema);
	const children = clean.type === 'root' ? clean.children : [clean];
	const elements = children.flatMap((child) => (child.type === 'element' || child.type === 'text' ? [child] : []));
	return el('div', { className: ['notes'] }, elements.map(deepen));
}

function deepen<Node extends Element['children'][number]>(node: Node): Node | Element {
	if (node.type !== 'element') return node;
	return { ...node, tagName: deeper[node.tagName] ?? node.tagName, children: node.children.map(deepen) };
}
