import { expect, it } from 'vitest';
import type { Evidence } from './evidence.ts';
import {
	accessibilityFacts,
	coverageFacts,
	findingFacts,
	lintFacts,
	lintMeasure,
	makeEvidence,
	performanceFacts,
	testFacts,
} from './fixtures.ts';
import { gateFigure, mostTrendValues, trendOf } from './gate-figure.ts';
import type { GateRule } from './model.ts';

const coverage: GateRule = { kind: 'coverage', of: 'lines', atLeast: 0.8, failOnDecrease: false };
const p95: GateRule = { kind: 'performance', limits: [{ metric: 'p95', bound: 'at-most', value: 250 }] };
const throughput: GateRule = { kind: 'performance', limits: [{ metric: 'throughput', bound: 'at-least', value: 1 }] };
const security: GateRule = { kind: 'findings', about: 'security', atMost: 0, from: 'info' };
const of = (...facts: readonly Evidence['facts'][]) => facts.map((one) => makeEvidence(one));

it.each<[string, GateRule, readonly Evidence[], number | null, string, boolean]>([
	['tests', { kind: 'tests', atLeast: 1, honoursQuarantine: true }, of(testFacts(), testFacts()), 20, 'count', true],
	['coverage', coverage, of(coverageFacts(1, 3), coverageFacts(1, 3)), 1 / 3, 'share', true],
	['coverage of nothing', coverage, of(coverageFacts(0, 0)), null, 'share', true],
	['findings', security, of(findingFacts({ active: 2, bySeverity: { low: 2 } })), 2, 'count', false],
	['a scan that proves nothing', security, of(findingFacts({ invalid: 'it failed' })), null, 'count', false],
	[
		'complexity',
		{ kind: 'complexity', atMost: 10 },
		of(lintFacts({ complexity: lintMeasure(7, 5) })),
		7,
		'count',
		false,
	],
	['no function', { kind: 'function-length', atMost: 50 }, of(lintFacts()), null, 'lines', false],
	['lint', { kind: 'lint', atMost: 0 }, of(lintFacts({ errors: 3 })), 3, 'count', false],
	['p95', p95, of(performanceFacts(), performanceFacts({ metrics: { p95: 300 } })), 300, 'ms', false],
	['throughput', throughput, of(performanceFacts()), null, 'per-second', true],
	[
		'accessibility',
		{ kind: 'accessibility', atMost: 0, from: 'minor' },
		of(accessibilityFacts({ violations: { minor: 1 } })),
		1,
		'count',
		false,
	],
	['nothing at all', { kind: 'lint', atMost: 0 }, [], null, 'count', false],
])('%s', (_name, rule, evidence, value, unit, higherIsBetter) => {
	expect(gateFigure(rule, evidence)).toBe(value);
	expect(trendOf({ rule, value, before: null, earlier: [] })).toEqual({
		...{ unit, higherIsBetter, value, before: null, values: [value] },
	});
});

it('keeps the last twenty, and has none for jobs', () => {
	const earlier = Array.from({ length: 40 }, (_, index) => index);
	const trend = trendOf({ rule: p95, value: 99, before: null, earlier });
	expect(trend?.values).toHaveLength(mostTrendValues);
	expect(trend?.values.at(-1)).toBe(99);
	expect(trendOf({ rule: { kind: 'jobs', jobs: ['a'] }, value: null, before: null, earlier })).toBeNull();
});
