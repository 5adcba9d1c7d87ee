import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import type { Quarantine } from '../tests/model.ts';
import { evaluateGate } from './evaluate-gate.ts';
import type { TestFacts } from './evidence.ts';
import { makeEvidence, makeGate, makeQuestion, testFacts } from './fixtures.ts';
import { ruleOnTests } from './tests-rule.ts';

const expiresAt = Date.UTC(2026, 11, 4, 9, 30);
const quarantine = (name: string, owner = 'ada'): Quarantine => ({
	...{ service: 'shop', test: name, file: null, owner, reason: 'waits', ticket: null, by: 'bob', at: 1, expiresAt },
});
/** The test `<suite> > <name>`; null for a suite that broke as a whole. */
const failure = (name: string, called: string | null = `a > ${name}`) => ({
	...{ name, suite: 'a', message: null, file: null, test: called },
});
/** A report of ten tests, of which these failed. */
const report = (...failures: TestFacts['failures'][number][]): Partial<TestFacts> => ({
	...{ passed: 10 - failures.length, failed: failures.length, failures },
});
const rule = (
	reports: readonly Partial<TestFacts>[],
	quarantines: readonly Quarantine[],
	{ atLeast = 1, honoursQuarantine = true } = {},
) =>
	ruleOnTests(
		{ atLeast, honoursQuarantine },
		reports.map((one) => makeEvidence(testFacts(one))),
		quarantines,
	);
const [b, c, d] = [failure('b'), failure('c'), failure('d')];
const held = [quarantine('a > b'), quarantine('a > c', 'eve')];
const until = 'until 2026-12-04 09:30 UTC';

describe('failures in quarantine', () => {
	it.each<[string, readonly Partial<TestFacts>[], string, string]>([
		['one', [report(b)], 'passed', `1 test failed, in quarantine: a > b (ada, ${until})`],
		[
			'two',
			[report(b, c)],
			'passed',
			`2 tests failed, both in quarantine: a > b (ada, ${until}) and a > c (eve, ${until})`,
		],
		['one that stands twice', [report(b, b)], 'passed', `2 tests failed, all in quarantine: a > b (ada, ${until})`],
		[
			'one in each of two reports',
			[report(b), report(b, c)],
			'passed',
			'3 tests failed, all in quarantine: a > b (ada',
		],
		[
			'beside one that is not',
			[report(d, b)],
			'failed',
			`1 test failed: a › d; 1 more in quarantine: a > b (ada, ${until})`,
		],
		['and others that are not', [report(b, d, failure('e'))], 'failed', '2 tests failed: a › d and 1 more; 1 more in'],
		['of a name that merely begins so', [report(failure('b', 'a > b2'))], 'failed', '1 test failed: a › b'],
		['of the same name in another suite', [report(failure('b', 'z > b'))], 'failed', '1 test failed: a › b'],
		['a suite that broke', [report(failure('b', null))], 'failed', '1 test failed: a › b'],
		[
			'of a report whose names are not known any more',
			[report({ name: 'b', suite: 'a', message: null, file: null })],
			'failed',
			'1 test failed: a › b',
		],
		[
			'beyond what a report names',
			[{ passed: 8, failed: 2, failures: [b] }],
			'failed',
			'1 test failed; 1 more in quarantine',
		],
		[
			'beside a test without a result',
			[{ passed: 8, failed: 1, failures: [b] }],
			'missing',
			'The reports give no result for 1',
		],
		[
			'and nothing that passed',
			[{ total: 1, passed: 0, failed: 1, failures: [b] }],
			'failed',
			'No test passed; 1 test failed, in',
		],
	])('%s', (_name, reports, outcome, reason) => {
		const ruling = rule(reports, held);
		expect(ruling).toMatchObject({ outcome });
		expect(ruling.reason).toContain(reason);
	});

	it('are listed with what is known of them, and said in the limit', () => {
		expect(rule([report(c, d, c)], held)).toMatchObject({
			...{ found: '7 passed, 3 failed', limit: 'none failed outside of quarantine, at least 1 ran' },
			quarantined: [quarantine('a > c', 'eve')],
		});
	});

	it('ran all the same', () => {
		expect(rule([report(b)], held, { atLeast: 10 }).outcome).toBe('passed');
		expect(rule([report(b)], held, { atLeast: 11 })).toMatchObject({
			...{ outcome: 'failed', reason: 'Only 9 tests passed and 1 failed in quarantine, 11 are asked for' },
		});
	});

	it('count where the gate does not honour a quarantine, or where nothing is in quarantine', () => {
		const plain = rule([report(b)], []);
		expect(rule([report(b)], held, { honoursQuarantine: false })).toStrictEqual(plain);
		expect(plain).toStrictEqual({
			...{ outcome: 'failed', found: '9 passed, 1 failed', limit: 'none failed, at least 1 passed' },
			reason: '1 test failed: a › b',
		});
	});

	it('are not forgiven where a report says that more failed than it lists', () => {
		expect(rule([{ ...report(b), unlisted: 1 }], held)).toMatchObject({
			outcome: 'failed',
			reason: '1 test failed: a › b; the reports say that 1 more failed than they list',
		});
	});

	it.each<[string, string | null, readonly string[], readonly string[], string]>([
		['with the subtest that is in quarantine', 'go 1.19', ['T', 'T/a'], ['T/a'], 'passed'],
		['with subtests that are, however deep', 'go 1.19', ['T', 'T/a', 'T/a/b', 'T/c'], ['T/a/b', 'T/c'], 'passed'],
		['with a subtest that is not', 'go 1.19', ['T', 'T/a', 'T/b'], ['T/a'], 'failed'],
		['by its subtests alone', 'go 1.19', ['T', 'T/a'], ['T'], 'failed'],
		['by itself where it has none that failed', 'go 1.19', ['T', 'Tab'], ['T', 'Tab'], 'passed'],
		['by itself in every other language', null, ['T', 'T/a'], ['T/a'], 'failed'],
	])('of a test of Go are judged %s', (_name, tool, failing, quarantined, outcome) => {
		const facts = testFacts(report(...failing.map((name) => failure(name, name))));
		const gate = { atLeast: 1, honoursQuarantine: true };
		const ruling = ruleOnTests(
			gate,
			[makeEvidence(facts, { tool })],
			quarantined.map((name) => quarantine(name)),
		);
		expect(ruling.outcome).toBe(outcome);
	});

	it('reach the result of the gate', () => {
		const gate = makeGate({ kind: 'tests', atLeast: 1, honoursQuarantine: true }, { sources: ['unit'] });
		const collected = { evidence: [makeEvidence(testFacts(report(b)))], problems: [] };
		const result = evaluateGate(makeQuestion(gate, { collected, quarantines: held }));
		expect(result).toMatchObject({ outcome: 'passed', unwaived: 'passed', quarantined: [quarantine('a > b')] });
		expect(evaluateGate(makeQuestion(gate, { collected }))).not.toHaveProperty('quarantined');
	});
});

const names = ['a', 'b', 'c', 'd'] as const;
test.prop([
	fc.array(fc.array(fc.constantFrom(...names), { maxLength: 6 }), { minLength: 1, maxLength: 3 }),
	fc.uniqueArray(fc.constantFrom(...names)),
	fc.boolean(),
])(
	'pass exactly where every failure is of a test in quarantine, and quarantines never make a gate worse',
	(failing, quarantined, honoursQuarantine) => {
		const reports = failing.map((some) => report(...some.map((name) => failure(name, name))));
		const ruling = rule(
			reports,
			quarantined.map((name) => quarantine(name)),
			{ honoursQuarantine },
		);
		const counts = failing.flat().filter((name) => !honoursQuarantine || !quarantined.includes(name));
		expect(ruling.outcome).toBe(counts.length === 0 ? 'passed' : 'failed');
		const forgiven = new Set(honoursQuarantine ? failing.flat().filter((name) => quarantined.includes(name)) : []);
		expect(new Set((ruling.quarantined ?? []).map(({ test: name }) => name))).toEqual(forgiven);
	},
);
