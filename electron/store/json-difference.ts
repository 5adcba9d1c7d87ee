/**
 * What changed between two JSON values, small enough to be kept for each of many. Looks of a judge differ in their
 * numbers and hardly ever in their texts, and what did not change is shared by reference when it is put together again.
 */
import { isPlainObject } from './decode.ts';

/** `[value]` replaces, `[]` removes; a mapping of fields (or places in a list of the same length) goes deeper. */
export type Difference = readonly unknown[] | { readonly [field: string]: Difference };

/** The fields of a mapping or list, those that are undefined left out; null for anything else. */
function fieldsOf(value: unknown): Map<string, unknown> | null {
	if (!Array.isArray(value) && !isPlainObject(value)) return null;
	return new Map(Object.entries(value).filter(([, inner]) => inner !== undefined));
}

/** The way from `base` to `next`; null when they are the same. Both are plain JSON. */
export function differenceOf(base: unknown, next: unknown): Difference | null {
	if (base === next) return null;
	const before = fieldsOf(base);
	const after = fieldsOf(next);
	const isList = Array.isArray(base);
	if (before === null || after === null || isList !== Array.isArray(next)) return [next];
	if (isList && before.size !== after.size) return [next];
	const changed = new Map<string, Difference>();
	for (const field of before.keys()) if (!after.has(field)) changed.set(field, []);
	for (const [field, value] of after) {
		const difference = before.has(field) ? differenceOf(before.get(field), value) : [value];
		if (difference !== null) changed.set(field, difference);
	}
	return changed.size === 0 ? null : Object.fromEntries(changed);
}

/** Puts the next value together again. Throws where the difference does not belong to `base`. */
export function applyDifference(base: unknown, difference: unknown): unknown {
	if (Array.isArray(difference)) return difference[0];
	if (!isPlainObject(difference)) throw new Error('this is no difference');
	const fields = fieldsOf(base);
	if (fields === null) throw new Error('there is nothing to change');
	for (const [field, below] of Object.entries(difference)) {
		if (Array.isArray(base) && !fields.has(field)) throw new Error(`there is no place ${field}`);
		if (Array.isArray(below) && below.length === 0) fields.delete(field);
		else fields.set(field, applyDifference(fields.get(field), below));
	}
	return Array.isArray(base) ? [...fields.values()] : Object.fromEntries(fields);
}
