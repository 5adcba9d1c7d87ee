import { describe, expect, test } from 'vitest';
import type { TestResult } from '../../../../shared/domain/delivery/facts.ts';
import { fixture, pieces, createStillClock } from '../test-kit.ts';
import { defaultLimits } from '../limits.ts';
import { parseReport } from '../parse-report.ts';
import { createTestBasket, type TestLimits } from './case-basket.ts';

/** What a run's reports say of each test; a report that is refused says nothing. */
async function testsOf(reports: readonly (string | Uint8Array)[], limits?: TestLimits) {
	const basket = createTestBasket(limits);
	for (const content of reports) {
		const cases = basket.open('unit');
		const read = await parseReport(
			{ file: 'report', bytes: pieces(content), format: null, about: null, onCase: cases.add },
			{ clock: createStillClock(), limits: defaultLimits },
		);
		if (read.ok) cases.keep(read.value.tool);
	}
	return basket.collected();
}

async function resultsOf(...reports: readonly (string | Uint8Array)[]): Promise<readonly TestResult[]> {
	return (await testsOf(reports)).results;
}

const suite = (cases: string, name = 's') => `<testsuite name="${name}">${cases}</testsuite>`;
const one = (inside = '', attributes = '') => `<testcase classname="c" name="a"${attributes}>${inside}</testcase>`;

describe('the result of a test', () => {
	test.each([
		['passed', one(), { outcome: 'passed', passedOnRetry: false }],
		['failed', one('<failure/>'), { outcome: 'failed', passedOnRetry: false }],
		['skipped', one('<skipped/>'), { outcome: 'skipped', passedOnRetry: false }],
		['passed at last', one('<flakyFailure/>'), { outcome: 'passed', passedOnRetry: true }],
		['passed after an error', one('<flakyError/>'), { outcome: 'passed', passedOnRetry: true }],
		['failed every time', one('<failure/><rerunFailure/>'), { outcome: 'failed', passedOnRetry: false }],
		['failed in the end all the same', one('<flakyFailure/><error/>'), { outcome: 'failed', passedOnRetry: false }],
		['output that looks like it', one('<system-out><flakyFailure/></system-out>'), { passedOnRetry: false }],
	])('%s', async (_name, xml, result) => {
		expect(await resultsOf(suite(xml))).toMatchObject([{ test: 'c > a', group: 'unit', ...result }]);
	});
});

describe('a test that stands several times in one report', () => {
	const failed = one('<failure/>', ' time="2"');
	const passed = one('', ' time="1"');
	const both = (...cases: readonly string[]) => `<testsuites>${cases.map((xml) => suite(xml)).join('')}</testsuites>`;
	const named = (name: string, cases: string) => `<testsuites name="${name}">${suite(cases)}</testsuites>`;
	const pytest = (cases: string) => `<testsuites name="pytest tests">${suite(cases, 'pytest')}</testsuites>`;

	test.each([
		['failed, then passed: it was tried again (Gradle)', suite(failed + passed), 'passed', true],
		['failed twice, then passed', suite(failed + failed + passed), 'passed', true],
		['failed every time', suite(failed + failed), 'failed', false],
		['passed every time: two tests of one name', suite(passed + passed), 'passed', false],
		['passed, then failed: two tests of one name', suite(passed + failed), 'failed', false],
		['failed in the midst', suite(failed + passed + passed), 'failed', false],
		['a try that pytest leaves empty, then passed', pytest(passed + passed), 'passed', true],
		['two of them, then failed', pytest(passed + passed + failed), 'failed', false],
		['failed, then passed, in pytest', pytest(failed + passed), 'passed', true],
		['skipped in the end', suite(passed + one('<skipped/>')), 'skipped', false],
		['failed, then passed in another suite, as in two browsers (Playwright)', both(failed, passed), 'failed', false],
		['failed, then passed: two of one name (Vitest)', named('vitest tests', failed + passed), 'failed', false],
		['failed, then passed: two of one name (Jest)', named('jest tests', failed + passed), 'failed', false],
		['passed on a retry, then at once', suite(one('<flakyFailure/>') + passed), 'passed', true],
		[
			'failed, and another of its name passed on a retry',
			suite(failed + passed + one('<flakyFailure/>')),
			'failed',
			false,
		],
	])('%s', async (_name, xml, outcome, passedOnRetry) => {
		const results = await resultsOf(xml);
		expect(results).toMatchObject([{ test: 'c > a', outcome, passedOnRetry }]);
	});

	test('failed, then passed: two of one name (Node)', async () => {
		const node = (inside: string) => `<testcase classname="test" name="a" time="0.1">${inside}</testcase>`;
		const [result] = await resultsOf(`<testsuites>${node('<failure/>')}${node('')}</testsuites>`);
		expect(result).toMatchObject({ test: 'a', outcome: 'failed', passedOnRetry: false });
		const inSuite = `<testsuites><testsuite name="s" disabled="0" hostname="h">${failed}${passed}</testsuite></testsuites>`;
		expect(await resultsOf(inSuite)).toMatchObject([{ outcome: 'failed', passedOnRetry: false }]);
	});

	test('took as long as the longest of them', async () => {
		expect(await resultsOf(suite(failed + passed))).toMatchObject([{ durationMs: 2000 }]);
	});
});

describe('a test in several reports of a run', () => {
	test.each([
		['a failure anywhere is a failure', [one(), one('<failure/>')], 'failed', false],
		['also where it comes first', [one('<failure/>'), one()], 'failed', false],
		['skipped here, passed there', [one('<skipped/>'), one()], 'passed', false],
		['passed on a retry on one system', [one('<flakyFailure/>'), one()], 'passed', true],
	])('%s', async (_name, cases, outcome, passedOnRetry) => {
		const results = await resultsOf(...cases.map((xml) => suite(xml)));
		expect(results).toMatchObject([{ test: 'c > a', outcome, passedOnRetry }]);
	});
});

test('a suite that broke is no test', async () => {
	expect(await resultsOf(suite('<error message="cannot load"/><testcase name="b"/>'))).toMatchObject([
		{ test: 's > b' },
	]);
});

test.each([
	['Vitest, after a failure at which it stopped', 'vitest tests', '<failure/>', 'skipped'],
	['Vitest, where nothing failed', 'vitest tests', '', 'passed'],
	['another tool', 'jest tests', '<failure/>', 'passed'],
])('a test that took no time at all: %s', async (_name, tool, inside, outcome) => {
	const timeless = (file: string) => `<testcase classname="${file}" name="z" time="0"/>`;
	const cases = `${one(inside, ' time="0.01"')}${timeless('c')}${timeless('c.test-d.ts')}`;
	const [, left, types] = await resultsOf(`<testsuites name="${tool}">${suite(cases)}</testsuites>`);
	expect(left).toMatchObject({ test: 'c > z', outcome });
	expect(types).toMatchObject({ test: 'c.test-d.ts > z', outcome: 'passed' });
});

test('what stands for a file that did not load is no test', async () => {
	const broken = (attributes: string) => suite(`<testcase ${attributes}><error/></testcase>`);
	const reports = [
		`<testsuites name="vitest tests">${broken('classname="a.test.js" name="a.test.js"')}</testsuites>`,
		`<testsuites name="vitest tests">${broken('classname="vitest unhandled errors" name="Error: x"')}</testsuites>`,
		`<testsuites name="jest tests">${broken('classname="Test suite failed to run" name="/a.test.js"')}</testsuites>`,
		`<testsuites name="pytest tests">${broken('classname="" name="tests.test_a"')}</testsuites>`,
	];
	expect(await resultsOf(...reports)).toEqual([]);
});

test('a suite of Vitest whose hook failed is no test', async () => {
	const inner = '<testcase classname="a.test.js" name="s &gt; deep &gt; in" time="0"><skipped/></testcase>';
	const broken = '<testcase classname="a.test.js" name="s" time="0.1"><failure/></testcase>';
	const report = `<testsuites name="vitest tests">${suite(inner + broken)}${suite(broken)}</testsuites>`;
	expect(await resultsOf(report)).toMatchObject([
		{ test: 'a.test.js > s > deep > in', outcome: 'skipped' },
		// Of another file, where it is a test.
		{ test: 'a.test.js > s', outcome: 'failed' },
	]);
	const alone = await resultsOf(`<testsuites name="vitest tests">${suite(inner + broken)}</testsuites>`);
	expect(alone).toHaveLength(1);
});

test('nothing of a report that is refused counts', async () => {
	expect(await resultsOf('<testsuite name="s"><testcase name="a"/><testcase', suite(one()))).toMatchObject([
		{ test: 'c > a' },
	]);
});

test('results beyond the limit are counted, and those that are known go on being told', async () => {
	const many = (from: number, count: number) =>
		suite(Array.from({ length: count }, (_, index) => `<testcase name="n${from + index}"/>`).join(''));
	const limits = { tests: 10, characters: 1_000 };
	const { results, leftOut } = await testsOf([many(0, 8), many(4, 8)], limits);
	expect(results).toHaveLength(10);
	expect(leftOut).toBe(2);
	const names = await testsOf([many(0, 100)], { tests: 1_000, characters: 100 });
	expect(names.results.length).toBeLessThan(20);
	expect(names.results.length + names.leftOut).toBe(100);
});

describe('real reports', () => {
	test.each([
		['junit-surefire.xml', 'shop.PriceTest > unstable', 'shop.PriceTest', 'passed', true],
		['junit-surefire.xml', 'shop.PriceTest > negative', 'shop.PriceTest', 'failed', false],
		['junit-pytest.xml', 'tests.test_price > test_adds_vat', 'tests.test_price', 'passed', false],
		['junit-vitest.xml', 'a.test.js > deep > fails', 'a.test.js', 'failed', false],
		['junit-go.xml', 'example.org/shop/price > TestVat', 'example.org/shop/price', 'passed', false],
		['junit-node.xml', 'shop.test.js > adds VAT', '/build/shop/shop.test.js', 'passed', false],
		['junit-node.xml', 'prices > fails on purpose', '/build/shop/shop.test.js', 'failed', false],
	])('%s: %s', async (file, name, where, outcome, passedOnRetry) => {
		const results = await resultsOf(await fixture(file));
		expect(results.find((result) => result.test === name)).toMatchObject({ file: where, outcome, passedOnRetry });
		expect(new Set(results.map((result) => result.test)).size).toBe(results.length);
	});
});
