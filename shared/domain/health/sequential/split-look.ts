/** The traffic split, look by look: a wrong split voids every comparison. */
import type { MetricEvidence } from '../evidence/model.ts';
import type { JudgeInput } from '../model.ts';
import type { PairedBlock } from './paired-blocks.ts';

export interface SplitMemory {
	readonly none: null;
}

export const noSplit: SplitMemory = { none: null };

export interface SplitFinding {
	readonly isMismatch: boolean;
	readonly words: string;
	readonly evidence: MetricEvidence | null;
}

export function lookAtSplit(memory: SplitMemory, _input: JudgeInput, _block: PairedBlock | null, _alpha: number) {
	const finding: SplitFinding = { isMismatch: false, words: '', evidence: null };
	return { finding, memory };
}
