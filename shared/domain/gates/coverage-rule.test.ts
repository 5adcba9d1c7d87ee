import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { ruleOnCoverage } from './coverage-rule.ts';
import { fractionOf, fractionOfDecimal, isBelow, percentsApart } from './exact-share.ts';
import { coverageFacts, makeEvidence } from './fixtures.ts';

const report = (covered: number, total: number) => makeEvidence(coverageFacts(covered, total));
const rule = { kind: 'coverage', of: 'lines', atLeast: 0.8, failOnDecrease: true } as const;
const before = (covered: number, total: number) => ({ version: '2.4.0', reports: [report(covered, total)] });

describe('coverage', () => {
	it('says covered of total, limit and release', () => {
		expect(ruleOnCoverage(rule, [report(4_120, 4_899)], before(839, 1_000))).toEqual({
			outcome: 'passed',
			found: '84 %, 4\u202f120 of 4\u202f899 lines',
			limit: '80 %, not below 83.9 % of 2.4.0',
			reason: '84 % of lines are covered',
		});
	});

	it('is not rounded up to its limit', () => {
		expect(ruleOnCoverage(rule, [report(7_999, 10_000)], null)).toMatchObject({
			outcome: 'failed',
			found: '79.9 %, 7\u202f999 of 10\u202f000 lines',
			reason: 'Only 79.9 % of lines are covered, 80 % are asked for',
		});
		expect(ruleOnCoverage(rule, [report(4, 5)], null)).toMatchObject({ outcome: 'passed' });
	});

	it('tells a decrease that rounding would hide', () => {
		expect(ruleOnCoverage(rule, [report(83_946, 100_000)], before(83_949, 100_000))).toMatchObject({
			outcome: 'failed',
			reason: 'It fell below 2.4.0: 83.946 % of lines now, 83.949 % then',
		});
		expect(ruleOnCoverage(rule, [report(900, 1_000)], before(90, 100)).outcome).toBe('passed');
	});

	it('adds reports up, line by line', () => {
		// 100 % of 10 and 79 % of 1 000 are 79.2 %, not 89.5 %.
		expect(ruleOnCoverage(rule, [report(10, 10), report(790, 1_000)], null).outcome).toBe('failed');
	});

	it('says when there is nothing to compare with', () => {
		expect(ruleOnCoverage(rule, [report(9, 10)], null)).toMatchObject({
			outcome: 'passed',
			limit: '80 %; there is no release yet to compare with',
		});
		expect(ruleOnCoverage(rule, [report(9, 10)], { version: '2.4.0', reports: null })).toMatchObject({
			outcome: 'passed',
			limit: '80 %; 2.4.0 has no figure to compare with',
		});
		expect(ruleOnCoverage({ ...rule, failOnDecrease: false }, [report(9, 10)], before(10, 10))).toMatchObject({
			outcome: 'passed',
			limit: '80 %',
		});
	});

	it.each([
		['nothing to cover', [report(0, 0)], 'The reports know no lines at all'],
		['more covered than there is', [report(11, 10)], "The reports' counts of lines contradict one another"],
		['half a line', [report(0.5, 1)], "The reports' counts of lines contradict one another"],
		['below nothing', [report(-1, 10)], "The reports' counts of lines contradict one another"],
		['no count', [report(Number.NaN, 10)], "The reports' counts of lines contradict one another"],
	])('is missing for %s', (_name, reports, reason) => {
		expect(ruleOnCoverage(rule, reports, null)).toMatchObject({ outcome: 'missing', reason, found: 'nothing' });
	});

	it('is missing when one of two reports does not tell it', () => {
		const branches = { ...rule, of: 'branches' } as const;
		const telling = makeEvidence(coverageFacts(1, 1, { branches: { covered: 9, total: 10 } }), { file: 'a.info' });
		expect(ruleOnCoverage(branches, [telling], null).outcome).toBe('passed');
		expect(ruleOnCoverage(branches, [telling, report(9, 10)], null)).toMatchObject({
			outcome: 'missing',
			reason: 'The report unit.xml says nothing of branches',
		});
	});

	const total = fc.integer({ min: 1, max: 1_000_000 });
	test.prop([total, fc.nat(1_000_000), fc.integer({ min: 0, max: 10_000 })])(
		'passes exactly when covered is not below the limit, to the last line',
		(lines, part, hundredths) => {
			const covered = part % (lines + 1);
			const { outcome } = ruleOnCoverage({ ...rule, atLeast: hundredths / 10_000 }, [report(covered, lines)], null);
			expect(outcome).toBe(BigInt(covered) * 10_000n >= BigInt(hundredths) * BigInt(lines) ? 'passed' : 'failed');
		},
	);

	test.prop([total, fc.nat(1_000_000), total, fc.nat(1_000_000)])(
		'passes exactly when it is not below the release before',
		(lines, part, linesBefore, partBefore) => {
			const [covered, coveredBefore] = [part % (lines + 1), partBefore % (linesBefore + 1)];
			const { outcome } = ruleOnCoverage(
				{ ...rule, atLeast: 0 },
				[report(covered, lines)],
				before(coveredBefore, linesBefore),
			);
			expect(outcome).toBe(covered * linesBefore >= coveredBefore * lines ? 'passed' : 'failed');
		},
	);
});

describe('exact shares', () => {
	it.each([
		[0.8, 8n, 10n],
		[1, 1n, 1n],
		[0, 0n, 1n],
		[0.8333, 8333n, 10_000n],
		[1e-7, 1n, 10_000_000n],
		[1.5e-7, 15n, 100_000_000n],
		[1e21, 10n ** 21n, 1n],
	])('%d as it was written', (value, over, under) => {
		expect(fractionOfDecimal(value)).toEqual({ over, under });
	});

	const share = fc
		.tuple(fc.integer({ min: 1, max: 100_000 }), fc.nat(100_000))
		.map(([total, part]) => ({ covered: part % (total + 1), total }));
	test.prop([share, share])('are written differently when they differ, as far as six decimals tell', (a, b) => {
		const [one, other] = [fractionOf(a), fractionOf(b)];
		if (one === null || other === null) throw new Error('both are shares');
		const [own, held] = percentsApart(one, [other]);
		if (isBelow(one, other) && b.covered / b.total - a.covered / a.total > 1e-8) expect(own).not.toBe(held);
		expect(Number.parseFloat(own.replaceAll('\u202f', '')) / 100).toBeLessThanOrEqual(a.covered / a.total + 1e-12);
	});
});
