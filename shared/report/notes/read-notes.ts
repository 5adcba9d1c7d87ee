/** People's notes as a tree of GitHub-flavoured Markdown whose links lead to pages only and whose headings know their place. */
import type { Nodes, Root, Text } from 'mdast';
import { fromMarkdown, type Extension, type Options } from 'mdast-util-from-markdown';
import remarkGfm from 'remark-gfm';
import { safeHrefOfNotes } from '../safe-href.ts';
import { isReadable } from './limits.ts';

/** The report's own headings above the notes: title and section. */
const above = 2;
const depths = [1, 2, 3, 4, 5, 6] as const;

export function readNotes(markdown: string): Root {
	if (!isReadable(markdown)) return { type: 'root', children: [{ type: 'code', value: markdown }] };
	const root = fromMarkdown(markdown, gfm());
	tameNotes(root);
	return root;
}

/**
 * In place: the highest heading of the notes goes right below that of their section, and the others follow it; HTML stays words,
 * and a picture, which would be fetched from elsewhere, is a link to it.
 */
export function tameNotes(root: Root): void {
	let highest = above + 1;
	visit(root, (node) => {
		if (node.type === 'heading') highest = Math.min(highest, node.depth);
	});
	visit(root, (node) => {
		if (node.type === 'heading') node.depth = depths[node.depth + above - highest] ?? 6;
		if (node.type === 'link' || node.type === 'definition') node.url = safeHrefOfNotes(node.url) ?? '';
		if (!('children' in node)) return;
		const children: Nodes[] = node.children;
		for (const [index, child] of children.entries()) children[index] = inWords(child, node);
	});
}

function visit(node: Nodes, hear: (node: Nodes) => void): void {
	hear(node);
	if ('children' in node) for (const child of node.children) visit(child, hear);
}

function inWords(node: Nodes, parent: Nodes): Nodes {
	if (node.type === 'html') {
		const words: Text = { type: 'text', value: node.value };
		return isOfBlocks(parent) ? { type: 'paragraph', children: [words] } : words;
	}
	if (node.type !== 'image' && node.type !== 'imageReference') return node;
	const words: Text = { type: 'text', value: node.alt == null || node.alt === '' ? 'picture' : node.alt };
	// A link within a link would end the outer one.
	const isInLink = parent.type === 'link' || parent.type === 'linkReference';
	return node.type === 'image' && !isInLink ? { type: 'link', url: node.url, children: [words] } : words;
}

/** Whether what is below it is a block of its own, not words in a line. */
function isOfBlocks({ type }: Nodes): boolean {
	return ['root', 'blockquote', 'listItem', 'footnoteDefinition'].includes(type);
}

/** The very syntax that the screen reads, which its package hands out as a part for another library. */
function gfm(): Options {
	const parts: { micromarkExtensions?: NonNullable<Options['extensions']>; fromMarkdownExtensions?: Extension[] } = {};
	remarkGfm.call({ data: () => parts });
	return { extensions: parts.micromarkExtensions ?? [], mdastExtensions: parts.fromMarkdownExtensions ?? [] };
}
