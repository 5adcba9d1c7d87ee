import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { evidenceOf, slowerP95 } from './fixtures.ts';
import type { Estimate, Strength } from './model.ts';
import { chanceWords, describeFinding, intervalWords } from './words.ts';

const plain = (text: string | null): string | null => text?.replaceAll('\u202f', ' ') ?? null;

function ratio(low: number | null, high: number | null, value: number | null = null): Estimate {
	return { kind: 'ratio', value, low, high, confidence: 0.95 };
}

describe('a finding in words', () => {
	it.each([
		[
			'harm',
			slowerP95,
			'p95 is 12 to 31 % slower; limit 10 %; 8 400 requests; would be this large by chance less than once in 2 000 deployments',
		],
		[
			'any worsening counts, so no limit is told',
			{
				answer: 'roll-back',
				estimate: ratio(0.5, 1.4),
				samples: { canary: 1, stable: 9 },
				minimumSamples: 1,
				harm: null,
			},
			'error rate is 50 to 140 % higher; 1 request',
		],
		[
			'no worse',
			{ answer: 'promote', estimate: ratio(-0.2, 0.38), samples: { canary: 8400, stable: 1 } },
			'error rate may be up to 38 % higher, margin 50 %: no worse; 8 400 requests',
		],
		[
			'better',
			{ ...slowerP95, answer: 'promote', estimate: ratio(-0.12, -0.04) },
			'p95 is 4 to 12 % faster, margin 20 %: no worse; 8 400 requests',
		],
		['looking', {}, 'still looking at error rate: between 4 % lower and 61 % higher, 1 200 requests'],
		[
			'too little',
			{ answer: 'not-judged', samples: { canary: 40, stable: 90 }, estimate: null },
			'error rate is not judged yet: 40 of the 100 requests it needs',
		],
		['unknown', { answer: 'unknown' }, 'error rate could not be judged: it is not known'],
		[
			'less is worse',
			{
				label: 'throughput',
				unit: 'requests/s',
				direction: 'decrease',
				answer: 'promote',
				estimate: ratio(-0.08, 0.3),
				promoteMargin: 0.2,
				samplesAre: 'sample',
			},
			'throughput may be up to 8 % lower, margin 20 %: no worse; 1 200 samples',
		],
		[
			'a difference of shares is told in points',
			{
				metric: 'memory',
				label: 'memory',
				answer: 'roll-back',
				criticality: 'hold',
				estimate: { kind: 'difference', value: 0.14, low: 0.112, high: 0.171, confidence: 0.95 },
				harmMargin: 0.1,
				harm: { kind: 'p-value', value: 0.004, line: 0.05 },
			},
			'memory is 11 to 18 percentage points higher; limit 10 percentage points; 1 200 samples; would be this large by chance at most once in 250 such looks',
		],
	] as const)('%s', (_name, changes, expected) => {
		expect(plain(describeFinding(evidenceOf(changes)))).toBe(expected);
	});

	it.each([
		[ratio(0.12, null), 'at least 12 % higher'],
		[ratio(null, 0.38), 'at most 38 % higher'],
		[ratio(null, -0.38), 'at least 38 % lower'],
		[ratio(-0.05, null), 'at most 5 % lower'],
		[ratio(0, 0.12), 'up to 12 % higher'],
		[ratio(0.12, 0.12), '12 % higher'],
		[ratio(null, null, 0.2), 'about 20 % higher'],
		[ratio(null, null), null],
		[ratio(0.0123, 0.0456), '1.2 to 4.6 % higher'],
	] as const)('tells where the difference lies: %o', (estimate, expected) => {
		expect(plain(intervalWords(evidenceOf({ estimate })))).toBe(expected);
	});
});

describe('chance', () => {
	const e = (value: number): Strength => ({ kind: 'e-value', value, line: 20 });
	it.each([
		[e(2345), 'less than once in 2 300 deployments'],
		[e(20), 'at most once in 20 deployments'],
		[e(1e30), 'less than once in 1 000 000 deployments'],
		[e(Number.POSITIVE_INFINITY), 'less than once in 1 000 000 deployments'],
		[{ kind: 'p-value', value: 0.013, line: 0.02 } as const, 'less than once in 76 such looks'],
	])('%o', (strength, expected) => {
		expect(plain(chanceWords(strength))).toBe(`would be this large by chance ${expected}`);
	});

	it('says so when there is hardly any evidence, and nothing of a score', () => {
		expect(chanceWords(e(1.4))).toBe('could well be chance');
		expect(chanceWords({ kind: 'p-value', value: 0.8, line: 0.02 })).toBe('could well be chance');
		expect(chanceWords({ kind: 'score', value: 80, line: 95 })).toBeNull();
		expect(chanceWords(e(Number.NaN))).toBeNull();
	});

	test.prop([fc.double({ min: 2, max: 1e12, noNaN: true })])('never claims more than the e-value carries', (value) => {
		const told = Number(/once in ([\d\u202f]+)/.exec(chanceWords(e(value)) ?? '')?.[1]?.replaceAll('\u202f', ''));
		expect(told).toBeGreaterThanOrEqual(2);
		expect(told).toBeLessThanOrEqual(value);
	});

	test.prop([fc.double({ min: -0.99, max: 5, noNaN: true }), fc.double({ min: 0, max: 5, noNaN: true })])(
		'tells an interval that is no narrower than it is',
		(low, width) => {
			const high = low + width;
			const words = plain(intervalWords(evidenceOf({ estimate: ratio(low, high) }))) ?? '';
			// From five times on a bound is told as a factor.
			const numbers = [...words.matchAll(/(\d+(?: \d+)*(?:\.\d+)?)( times)?/g)].map(([, digits = '', times]) => {
				const number = Number(digits.replaceAll(' ', ''));
				return times === undefined ? number : (number - 1) * 100;
			});
			const widest = Math.max(...numbers, 0);
			expect(widest).toBeGreaterThanOrEqual(Math.max(Math.abs(low), Math.abs(high)) * 100 - 1e-3);
		},
	);
});
