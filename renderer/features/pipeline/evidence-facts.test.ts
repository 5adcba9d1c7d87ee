import { describe, expect, test } from 'vitest';
import { formatCount } from '../../../shared/domain/format.ts';
import { fakeEvidence } from '../../dev/fake-pipelines-gates.ts';
import { sizeText, summaryOf } from './evidence-facts.ts';

const summaries = (isGood: boolean) => fakeEvidence(0, isGood).map(({ facts }) => summaryOf(facts));

describe('a report in words', () => {
	const [tests, coverage, findings, lint, load] = summaries(false);

	test('tests: how many passed and which failed, with their file', () => {
		expect(tests?.text).toBe(`${formatCount(2_182)} of ${formatCount(2_184)} tests passed, 2 failed, 1 min 49 s`);
		expect(tests?.items[0]).toEqual({
			text: 'tax / rounding › rounds to the cent for three currencies: expected 12.34 to be 12.35',
			where: 'src/tax/rounding.test.ts',
			isAside: false,
		});
	});

	test('coverage: covered of total, never the percentage alone', () => {
		expect(coverage?.items.map(({ text }) => text)).toContain(
			`lines 79.2 %, ${formatCount(3_880)} of ${formatCount(4_899)}`,
		);
	});

	test('findings: by severity, suppressed ones aside', () => {
		expect(findings?.text).toBe('1 finding (1 high), 2 suppressed, 212 files scanned');
		expect(findings?.items.map(({ where, isAside }) => [where, isAside])).toEqual([
			['src/orders/search.ts:88', false],
			['src/cache/key.ts:12', true],
		]);
	});

	test('lint: the worst functions', () => {
		expect(lint?.items[0]).toEqual({ text: 'complexity 12 in taxOf', where: 'src/tax/tax.ts:41', isAside: false });
	});

	test('load: figures with their units', () => {
		expect(load?.text).toContain('p95 184 ms');
		expect(load?.text).toContain('errors 0.04 %');
	});

	test('a scan that proves nothing says so first', () => {
		const facts = { kind: 'findings', about: 'security', active: 0, suppressed: 0, bySeverity: {}, items: [] } as const;
		expect(summaryOf({ ...facts, scanned: null, invalid: 'It has no results.' }).text).toBe(
			'It has no results, 0 findings',
		);
	});

	test('contracts and accessibility: what failed and what a person must decide', () => {
		expect(
			summaryOf({
				...{
					kind: 'contracts',
					total: 3,
					passed: 1,
					failed: 1,
					pending: 1,
					provider: 'payment',
					providerVersion: '3.9',
				},
				...{ consumers: [], failures: [{ interaction: 'charge', message: null }] },
			}),
		).toEqual({
			text: '1 of 3 interactions verified, 1 failed, 1 pending, provider payment 3.9',
			items: [{ text: 'charge', where: null, isAside: false }],
		});
		expect(
			summaryOf({
				...{ kind: 'accessibility', pages: 2, passes: 40, violations: { serious: 1 }, incomplete: 3 },
				items: [{ rule: 'label', impact: 'serious', help: 'Needs a label', page: '/cart', nodes: 1 }],
			}).text,
		).toBe('2 pages, violations: 1 serious, 40 rules passed, 3 for a person to decide');
	});
});

test.each([
	[0, '0 B'],
	[999, '999 B'],
	[1_000, '1.0 kB'],
	[184_200, '184 kB'],
	[18_400_000, '18.4 MB'],
	[3e12, `${formatCount(3_000)} GB`],
])('%d bytes are %s', (bytes, expected) => {
	expect(sizeText(bytes)).toBe(expected);
});
