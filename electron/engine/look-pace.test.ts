import { expect, it } from 'vitest';
import { analysing, canaryStrategy } from '../../shared/domain/deployment/fixture.ts';
import { lookPaceMs } from './look-pace.ts';

const minute = 60_000;

it.each([
	['five seconds in a long step, however dense the samples are', {}, 5_000],
	['every sample where those are rarer than that', { sampleMs: 10_000 }, 10_000],
	["the strategy's pace where no judge gains from more", { sampleMs: null }, 30_000],
	["the strategy's pace where samples are rarer still", { sampleMs: 45_000 }, 30_000],
	["the strategy's pace where that is quicker", { intervalMs: 2_000 }, 2_000],
	['ten looks in a short step', { durationMs: 30_000 }, 3_000],
	['five seconds in the shortest step that has ten of them', { durationMs: 50_000 }, 5_000],
	['no look between two samples, however short the step', { durationMs: 4_000 }, 1_000],
	['five seconds in a hold that waits for a person', { durationMs: null }, 5_000],
	["each second in the sample, by the strategy's pace", { clockRate: 30 }, 1_000],
	['ten looks in a step of the sample', { clockRate: 30, intervalMs: 5 * minute, sampleMs: 500 }, 3_000],
	['never more than four in a second', { clockRate: 1_000, sampleMs: 10 }, 250],
	['nor without such a judge', { clockRate: 1_000, sampleMs: null }, 250],
])('looks come at %s', (_, given, paceMs) => {
	const { sampleMs, durationMs, clockRate, intervalMs } = {
		...{ sampleMs: 1_000, durationMs: 15 * minute, clockRate: 1, intervalMs: 30_000 },
		...given,
	};
	const step =
		durationMs === null
			? ({ kind: 'hold', durationMs } as const)
			: ({ kind: 'analyse', durationMs, patienceMs: minute } as const);
	const strategy = { ...canaryStrategy, steps: [step], analysisIntervalMs: intervalMs };
	const { deployment } = analysing();
	expect(lookPaceMs({ ...deployment, strategy, stepIndex: 0, clockRate }, sampleMs)).toBe(paceMs);
});
