/**
 * Reads XML as a stream. A document type is tolerated (Cobertura and JaCoCo write one) and never fetched; one that declares
 * anything itself is refused, so that there are no entities but the five of XML.
 */
import { SaxesParser, type SaxesTagPlain } from 'saxes';
import { type Bytes, megabytes, peek } from '../bytes.ts';
import { type EvidenceLimits, mostTextKept } from '../limits.ts';
import { Refusal } from '../refusal.ts';
import { decoded, refuseWideText } from '../text.ts';

export type Attributes = Readonly<Record<string, string>>;

export interface XmlHandler {
	/** `depth` is 1 for the root. Answer `true` to get the element's text when it closes. */
	open(name: string, attributes: Attributes, at: XmlPlace): boolean | undefined;
	/** `text` is '' unless it was asked for; its beginning only. */
	close(name: string, text: string): void;
}

export interface XmlPlace {
	readonly depth: number;
	/** Name of the element around this one; null for the root. */
	readonly parent: string | null;
	readonly line: number;
}

/** More attributes on one element than any tool writes. */
const mostAttributes = 1000;

const latin = new Set(['iso-8859-1', 'latin1', 'windows-1252', 'cp1252']);
const utf8 = new Set(['utf-8', 'utf8', 'us-ascii', 'ascii']);

/** Throws a refusal that names the line for everything that is not well-formed, too deep, too long or too clever. */
export async function readXml(bytes: Bytes, handler: XmlHandler, limits: EvidenceLimits): Promise<void> {
	const start = await peek(bytes, 256);
	refuseWideText(start.head);
	const reader = createReader(handler, limits);
	let since = 0;
	for await (const text of decoded(start.bytes, encodingOf(start.head))) {
		reader.write(text);
		since = reader.takeEvents() > 0 ? 0 : since + text.length;
		if (since > limits.tokenBytes) {
			throw new Refusal(`holds a single text of more than ${megabytes(limits.tokenBytes)}`, reader.line());
		}
	}
	reader.end();
}

function encodingOf(head: Uint8Array): 'utf-8' | 'windows-1252' {
	const declaration = Buffer.from(head.subarray(0, 256)).toString('latin1');
	const named = /^(?:\u00ef\u00bb\u00bf)?<\?xml[^>]*\bencoding\s*=\s*["']([^"']+)["']/u.exec(declaration)?.[1];
	const encoding = named?.toLowerCase() ?? 'utf-8';
	if (utf8.has(encoding)) return 'utf-8';
	if (latin.has(encoding)) return 'windows-1252';
	throw new Refusal(`is written in ${encoding.slice(0, 40)}, which is not read`, 1, 'Let the tool write UTF-8.');
}

function createReader(handler: XmlHandler, limits: EvidenceLimits) {
	const parser = new SaxesParser();
	const open: string[] = [];
	let events = 0;
	const count = () => void (events += 1);
	const refuse = (message: string): never => {
		throw new Refusal(message, parser.line);
	};
	refuseExcess({ parser, limits, count, refuse });
	const text = createTextKeeper(parser, count);
	parser.on('comment', count);
	parser.on('opentag', (tag: SaxesTagPlain) => {
		count();
		const at = { depth: open.length + 1, parent: open.at(-1) ?? null, line: parser.line };
		if (at.depth > limits.depth) refuse(`has more than ${limits.depth} elements within one another`);
		open.push(tag.name);
		if (handler.open(tag.name, tag.attributes, at) === true) text.keep();
	});
	parser.on('closetag', ({ name }) => {
		count();
		open.pop();
		handler.close(name, text.take());
	});
	return {
		write: (piece: string) => void parser.write(piece),
		line: () => parser.line,
		takeEvents() {
			const taken = events;
			events = 0;
			return taken;
		},
		end() {
			const inside = open.at(-1);
			if (inside !== undefined) refuse(`is cut off within <${inside.slice(0, 40)}>`);
			parser.close();
		},
	};
}

interface Reading {
	readonly parser: SaxesParser;
	readonly limits: EvidenceLimits;
	/** Something was read: no single text goes on for ever. */
	readonly count: () => void;
	readonly refuse: (message: string) => never;
}

/** Ends the reading where the report is broken, declares entities, or has attributes without measure. */
function refuseExcess({ parser, limits, count, refuse }: Reading): void {
	let attributes = 0;
	parser.on('error', (error) => refuse(`is not well-formed XML: ${plainWords(error)}`));
	parser.on('doctype', (doctype) => {
		count();
		if (/\[|<!|%/u.test(doctype)) refuse('declares entities of its own, which are never read');
	});
	parser.on('opentagstart', () => (attributes = 0));
	parser.on('attribute', ({ name, value }) => {
		count();
		attributes += 1;
		if (attributes > mostAttributes) refuse(`has an element with more than ${mostAttributes} attributes`);
		if (value.length > limits.attributeLength) {
			refuse(`has an attribute ${name.slice(0, 40)} of more than ${megabytes(limits.attributeLength)}`);
		}
	});
}

/** The text of one element at a time: its beginning, and only where it was asked for. */
function createTextKeeper(parser: SaxesParser, count: () => void) {
	let text = '';
	const add = (piece: string) => {
		if (text.length < mostTextKept * 2) text += piece.slice(0, mostTextKept * 2);
	};
	parser.on('cdata', count);
	return {
		keep(): void {
			text = '';
			parser.on('text', add);
			parser.on('cdata', add);
		},
		/** What was kept since; nothing is kept from here on. */
		take(): string {
			const taken = text;
			text = '';
			parser.off('text');
			parser.on('cdata', count);
			return taken;
		},
	};
}

/** Without the position that saxes puts first; ours is told apart from the words. */
function plainWords(error: Error): string {
	return error.message
		.replace(/^\d+:\d+: /u, '')
		.replace(/\.$/u, '')
		.slice(0, 200);
}
