import { describe, expect, test } from 'vitest';
import { createLevels } from './levels.ts';
import { defaultTestPolicy } from './policy.ts';

const levelOf = createLevels(defaultTestPolicy.levels);

describe('levels by the rules that stand where nobody wrote others', () => {
	test.each([
		['src/price.test.ts', 'unit'],
		['price.test.ts', 'unit'],
		['./price.spec.js', 'unit'],
		['src\\unit\\price.js', 'unit'],
		['src/price.integration.test.ts', 'integration'],
		['e2e/checkout.spec.ts', 'ui'],
		['tests/e2e/integration/a.test.ts', 'ui'],
		['tests/test_price.py', 'unit'],
		['tests.test_price', 'unit'],
		['tests.test_price.TestVat', 'unit'],
		['tests.integration.test_price', 'integration'],
		['shop.PriceTest', 'unit'],
		['org.example.shop.PriceIT', 'integration'],
		['/build/shop/price_test.go', 'unit'],
		['example.org/shop/price', null],
		['README', null],
		[null, null],
	])('%s: %s', (file, level) => {
		expect(levelOf({ test: 'price > adds VAT', file, group: 'tests' })).toBe(level);
	});

	test('the source of a report says it where its file does not', () => {
		expect(levelOf({ test: 'a', file: null, group: 'api' })).toBe('integration');
		expect(levelOf({ test: 'a', file: 'a_test.go', group: 'e2e' })).toBe('ui');
	});
});

describe('rules of a team', () => {
	const rule = { files: [], groups: [], names: [] };
	test('by name, where a slash divides nothing; the first that fits holds', () => {
		const of = createLevels([
			{ ...rule, level: 'ui', names: ['*#slow*', 'GET /cart *'] },
			{ ...rule, level: 'unit', names: ['*'] },
		]);
		expect(of({ test: 'GET /cart answers a/b', file: null, group: '' })).toBe('ui');
		expect(of({ test: 'POST /cart answers', file: null, group: '' })).toBe('unit');
	});
	test('no rule, no level', () => {
		expect(createLevels([])({ test: 'a', file: 'unit/a.test.ts', group: 'unit' })).toBeNull();
	});
});
