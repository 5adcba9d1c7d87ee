import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { ruleOnAccessibility } from './accessibility-rule.ts';
import { type AccessibilityFacts, type FindingFacts, severities, type Severity } from './evidence.ts';
import { ruleOnFindings } from './findings-rule.ts';
import { accessibilityFacts, findingFacts, makeEvidence } from './fixtures.ts';

const findings = (facts: readonly Partial<FindingFacts>[], from: Severity = 'high', atMost = 0) =>
	ruleOnFindings(
		{ kind: 'findings', about: 'security', atMost, from },
		facts.map((one) => makeEvidence(findingFacts(one), { file: 'scan.sarif' })),
	);

describe('findings', () => {
	it.each<[string, readonly Partial<FindingFacts>[], Severity, number, string]>([
		['none', [{}], 'info', 0, 'passed'],
		['one that counts', [{ active: 1, bySeverity: { high: 1 } }], 'high', 0, 'failed'],
		['one below the threshold', [{ active: 1, bySeverity: { medium: 1 } }], 'high', 0, 'passed'],
		['one above the threshold', [{ active: 1, bySeverity: { critical: 1 } }], 'high', 0, 'failed'],
		['one of unknown severity', [{ active: 1, bySeverity: { unknown: 1 } }], 'critical', 0, 'failed'],
		['one of which no severity is told', [{ active: 1 }], 'critical', 0, 'failed'],
		['as many as allowed', [{ active: 2, bySeverity: { high: 2 } }], 'high', 2, 'passed'],
		['two reports with more than allowed together', [{ active: 1 }, { active: 1 }], 'high', 1, 'failed'],
		['suppressed ones only', [{ suppressed: 7 }], 'info', 0, 'passed'],
		['a scan that proves nothing', [{ invalid: 'it holds no results' }], 'high', 0, 'missing'],
		['a good scan and one that proves nothing', [{}, { invalid: 'it failed' }], 'high', 0, 'missing'],
		['findings in a scan that proves nothing', [{ active: 1, invalid: 'it failed' }], 'high', 0, 'failed'],
		['all severities', [{ active: 1, bySeverity: { info: 1 } }], 'unknown', 0, 'failed'],
		['no number', [{ active: 1, bySeverity: { high: Number.NaN } }], 'high', 0, 'failed'],
	])('%s', (_name, facts, from, atMost, outcome) => {
		expect(findings(facts, from, atMost).outcome).toBe(outcome);
	});

	it('says what counts, what does not, and where the worst is', () => {
		const item = {
			rule: 'js/xss',
			severity: 'critical',
			message: 'x',
			file: 'src/a.ts',
			line: 12,
			isSuppressed: false,
		} as const;
		const items = [
			{ ...item, severity: 'high', rule: 'js/other' } as const,
			{ ...item, isSuppressed: true, rule: 'old' },
			item,
		];
		const facts = { active: 5, suppressed: 1, bySeverity: { critical: 1, high: 2, low: 2 }, items };
		expect(findings([{ ...facts, scanned: { count: 412, noun: 'file' } }])).toEqual({
			outcome: 'failed',
			found: '3 findings: 1 critical, 2 high; 2 below high; 1 suppressed; 412 files scanned',
			limit: 'at most 0 from high up',
			reason: '3 findings, none is allowed; first js/xss in src/a.ts:12',
		});
	});

	it('says why a scan proves nothing', () => {
		expect(findings([{ invalid: 'it holds no results' }]).reason).toBe(
			'The scan scan.sarif proves nothing: it holds no results',
		);
	});

	test.prop([fc.dictionary(fc.constantFrom(...severities), fc.nat(4)), fc.constantFrom(...severities), fc.nat(8)])(
		'pass only when those from the threshold up and the unknown ones are allowed',
		(bySeverity, from, atMost) => {
			const active = Object.values(bySeverity).reduce((sum, count) => sum + count, 0);
			const counting = severities.filter((one, index) => index <= severities.indexOf(from) || one === 'unknown');
			const count = counting.reduce((sum, one) => sum + (bySeverity[one] ?? 0), 0);
			expect(findings([{ active, bySeverity }], from, atMost).outcome).toBe(count <= atMost ? 'passed' : 'failed');
		},
	);
});

const accessibility = (facts: readonly Partial<AccessibilityFacts>[], atMost = 0) =>
	ruleOnAccessibility(
		{ kind: 'accessibility', atMost, from: 'serious' },
		facts.map((one) => makeEvidence(accessibilityFacts(one), { file: 'axe.json' })),
	);
const unsaid = { rule: 'image-alt', impact: null, help: 'x', page: '/basket', nodes: 2 } as const;

describe('accessibility', () => {
	it.each<[string, readonly Partial<AccessibilityFacts>[], number, string]>([
		['no violation', [{}], 0, 'passed'],
		['one that counts', [{ violations: { serious: 1 } }], 0, 'failed'],
		['one below', [{ violations: { moderate: 3, minor: 2 } }], 0, 'passed'],
		[
			'two pages with more than allowed together',
			[{ violations: { critical: 1 } }, { violations: { serious: 1 } }],
			1,
			'failed',
		],
		['what a person must decide', [{ incomplete: 9 }], 0, 'passed'],
		['no page', [{ pages: 0 }], 0, 'missing'],
		['a page on which nothing could be checked', [{ passes: 0 }], 0, 'missing'],
	])('%s', (_name, facts, atMost, outcome) => {
		expect(accessibility(facts, atMost).outcome).toBe(outcome);
	});

	it('shows what it does not count', () => {
		const facts = { violations: { critical: 2, minor: 4 }, incomplete: 3, items: [unsaid] };
		expect(accessibility([facts])).toEqual({
			outcome: 'failed',
			found: '2 violations: 2 critical on 2 pages; 4 below serious; 3 for a person to decide',
			limit: 'at most 0 from serious up',
			reason: '2 violations, none is allowed; first image-alt on /basket',
		});
	});
});
