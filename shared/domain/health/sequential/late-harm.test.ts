import { describe, expect, it } from 'vitest';
import {
	errorMetric,
	evidenceFor,
	judgeAll,
	latencyMetric,
	looksOf,
	type Pair,
	policyOf,
	repeat,
	well,
	same,
} from './judge-fixture.ts';

const failing: Pair = [{ ...well, errors: 60 }, well];
const slower: Pair = [{ ...well, latency: 200 }, well];
const policy = policyOf([errorMetric, latencyMetric]);

/** Minutes of harm until it was called, after ten good ones of thirty planned; null when it never was. */
function minutesUntilCalled(harm: Pair): number | null {
	for (let minutes = 1; minutes <= 20; minutes += 1) {
		const { last } = judgeAll(policy, looksOf([...repeat(same, 10), ...repeat(harm, minutes)], 31));
		if (last.answer === 'roll-back') return minutes;
	}
	return null;
}

describe('harm that begins after ten good minutes', () => {
	it.each<[string, Pair]>([
		['ten times the errors', failing],
		['a p95 that doubles', slower],
	])('%s is called within ten minutes', (_, harm) => {
		const minutes = minutesUntilCalled(harm);
		expect(minutes).not.toBeNull();
		expect(minutes).toBeLessThanOrEqual(10);
	});
});

describe('a metric that falls silent', () => {
	const silent = (name: 'events' | 'latency') =>
		looksOf(repeat(same, 20), 30).map((input, index) => {
			if (index < 8 || input.totals === undefined) return input;
			const mute = (totals: typeof input.totals.canary) =>
				totals === null ? null : { ...totals, ...(name === 'events' ? { events: {} } : { latency: null }) };
			return { ...input, totals: { canary: mute(input.totals.canary), stable: mute(input.totals.stable) } };
		});

	it.each([
		['errors', 'events'],
		['p95', 'latency'],
	] as const)('%s is unknown, and the release is held', (metric, name) => {
		const { last } = judgeAll(policy, silent(name));
		expect(evidenceFor(last, metric).answer).toBe('unknown');
		expect(last).toMatchObject({ outcome: 'inconclusive', answer: 'keep-looking' });
		expect(evidenceFor(last, metric).words).toMatch(/nothing was heard of it for/);
	});

	it('is not missed when it never spoke, but then nothing is shown to be no worse', () => {
		const inputs = looksOf(repeat(same, 30)).map((input) => {
			if (input.totals === undefined || input.totals.canary === null) return input;
			return { ...input, totals: { ...input.totals, canary: { ...input.totals.canary, latency: null } } };
		});
		expect(judgeAll(policy, inputs).last).toMatchObject({ outcome: 'healthy', answer: 'keep-looking' });
	});
});
