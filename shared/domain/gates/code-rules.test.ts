import { describe, expect, it } from 'vitest';
import type { LintFacts } from './evidence.ts';
import { lintFacts, lintMeasure, makeEvidence } from './fixtures.ts';
import { ruleOnLint } from './lint-rule.ts';
import { ruleOnMeasure } from './measure-rule.ts';

const reports = (facts: readonly Partial<LintFacts>[]) =>
	facts.map((one) => makeEvidence(lintFacts(one), { file: 'eslint.json' }));

describe('complexity', () => {
	const complexity = (...facts: readonly Partial<LintFacts>[]) =>
		ruleOnMeasure({ kind: 'complexity', atMost: 10 }, reports(facts));

	it.each<[string, readonly Partial<LintFacts>[], string]>([
		['a function at the limit', [{ complexity: lintMeasure(10, 5) }], 'passed'],
		['a function above', [{ complexity: lintMeasure(11, 5) }], 'failed'],
		['a function above, of a loose linter', [{ complexity: lintMeasure(25, 20) }], 'failed'],
		['the worst of two reports', [{ complexity: lintMeasure(3, 2) }, { complexity: lintMeasure(12, 2) }], 'failed'],
		['a function whose limit is not told', [{ complexity: lintMeasure(9, null) }], 'passed'],
		['nothing above, of a linter that is looser than the gate', [{ complexity: lintMeasure(9, 20) }], 'missing'],
		['no function reported', [{}], 'passed'],
		['no function reported, and no file looked at', [{ files: 0 }], 'missing'],
		['no function reported, and a file that was not read', [{ fatal: 1 }], 'missing'],
		['a function above, and a file that was not read', [{ fatal: 1, complexity: lintMeasure(11, 5) }], 'failed'],
		['a good report and one of no file', [{}, { files: 0 }], 'missing'],
		['no number', [{ complexity: lintMeasure(Number.NaN, 5) }], 'failed'],
	])('%s', (_name, facts, outcome) => {
		expect(complexity(...facts).outcome).toBe(outcome);
	});

	it('says what a report cannot tell', () => {
		expect(complexity({})).toEqual({
			outcome: 'passed',
			found: 'no function reported',
			limit: 'at most complexity 10',
			reason: "No function reported; the report tells only what is above the tool's own limit",
		});
		expect(complexity({ complexity: lintMeasure(9, 20) }).reason).toBe(
			'The linter itself was set to complexity 20, so functions from complexity 10 to there are not told; set it to 10',
		);
	});

	it('says where the worst is', () => {
		expect(complexity({ complexity: lintMeasure(14, 10) })).toMatchObject({
			found: 'complexity 14 in parse (src/parse.ts:4)',
			reason: '1 function is above complexity 10; the worst in parse (src/parse.ts:4) has 14',
		});
		expect(complexity({ complexity: lintMeasure(14, 10, 80) }).reason).toContain('At least 1 function is above');
	});
});

it('the length of functions is in lines', () => {
	const { outcome, found, limit } = ruleOnMeasure(
		{ kind: 'function-length', atMost: 50 },
		reports([{ functionLength: lintMeasure(51, 50), complexity: lintMeasure(99, 5) }]),
	);
	expect({ outcome, found, limit }).toEqual({
		outcome: 'failed',
		found: '51 lines in parse (src/parse.ts:4)',
		limit: 'at most 50 lines',
	});
});

describe('lint', () => {
	it.each<[string, readonly Partial<LintFacts>[], number, string]>([
		['no error', [{ warnings: 9 }], 0, 'passed'],
		['errors in two reports', [{ errors: 1 }, { errors: 1 }], 1, 'failed'],
		['as many as allowed', [{ errors: 2 }], 2, 'passed'],
		['a file that was not read', [{ fatal: 1 }], 0, 'missing'],
		['no file', [{ files: 0 }], 0, 'missing'],
	])('%s', (_name, facts, atMost, outcome) => {
		expect(ruleOnLint({ atMost }, reports(facts)).outcome).toBe(outcome);
	});

	it('shows warnings', () => {
		expect(ruleOnLint({ atMost: 0 }, reports([{ errors: 1, warnings: 2 }]))).toEqual({
			outcome: 'failed',
			found: '1 error, 2 warnings in 12 files',
			limit: 'at most 0 errors',
			reason: '1 error, none is allowed',
		});
	});
});
