/** The judges that a policy may combine. A new one is a line here, a role in `HealthPolicy`, and its turn in `policy-judge.ts`. */
import { analysisJudge } from '../analysis/as-judge.ts';
import { limitsJudge } from '../limits.ts';
import type { HealthPolicy, Judge, JudgeInput } from '../model.ts';
import { normaliseInput } from '../readings.ts';
import { sequentialJudge } from '../sequential/judge.ts';

/** Stands in for a judge that is not there: it has nothing to say. */
function silentJudge(name: string): Judge {
	const look = (_policy: HealthPolicy, given: JudgeInput) => {
		const input = normaliseInput(given);
		const said = { at: input.at, outcome: 'healthy', answer: 'keep-looking', summary: '', reasons: [] } as const;
		return { verdict: { ...said, evidence: [], judge: name, input }, memory: null };
	};
	return { name, start: () => null, look };
}

export const policyJudges = {
	limits: limitsJudge,
	sequential: sequentialJudge,
	kayenta: silentJudge('kayenta/1'),
	analysis: analysisJudge,
} as const;

/** What one of the judges remembers between looks. */
export type MemoryOf<Part extends keyof typeof policyJudges> = ReturnType<(typeof policyJudges)[Part]['start']>;
