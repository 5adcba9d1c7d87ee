import { describe, expect, test } from 'vitest';
import { factsOf, refusalOf } from '../test-kit.ts';

const suite = (cases: string, attributes = '') => `<testsuite name="s"${attributes}>${cases}</testsuite>`;
const read = (xml: string) => factsOf('tests', xml);

describe('one case', () => {
	test.each([
		['nothing in it', '<testcase name="a"/>', 'passed'],
		['failure', '<testcase name="a"><failure/></testcase>', 'failed'],
		['error', '<testcase name="a"><error message="m"/></testcase>', 'failed'],
		['failure and error count once', '<testcase name="a"><failure/><error/></testcase>', 'failed'],
		['two failures count once', '<testcase name="a"><failure/><failure/></testcase>', 'failed'],
		['skipped', '<testcase name="a"><skipped/></testcase>', 'skipped'],
		['skipped, then an error in its tear-down', '<testcase name="a"><skipped/><error/></testcase>', 'failed'],
		['passed at last (Surefire)', '<testcase name="a"><flakyFailure/><flakyError/></testcase>', 'passed'],
		['failed every time (Surefire)', '<testcase name="a"><failure/><rerunFailure/><rerunError/></testcase>', 'failed'],
		['not run (GoogleTest)', '<testcase name="a" status="notrun" result="suppressed"/>', 'skipped'],
		['run (GoogleTest)', '<testcase name="a" status="run" result="completed"/>', 'passed'],
		['failed by its status alone', '<testcase name="a" status="failed"/>', 'failed'],
		['to be done (Node)', '<testcase name="a"><skipped type="todo"/><failure/></testcase>', 'skipped'],
		['output that looks like a failure', '<testcase name="a"><system-out><failure/></system-out></testcase>', 'passed'],
		['a failure within a property', '<testcase name="a"><properties><error/></properties></testcase>', 'passed'],
	])('%s', async (_name, xml, outcome) => {
		const facts = await read(suite(xml));
		expect(facts).toMatchObject({ total: 1, passed: 0, failed: 0, skipped: 0, [outcome]: 1 });
	});

	test.each([
		['message', '<failure message="why">text</failure>', 'why'],
		['text where there is no message', '<failure type="T">\n  first\n  second </failure>', 'first second'],
		['CDATA', '<failure><![CDATA[a <b> & c]]></failure>', 'a <b> & c'],
		['text and CDATA', '<failure>a &amp; <![CDATA[b]]></failure>', 'a & b'],
		['nothing', '<failure/>', null],
		['the failure that comes first', '<failure message="one"/><error message="two"/>', 'one'],
	])('says why it failed: %s', async (_name, xml, message) => {
		expect((await read(suite(`<testcase name="a">${xml}</testcase>`))).failures).toStrictEqual([
			{ name: 'a', suite: 's', message, file: null, test: 's > a' },
		]);
	});

	test.each([
		['1.5', 1500],
		['1,234.5', 1_234_500],
		['0,25', 250],
		['1e-3', 1],
		['', null],
		['soon', null],
		['-1', null],
		['1e12', null],
		['1e308', null],
	])('time "%s" is %s ms', async (time, durationMs) => {
		expect(await read(suite(`<testcase name="a" time="${time}"/>`))).toMatchObject({ durationMs });
	});
});

test('counts come from the cases of all suites, however they are nested', async () => {
	const inner = suite('<testcase name="a"/><testcase name="b"><failure/></testcase>', ' tests="7" failures="3"');
	const facts = await read(
		`<testsuites tests="99">${suite(inner + suite('<testcase name="c"/>'))}${suite('<testcase name="d"/>')}</testsuites>`,
	);
	expect(facts).toMatchObject({ total: 4, passed: 3, failed: 1 });
});

test('a suite that broke as a whole counts as a case that failed', async () => {
	const facts = await read(
		suite('<testcase name="a"/><error message="cannot load"/><testcase name="b"/>', ' file="x.php"'),
	);
	expect(facts).toMatchObject({ total: 3, passed: 2, failed: 1 });
	expect(facts.failures).toStrictEqual([
		{ name: '(the suite itself)', suite: 's', message: 'cannot load', file: 'x.php', test: null },
	]);
});

test('a report that claims failures and lists none is refused', async () => {
	expect(await refusalOf(suite('<testcase name="a"/>', ' errors="1"'))).toContain('says that 1 failed and lists none');
	expect(await refusalOf('<testsuites tests="3"/>')).toContain('says that 3 tests ran and lists none');
	expect(await read('<testsuites tests="0"/>')).toMatchObject({ total: 0, passed: 0 });
});

test('claims of suites within suites are held against the cases as well', async () => {
	const inner = suite('<testcase name="a"><failure/></testcase>', ' tests="2" failures="2"');
	expect(await read(`<testsuites>${suite(inner)}</testsuites>`)).toMatchObject({ failed: 1, unlisted: 1 });
	expect(
		await read(`<testsuites>${suite(inner.replace('failures="2"', 'failures="1"'))}</testsuites>`),
	).not.toHaveProperty('unlisted');
});

test('what never ran in a run of Vitest that stopped at its first failure has no result', async () => {
	const cases = '<testcase name="a" time="0.01"/><testcase name="b" time="0.02"><failure/></testcase>';
	const bailed = `<testsuites name="vitest tests">${suite(`${cases}<testcase name="c" time="0"/>`)}</testsuites>`;
	expect(await read(bailed)).toMatchObject({ total: 3, passed: 1, failed: 1, skipped: 0 });
});

test('what stands for a file that did not load has no name to be forgiven by', async () => {
	const file = '<testcase classname="a.test.js" name="a.test.js" time="0"><failure/><failure/></testcase>';
	const facts = await read(`<testsuites name="vitest tests">${suite(file)}</testsuites>`);
	expect(facts).toMatchObject({ total: 1, failed: 1, failures: [{ name: 'a.test.js', test: null }] });
});

test('failures are counted all and kept up to fifty, their texts cut', async () => {
	const long = 'x'.repeat(4000);
	const facts = await read(suite(`<testcase name="${long}"><failure message="${long}"/></testcase>`.repeat(120)));
	expect(facts.failed).toBe(120);
	expect(facts.failures).toHaveLength(50);
	expect(facts.failures[0]?.name).toHaveLength(500);
	expect(facts.failures[0]?.message).toHaveLength(500);
});

test('old encodings are read as such', async () => {
	const xml = `<?xml version="1.0" encoding="ISO-8859-1"?>${suite('<testcase name="Prüfung"><failure/></testcase>')}`;
	expect((await read(Buffer.from(xml, 'latin1').toString('latin1'))).failed).toBe(1);
	const facts = await factsOf('tests', Buffer.from(xml, 'latin1'));
	expect(facts.failures[0]?.name).toBe('Prüfung');
	expect(await refusalOf(Buffer.from(suite('<testcase name="Prüfung"/>'), 'latin1'))).toContain('no UTF-8');
	expect(await refusalOf('<?xml version="1.0" encoding="EBCDIC-CP-US"?><testsuite/>')).toContain('ebcdic-cp-us');
});
