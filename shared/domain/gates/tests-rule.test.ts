import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import type { TestFacts } from './evidence.ts';
import { makeEvidence, testFacts } from './fixtures.ts';
import { ruleOnTests } from './tests-rule.ts';

const rule = (atLeast: number, ...facts: readonly Partial<TestFacts>[]) =>
	ruleOnTests(
		{ atLeast, honoursQuarantine: true },
		facts.map((one) => makeEvidence(testFacts(one))),
		[],
	);

describe('tests', () => {
	it.each<[string, number, readonly Partial<TestFacts>[], string, string]>([
		['all passed', 1, [{}], 'passed', 'All tests that ran passed'],
		['some were skipped', 1, [{ passed: 8, skipped: 2 }], 'passed', 'All tests that ran passed'],
		['two reports reach the number together', 20, [{}, {}], 'passed', 'All tests that ran passed'],
		['one failed in the second report', 1, [{}, { passed: 9, failed: 1 }], 'failed', '1 test failed'],
		['all were skipped', 1, [{ passed: 0, skipped: 10 }], 'failed', 'All tests were skipped'],
		[
			'all were skipped and the gate asks for none',
			0,
			[{ passed: 0, skipped: 10 }],
			'failed',
			'All tests were skipped',
		],
		['too few', 11, [{}], 'failed', 'Only 10 tests passed, 11 are asked for'],
		['an empty report', 0, [{ total: 0, passed: 0 }], 'missing', 'The reports hold no test'],
		['a test without a result', 1, [{ passed: 9 }], 'missing', 'The reports give no result for 1 test'],
		['counts that are none', 1, [{ passed: Number.NaN }], 'failed', 'Only not a number tests passed, 1 are asked for'],
	])('%s', (_name, atLeast, facts, outcome, reason) => {
		expect(rule(atLeast, ...facts)).toMatchObject({ outcome, reason });
	});

	it('says numbers, and which failed', () => {
		const failures = [{ name: 'adds', suite: 'basket', message: null, file: null }];
		expect(rule(1, { total: 4_122, passed: 4_106, failed: 2, skipped: 14, failures })).toEqual({
			outcome: 'failed',
			found: '4\u202f106 passed, 2 failed, 14 skipped',
			limit: 'none failed, at least 1 passed',
			reason: '2 tests failed: basket › adds and 1 more',
		});
	});

	const counts = fc.record({ passed: fc.nat(50), failed: fc.nat(3), skipped: fc.nat(20) });
	test.prop([fc.array(counts, { maxLength: 5 }), fc.nat(60)])(
		'pass only when none failed and enough passed',
		(reports, atLeast) => {
			const facts = reports.map((one) => ({ ...one, total: one.passed + one.failed + one.skipped }));
			const passed = facts.reduce((sum, one) => sum + one.passed, 0);
			const failed = facts.reduce((sum, one) => sum + one.failed, 0);
			expect(rule(atLeast, ...facts).outcome === 'passed').toBe(failed === 0 && passed >= Math.max(1, atLeast));
		},
	);
});
