/**
 * Facts of Argo Rollouts' own tests and documents (argoproj/argo-rollouts, Apache-2.0: utils/evaluate/evaluate_test.go,
 * docs/features/analysis.md) and of the expression language (expr-lang/expr, docs/language-definition.md).
 */
import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { evaluateCondition, type Value } from './evaluate.ts';
import { parseExpression } from './expression.ts';

const nested = { service_apdex: { label: null, values: { values: [2, 2] } } };

describe('conditions hold or not', () => {
	it.each<[string, Value, boolean]>([
		// evaluate_test.go
		['result == true', true, true],
		['result == false', true, false],
		['all(result.service_apdex.values.values, {# > 1})', nested, true],
		['2 in result', [2, 2], true],
		['result > 1', 5, true],
		['asInt(result) == 1', '1', true],
		['asInt(result) == 1', 1, true],
		['asInt(result) == 1', 1.123, true],
		['asFloat(result) == 1.1', '1.1', true],
		['asFloat(result) >= 1.1', '1.1', true],
		['asFloat(result) <= 1.1', '1.1', true],
		['asFloat(result) == 1.1', 1.1, true],
		['isInf(result)', Infinity, true],
		['isInf(result)', 0, false],
		['isNil(result)', null, true],
		['isNil(result)', 1, false],
		['isNil(result)', [], false],
		['default(result, 0) == 0', null, true],
		['default(result, 2) == 1', 1, true],
		// analysis.md
		["result == 'true'", 'true', true],
		['result[0] >= 0.95', [0.951], true],
		['isNaN(result[0]) || result[0] >= 0.95', [Number.NaN], true],
		['len(result) == 0 || result[0] >= 0.95', [], true],
		// the language
		['result[-1] == 3 and result[-3] == 1', [1, 2, 3], true],
		['result["a-b"] == 1', { 'a-b': 1 }, true],
		['result?.deep?.er == nil', { other: 1 }, true],
		['result?.deep?.er == nil', null, true],
		['(result ?? 7) == 7', null, true],
		['result ?? 7 == 7', null, true],
		['1 + 2 * 3 == 7 and 7 / 2 == 3.5 and 7 % 4 == 3 and -2 ** 2 == -4 and 2 ** 3 ** 2 == 512', null, true],
		['1 - 2 - 3 == -4', null, true],
		['1_000 == 1e3 && .5 == 0.5 && 0x1F == 31', null, true],
		['not (result == 1)', 2, true],
		['!(result == 1) or false', 2, true],
		['true or false and false', null, true],
		['result not in [1, 2]', 3, true],
		['result contains "ell" && result startsWith "he" && result endsWith \'lo\'', 'hello', true],
		['result matches "^v[0-9]+\\\\.2$"', 'v12.2', true],
		['result matches "(?i)^OK"', 'okay', true],
		['result not matches "^a"', 'b', true],
		['result > 1 ? result < 3 : false', 2, true],
		['false ? false : true ? true : false', null, true],
		['any(result, # > 2) and none(result, # > 3) and one(result, # == 3)', [1, 2, 3], true],
		['count(result, # > 1) == 2 and len(filter(result, {# > 1})) == 2', [1, 2, 3], true],
		['count(result) == 1', [true, false], true],
		['map(result, # * 2) == [2, 4]', [1, 2], true],
		['all(result, .value < #.limit)', [{ value: 1, limit: 2 }], true],
		['all(result, #index < 2)', [9, 9], true],
		['any(result, any(#, # == 4))', [[1], [4]], true],
		['all([], false) and not any([], true)', null, true],
		['sum(result) == 6 and mean(result) == 2 and median(result) == 2 and max(result) == 3', [1, 2, 3], true],
		['min(3, 2) == 2 and round(-2.5) == -3 and abs(-1) == 1 and first(result) == last(result)', [5], true],
		['result == 1 // what was measured\n', 1, true],
		['/* quoted */ `a\\n` == "a\\\\n"', null, true],
		['result > 0.5', Number.NaN, false],
		['false and result[9] == 1', [], false],
	])('%s', (source, result, expected) => {
		expect(evaluateCondition(source, result)).toEqual({ ok: true, value: expected });
	});
});

describe('a problem has a place', () => {
	it.each<[string, Value, number, RegExp]>([
		// evaluate_test.go
		['a == true', true, 0, /unknown name "a"/],
		['1', true, 0, /must be true or false, found a number/],
		['invalidVariable', true, 0, /unknown name "invalidVariable"/],
		["result.Name() == 'hi'", true, 11, /cannot be called/],
		['asInt(result) == 1.1', '1.1', 0, /asInt\(\) cannot read/],
		['asFloat(result) == 1.1', 'NotANum', 0, /asFloat\(\) cannot read/],
		['asFloat(result) == "1.1"', '1.1', 16, /a number cannot be compared with a text/],
		['now() -- ?', null, 0, /unknown function "now"/],
		// Argo cannot hold a whole vector against a number either.
		['result >= 0.95', [0.99], 7, /needs a number, found a list/],
		['result[0] >= 0.95', [], 6, /index 0 is outside of a list of 0/],
		['result[-2] > 1', [1], 6, /outside/],
		['result[0.5] > 1', [1], 6, /whole number/],
		['result[0] > 1', null, 6, /needs a list or a mapping, found nil/],
		['true or nonsense', true, 8, /unknown name/],
		['result >', 1, 8, /ends too early/],
		['result > 1)', 1, 10, /unexpected "\)"/],
		['result = 1', 1, 7, /unexpected "="/],
		['result > 1 > 0', 1, 11, /needs a number, found a truth value/],
		['not result == 1', 1, 0, /needs true or false/],
		['1 and true', 1, 0, /"and" needs true or false/],
		['"open', 1, 0, /does not end/],
		['"\\q" == ""', 1, 1, /unknown escape/],
		['{}["x"] == nil', null, 0, /unexpected "\{"/],
		['12abc == 1', 1, 2, /runs into a word/],
		['result @ 1', 1, 7, /has no meaning/],
		['# > 1', 1, 0, /stands for an item only within/],
		['all(result)', [1], 10, /"," is expected/],
		['isNaN()', [1], 0, /takes 1 value/],
		['all(result, #)', [1], 0, /inside of all\(\) needs true or false/],
		['5 % 0 == 1', null, 2, /none of zero/],
		['sum(["a"]) == 1', null, 0, /sum\(\) needs a number/],
		['mean([]) == 1', null, 0, /empty list/],
		['result matches "(a+)+$"', 'aaaa', 7, /too wild/],
		[`result matches "${'(a|a)'.repeat(30)}b"`, 'a'.repeat(60), 7, /too wild/],
		[`result matches "${'(a|(a|a))'.repeat(20)}b"`, 'a'.repeat(60), 7, /too wild/],
		['result matches ".*a.*a.*b"', 'a'.repeat(128), 7, /too wild/],
		['result matches "a*a*a*a*b"', 'aaaa', 7, /too wild/],
		['result matches "("', 'aaaa', 7, /cannot be read/],
		['result in 5', 5, 7, /"in" needs a list/],
		['constructor == 1', 1, 0, /unknown name/],
		['__proto__ == nil', 1, 0, /unknown name/],
		['toString() == 1', 1, 0, /unknown function/],
	])('%s', (source, result, at, message) => {
		const evaluated = evaluateCondition(source, result);
		expect(evaluated.ok).toBe(false);
		if (evaluated.ok) return;
		expect(evaluated.problem.message).toMatch(message);
		expect(evaluated.problem.at).toBe(at);
	});

	it.each([
		['depth', '('.repeat(60) + 'true' + ')'.repeat(60)],
		['depth of refusals', `${'!'.repeat(500)}true`],
		['depth of choices', 'true ? '.repeat(200)],
		['length', `true ${' '.repeat(3_000)}`],
		['steps', `all(${'map(result, '.repeat(3)}[1]${')'.repeat(3)}, all(result, all(result, true)))`],
		['size of texts', `${'map('.repeat(20)}["aaaaaaaaaa"]${', # + #)'.repeat(20)} == []`],
		[
			'nested lists',
			`${'map('.repeat(20)}[1]${', [#, #])'.repeat(20)} == ${'map('.repeat(20)}[1]${', [#, #])'.repeat(20)}`,
		],
	])('%s is bounded', (_name, source) => {
		const large = Array.from({ length: 300 }, () => 1);
		expect(evaluateCondition(source, large)).toMatchObject({ ok: false });
	});

	it('finds nothing on the prototype of a mapping', () => {
		expect(evaluateCondition('result.constructor == nil and result["__proto__"] == nil', {})).toEqual({
			ok: true,
			value: true,
		});
		expect(evaluateCondition('"toString" in result', {})).toEqual({ ok: true, value: false });
	});
});

const words = fc.constantFrom(
	...['result', '[', ']', '0', '1.5', '(', ')', 'all', 'any', 'len', ',', '#', '{', '}', '>', '==', '+', '-', '/', '%'],
	...[
		'not',
		'in',
		'and',
		'||',
		'!',
		'"a"',
		'.',
		'x',
		'?',
		':',
		'??',
		'matches',
		'isNaN',
		'default',
		'**',
		' ',
		'//',
		'`',
	],
);
const anyResult: fc.Arbitrary<Value> = fc.oneof(
	fc.constant(null),
	fc.double(),
	fc.string({ maxLength: 5 }),
	fc.array(fc.double(), { maxLength: 4 }),
	fc.dictionary(fc.string({ maxLength: 3 }), fc.double()),
);

describe('whatever is written', () => {
	test.prop([fc.array(words, { maxLength: 25 }), anyResult], { numRuns: 500 })('nothing is thrown', (parts, result) => {
		const source = parts.join(' ');
		const evaluated = evaluateCondition(source, result);
		if (evaluated.ok) expect(typeof evaluated.value).toBe('boolean');
		else expect(evaluated.problem.at).toBeLessThanOrEqual(source.length);
	});

	test.prop([fc.string({ maxLength: 60, unit: 'binary' })])('arbitrary text is read or has a problem', (source) => {
		const parsed = parseExpression(source);
		if (!parsed.ok) expect(parsed.problem.message).not.toBe('');
	});

	test.prop([fc.double({ noNaN: true }), fc.double({ noNaN: true })])(
		'comparison is that of numbers',
		(left, right) => {
			expect(evaluateCondition('result[0] < result[1]', [left, right])).toEqual({ ok: true, value: left < right });
		},
	);
});
