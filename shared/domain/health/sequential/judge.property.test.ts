import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import type { JudgeInput } from '../model.ts';
import type { SlotTotals } from '../totals.ts';
import {
	errorMetric,
	evidenceFor,
	judgeAll,
	latencyMetric,
	looksOf,
	type Minute,
	type Pair,
	policyOf,
} from './judge-fixture.ts';

const anyMinute: fc.Arbitrary<Minute> = fc
	.record({
		requests: fc.integer({ min: 0, max: 900 }),
		share: fc.integer({ min: 0, max: 60 }),
		latency: fc.integer({ min: 60, max: 400 }),
	})
	.map(({ requests, share, latency }) => ({ requests, errors: Math.floor((requests * share) / 1_000), latency }));
const anyPairs: fc.Arbitrary<readonly Pair[]> = fc.array(fc.tuple(anyMinute, anyMinute), {
	minLength: 1,
	maxLength: 8,
});
const anyDirection = fc.constantFrom('increase', 'decrease', 'either');
const both = policyOf([errorMetric, latencyMetric]);
/** The split is a matter of its own. */
const errorsOnly = policyOf([errorMetric], { trafficSplit: 'off' });
const runs = { numRuns: 40 };

/** What was said, without what was read. */
const said = ({ last }: ReturnType<typeof judgeAll>) => [last.outcome, last.answer, last.evidence];

function withTotals(input: JudgeInput, change: (totals: SlotTotals) => SlotTotals): JudgeInput {
	const { canary = null, stable = null } = input.totals ?? {};
	return { ...input, totals: { canary: canary && change(canary), stable: stable && change(stable) } };
}

describe('the verdict', () => {
	test.prop([anyPairs, fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 6 })], runs)(
		'is the same whatever comes late or twice',
		(pairs, repeats) => {
			const inputs = looksOf(pairs, pairs.length + 3);
			const disturbed = inputs.flatMap((input, index) => {
				const late = repeats
					.filter(([at]) => at % inputs.length === index)
					.map(([, back]) => inputs[index - (back % (index + 1))] ?? input);
				// A late sample is seen at a late look: the clock does not go back.
				return [input, ...late.map(({ totals }) => ({ ...input, ...(totals === undefined ? {} : { totals }) }))];
			});
			expect(said(judgeAll(both, [...disturbed, ...inputs.slice(-1)]))).toStrictEqual(
				said(judgeAll(both, [...inputs, ...inputs.slice(-1)])),
			);
		},
	);

	test.prop([anyPairs, anyDirection, fc.constantFrom(0.001, 60, 1_000)], runs)(
		'is the same in any unit of latency',
		(pairs, direction, unit) => {
			const policy = policyOf([{ ...latencyMetric, direction }]);
			const inputs = looksOf(pairs);
			const scaled = inputs.map((input) =>
				withTotals(input, (totals) => ({
					...totals,
					latency: totals.latency && {
						...totals.latency,
						boundsMs: totals.latency.boundsMs.map((bound) => bound * unit),
					},
				})),
			);
			const [own, other] = [judgeAll(policy, inputs).last, judgeAll(policy, scaled).last];
			expect([other.outcome, other.answer]).toStrictEqual([own.outcome, own.answer]);
			const [one, two] = [evidenceFor(own, 'p95'), evidenceFor(other, 'p95')];
			expect(two.answer).toBe(one.answer);
			if (one.estimate !== null) {
				expect(two.estimate?.value).toBeCloseTo(one.estimate.value ?? Number.NaN, 6);
				expect(Math.log(two.harm?.value ?? Number.NaN)).toBeCloseTo(Math.log(one.harm?.value ?? Number.NaN), 4);
			}
		},
	);

	test.prop([anyPairs], runs)('of latency mirrors when the slots are swapped and either way is worse', (pairs) => {
		// Without a margin: 2 % more and 2 % less are not the same step, and may begin a run anew at other blocks.
		const harmMargin = { in: 'share', value: 0 } as const;
		const policy = policyOf([{ ...latencyMetric, direction: 'either', harmMargin }], { trafficSplit: 'off' });
		const swapped = pairs.map(([canary, stable]) => [stable, canary] as const);
		const own = evidenceFor(judgeAll(policy, looksOf(pairs)).last, 'p95');
		const other = evidenceFor(judgeAll(policy, looksOf(swapped)).last, 'p95');
		const [one, two] = [Math.log(own.harm?.value ?? 1), Math.log(other.harm?.value ?? 1)];
		expect(Math.abs(two - one)).toBeLessThan(1e-6 * (1 + Math.abs(one)));
		if (own.estimate?.value == null || other.estimate?.value == null) return;
		const asShift = (ratio: number | null | undefined) => (ratio == null ? null : Math.log1p(ratio));
		expect(asShift(other.estimate.value)).toBeCloseTo(-(asShift(own.estimate.value) ?? Number.NaN), 6);
	});

	test.prop([anyPairs, fc.nat(7), fc.integer({ min: 1, max: 300 })], runs)(
		'never goes from roll back to promote by more errors of the canary',
		(pairs, which, more) => {
			const worse = pairs.map(([canary, stable], index): Pair => {
				const errors = Math.min(canary.requests, canary.errors + more);
				return index === which % pairs.length ? [{ ...canary, errors }, stable] : [canary, stable];
			});
			const [before, after] = [judgeAll(errorsOnly, looksOf(pairs)).last, judgeAll(errorsOnly, looksOf(worse)).last];
			if (before.answer === 'roll-back') expect(after.answer).not.toBe('promote');
		},
	);

	test.prop([anyPairs, anyDirection], runs)('never contradicts its interval', (pairs, direction) => {
		const policy = policyOf(
			[
				{ ...errorMetric, direction },
				{ ...latencyMetric, direction },
			],
			{ trafficSplit: 'off' },
		);
		for (const verdict of judgeAll(policy, looksOf(pairs)).verdicts) {
			for (const { estimate, harm, harmMargin } of verdict.evidence ?? []) {
				if (estimate?.kind !== 'ratio' || harm === null || harmMargin === null) continue;
				const isUp = estimate.low !== null && estimate.low > harmMargin - 1e-3;
				const isDown = estimate.high !== null && estimate.high < -harmMargin + 1e-3;
				const isShown = harm.value >= harm.line;
				if (direction === 'increase' && isShown) expect(isUp).toBe(true);
				if (direction === 'decrease' && isShown) expect(isDown).toBe(true);
				if (direction === 'either' && isShown) expect(isUp || isDown).toBe(true);
			}
		}
	});
});

const wild = fc.oneof(
	fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, -1, 0, 1e300),
	fc.integer({ min: 0, max: 5_000 }),
);
const anyTotals = (slot: 'blue' | 'green'): fc.Arbitrary<SlotTotals | null> =>
	fc.option(
		fc.record({
			slot: fc.constant(slot),
			version: fc.constantFrom('1', '2', null),
			epoch: fc.constantFrom('one', 'one', 'one', 'two'),
			at: fc.oneof(
				wild,
				fc.integer({ min: 0, max: 40 }).map((minute) => 1_760_000_000_000 + minute * 30_000),
			),
			requests: fc.option(wild),
			events: fc.dictionary(fc.constantFrom('errors', '__proto__', 'x'), wild),
			latency: fc.option(
				fc.record({ boundsMs: fc.constant([10, 100, 1_000]), counts: fc.array(wild, { minLength: 3, maxLength: 4 }) }),
			),
			gauges: fc.dictionary(fc.constantFrom('memory', 'x'), wild),
			source: fc.constant('test'),
			query: fc.constant(''),
		}),
		{ freq: 8 },
	);

describe('whatever is read', () => {
	const policy = policyOf([
		errorMetric,
		latencyMetric,
		{ ...errorMetric, name: 'memory', measured: { kind: 'gauge', from: 'memory' }, criticality: 'hold' },
	]);
	test.prop(
		[
			fc.array(fc.tuple(anyTotals('green'), anyTotals('blue'), fc.constantFrom(0, 5, 50)), {
				minLength: 1,
				maxLength: 12,
			}),
		],
		runs,
	)('there is a verdict, in numbers that JSON has, and no promotion without a comparison', (looks) => {
		const [first] = looksOf([]);
		if (first === undefined) throw new Error('no look');
		const inputs = looks.map(([canary, stable, weight], index) => ({
			...first,
			at: first.at + index * 60_000,
			totals: { canary, stable },
			weights: { canary: weight, stable: 100 - weight },
		}));
		for (const { outcome, answer, evidence, summary } of judgeAll(policy, inputs).verdicts) {
			const told = { outcome, answer, evidence, summary };
			expect(JSON.parse(JSON.stringify(told))).toStrictEqual(told);
			if (answer === 'promote') expect(evidence?.some(({ estimate }) => estimate !== null)).toBe(true);
		}
	});
});
