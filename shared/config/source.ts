/**
 * YAML text to plain data with the place of every value.
 * All scalars stay the text that was written, so that version 2.40 is not the number 2.4.
 */
import {
	type Alias,
	type Document,
	isAlias,
	isMap,
	isPair,
	isScalar,
	isSeq,
	LineCounter,
	type Node,
	parseAllDocuments,
	parseDocument,
} from 'yaml';

export type Path = readonly (string | number)[];
export type Plain = string | null | readonly Plain[] | { readonly [key: string]: Plain };
export interface Place {
	readonly line: number;
	readonly column: number;
}
export interface SourceProblem {
	readonly path: Path;
	readonly place: Place;
	readonly message: string;
	readonly expected: string | null;
}
export interface Source {
	/** Null when the text cannot be read at all. */
	readonly data: Plain | undefined;
	readonly problems: readonly SourceProblem[];
	/** Fields that are named and have no value; they are not in `data`. */
	readonly emptied: readonly Path[];
	/** Where a field's value stands; the nearest field above it when it is not there. */
	placeOf(path: Path): Place;
	/** Where a field's name stands; its value's place for items of lists. */
	placeOfKey(path: Path): Place;
}

/** True for a list of the file; `Array.isArray` alone does not know read-only lists. */
export function isList(value: Plain): value is readonly Plain[] {
	return Array.isArray(value);
}

/** Characters a configuration may have; a larger file is a mistake. */
export const maximumSourceLength = 1_000_000;
/** Values a configuration may have once aliases are written out, so that a few lines cannot fill the memory. */
const maximumValues = 50_000;
const maximumDepth = 40;
const maximumSyntaxProblems = 20;

/** Writes a path as people do: `services[0].environments.production`. */
export function fieldOf(path: Path): string {
	let text = '';
	for (const part of path) text += typeof part === 'number' ? `[${part}]` : text === '' ? part : `.${part}`;
	return text;
}

/** Reads YAML without throwing, whatever the text is. */
export function readSource(text: string): Source {
	const lines = new LineCounter();
	const unread = tooLong(text);
	return unread ?? sourceOf(readDocument(text, lines), text, lines);
}

/** Reads each document of a YAML text (`---` between them); at least one. */
export function readSources(text: string): readonly Source[] {
	const lines = new LineCounter();
	const unread = tooLong(text);
	if (unread !== null) return [unread];
	return readDocuments(text, lines).map((document) => sourceOf(document, text, lines));
}

const startPlace: Place = { line: 1, column: 1 };

function unreadable(message: string, expected: string | null): Source {
	const problems: readonly SourceProblem[] = [{ path: [], place: startPlace, message, expected }];
	return { data: undefined, problems, emptied: [], placeOf: () => startPlace, placeOfKey: () => startPlace };
}

function tooLong(text: string): Source | null {
	if (text.length <= maximumSourceLength) return null;
	const message = `the file has ${text.length} characters, which is more than a configuration needs`;
	return unreadable(message, `at most ${maximumSourceLength} characters`);
}

function sourceOf(document: Document.Parsed | null, text: string, lines: LineCounter): Source {
	if (document === null) return unreadable('the file cannot be read as YAML', null);
	const places = new Map<string, { readonly key: Place | null; readonly value: Place }>();
	const problems: SourceProblem[] = [];
	const emptied: Path[] = [];
	const placeAt = (offset: number): Place => {
		const { line, col } = lines.linePos(Math.min(Math.max(offset, 0), text.length));
		return { line: Math.max(line, 1), column: Math.max(col, 1) };
	};
	const find = (path: Path) => {
		for (let length = path.length; length >= 0; length -= 1) {
			const place = places.get(fieldOf(path.slice(0, length)));
			if (place !== undefined) return { place, exact: length === path.length };
		}
		return null;
	};
	const source = (data: Plain | undefined): Source => ({
		data,
		problems,
		emptied,
		placeOf: (path) => {
			const found = find(path);
			if (found === null) return startPlace;
			const { key, value } = found.place;
			// A block below its name is shown by its name.
			return found.exact && (key === null || key.line === value.line) ? value : (key ?? value);
		},
		placeOfKey: (path) => {
			const found = find(path)?.place;
			return found?.key ?? found?.value ?? startPlace;
		},
	});
	const seenLines = new Set<number>();
	for (const error of document.errors) {
		const place = placeAt(error.pos[0]);
		if (seenLines.has(place.line) || seenLines.size >= maximumSyntaxProblems) continue;
		seenLines.add(place.line);
		problems.push({ path: [], place, message: wordsOf(error.code), expected: null });
	}
	if (document.errors.length > 0) return source(undefined);
	return source(createWalker({ placeAt, places, problems, emptied }).walk(document.contents, [], 0));
}

const plainOptions = { schema: 'failsafe', prettyErrors: false, uniqueKeys: false, logLevel: 'error' } as const;

/** The document without the meaning of its scalars; null when the parser gives up. */
export function readDocument(text: string, lineCounter = new LineCounter()): Document.Parsed | null {
	try {
		return parseDocument(text, { ...plainOptions, lineCounter });
	} catch {
		return null;
	}
}

function readDocuments(text: string, lineCounter: LineCounter): readonly (Document.Parsed | null)[] {
	try {
		const documents = parseAllDocuments(text, { ...plainOptions, lineCounter });
		return documents.length === 0 ? [readDocument(text)] : [...documents];
	} catch {
		return [null];
	}
}

interface Walk {
	readonly placeAt: (offset: number) => Place;
	readonly places: Map<string, { readonly key: Place | null; readonly value: Place }>;
	readonly problems: SourceProblem[];
	readonly emptied: Path[];
}

type Complain = (path: Path, place: Place, message: string, expected?: string | null) => void;

function createWalker({ placeAt, places, problems, emptied }: Walk) {
	/** The document's own look-up walks all of it for each alias, which takes minutes for a hostile file. */
	const anchors = new Map<string, Node>();
	const placeOfNode = (node: Node): Place => placeAt(node.range?.[0] ?? 0);
	const complain: Complain = (path, place, message, expected = null) =>
		void problems.push({ path, place, message, expected });
	const hasRoom = createBudget(complain);

	function walk(node: unknown, path: Path, depth: number, key: Place | null = null): Plain {
		if (!isNodeLike(node)) return null;
		const value = placeOfNode(node);
		if (!places.has(fieldOf(path))) places.set(fieldOf(path), { key, value });
		if (!hasRoom(path, value, depth)) return null;
		if (isAlias(node)) return walkAlias(node, path, depth, key);
		if (node.anchor !== undefined) anchors.set(node.anchor, node);
		if (isMap(node)) return walkMap(node.items, path, depth);
		if (isSeq(node)) return node.items.map((item, index) => walk(item, [...path, index], depth + 1));
		return isScalar(node) ? scalarText(node) : null;
	}

	function walkAlias(node: Alias, path: Path, depth: number, key: Place | null): Plain {
		const target = anchors.get(node.source);
		if (target !== undefined) return walk(target, path, depth + 1, key);
		complain(path, placeOfNode(node), 'the alias has no anchor above it', 'an anchor (&name) before its alias (*name)');
		return null;
	}

	function walkMap(items: readonly unknown[], path: Path, depth: number): Plain {
		const entries = new Map<string, Plain>();
		const merged = new Map<string, Plain>();
		for (const item of items) {
			if (!isPair(item) || !isNodeLike(item.key)) continue;
			const keyPlace = placeOfNode(item.key);
			if (!isScalar(item.key)) {
				complain(path, keyPlace, 'the name of a field must be a plain word');
				continue;
			}
			const name = String(item.key.value);
			if (name === '<<' && item.key.type === 'PLAIN') {
				const isMergeable = mergeInto(merged, walk(item.value, [...path, '<<'], depth + 1, keyPlace));
				if (!isMergeable) complain(path, keyPlace, 'what << merges must be a mapping or a list of mappings');
				continue;
			}
			const child = [...path, name];
			if (entries.has(name)) {
				complain(child, keyPlace, 'the field is here twice', 'each field once');
				continue;
			}
			const value = walk(item.value, child, depth + 1, keyPlace);
			if (value === null) emptied.push(child);
			entries.set(name, value);
		}
		return mappingOf(entries, merged);
	}

	return { walk };
}

/** Counts the values that are written out; false from the one on that is too many or too deep, which is said once. */
function createBudget(complain: Complain) {
	let values = 0;
	let exhausted = false;
	return (path: Path, place: Place, depth: number): boolean => {
		values += 1;
		if (!exhausted && (values > maximumValues || depth > maximumDepth)) {
			exhausted = true;
			complain(path, place, 'there are too many values, or they are nested too deeply, once aliases are written out');
		}
		return !exhausted;
	};
}

/** The fields of a mapping: its own, then those merged into it whose names it has not. */
function mappingOf(own: ReadonlyMap<string, Plain>, merged: ReadonlyMap<string, Plain>): Plain {
	const fields = new Map(own);
	for (const [name, value] of merged) if (!fields.has(name)) fields.set(name, value);
	// An empty value means "not set"; `Object.fromEntries` defines own properties even for `__proto__`.
	return Object.fromEntries([...fields].filter(([, value]) => value !== null));
}

/** Adds what is not there yet; false when something is no mapping. */
function mergeInto(merged: Map<string, Plain>, value: Plain): boolean {
	let isMergeable = true;
	for (const part of isList(value) ? value : [value]) {
		if (part === null || typeof part === 'string' || isList(part)) {
			isMergeable = false;
			continue;
		}
		for (const [name, inner] of Object.entries(part)) if (!merged.has(name)) merged.set(name, inner);
	}
	return isMergeable;
}

function isNodeLike(value: unknown): value is Node {
	return isScalar(value) || isMap(value) || isSeq(value) || isAlias(value);
}

function scalarText(node: { readonly value: unknown; readonly type?: string | undefined }): string | null {
	const text = String(node.value);
	return node.type === 'PLAIN' && /^(|~|null|Null|NULL)$/.test(text) ? null : text;
}

/** Our own words for the parser's codes: its messages may quote the file, and with it a secret. */
function wordsOf(code: string): string {
	const known: Readonly<Record<string, string>> = {
		BAD_INDENT: 'the indentation does not fit, or a bracket is not closed',
		BAD_DQ_ESCAPE: 'a backslash within double quotes starts an unknown escape; use single quotes',
		BAD_ALIAS: 'the alias is not well formed; quote a text that starts with *',
		BAD_DIRECTIVE: 'the % line is not known to YAML',
		BLOCK_AS_IMPLICIT_KEY: 'a field cannot start here; a text that contains ": " needs quotes',
		BLOCK_IN_FLOW: 'an indented block cannot stand within brackets',
		DUPLICATE_KEY: 'the field is here twice',
		IMPOSSIBLE: 'YAML cannot be read from here on',
		MISSING_CHAR: 'a colon, comma, quote or bracket is missing',
		MULTILINE_IMPLICIT_KEY: 'the name of a field must stand on one line; a colon may be missing',
		MULTIPLE_ANCHORS: 'a value can have one anchor only',
		MULTIPLE_DOCS: 'the file holds several YAML documents (---); one is expected',
		MULTIPLE_TAGS: 'a value can have one tag only',
		RESOURCE_EXHAUSTION: 'values are nested too deeply',
		TAB_AS_INDENT: 'a tab is used to indent; YAML allows spaces only',
		UNEXPECTED_TOKEN: 'something stands here that YAML does not expect',
	};
	return `${known[code] ?? 'this is not valid YAML'}`;
}
