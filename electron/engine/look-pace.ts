/** How often a judge looks at a release. */
import { type Deployment, stepAt } from '../../shared/domain/deployment/model.ts';

/** Never more often than this, however fast the sample's clock runs. */
const shortestLookMs = 250;
/**
 * As often as is worth its price where a judge would look at every sample: looking each second took half a core with 200
 * canaries, and a release that harms goes back a few seconds later at worst.
 */
const worthwhileLookMs = 5_000;
/** A step that is shorter than so many of those is looked at more often: a judge needs a few looks to tell anything. */
const looksPerStep = 10;

/**
 * Wall time from one look to the next, ms. `sampleIntervalMs` is the pace of the samples, wall time, for a judge that
 * gains from more looks than the strategy asks for; null for the strategy's pace alone, which nothing makes slower.
 */
export function lookPaceMs(deployment: Deployment, sampleIntervalMs: number | null): number {
	const { clockRate, strategy } = deployment;
	const strategyMs = strategy.analysisIntervalMs / clockRate;
	if (sampleIntervalMs === null) return Math.max(shortestLookMs, strategyMs);
	const step = stepAt(deployment);
	const durationMs = step?.kind === 'analyse' || step?.kind === 'hold' ? step.durationMs : null;
	const shareMs = durationMs === null ? worthwhileLookMs : durationMs / clockRate / looksPerStep;
	// Between two samples there is nothing new to see.
	const quickMs = Math.max(sampleIntervalMs, Math.min(worthwhileLookMs, shareMs));
	return Math.max(shortestLookMs, Math.min(strategyMs, quickMs));
}
