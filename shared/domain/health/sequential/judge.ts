/**
 * The sequential judge: looks at every sample, spends its chance of a false alarm once for the whole deployment, and answers
 * roll back, promote or keep looking. What it remembers is what both slots did, block by block; nothing is looked at twice.
 */
import type { Judge, HealthPolicy, JudgeInput } from '../model.ts';
import { normaliseLook } from '../readings.ts';
import { sequentialJudgeName } from './defaults.ts';
import { type MetricMemories, lookAtMetrics, noMetrics } from './metrics.ts';
import { type PairMemory, isPaired, noPairs, takePair } from './paired-blocks.ts';
import type { Stakes } from './finding.ts';
import { lookAtSplit } from './split-look.ts';
import { type SplitMemory, startSplitTest } from './traffic-split.ts';
import { verdictOf } from './verdict.ts';

/** What the judge remembers between looks. It is made again by replaying the looks, never stored. */
export interface SequentialMemory {
	readonly pairs: PairMemory;
	readonly metrics: MetricMemories;
	readonly split: SplitMemory;
	/** True once the look at the deadline was taken: what alpha was kept for it is spent. */
	readonly isDeadlineSpent: boolean;
}

/** Where nobody knows how long it will be watched: a day. */
const unplannedMs = 24 * 3_600_000;

/** A metric that told nothing for so many blocks (or windows, whichever is longer) has fallen silent. */
const silentBlocks = 3;

/** Before the deadline less than all of the planned time has passed, whatever the clock says. */
const justBefore = 0.999;

/** Planned time that has passed; the deadline itself is exactly 1 and comes once, infinity stands for all time after it. */
function fractionOf({ progress }: JudgeInput, isDeadlineSpent: boolean): number {
	if (progress === undefined || !(progress.plannedMs > 0)) return 0;
	if (progress.isLastStep && progress.stepElapsed) return isDeadlineSpent ? Number.POSITIVE_INFINITY : 1;
	return progress.elapsedMs > 0 ? Math.min(progress.elapsedMs / progress.plannedMs, justBefore) : 0;
}

/** Alpha is for false roll-backs and split over the metrics that can cause one; those that hold share another of the same size. */
function stakesOf(policy: HealthPolicy['sequential'], fraction: number, plannedMs: number) {
	const plannedBlocks = Math.ceil(plannedMs / policy.blockMs);
	const rho = Math.exp(-policy.blockMs / Math.max(policy.drift.memoryMs, 1));
	return (criticality: 'roll-back' | 'hold' | 'inform'): Stakes => {
		const sharing = policy.metrics.filter((metric) => metric.criticality === criticality).length;
		const alpha = criticality === 'inform' ? policy.alpha : policy.alpha / Math.max(1, sharing);
		return { alpha, beta: policy.beta, fraction, rho, plannedBlocks };
	};
}

function look(policy: HealthPolicy, given: JudgeInput, memory: SequentialMemory) {
	const input = normaliseLook(given);
	const { sequential } = policy;
	const clockRate = input.progress?.clockRate ?? 1;
	const blockMs = sequential.blockMs / (clockRate > 0 ? clockRate : 1);
	const fraction = fractionOf(input, memory.isDeadlineSpent);
	const pair = takePair(memory.pairs, input, blockMs);
	const stakes = stakesOf(sequential, fraction, input.progress?.plannedMs ?? unplannedMs);
	const metrics = lookAtMetrics(sequential, memory.metrics, {
		block: pair.block,
		stakes,
		isCompared: isPaired(input),
		at: input.at,
		silentAfterMs: Math.max(silentBlocks * blockMs, (silentBlocks * policy.windowMs) / Math.max(clockRate, 1)),
	});
	const split = lookAtSplit(memory.split, input, pair.block, sequential.trafficSplit ?? 'hold');
	return {
		verdict: verdictOf(policy, input, metrics.findings, split.finding),
		memory: {
			pairs: pair.memory,
			metrics: metrics.memory,
			split: split.memory,
			isDeadlineSpent: memory.isDeadlineSpent || fraction >= 1,
		},
	};
}

export const sequentialJudge: Judge<SequentialMemory> = {
	name: sequentialJudgeName,
	start: () => ({ pairs: noPairs, metrics: noMetrics, split: startSplitTest(), isDeadlineSpent: false }),
	look,
};
