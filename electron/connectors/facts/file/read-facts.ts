/** A file of any of the formats as facts, one after the other; and what of it could not be understood. */
import type { FileFactsConfig } from '../../../../shared/config/delivery-model.ts';
import type { Fact } from '../../../../shared/domain/delivery/facts.ts';
import type { LeftOut } from '../common/left-out.ts';
import { readCdEvents } from './cdevents/read.ts';
import type { Bytes } from './contents.ts';
import { csvRows } from './csv-rows.ts';
import { jsonElements } from './json-elements.ts';
import { formatName, formatVersion, problemOf, recordSchema } from './records.ts';
import { FileRefusal } from './refusal.ts';
import { factOfRecord, type ImportNames } from './to-fact.ts';

export type Told = { readonly fact: Fact } | { readonly leftOut: LeftOut };

function toldOf(names: ImportNames, value: unknown, line: number): Told {
	const parsed = recordSchema.safeParse(value);
	const fact = parsed.success ? factOfRecord(names, parsed.data) : problemOf(parsed.error, value);
	return typeof fact === 'string' ? { leftOut: { what: `Line ${line}`, why: fact } } : { fact };
}

async function* readCsv(names: ImportNames, bytes: Bytes): AsyncGenerator<Told> {
	for await (const row of csvRows(bytes)) yield 'leftOut' in row ? row : toldOf(names, row.record, row.line);
}

/** An optional first object says the version, so that a later one is never read as this one. */
function isHeader(value: unknown, line: number): boolean {
	if (typeof value !== 'object' || value === null || !('format' in value)) return false;
	if (value.format !== formatName) throw new FileRefusal(`is of the format ${String(value.format).slice(0, 50)}`, line);
	const version = 'version' in value ? value.version : undefined;
	if (version === formatVersion) return true;
	throw new FileRefusal(
		`is of version ${String(version).slice(0, 20)} of ${formatName}, and only version ${formatVersion} is known`,
		line,
	);
}

async function* readJson(names: ImportNames, bytes: Bytes): AsyncGenerator<Told> {
	let isFirst = true;
	for await (const { value, line } of jsonElements(bytes)) {
		const skip = isFirst && isHeader(value, line);
		isFirst = false;
		if (!skip) yield toldOf(names, value, line);
	}
}

/** Throws `FileRefusal` for a file that has to be refused whole. */
export function readFacts(format: FileFactsConfig['format'], names: ImportNames, bytes: Bytes): AsyncGenerator<Told> {
	switch (format) {
		case 'csv':
			return readCsv(names, bytes);
		case 'json':
			return readJson(names, bytes);
		case 'cdevents':
			return readCdEvents(names, bytes);
	}
}
