/** The sequential judge. (Being written: the lead fills this in.) */
import type { HealthPolicy, Judge, JudgeInput, Verdict } from '../model.ts';
import { normaliseInput } from '../readings.ts';
import { sequentialJudgeName } from './defaults.ts';

/** What the judge remembers between looks; pure data. */
export interface SequentialMemory {
	readonly looks: number;
}

function look(_policy: HealthPolicy, given: JudgeInput, memory: SequentialMemory) {
	const input = normaliseInput(given);
	const verdict: Verdict = {
		at: input.at,
		outcome: 'healthy',
		answer: 'keep-looking',
		summary: 'Still looking',
		reasons: [],
		evidence: [],
		judge: sequentialJudgeName,
		input,
	};
	return { verdict, memory: { looks: memory.looks + 1 } };
}

export const sequentialJudge: Judge<SequentialMemory> = { name: sequentialJudgeName, start: () => ({ looks: 0 }), look };
