/** Rows of a CSV (RFC 4180) as records: columns by the names of the fields, cells as the fields want them. */
import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import type { LeftOut } from '../common/left-out.ts';
import type { Bytes } from './contents.ts';
import { columnNames } from './records.ts';
import { FileRefusal } from './refusal.ts';
import { decoded } from './text.ts';

export type CsvTold =
	| { readonly record: Record<string, unknown>; readonly line: number }
	| { readonly leftOut: LeftOut };

const mostRowBytes = 1024 * 1024;

const lists: ReadonlySet<string> = new Set(['fixes', 'causedBy', 'parents', 'reverts', 'labels']);
const flags: ReadonlySet<string> = new Set(['tookTraffic', 'rollback', 'hotfix', 'notFromChange', 'defaultBranch']);
const numbers: ReadonlySet<string> = new Set(['number', 'attempt', 'waitedForPeopleMs']);
const yes: readonly string[] = ['true', 'yes', 'y', '1'];
const no: readonly string[] = ['false', 'no', 'n', '0'];

/** What cannot be read as the field wants it stays text, and the record's check says so. */
function cellValue(name: string, cell: string): unknown {
	const text = cell.trim();
	if (lists.has(name)) return text.split('|').map((part) => part.trim());
	if (numbers.has(name) && /^-?\d{1,15}(?:\.\d+)?$/.test(text)) return Number(text);
	if (!flags.has(name)) return text;
	if (yes.includes(text.toLowerCase())) return true;
	return no.includes(text.toLowerCase()) ? false : text;
}

const plain = (name: string): string => name.toLowerCase().replaceAll(/[\s_-]/g, '');
const known = new Map([...columnNames].map((name) => [plain(name), name]));

/** `,` or `;` (or a tab), whichever the header has more of outside of quotes. */
export function delimiterOf(header: string): string {
	const bare = header.replaceAll(/"[^"]*"/g, '');
	const count = (delimiter: string) => bare.split(delimiter).length - 1;
	return [',', ';', '\t'].reduce((best, one) => (count(one) > count(best) ? one : best));
}

/** Field names by column; null for a column that is not known. */
function readHeader(cells: readonly string[]): readonly (string | null)[] {
	const columns = cells.map((cell) => known.get(plain(cell)) ?? null);
	const twice = columns.find((name, index) => name !== null && columns.indexOf(name) !== index);
	if (twice !== undefined) throw new FileRefusal(`has two columns for ${twice}`, 1);
	if (columns.every((name) => name === null)) {
		throw new FileRefusal(
			'has no column that is known',
			1,
			'The first line names the columns; docs/facts.md lists them.',
		);
	}
	return columns;
}

function recordOf(columns: readonly (string | null)[], cells: readonly string[]): Record<string, unknown> {
	const record: Record<string, unknown> = {};
	for (const [index, name] of columns.entries()) {
		const cell = cells[index] ?? '';
		if (name !== null && cell.trim() !== '') record[name] = cellValue(name, cell);
	}
	return columns.includes('kind') ? record : { kind: 'deployment', ...record };
}

async function* withHeader(texts: AsyncIterable<string>): AsyncGenerator<string> {
	let head = '';
	for await (const text of texts) {
		head += text;
		if (!/[\r\n]/.test(head) && head.length < mostRowBytes) continue;
		yield head;
		head = '';
	}
	if (head !== '') yield head;
}

const reasons: Readonly<Record<string, string>> = {
	CSV_QUOTE_NOT_CLOSED: 'has a quote that is never closed',
	INVALID_OPENING_QUOTE: 'has a quote within a cell that does not begin with one',
	CSV_INVALID_CLOSING_QUOTE: 'has something behind a closing quote',
	CSV_MAX_RECORD_SIZE: 'has a row of more than 1 MB',
};

function refusalOf(error: unknown): unknown {
	if (!(error instanceof CsvError)) return error;
	const line = 'lines' in error && typeof error['lines'] === 'number' ? error['lines'] : null;
	return new FileRefusal(reasons[error.code] ?? 'is no CSV', line);
}

/** Checks one row; rows of another width are left out, because their cells may stand under the wrong names. */
function toldOf(columns: readonly (string | null)[], cells: readonly string[], line: number): CsvTold | null {
	if (cells.every((cell) => cell.trim() === '')) return null;
	if (cells.length !== columns.length) {
		const why = `it has ${cells.length} cells, and the header has ${columns.length}`;
		return { leftOut: { what: `Line ${line}`, why } };
	}
	return { record: recordOf(columns, cells), line };
}

interface ParsedRow {
	readonly record: readonly string[];
	readonly info: { readonly lines: number };
}

/** Throws `FileRefusal` for what is no CSV. Lines are those where a row ends. */
export async function* csvRows(bytes: Bytes): AsyncGenerator<CsvTold> {
	const texts = withHeader(decoded(bytes));
	const first = await texts.next();
	if (first.done === true || first.value.trim() === '') throw new FileRefusal('is empty');
	const delimiter = delimiterOf(/^[^\r\n]*/.exec(first.value)?.[0] ?? '');
	const all = async function* () {
		yield first.value;
		yield* texts;
	};
	const parser = parse({
		delimiter,
		info: true,
		relax_column_count: true,
		max_record_size: mostRowBytes,
		skip_empty_lines: true,
	});
	const input = Readable.from(all());
	input.once('error', (error) => parser.destroy(error));
	input.pipe(parser);
	let columns: readonly (string | null)[] | null = null;
	try {
		for await (const row of parser as AsyncIterable<ParsedRow>) {
			if (columns === null) {
				columns = readHeader(row.record);
				for (const [index, name] of columns.entries()) {
					const why = 'this column is not known, so it was not read';
					if (name === null) yield { leftOut: { what: `Column ${row.record[index] ?? index + 1}`, why } };
				}
				continue;
			}
			const told = toldOf(columns, row.record, row.info.lines);
			if (told !== null) yield told;
		}
	} catch (error) {
		throw refusalOf(error);
	} finally {
		input.destroy();
		parser.destroy();
	}
}
