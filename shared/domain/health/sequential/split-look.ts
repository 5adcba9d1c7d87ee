/** The traffic split, look by look: a wrong split voids every comparison. */
import type { Criticality, MetricEvidence } from '../evidence/model.ts';
import type { JudgeInput } from '../model.ts';
import type { PairedBlock } from './paired-blocks.ts';
import {
	type SplitEvidence,
	type SplitMargin,
	type SplitMemory,
	observeSplit,
	splitAssumption,
	splitBand,
	splitEvidence,
} from './traffic-split.ts';

export interface SplitFinding {
	/** True when nothing may be concluded from a comparison. */
	readonly isVoid: boolean;
	readonly words: string;
	/** Null while there is no split to speak of, and where the policy does not ask. */
	readonly evidence: MetricEvidence | null;
}

const silent: SplitFinding = { isVoid: false, words: '', evidence: null };

/**
 * A false alarm only holds the release, so it has a chance of its own and takes nothing from the metrics. Small, because a
 * wrong split is never a matter of a few requests.
 */
const alpha = 0.001;
/** Health checks and scrapes are counted as requests by many services; they must not look like a wrong split. */
const margin: SplitMargin = { absolute: 0.02, relative: 0.2 };

function evidenceOf(found: SplitEvidence, criticality: Criticality, block: PairedBlock | null): MetricEvidence {
	const wanted = found.wantedShare ?? 0;
	const reach = splitBand(wanted, margin).high - wanted;
	return {
		metric: 'traffic-split',
		label: 'traffic split',
		judge: 'sequential',
		role: criticality === 'inform' ? 'inform' : 'decide',
		criticality,
		answer: found.isMismatch ? 'roll-back' : 'promote',
		unit: 'ratio',
		direction: 'either',
		canary: found.observedShare,
		stable: found.wantedShare,
		estimate: {
			kind: 'difference',
			value: found.observedShare === null ? null : found.observedShare - wanted,
			low: found.low - wanted,
			high: found.high - wanted,
			confidence: 1 - alpha,
		},
		harmMargin: reach,
		promoteMargin: null,
		samples: found.samples,
		minimumSamples: 0,
		harm: { kind: 'e-value', value: found.eValue, line: found.line },
		nonInferior: null,
		assumption: splitAssumption,
		words: found.words,
		source: block?.canary.source ?? '',
		query: block?.canary.query ?? '',
		at: block === null ? null : Math.min(block.canary.toMs, block.stable.toMs),
	};
}

/** Requests of a block that lies wholly under the present weights; null for any other. */
function countsOf({ weights, weightsSince }: JudgeInput, block: PairedBlock) {
	const { canary, stable } = block;
	if (canary.requests === null || stable.requests === null) return null;
	if (weightsSince != null && Math.min(canary.fromMs, stable.fromMs) < weightsSince) return null;
	return {
		canaryRequests: canary.requests,
		stableRequests: stable.requests,
		wantedCanaryShare: weights.canary / (weights.canary + weights.stable),
	};
}

/** One look at the split. `block` is the open or just closed block; null when there is nothing new. */
export function lookAtSplit(
	memory: SplitMemory,
	input: JudgeInput,
	block: PairedBlock | null,
	criticality: Criticality | 'off',
): { readonly finding: SplitFinding; readonly memory: SplitMemory } {
	if (criticality === 'off') return { finding: silent, memory };
	const counts = block === null ? null : countsOf(input, block);
	const after = counts === null ? memory : observeSplit(memory, counts);
	const next = block?.isClosed === true ? after : memory;
	if (after.splits.length === 0) return { finding: silent, memory: next };
	const found = splitEvidence(after, alpha, margin);
	const isVoid = found.isMismatch && criticality !== 'inform';
	return {
		finding: { isVoid, words: found.words, evidence: evidenceOf(found, criticality, block) },
		memory: next,
	};
}
