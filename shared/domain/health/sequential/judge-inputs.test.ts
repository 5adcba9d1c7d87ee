import { describe, expect, it } from 'vitest';
import { wellInput } from '../fixtures.ts';
import type { JudgeInput } from '../model.ts';
import { defaultSequentialMetrics } from './defaults.ts';
import { sequentialJudge } from './judge.ts';
import {
	errorMetric,
	evidenceFor,
	judgeAll,
	latencyMetric,
	lookMs,
	looksOf,
	type Pair,
	policyOf,
	progressAt,
	repeat,
	well,
	same,
} from './judge-fixture.ts';

const failing: Pair = [{ ...well, errors: 40 }, well];
const slower: Pair = [{ ...well, latency: 150 }, well];
const both = policyOf([errorMetric, latencyMetric]);
const early = (pairs: readonly Pair[]) => looksOf(pairs, pairs.length + 6);

describe('inputs that are not what they should be', () => {
	const policy = policyOf(defaultSequentialMetrics);
	const good = looksOf(repeat(same, 12));
	const changed = (from: number, change: (input: JudgeInput) => Partial<JudgeInput>) =>
		good.map((input, index) => (index < from ? input : { ...input, ...change(input) }));
	const each = (input: JudgeInput, values: object): Partial<JudgeInput> => {
		const { canary = null, stable = null } = input.totals ?? {};
		return { totals: { canary: canary && { ...canary, ...values }, stable: stable && { ...stable, ...values } } };
	};
	const noBlocks = [
		['no stable slot', changed(0, () => ({ stable: null }))],
		['a stable slot from before', changed(0, () => ({ isStableFromBefore: true }))],
		['no weights', changed(0, () => ({ weights: { canary: 0, stable: 0 } }))],
		['no progress of the clock', changed(0, (input) => each(input, { at: good[0]?.at }))],
		['instants that are none', changed(0, (input) => each(input, { at: Number.NaN }))],
		['requests that are none', changed(0, (input) => each(input, { requests: Number.NaN, latency: null, gauges: {} }))],
		[
			'infinite errors',
			changed(0, (input) => each(input, { events: { errors: Number.POSITIVE_INFINITY }, latency: null, gauges: {} })),
		],
		['nothing counted', changed(0, (input) => each(input, { requests: null, events: {}, latency: null, gauges: {} }))],
		[
			'idle slots',
			looksOf(
				repeat(
					[
						{ requests: 0, errors: 0 },
						{ requests: 0, errors: 0 },
					],
					12,
				),
			),
		],
		[
			'an idle canary',
			looksOf(
				repeat(
					[
						{ requests: 0, errors: 0 },
						{ requests: 90, errors: 3 },
					],
					12,
				),
			),
		],
		[
			'another epoch at every look',
			good.map((input, index) => ({ ...input, ...each(input, { epoch: String(index) }) })),
		],
	] as const;
	const someBlocks = [
		['a disappearing metric', changed(6, (input) => each(input, { events: {} }))],
		['a disappearing histogram', changed(6, (input) => each(input, { latency: null }))],
		['totals that disappear', changed(6, () => ({ totals: { canary: null, stable: null } }))],
		['a stable slot that disappears', changed(6, () => ({ stable: null }))],
		['a total that falls', changed(6, (input) => each(input, { requests: 3 }))],
		[
			'no errors on either side',
			looksOf(
				repeat(
					[
						{ ...well, errors: 0 },
						{ ...well, errors: 0 },
					],
					12,
				),
			),
		],
		['errors of the canary alone', looksOf(repeat([failing[0], { ...well, errors: 0 }], 12))],
		[
			'nothing but errors',
			looksOf(
				repeat(
					[
						{ ...well, errors: 600 },
						{ ...well, errors: 600 },
					],
					12,
				),
			),
		],
		[
			'one request',
			looksOf(
				repeat(
					[
						{ requests: 1, errors: 1, latency: 9 },
						{ requests: 1, errors: 0, latency: 9 },
					],
					12,
				),
			),
		],
		['a clock rate of nothing', changed(0, () => ({ progress: progressAt(5, 9, { clockRate: Number.NaN }) }))],
		['progress that is none', changed(0, () => ({ progress: progressAt(Number.NaN, 9) }))],
		['no plan', changed(0, () => ({ progress: progressAt(0, 0, { plannedMs: 0 }) }))],
	] as const;

	it.each([...noBlocks, ...someBlocks])('%s: judged without a throw, in numbers that JSON has', (_, inputs) => {
		for (const direction of ['increase', 'decrease', 'either'] as const) {
			const metrics = policy.sequential.metrics.map((metric) => ({ ...metric, direction }));
			for (const { evidence, outcome, answer, summary } of judgeAll(policyOf(metrics), inputs).verdicts) {
				const said = { evidence, outcome, answer, summary };
				expect(JSON.parse(JSON.stringify(said))).toStrictEqual(said);
			}
		}
	});
	it.each(noBlocks)('%s: never a promotion', (_, inputs) => {
		for (const { answer } of judgeAll(policy, inputs).verdicts) expect(answer).toBe('keep-looking');
	});
	it('finds no metric in what every object has', () => {
		const odd = policyOf([{ ...errorMetric, name: 'constructor', measured: { kind: 'events', from: 'constructor' } }]);
		const { last } = judgeAll(odd, good);
		expect(evidenceFor(last, 'constructor').answer).toBe('not-judged');
		expect(last.reasons[0]?.metric).toBeNull();
	});
});

describe('the memory', () => {
	it('is the same after a replay, and the verdicts are', () => {
		const inputs = early([...repeat(same, 4), ...repeat(slower, 2), ...repeat(failing, 2)]);
		const [live, replayed] = [judgeAll(both, inputs), judgeAll(both, structuredClone(inputs))];
		expect(replayed.verdicts).toStrictEqual(live.verdicts);
		expect(replayed.memory).toStrictEqual(live.memory);
	});
	it('is left as it was by a look', () => {
		const { memory } = judgeAll(both, early(repeat(same, 4)));
		const before = structuredClone(memory);
		sequentialJudge.look(both, wellInput({ at: wellInput().at + 9 * lookMs }), memory);
		expect(memory).toStrictEqual(before);
	});
});
