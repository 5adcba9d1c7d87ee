/** People's notes: Markdown whose raw HTML stays text, then sanitised; nothing in them can load or run. */
import { defaultSchema, sanitize, type Schema } from 'hast-util-sanitize';
import { toHast } from 'mdast-util-to-hast';
import { readNotes } from '../notes/read-notes.ts';
import { el, type Element, type Nodes } from './element.ts';

type Node = Element['children'][number];

/** What links of footnotes begin with: no id of the report's own does. */
const footnotes = 'notes-';

const schema: Schema = {
	...defaultSchema,
	tagNames: (defaultSchema.tagNames ?? []).filter((name) => !['img', 'picture', 'source'].includes(name)),
	attributes: {
		...{ a: ['href', 'id', 'ariaLabel'], li: ['id'], ol: ['start'], input: [['type', 'checkbox'], 'checked'] },
		...{ th: ['align'], td: ['align'] },
	},
	// The ids are made here, of numbers and with a beginning of their own.
	clobber: [],
	protocols: { href: ['http', 'https', 'mailto'] },
};

export function notesElement(markdown: string): Element {
	const options = { clobberPrefix: footnotes, footnoteLabelTagName: 'p', footnoteLabelProperties: {} };
	const clean = sanitize(toHast(readNotes(markdown), options), schema);
	return el('div', { className: ['notes'] }, childrenOf(clean).map(finished));
}

function childrenOf(node: Nodes): readonly Node[] {
	const children = node.type === 'root' ? node.children : [node];
	return children.flatMap((child) => (child.type === 'element' || child.type === 'text' ? [child] : []));
}

/** Boxes of task lists are drawn as signs, because nothing can be ticked here; wide tables roll within their frame. */
function finished(node: Node): Node {
	if (node.type !== 'element') return node;
	const { tagName, properties } = node;
	const children = node.children.map(finished);
	if (tagName === 'input') {
		const isDone = properties.checked === true;
		return el('span', { role: 'img', ariaLabel: isDone ? 'Done:' : 'Open:' }, [isDone ? '☑' : '☐']);
	}
	if (tagName === 'table') return el('div', { className: ['wide'] }, [{ ...node, children }]);
	if (tagName === 'a' && properties.href === '') return { ...node, properties: {}, children };
	return { ...node, children };
}
