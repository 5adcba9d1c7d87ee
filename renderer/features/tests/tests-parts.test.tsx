/** What the parts of the screen say to eyes and to screen readers, drawn without a room. */
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { ok } from '../../../shared/domain/result.ts';
import type { TestRow } from '../../../shared/domain/tests/model.ts';
import { defaultTestPolicy as policy } from '../../../shared/domain/tests/policy.ts';
import { summariseTests, type SuiteTime, tallyTests } from '../../../shared/domain/tests/summary.ts';
import { fakeTestRows, playedTests } from '../../dev/fake-tests.ts';
import { ResultStrip } from './result-strip.tsx';
import { SummaryCards } from './summary-cards.tsx';
import { testMarkdown, testsMarkdown } from './tests-markdown.ts';
import { askedOf, columnOfOrder, isNarrowed, orderOf, orderOfColumn, pageSize, usualFilter } from './tests-query.ts';
import { fetchPages } from './use-tests.ts';
import { recentWords, rowKey, windowWords } from './words.ts';

const now = Date.UTC(2026, 10, 28, 12);
const rows = fakeTestRows(now, 60);

function words(html: string): string {
	return html.replaceAll(/<[^>]*>/g, ' ').replaceAll(/[\s\u202f]+/g, ' ');
}

function summary(of: readonly TestRow[], suites: readonly SuiteTime[] = [], leftOut = 0) {
	return summariseTests({ service: null, asOf: now, tally: tallyTests(of), suites, leftOut, policy });
}

type Recent = TestRow['recent'];

describe('the strip of newest results', () => {
	const recent: Recent = [
		{ at: 1, outcome: 'passed', commit: 'a' },
		{ at: 2, outcome: 'failed', commit: 'b' },
		{ at: 3, outcome: 'skipped', commit: 'c' },
		{ at: 4, outcome: 'passed', passedOnRetry: true, commit: 'd' },
	];

	test('says in a sentence what it shows', () => {
		expect(recentWords(recent)).toBe(
			'Newest 4 results: 2 passed (1 on a retry), 1 failed, 1 skipped; the last one passed on a retry',
		);
		expect(recentWords(recent.slice(0, 2))).toBe('Newest 2 results: 1 passed, 1 failed; the last one failed');
		expect(recentWords([])).toBe('No results yet');
		expect(renderToStaticMarkup(<ResultStrip recent={recent} />)).toContain(`aria-label="${recentWords(recent)}"`);
	});

	test('has a shape for each outcome, not only a colour', () => {
		const shapes = recent.map((one) =>
			renderToStaticMarkup(<ResultStrip recent={[one]} most={1} />)
				.replace(/aria-label="[^"]*"/, '')
				.replaceAll(/ class="[^"]*"/g, ''),
		);
		expect(new Set(shapes).size).toBe(4);
	});

	test('puts the newest at its right end', () => {
		expect(renderToStaticMarkup(<ResultStrip recent={recent.slice(0, 1)} most={10} />)).toContain('x="45"');
	});
});

describe('the summary', () => {
	test('says which days it is of', () => {
		expect(words(renderToStaticMarkup(<SummaryCards summary={summary(rows)} />))).toContain('The last 7 days');
		expect([1, 1.5, 14].map((days) => windowWords(days * 86_400_000))).toEqual([
			'The last day',
			'The last 1 d 12 h',
			'The last 14 days',
		]);
	});

	test('says what its figures rest on', () => {
		const suites = [{ wallMs: 60_000, summedMs: 180_000 }];
		const text = words(renderToStaticMarkup(<SummaryCards summary={summary(rows, suites, 2)} />));
		const { byState } = tallyTests(rows);
		expect(text).toContain(`${byState.flaky} of ${60 - byState.new} tests with enough runs`);
		expect(text).toContain('p90 1 min by the clock summed 3 min, p90 3 min over 1 run');
		expect(text).toContain('2 runs left out');
		expect(text).toMatch(/Unit 33\.3 % \(15\) aim 70 %/);
	});

	test('never shows 0 for what was not measured', () => {
		const text = words(renderToStaticMarkup(<SummaryCards summary={summary([])} />));
		expect(text).toContain('Flaky no data no test has enough runs');
		expect(text).toContain('Suite time no data over 0 runs');
		expect(text).toContain('Time lost none');
		expect(text).not.toMatch(/ 0 (ms|%)/);
	});

	test('says so where reports have no time of the clock', () => {
		const text = words(
			renderToStaticMarkup(<SummaryCards summary={summary(rows, [{ wallMs: null, summedMs: 5_000 }])} />),
		);
		expect(text).toContain('Suite time 5 s p90 5 s, summed by the clock: not measured over 1 run');
	});
});

describe('what is asked', () => {
	test('is a page of what the filter says', () => {
		const filter = { ...usualFilter, service: 'shop', state: 'flaky', search: ' vat ' } as const;
		expect(askedOf(filter, 2)).toStrictEqual({
			services: ['shop'],
			states: ['flaky'],
			onlyQuarantined: false,
			search: 'vat',
			order: 'state',
			offset: 2 * pageSize,
			limit: pageSize,
		});
		expect(isNarrowed(filter)).toBe(true);
		expect(isNarrowed({ ...usualFilter, service: 'shop', search: ' ' })).toBe(false);
	});

	test('each order is that of a column', () => {
		for (const order of ['name', 'state', 'slowest', 'lost'] as const) {
			expect(orderOfColumn[columnOfOrder(order)].order).toBe(order);
			expect(orderOf(columnOfOrder(order))).toBe(order);
		}
		expect(orderOf('recent')).toBeNull();
	});

	test('pages follow one another, and end', async () => {
		const { tests } = playedTests(now, pageSize + 30);
		const one = await fetchPages({ tests }, usualFilter, 1);
		const two = await fetchPages({ tests }, usualFilter, 5);
		expect(one.ok && one.value.rows.length).toBe(pageSize);
		expect(two.ok && new Set(two.value.rows.map(rowKey)).size).toBe(pageSize + 30);
		let asked = 0;
		const short = async () => {
			asked += 1;
			return ok({ summary: summary([]), rows: asked === 1 ? rows : [], total: 1_000 });
		};
		const cut = await fetchPages({ tests: short }, usualFilter, 9);
		expect(cut.ok && cut.value.rows.length).toBe(60);
		expect(asked).toBe(2);
	});
});

describe('as Markdown', () => {
	const row: TestRow = {
		...{ service: 'shop', test: 'a | `b`\nc', file: 'a.test.ts', level: 'unit', state: 'flaky' },
		...{ runs: 10, passes: 6, passRate: 0.6, disagreements: 1, transitions: 3, why: 'Passed 6 of 10.' },
		...{ p50Ms: 100, p90Ms: 900, lostMs: 600_000, lastFailedAt: now, since: now, recent: [] },
		quarantine: {
			...{ service: 'shop', test: 'a', file: null, owner: 'ada', reason: 'a *clock*', ticket: 'SHOP-1' },
			...{ by: 'bob', at: now, expiresAt: now },
		},
	};

	test('a test brings its figures and its owner, and breaks no markup', () => {
		const text = testMarkdown(row).replaceAll('\u202f', ' ');
		expect(text).toContain("**Flaky: `a \\| 'b' c`** (shop)");
		expect(text).toContain('- Passed: 6 of 10 (60 %)');
		expect(text).toContain('- Time: p50 100 ms, p90 900 ms');
		expect(text).toContain('- Time lost to it: 10 min');
		expect(text).toContain('owned by ada: a \\*clock\\* (SHOP-1)');
	});

	test('a list is a table, cut where it gets long', () => {
		const text = testsMarkdown(summary(rows), rows, 10);
		expect(text.match(/^\| /gm)).toHaveLength(12);
		expect(text).toContain('50 more');
		expect(testsMarkdown(summary([row]), [row])).toMatch(/\| Flaky, quarantined \|/);
	});
});
