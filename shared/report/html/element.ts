/** Elements of HTML and SVG as a tree: text can never become markup, whatever it holds. */
import type { toHtml } from 'hast-util-to-html';

export type Nodes = Exclude<Parameters<typeof toHtml>[0], readonly unknown[]>;
export type Element = Extract<Nodes, { readonly type: 'element' }>;
export type Child = Element['children'][number] | string | null;
export type Properties = Element['properties'];

/** `null` children are left out. Names of properties as in the DOM: `className`, `colSpan`, `viewBox`. */
export function el(tagName: string, properties: Properties = {}, children: readonly Child[] = []): Element {
	return {
		type: 'element',
		tagName,
		properties,
		children: children.flatMap((child) => {
			if (child === null) return [];
			return typeof child === 'string' ? [{ type: 'text', value: child }] : [child];
		}),
	};
}

/** An element of a drawing. Its places and lengths are numbers here, and words in the tree. */
export function shape(
	tagName: string,
	attributes: Readonly<Record<string, string | number>> = {},
	children: readonly Child[] = [],
): Element {
	const words = Object.entries(attributes).map(([name, value]) => [name, String(value)]);
	const properties: Readonly<Record<string, string>> = Object.fromEntries(words);
	return el(tagName, properties, children);
}
