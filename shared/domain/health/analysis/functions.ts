/** Functions of plain values that a condition may call: Argo's own (utils/evaluate) and the usual ones of lists and numbers. */
import { ExpressionError } from './tokens.ts';
import { asList, asNumber, isList, kindOf, type Value } from './values.ts';

/** Numbers as Go's strconv reads them; null for anything else. */
function readNumber(text: string): number | null {
	if (/^[+-]?(inf|infinity)$/i.test(text)) return text.startsWith('-') ? -Infinity : Infinity;
	if (/^[+-]?nan$/i.test(text)) return Number.NaN;
	return /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/.test(text) ? Number(text) : null;
}

function toFloat(name: string, value: Value, at: number): number {
	if (typeof value === 'number') return value;
	const read = typeof value === 'string' ? readNumber(value) : null;
	if (read !== null) return read;
	const shown = typeof value === 'string' ? 'a text that is no number' : kindOf(value);
	throw new ExpressionError(`${name}() cannot read ${shown}`, at);
}

/** Whole numbers: a number loses its fraction, a text must have none. */
function toInt(name: string, value: Value, at: number): number {
	if (typeof value === 'string' && !/^[+-]?\d+$/.test(value)) {
		throw new ExpressionError(`${name}() cannot read a text that is no whole number`, at);
	}
	const number = Math.trunc(toFloat(name, value, at));
	if (!Number.isFinite(number)) throw new ExpressionError(`${name}() cannot make a whole number of it`, at);
	return number;
}

function numbersOf(name: string, values: readonly Value[], at: number): readonly number[] {
	return values.map((value) => asNumber(value, at, `${name}()`));
}

function filled(name: string, numbers: readonly number[], at: number): readonly number[] {
	if (numbers.length === 0) throw new ExpressionError(`${name}() of an empty list`, at);
	return numbers;
}

function mean(numbers: readonly number[]): number {
	return numbers.reduce((sum, one) => sum + one, 0) / numbers.length;
}

function median(numbers: readonly number[]): number {
	const sorted = numbers.toSorted((left, right) => left - right);
	const middle = Math.floor(sorted.length / 2);
	return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : mean(sorted.slice(middle - 1, middle + 1));
}

/** Half away from zero, as Go's math.Round. */
const roundHalfAway = (value: number): number => Math.sign(value) * Math.round(Math.abs(value));

const roundings: Readonly<Record<string, (value: number) => number>> = {
	abs: Math.abs,
	ceil: Math.ceil,
	floor: Math.floor,
	round: roundHalfAway,
};
const summaries: Readonly<Record<string, (numbers: readonly number[]) => number>> = {
	min: (numbers) => numbers.reduce((least, one) => Math.min(least, one)),
	max: (numbers) => numbers.reduce((most, one) => Math.max(most, one)),
	mean,
	median,
};

function lengthOf(value: Value, at: number): number {
	if (typeof value === 'string') return Array.from(value).length;
	if (isList(value)) return value.length;
	if (value !== null && typeof value === 'object') return Object.keys(value).length;
	throw new ExpressionError(`len() cannot count ${kindOf(value)}`, at);
}

/** Calls a function of `functionArity`; the number of values was checked by the parser. */
export function callFunction(name: string, values: readonly Value[], at: number): Value {
	const value = values[0] ?? null;
	const rounding = roundings[name];
	if (rounding !== undefined) return rounding(asNumber(value, at, `${name}()`));
	const summary = summaries[name];
	if (summary !== undefined) return summary(filled(name, numbersOf(name, isList(value) ? value : values, at), at));
	switch (name) {
		case 'asInt':
		case 'int':
			return toInt(name, value, at);
		case 'asFloat':
		case 'float':
			return toFloat(name, value, at);
		case 'isNaN':
			return Number.isNaN(asNumber(value, at, 'isNaN()'));
		case 'isInf':
			return Math.abs(asNumber(value, at, 'isInf()')) === Infinity;
		case 'isNil':
			return value === null;
		case 'default':
			return value ?? values[1] ?? null;
		case 'len':
			return lengthOf(value, at);
		case 'sum':
			return numbersOf(name, asList(value, at, 'sum()'), at).reduce((sum, one) => sum + one, 0);
		case 'first':
			return asList(value, at, 'first()')[0] ?? null;
		case 'last':
			return asList(value, at, 'last()').at(-1) ?? null;
		default:
			throw new ExpressionError(`unknown function "${name}"`, at);
	}
}
