/** False alarms and finds of the gauge test in simulated deployments. */
import { describe, expect, it } from 'vitest';
import { normalQuantile } from '../../statistics/normal.ts';
import { gaugeFinding, observeGauge, startGauge } from './gauge.ts';
import type { SequentialMetric } from './model.ts';

const minute = 60_000;
const metric: SequentialMetric = {
	...{ name: 'memory', label: 'memory', unit: 'ratio', measured: { kind: 'gauge', from: 'memory' } },
	...{ direction: 'increase', criticality: 'hold', minimumSamples: 5 },
	...{ harmMargin: { in: 'units', value: 0.1 }, promoteMargin: { in: 'units', value: 0.15 } },
};

/** mulberry32 (public domain, T. Ettinger): a seed gives the same numbers everywhere. */
function seeded(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return (((mixed ^ (mixed >>> 14)) >>> 0) + 0.5) / 4294967296;
	};
}

type Draw = () => number;
/** Difference of the slots in margins, block by block. */
type Scenario = (normal: Draw) => (block: number) => number;

function swinging(mean: number, sd: number, white: number): Scenario {
	return (normal) => {
		const kept = Math.exp(-1 / 5);
		let swing = sd * normal();
		return () => {
			const now = mean + swing + white * normal();
			swing = kept * swing + sd * Math.sqrt(1 - kept * kept) * normal();
			return now;
		};
	};
}

function walking(step: number, perHour = 0): Scenario {
	return (normal) => {
		let now = 0;
		return () => {
			now += perHour / 60 + step * normal();
			return now;
		};
	};
}

/** Of `runs` deployments of 30 minutes, how many showed harm, or being no worse, at any look from the fifth on. */
function simulate(runs: number, scenario: Scenario): { readonly harm: number; readonly noWorse: number } {
	const random = seeded(7);
	const normal = (): number => normalQuantile(random());

	const shown = { harm: 0, noWorse: 0 };
	for (let run = 0; run < runs; run++) {
		const next = scenario(normal);
		let memory = startGauge(metric);
		let isHarm = false;
		let isNoWorse = false;
		for (let look = 0; look < 30; look++) {
			memory = observeGauge(memory, { canary: 0.4 + 0.1 * next(look), stable: 0.4, blockMs: minute });
			if (look < 4) continue;
			const found = gaugeFinding(memory, metric, 0.05, 20);
			isHarm ||= found.isHarm;
			isNoWorse ||= found.nonInferior >= 10;
		}
		if (isHarm) shown.harm++;
		if (isNoWorse) shown.noWorse++;
	}
	return shown;
}

describe('150 simulated deployments of 30 looks at alpha 5 %, beta 10 % (fixed seed, four standard errors)', () => {
	const most = (share: number): number => 150 * share + 4 * Math.sqrt(150 * share * (1 - share));
	it.each<[string, Scenario]>([
		['equal slots that swing', swinging(0, 0.3, 0.05)],
		['the margin itself', swinging(1, 0.3, 0.05)],
		['noise of two margins', swinging(0, 0.3, 2)],
		['noise beyond the grid', swinging(0, 0, 60)],
		['a random walk', walking(0.05)],
		['a wild random walk', walking(0.2)],
	])('false alarms: %s', (_name, scenario) => {
		expect(simulate(150, scenario).harm).toBeLessThanOrEqual(most(0.05));
	});
	it.each<[string, Scenario]>([
		['little noise', swinging(1.5, 0.3, 0.05)],
		['much noise', swinging(1.5, 0.3, 2)],
	])('worse by the whole promote margin is seldom called no worse: %s', (_name, scenario) => {
		expect(simulate(150, scenario).noWorse).toBeLessThanOrEqual(most(0.1));
	});
	it('harm of twice the margin, a leak of two margins an hour and equal slots are nearly always seen', () => {
		expect(simulate(60, swinging(2, 0.1, 0.15)).harm).toBeGreaterThanOrEqual(57);
		expect(simulate(60, walking(0.02, 2)).harm).toBeGreaterThanOrEqual(54);
		expect(simulate(60, swinging(0, 0.3, 0.05)).noWorse).toBeGreaterThanOrEqual(57);
	});
});
