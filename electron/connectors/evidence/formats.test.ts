import { describe, expect, test } from 'vitest';
import { factsOf, readReport, refusalOf } from './test-kit.ts';

describe('lcov', () => {
	test.each([
		['cut off within a file', 'TN:\nSF:a\nDA:1,1\n', 'line 3, is cut off: its last file has no end'],
		['cut off within a line', 'SF:a\nDA:1,', 'line 2, has a DA that cannot be read'],
		['an end without a beginning', 'SF:a\nDA:1,1\nend_of_record\nend_of_record\n', 'line 4, ends a record'],
		['a file within a file', 'SF:a\nSF:b\n', 'line 2, begins a file before'],
		['something else', 'SF:a\nhello\n', 'line 2, holds a line that is not of an lcov trace'],
		['a line outside of a file', 'TN:\nDA:1,1\n', 'line 2, has DA outside of a file'],
		['hits that are no number', 'SF:a\nDA:1,x\nend_of_record\n', 'line 2, has a DA'],
		['a line that no file has', 'SF:a\nDA:99999999,1\nend_of_record\n', 'line 2, names line 99999999'],
		['nothing measured', 'SF:a\nend_of_record\n', 'measured not a single line'],
		['nothing at all', 'TN:\n', 'measured not a single line'],
	])('refused: %s', async (_name, text, message) => {
		expect(await refusalOf(text, { format: 'lcov' })).toContain(message);
	});

	test('lines are merged, sums after them and negative hits are not believed', async () => {
		const text =
			'SF:a\nDA:1,0\nDA:1,3\nDA:2,-1\nDA:3,0,md5\nLF:90\nLH:90\nend_of_record\nSF:a\nDA:3,1\nend_of_record\n';
		expect(await factsOf('coverage', text)).toMatchObject({
			lines: { covered: 2, total: 3 },
			branches: null,
			functions: null,
		});
	});

	test('functions of lcov 2 are counted by their index', async () => {
		const text = 'SF:a\nFNL:0,1,5\nFNA:0,3,f\nFNA:0,0,alias\nFNL:1,7,9\nFNA:1,0,g\nDA:1,1\nend_of_record\n';
		expect(await factsOf('coverage', text)).toMatchObject({ functions: { covered: 1, total: 2 } });
	});
});

describe('Istanbul', () => {
	const file = (s: object) => ({
		path: 'a',
		statementMap: { 0: { start: { line: 1 } } },
		fnMap: {},
		branchMap: {},
		s,
		f: {},
		b: {},
	});
	test.each([
		['hits that are no number', { a: file({ 0: 'yes' }) }, 'a.s.0'],
		['a file without statements', { a: { statementMap: {} } }, 'a.path'],
		[
			'a sum that cannot be',
			{ a: { lines: { covered: 9, total: 3 }, statements: {} } },
			'covers more than there is in a',
		],
		['a sum without lines', { a: { statements: {}, lines: { total: 3 } } }, 'a.lines.covered'],
		['nothing', {}, 'measured not a single line'],
	])('refused: %s', async (_name, report, message) => {
		expect(await refusalOf(JSON.stringify(report), { format: 'istanbul' })).toContain(message);
	});
	test('a list is no coverage', async () => {
		expect(await refusalOf('[]', { format: 'istanbul' })).toContain('holds no files by name');
	});
	test('keys that are names of prototypes are keys', async () => {
		const text = `{"__proto__":${JSON.stringify(file({ 0: 1 }))},"constructor":${JSON.stringify(file({ 0: 0 }))}}`;
		expect(await factsOf('coverage', text, { format: 'istanbul' })).toMatchObject({
			lines: { covered: 1, total: 2 },
			files: 2,
		});
	});
	test('the total of a summary counts where it names no file', async () => {
		const total = { lines: { covered: 3, total: 4 }, statements: {} };
		expect(await factsOf('coverage', JSON.stringify({ total }))).toMatchObject({
			lines: { covered: 3, total: 4 },
			files: 0,
		});
	});
});

describe('scans that found nothing, and those that did not look', () => {
	test.each([
		['gitleaks', '[]', null],
		['gitleaks', 'null', null],
		['npm-audit', '{"auditReportVersion":2,"vulnerabilities":{},"metadata":{"vulnerabilities":{"total":0}}}', null],
		[
			'npm-audit',
			'{"auditReportVersion":2,"vulnerabilities":{},"metadata":{"vulnerabilities":{"high":2,"total":2}}}',
			'npm audit says that it found 2 and lists none of them.',
		],
		['npm-audit', '{"error":{"code":"ENOAUDIT"}}', 'npm audit could not finish: ENOAUDIT'],
		[
			'npm-audit',
			'{"message":"request to the registry failed"}',
			'npm audit could not finish: request to the registry failed',
		],
		['osv', '{"results":[]}', null],
		['osv', '{"results":null}', 'OSV-Scanner reported no list of results, not even an empty one.'],
		['osv', '{}', 'OSV-Scanner reported no list of results, not even an empty one.'],
	] as const)('%s %s', async (format, text, invalid) => {
		expect(await factsOf('findings', text, { format })).toMatchObject({ active: 0, invalid });
	});

	test.each([
		['gitleaks', '{}', 'is not a report of this kind'],
		['gitleaks', '[{"Description":"d"}]', '0.RuleID'],
		['npm-audit', '{}', 'neither `vulnerabilities` nor `advisories`'],
		['npm-audit', '{"vulnerabilities":[]}', 'vulnerabilities'],
		['osv', '{"results":[{"packages":[{}]}]}', 'results.0.packages.0.package'],
		['eslint', '{}', 'is not a report of this kind'],
		['eslint', '[{"filePath":"a"}]', '0.messages'],
		['pact', '{"success":true,"testResults":[]}', 'lists no interaction'],
		['pact', '{"result":true,"errors":[],"pendingErrors":[],"output":[]}', 'lists no interaction'],
		['pact', '{"success":false,"testResults":[{"success":true}]}', 'lists no failure'],
		[
			'pact',
			'{"interactionResults":[{"description":"a","result":"OK"}],"errors":[{"interaction":"fetching b"}]}',
			'lists errors, and only interactions that passed',
		],
		['k6', '{"metrics":{}}', 'measured no request'],
		['k6', '{"root_group":{}}', 'metrics'],
		['autocannon', '{"requests":{"total":0},"latency":{"p50":0},"errors":0}', 'measured no request'],
		['axe', '[]', 'looked at no page'],
		['axe', '{"results":[]}', 'looked at no page'],
		['axe', '{"url":"x"}', '0.violations'],
	] as const)('%s %s is refused', async (format, text, message) => {
		expect(await refusalOf(text, { format })).toContain(message);
	});
});

test('a load test without a single answer has no latencies, and errors all through', async () => {
	const text = '{"requests":{"total":0,"average":0},"latency":{"p50":0,"p99":0,"average":0},"errors":40,"non2xx":0}';
	expect(await factsOf('performance', text)).toMatchObject({ metrics: { throughput: 0, 'error-rate': 1 } });
	expect((await factsOf('performance', text)).metrics).not.toHaveProperty('p99');
});

test('Pact: interactions that passed are counted by what older versions printed', async () => {
	const output = [
		'Verifying a pact',
		'  a request',
		'    returns a response which',
		'  b',
		'    returns a response which',
	];
	const errors = [
		{ interaction: 'Verifying a pact between Shop and Stock - b', mismatch: { message: 'Boom', type: 'error' } },
	];
	const facts = await factsOf('contracts', JSON.stringify({ result: false, output, errors, pendingErrors: [] }));
	expect(facts).toMatchObject({ total: 2, passed: 1, failed: 1, consumers: ['Shop'] });
	expect(facts.failures).toStrictEqual([{ interaction: errors[0]?.interaction, message: 'Boom' }]);
});

test.each([
	['{"violations":[],"passes":[{}],"url":"/"}', 1],
	['{"results":[{"violations":[]},{"violations":[]}]}', 2],
	['{"results":{"violations":[]}}', 1],
])('axe: %s', async (text, pages) => {
	expect(await factsOf('accessibility', text)).toMatchObject({ pages, violations: {} });
});

describe('a report that does not say what it is', () => {
	test.each([
		['an empty list, which could be anybody’s', '[]'],
		['null', 'null'],
		['an empty object', '{}'],
		['an object of something else', '{"name":"shop","version":"1.0.0"}'],
		['a list of something else', '[{"a":1}]'],
		['other XML', '<html><body/></html>'],
		['Clover', '<?xml version="1.0"?><coverage generated="1" clover="3.2.0"><project/></coverage>'],
		['words', 'everything is fine'],
		['a zip', 'PK\u0003\u0004'],
	])('%s', async (_name, text) => {
		const report = await readReport(text);
		expect(report.ok).toBe(false);
		expect(!report.ok && report.problem.hint).toMatch(/format/u);
	});
	test('nothing', async () => {
		expect(await refusalOf('')).toBe('report, line 1, is empty, so it proves nothing.');
		expect(await refusalOf(' \n\t')).toContain('is empty');
	});
	test('a format that was named wrongly', async () => {
		expect(await refusalOf('<report/>', { format: 'junit' })).toContain('begins with <report> and is no JUnit report');
		expect(await refusalOf('<testsuite/>', { format: 'jacoco' })).toContain('is no JaCoCo report');
		expect(await refusalOf('<testsuite/>', { format: 'cobertura' })).toContain('is no Cobertura report');
		expect(await refusalOf('<testsuite/>', { format: 'sarif' })).toContain('line 1, is not well-formed JSON');
		expect(await refusalOf('[]', { format: 'junit' })).toContain('line 1, is not well-formed XML');
	});
});
