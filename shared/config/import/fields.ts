/** Fields of a foreign file, each with its place, and what could not be carried over from it. */
import { type Failure, fail } from '../../domain/result.ts';
import type { ImportReport } from '../../rpc/views.ts';
import { shown } from '../said.ts';
import { fieldOf, isList, type Path, type Plain, type Source } from '../source.ts';

/** A value of the file with the way to it. */
export interface Field {
	readonly value: Plain | undefined;
	readonly path: Path;
	readonly source: Source;
}

/** Carries a failure out of the depth of an import; caught by `importAnalysis`. */
export class ImportError extends Error {
	readonly failure: Failure;
	constructor(failure: Failure) {
		super(failure.problem.message);
		this.failure = failure;
	}
}

/** Refuses the whole file because of one field. */
export function refuse({ path, source }: Field, message: string, expected: string): never {
	const { line, column } = source.placeOf(path);
	const field = fieldOf(path);
	const where = field === '' ? '' : ` ${field}`;
	throw new ImportError(
		fail(
			'invalid-input',
			`This file cannot be imported: line ${line}, column ${column}${where}: ${message}. Nothing was changed.`,
			`Expected is ${expected}. Correct the file and import it again.`,
			{ details: { line, column, field } },
		),
	);
}

export function isMapping(value: Plain | undefined): value is { readonly [key: string]: Plain } {
	return typeof value === 'object' && value !== null && !isList(value);
}

/** The field of that name below another; without a value where there is none. */
export function at(field: Field, ...names: readonly string[]): Field {
	return names.reduce<Field>((above, name) => {
		const { value } = above;
		const own = isMapping(value) && Object.hasOwn(value, name) ? value[name] : undefined;
		return { value: own, path: [...above.path, name], source: above.source };
	}, field);
}

/** The items of a list; none where the field is not there. */
export function itemsOf(field: Field): readonly Field[] {
	const { value } = field;
	if (value === undefined || value === null) return [];
	if (!isList(value)) return refuse(field, `found ${shown(value)}`, 'a list');
	return value.map((item, index) => ({ value: item, path: [...field.path, index], source: field.source }));
}

/** The names below a field that are set. */
export function namesOf(field: Field): readonly string[] {
	return isMapping(field.value) ? Object.keys(field.value) : [];
}

/** The text of a field; null where it is not there. */
export function textOf(field: Field): string | null {
	const { value } = field;
	if (value === undefined || value === null) return null;
	return typeof value === 'string' ? value : refuse(field, `found ${shown(value)}`, 'a text');
}

/** A number; null where the field is not there. */
export function numberOf(field: Field, least: number, most: number): number | null {
	const text = textOf(field);
	if (text === null) return null;
	const number = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/.test(text) ? Number(text) : Number.NaN;
	return number >= least && number <= most
		? number
		: refuse(field, `found ${shown(text)}`, `a number from ${least} to ${most}`);
}

/** `true` or `false`; false where the field is not there. */
export function flagOf(field: Field): boolean {
	const text = textOf(field);
	if (text === null || text === 'false') return false;
	return text === 'true' ? true : refuse(field, `found ${shown(text)}`, 'true or false');
}

/** One of some words; null where the field is not there. */
export function wordOf<Word extends string>(field: Field, words: readonly Word[]): Word | null {
	const text = textOf(field);
	if (text === null) return null;
	return words.find((word) => word === text) ?? refuse(field, `found ${shown(text)}`, `one of ${words.join(', ')}`);
}

export type Loss = ImportReport['notCarried'][number];

/** What an import tells beside the configuration it makes. */
export interface Telling {
	readonly carried: string[];
	readonly notCarried: Loss[];
	lose(what: string, why: string, todo: string): void;
}

export function createTelling(): Telling {
	const carried: string[] = [];
	const notCarried: Loss[] = [];
	return { carried, notCarried, lose: (what, why, todo) => void notCarried.push({ what, why, todo }) };
}
