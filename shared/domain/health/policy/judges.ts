/** The judges that a policy may combine. A new one is a line here, a role in `HealthPolicy`, and its turn in `policy-judge.ts`. */
import { analysisJudge } from '../analysis/as-judge.ts';
import { kayentaJudge } from '../kayenta/as-judge.ts';
import { limitsJudge } from '../limits.ts';
import { sequentialJudge } from '../sequential/judge.ts';

/** By the part that they play. */
export const policyJudges = {
	limits: limitsJudge,
	sequential: sequentialJudge,
	kayenta: kayentaJudge,
	analysis: analysisJudge,
} as const;

/** What one of the judges remembers between looks. */
export type MemoryOf<Part extends keyof typeof policyJudges> = ReturnType<(typeof policyJudges)[Part]['start']>;
