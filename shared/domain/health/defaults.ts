import { defaultKayentaPolicy } from './kayenta/defaults.ts';
import type { HealthPolicy } from './model.ts';
import { defaultSequentialPolicy } from './sequential/defaults.ts';

/**
 * What "healthy" means unless `signalbox.yaml` says otherwise: domain.md "Health rules" 1 and 2 (CD).
 * Sample and window are ours: 100 requests show one error in a hundred at all, and two minutes hold several
 * scrapes of any usual interval.
 */
export const defaultHealthPolicy: HealthPolicy = {
	absolute: { role: 'decide', errorRate: 0.01, p95Latency: 500, throughputChange: 0.1, memory: 0.85 },
	baseline: { role: 'decide', errorRateRatio: 2, p95LatencyRatio: 1.5, throughputDrop: 0.2 },
	minimumRequests: 100,
	windowMs: 120_000,
	// One broken look is enough, and no number of undecided ones is a verdict: what the limits did before they counted.
	limits: { failureLimit: 0, inconclusiveLimit: -1, consecutiveErrorLimit: -1 },
	sequential: { role: 'decide', ...defaultSequentialPolicy },
	kayenta: { role: 'off', ...defaultKayentaPolicy },
	analysis: { role: 'off', metrics: [] },
};

/** Name and version of the judge of limits, written into each of its verdicts. */
export const thresholdJudgeName = 'threshold/1';

/**
 * Failed requests needed before an error rate over its fixed limit may roll back a release.
 * At the limit of 1 % one error in the smallest sample would otherwise be a verdict.
 */
export const minimumErrorsToFail = 3;

/**
 * Failed requests needed before the canary may be called worse than the stable slot. More than for the fixed
 * limit: where both slots are good, two or three errors are already "twice as many" by chance alone.
 */
export const minimumErrorsToCompare = 5;
