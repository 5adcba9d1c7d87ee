/** Values of conditions and what can be done with them; every refusal is an `ExpressionError` with its place. */
import { ExpressionError } from './tokens.ts';

export type Value = null | boolean | number | string | readonly Value[] | { readonly [key: string]: Value };

/** Characters a text may grow to, so that nested joining cannot fill the memory. */
const maximumText = 10_000;
const maximumPattern = 200;
const maximumMatched = 128;
/** Ways to try a pattern: a few milliseconds of them. */
const maximumWays = 100_000;
const maximumNesting = 4;
const maximumQuantifiers = 3;

export function isList(value: Value): value is readonly Value[] {
	return Array.isArray(value);
}

/** The kind of a value in words. */
export function kindOf(value: Value): string {
	if (value === null) return 'nil';
	if (isList(value)) return 'a list';
	if (typeof value === 'object') return 'a mapping';
	if (typeof value === 'boolean') return 'a truth value';
	return typeof value === 'number' ? 'a number' : 'a text';
}

function refuse(what: string, value: Value, at: number): never {
	throw new ExpressionError(`${what}, found ${kindOf(value)}`, at);
}

export function asBoolean(value: Value, at: number, what: string): boolean {
	return typeof value === 'boolean' ? value : refuse(`${what} needs true or false`, value, at);
}

export function asNumber(value: Value, at: number, what: string): number {
	return typeof value === 'number' ? value : refuse(`${what} needs a number`, value, at);
}

export function asText(value: Value, at: number, what: string): string {
	return typeof value === 'string' ? value : refuse(`${what} needs a text`, value, at);
}

export function asList(value: Value, at: number, what: string): readonly Value[] {
	return isList(value) ? value : refuse(`${what} needs a list`, value, at);
}

/** Equality; nil equals only nil, and other kinds cannot be compared, because a slip in a condition must not read as "no". */
export function isEqual(left: Value, right: Value, at: number, nesting = 0): boolean {
	if (left === null || right === null) return left === right;
	if (kindOf(left) !== kindOf(right)) {
		throw new ExpressionError(`${kindOf(left)} cannot be compared with ${kindOf(right)}`, at);
	}
	if (nesting > maximumNesting) throw new ExpressionError('lists are nested too deeply to compare', at);
	if (isList(left) && isList(right)) {
		return (
			left.length === right.length && left.every((item, index) => isEqual(item, right[index] ?? null, at, nesting + 1))
		);
	}
	if (typeof left === 'object' || typeof right === 'object') {
		throw new ExpressionError('mappings cannot be compared', at);
	}
	return left === right;
}

/** `<`, `<=`, `>`, `>=` of two numbers or two texts. */
export function isOrdered(operator: string, left: Value, right: Value, at: number): boolean {
	const both = typeof left === 'string' && typeof right === 'string';
	const low = both ? left : asNumber(left, at, `"${operator}"`);
	const high = both ? right : asNumber(right, at, `"${operator}"`);
	if (operator === '<') return low < high;
	if (operator === '<=') return low <= high;
	return operator === '>' ? low > high : low >= high;
}

/** `+ - * / % **`; `+` also joins texts, `%` takes whole numbers only. */
export function calculate(operator: string, left: Value, right: Value, at: number): number | string {
	if (operator === '+' && typeof left === 'string' && typeof right === 'string') {
		if (left.length + right.length > maximumText) throw new ExpressionError('the text grows too long', at);
		return left + right;
	}
	const first = asNumber(left, at, `"${operator}"`);
	const second = asNumber(right, at, `"${operator}"`);
	switch (operator) {
		case '+':
			return first + second;
		case '-':
			return first - second;
		case '*':
			return first * second;
		case '/':
			return first / second;
		case '**':
			return first ** second;
		default:
			if (!Number.isInteger(first) || !Number.isInteger(second) || second === 0) {
				throw new ExpressionError('"%" needs whole numbers, and none of zero', at);
			}
			return first % second;
	}
}

/** An item of a list (negative from the end) or a field of a mapping. Outside of a list is a problem; a field that is absent is nil. */
export function itemOf(of: Value, index: Value, at: number): Value {
	if (isList(of)) {
		const place = asNumber(index, at, 'a place in a list');
		if (!Number.isInteger(place)) throw new ExpressionError('a place in a list needs a whole number', at);
		const item = of.at(place);
		if (item !== undefined && place >= -of.length) return item;
		throw new ExpressionError(`index ${place} is outside of a list of ${of.length}`, at);
	}
	if (of === null || typeof of !== 'object') return refuse('an index needs a list or a mapping', of, at);
	const name = asText(index, at, 'the name of a field');
	return Object.hasOwn(of, name) ? (of[name] ?? null) : null;
}

/** `in`: an item of a list, or a field of a mapping. */
export function isIn(item: Value, of: Value, at: number): boolean {
	if (isList(of)) return of.some((one) => isEqual(item, one, at));
	if (of === null || typeof of !== 'object') return refuse('"in" needs a list or a mapping', of, at);
	return Object.hasOwn(of, asText(item, at, '"in" a mapping'));
}

/** In how many ways the choices of a pattern can be taken together: those of groups that follow each other multiply. */
function choicesOf(bare: string): number {
	const open = [1];
	let ways = 1;
	for (const character of bare) {
		if (character === '(') open.push(1);
		else if (character === ')') ways *= open.pop() ?? 1;
		else if (character === '|') open.push((open.pop() ?? 1) + 1);
	}
	return open.reduce((product, choices) => product * choices, ways);
}

/** At most so many ways to lay the repetitions and choices of a pattern on a text of this length. */
function waysOf(bare: string, repetitions: number, length: number): number {
	let ways = choicesOf(bare);
	for (let part = 0; part <= repetitions; part += 1) ways *= (length + 1 + part) / (part + 1);
	return ways;
}

/**
 * `matches`. Argo's patterns run in linear time (RE2), ours do not: so only patterns that cannot run away are taken,
 * which are short, with few repetitions and choices, no repeated group, and without looking around or back.
 */
export function isMatch(text: string, pattern: string, at: number): boolean {
	const ignoresCase = pattern.startsWith('(?i)');
	const source = ignoresCase ? pattern.slice(4) : pattern;
	const bare = source.replaceAll(/\\[^1-9]/g, 'x').replaceAll(/\[[^\]]*\]/g, 'x');
	const repetitions = bare.match(/[*+?{]/g)?.length ?? 0;
	const isMany = repetitions > maximumQuantifiers || waysOf(bare, repetitions, text.length) > maximumWays;
	if (isMany || /\)[*+?{]|\(\?|\\[1-9]/.test(bare) || source.length > maximumPattern || text.length > maximumMatched) {
		throw new ExpressionError('the pattern is too wild: use fewer repetitions and choices, and none of a group', at);
	}
	try {
		return new RegExp(source, ignoresCase ? 'iu' : 'u').test(text);
	} catch {
		throw new ExpressionError('the pattern cannot be read', at);
	}
}
