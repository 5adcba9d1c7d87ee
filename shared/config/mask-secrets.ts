/** The text of a configuration as it may be shown: with its lines and columns, without its secrets. */
import { isAlias, isScalar, type Node, type Scalar, visit } from 'yaml';
import { hideSecrets, hideShapes, looksLikeSecret, type Mask } from '../domain/hide-secrets.ts';
import { asksForSecret, canBeSecret, isSecretName } from './inline-secrets.ts';
import { readDocument } from './source.ts';

/** As long as what it hides, so that every problem is still told at its place. */
const dots: Mask = (secret) => secret.replace(/\S/g, '•');

/** Hides everything that `parseConfig` calls a secret, also in comments, and in a text that is no YAML. Never throws. */
export function maskSecrets(source: string): string {
	const ranges = secretRanges(source);
	if (ranges === null) return hideSecrets(maskNamed(source), dots);
	let text = '';
	let done = 0;
	for (const [from, to] of ranges.toSorted(([left], [right]) => left - right)) {
		if (from < done) continue;
		text += source.slice(done, from) + dots(source.slice(from, to));
		done = to;
	}
	return hideShapes(text + source.slice(done), dots);
}

type Range = readonly [from: number, to: number];

/** Where the secrets stand; null when the text cannot be read. */
function secretRanges(source: string): readonly Range[] | null {
	const document = readDocument(source);
	if (document === null || document.errors.length > 0) return null;
	const ranges: Range[] = [];
	const anchors = new Map<string, Node>();
	const note = (value: unknown) => {
		const node = isAlias(value) ? anchors.get(value.source) : value;
		if (isScalar(node) && node.range) ranges.push([node.range[0], node.range[1]]);
	};
	const textOf = (value: unknown): string | null => {
		const node: unknown = isAlias(value) ? anchors.get(value.source) : value;
		return isScalar(node) ? String(node.value) : null;
	};
	const noteShape = (node: Scalar) => {
		if (looksLikeSecret(String(node.value))) note(node);
	};
	try {
		visit(document, {
			Node: (_, node) => {
				if (!isAlias(node) && node.anchor !== undefined) anchors.set(node.anchor, node);
				if (isScalar(node)) noteShape(node);
			},
		});
		visit(document, {
			Pair: (_, { key, value }) => {
				if (isSecretName(textOf(key) ?? '')) note(value);
			},
			Seq: (_, { items }) => {
				for (const [index, item] of items.entries()) {
					if (asksForSecret(textOf(items[index - 1]) ?? '') && canBeSecret(textOf(item) ?? '')) note(item);
				}
			},
		});
	} catch {
		// Nested deeper than the library can walk: read as plain text.
		return null;
	}
	return ranges;
}

/** Values behind a telltale name in a text that is no YAML yet, as it is while somebody writes it. */
function maskNamed(source: string): string {
	return source.replace(
		/(?<![\w.-])([\w.-]{1,60})(["']?:[ \t]{1,8})([^\s{}[\],#*|>][^\n,{}[\]]*)/g,
		(found, name: string, colon: string, value: string) =>
			isSecretName(name) ? `${name}${colon}${dots(value)}` : found,
	);
}
