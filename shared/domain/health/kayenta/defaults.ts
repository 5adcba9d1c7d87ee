import type { KayentaMetric, KayentaPolicy } from './model.ts';

/** Name and version of the judge, written into each of its verdicts. */
export const kayentaJudgeName = 'kayenta/1';

/** A metric as Kayenta takes it when only its name is given: either direction, not critical, outliers kept. */
export function kayentaMetric(name: string, changes: Partial<Omit<KayentaMetric, 'name'>> = {}): KayentaMetric {
	return {
		name,
		groups: [],
		direction: 'either',
		critical: false,
		muted: false,
		whenNoData: 'nodata',
		nanStrategy: 'remove',
		outliers: { strategy: 'keep', factor: 3 },
		effectSize: {
			measure: 'mean-ratio',
			allowedIncrease: null,
			allowedDecrease: null,
			criticalIncrease: null,
			criticalDecrease: null,
		},
		...changes,
	};
}

/**
 * Kayenta's own numbers over the metrics that every service has. Each metric is a group, so each weighs a third.
 *
 * Five points, because fewer can show nothing at 98 %: of the 70 ways to split 4 and 4 points two are extreme, which is
 * 2.9 %; of the 252 ways to split 5 and 5 they are 0.8 %. Kayenta itself judges any number of points and so passes
 * (or fails) on what is only a guess.
 */
export const defaultKayentaPolicy: KayentaPolicy = {
	metrics: [
		kayentaMetric('errors', { groups: ['errors'], direction: 'increase', critical: true }),
		kayentaMetric('p95', { groups: ['latency'], direction: 'increase' }),
		kayentaMetric('memory', { groups: ['saturation'], direction: 'increase' }),
	],
	groupWeights: {},
	thresholds: { pass: 95, marginal: 75 },
	tolerance: 0.25,
	toleranceOf: 'shift',
	confidence: 0.98,
	minimumPoints: 5,
};
