/** One line of the Prometheus text format, read without regular expressions over the whole line (no backtracking). */

export type Labels = Readonly<Record<string, string>>;

export interface Exemplar {
	readonly labels: Labels;
	readonly value: number;
	readonly timestampMs: number | null;
}

export interface Sample {
	readonly name: string;
	readonly labels: Labels;
	readonly value: number;
	/** The time that the source itself gives, ms since the epoch; null when it gives none. */
	readonly timestampMs: number | null;
	readonly exemplar: Exemplar | null;
}

/** A line that is not in the format; caught by the parser and handed on as a value. */
export class BadLine extends Error {}

interface Cursor {
	readonly text: string;
	at: number;
}

const nameStart = /[A-Za-z_:]/;
const namePart = /[A-Za-z0-9_:]/;
const decimal = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;
const infinite = /^([+-]?)inf(inity)?$/i;
const escapes: Readonly<Record<string, string>> = { n: '\n', '"': '"', '\\': '\\' };

function skipBlank(cursor: Cursor): void {
	while (cursor.text[cursor.at] === ' ' || cursor.text[cursor.at] === '\t') cursor.at += 1;
}

function readName(cursor: Cursor, what: string): string {
	const start = cursor.at;
	if (!nameStart.test(cursor.text[cursor.at] ?? '')) throw new BadLine(`${what} expected at column ${start + 1}`);
	while (cursor.at < cursor.text.length && namePart.test(cursor.text[cursor.at] ?? '')) cursor.at += 1;
	return cursor.text.slice(start, cursor.at);
}

function readQuoted(cursor: Cursor): string {
	let value = '';
	cursor.at += 1;
	for (;;) {
		const character = cursor.text[cursor.at];
		if (character === undefined) throw new BadLine('a quoted text is not closed');
		cursor.at += 1;
		if (character === '"') return value;
		if (character !== '\\') {
			value += character;
			continue;
		}
		const escaped = cursor.text[cursor.at] ?? '';
		// Any other backslash stays as it is, as in Prometheus' own parser of comments and older clients.
		value += escapes[escaped] ?? `\\${escaped}`;
		cursor.at += 1;
	}
}

interface Braces {
	readonly labels: Record<string, string>;
	/** The name when it stands inside the braces, quoted: `{"http.requests", a="b"}`. */
	readonly name: string | null;
}

function readBraces(cursor: Cursor): Braces {
	// Without a prototype, so that a label called `__proto__` is a label.
	const labels: Record<string, string> = Object.create(null);
	let name: string | null = null;
	cursor.at += 1;
	for (;;) {
		skipBlank(cursor);
		if (cursor.text[cursor.at] === '}') break;
		const quoted = cursor.text[cursor.at] === '"';
		const key = quoted ? readQuoted(cursor) : readName(cursor, 'a label');
		skipBlank(cursor);
		if (cursor.text[cursor.at] === '=') {
			cursor.at += 1;
			skipBlank(cursor);
			if (cursor.text[cursor.at] !== '"') throw new BadLine(`the value of label ${key} is not quoted`);
			if (Object.hasOwn(labels, key)) throw new BadLine(`label ${key} appears twice`);
			labels[key] = readQuoted(cursor);
		} else if (quoted && name === null) name = key;
		else throw new BadLine(`label ${key} has no value`);
		skipBlank(cursor);
		if (cursor.text[cursor.at] === ',') cursor.at += 1;
		else if (cursor.text[cursor.at] !== '}') throw new BadLine(`"," or "}" expected at column ${cursor.at + 1}`);
	}
	cursor.at += 1;
	return { labels, name };
}

function readWord(cursor: Cursor): string {
	skipBlank(cursor);
	const start = cursor.at;
	while (cursor.at < cursor.text.length && cursor.text[cursor.at] !== ' ' && cursor.text[cursor.at] !== '\t') {
		cursor.at += 1;
	}
	return cursor.text.slice(start, cursor.at);
}

/** A value of the text format: decimal, `NaN`, `+Inf`, `-Inf`. Anything else is a bad line. */
export function parseValue(word: string): number {
	if (decimal.test(word)) return Number(word);
	if (/^nan$/i.test(word)) return Number.NaN;
	const found = infinite.exec(word);
	if (found !== null) return found[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
	throw new BadLine(word === '' ? 'a value is missing' : `${word.slice(0, 40)} is not a number`);
}

/** The text format gives milliseconds, OpenMetrics seconds with decimals. */
function readTimestamp(cursor: Cursor, openMetrics: boolean): number | null {
	skipBlank(cursor);
	const next = cursor.text[cursor.at];
	if (next === undefined || next === '#') return null;
	const value = parseValue(readWord(cursor));
	if (!Number.isFinite(value)) throw new BadLine('a timestamp is not a number');
	return openMetrics ? Math.round(value * 1000) : value;
}

function readExemplar(cursor: Cursor, openMetrics: boolean): Exemplar | null {
	skipBlank(cursor);
	if (cursor.at >= cursor.text.length) return null;
	if (cursor.text[cursor.at] !== '#') throw new BadLine(`nothing more expected at column ${cursor.at + 1}`);
	cursor.at += 1;
	skipBlank(cursor);
	if (cursor.text[cursor.at] !== '{') throw new BadLine('an exemplar without labels');
	const { labels } = readBraces(cursor);
	const value = parseValue(readWord(cursor));
	const timestampMs = readTimestamp(cursor, openMetrics);
	skipBlank(cursor);
	if (cursor.at < cursor.text.length) throw new BadLine('nothing more expected after an exemplar');
	return { labels, value, timestampMs };
}

/** Reads `name{labels} value timestamp # exemplar`. Throws `BadLine`. */
export function parseSampleLine(text: string, openMetrics: boolean): Sample {
	const cursor: Cursor = { text, at: 0 };
	skipBlank(cursor);
	const outside = cursor.text[cursor.at] === '{' ? null : readName(cursor, 'a metric name');
	skipBlank(cursor);
	const braces = cursor.text[cursor.at] === '{' ? readBraces(cursor) : { labels: {}, name: null };
	const name = outside ?? braces.name;
	if (name === null || (outside !== null && braces.name !== null)) throw new BadLine('one metric name expected');
	const value = parseValue(readWord(cursor));
	const timestampMs = readTimestamp(cursor, openMetrics);
	return { name, labels: braces.labels, value, timestampMs, exemplar: readExemplar(cursor, openMetrics) };
}
