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

/** The report's own headings above the notes: title and section. */
const above = 2;

export function notesElement(markdown: string): Element {
	const tree = toHast(fromMarkdown(markdown));
	const clean = sanitize(tree, schema);
	const children = clean.type === 'root' ? clean.children : [clean];
	const elements = children.flatMap((child) => (child.type === 'element' || child.type === 'text' ? [child] : []));
	const levels = elements.flatMap((child) => headingLevel(child) ?? []);
	const shift = above + 1 - Math.min(...levels, above + 1);
	return el(
		'div',
		{ className: ['notes'] },
		elements.map((child) => deepen(child, shift)),
	);
}

type Node = Element['children'][number];

function headingLevel(node: Node): number | null {
	const level = node.type === 'element' ? /^h([1-6])$/.exec(node.tagName)?.[1] : undefined;
	return level === undefined ? null : Number(level);
}

/** The highest heading of the notes goes right below that of their section; the others follow it. */
function deepen(node: Node, shift: number): Node {
	const level = headingLevel(node);
	return level === null || node.type !== 'element' ? node : { ...node, tagName: `h${Math.min(6, level + shift)}` };
}
