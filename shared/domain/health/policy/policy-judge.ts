/** Several judges as one: which of them decide is the policy's choice, what each of them showed stays visible. */
import type { HealthPolicy, Judge, JudgeInput, JudgeRole, Reason, Verdict } from '../model.ts';
import { byImportance } from '../threshold-judge.ts';
import { policyJudges, type MemoryOf } from './judges.ts';
import { baselineYields, withYieldedBaseline } from './yielding.ts';
import { answerOf, isComparing, outcomeOf, summaryOf, type Voice, withRole } from './voices.ts';

/** The judges that may be combined, one a part. */
export interface PolicyJudges<Limits, Sequential, Kayenta, Analysis> {
	readonly limits: Judge<Limits>;
	readonly sequential: Judge<Sequential>;
	readonly kayenta: Judge<Kayenta>;
	readonly analysis: Judge<Analysis>;
}

/** What the judges of a policy remember; plain data. Null for judges that are off. */
export interface CombinedMemory<Limits, Sequential, Kayenta, Analysis> {
	readonly limits: Limits;
	readonly sequential: Sequential | null;
	readonly kayenta: Kayenta | null;
	readonly analysis: Analysis | null;
}

/** What the judge of a policy remembers; it can be made again by replaying looks. */
export type PolicyMemory = CombinedMemory<
	MemoryOf<'limits'>,
	MemoryOf<'sequential'>,
	MemoryOf<'kayenta'>,
	MemoryOf<'analysis'>
>;

/** Version of the rule that combines; the judges behind it have their own. */
const combinationName = 'policy/1';

/** `policy/1 (sequential/1, threshold/1)`: all judges that are not off. */
export function policyJudgeName(
	policy: HealthPolicy,
	judges: Readonly<Record<keyof typeof policyJudges, { readonly name: string }>> = policyJudges,
): string {
	const { limits, sequential, kayenta, analysis } = judges;
	const beside = [
		policy.sequential.role === 'off' ? null : sequential.name,
		limits.name,
		policy.kayenta.role === 'off' ? null : kayenta.name,
		policy.analysis.role === 'off' ? null : analysis.name,
	];
	return `${combinationName} (${beside.filter((name) => name !== null).join(', ')})`;
}

/** One judge's turn; null when it is off. */
function turn<Memory>(
	judge: Judge<Memory>,
	role: JudgeRole,
	policy: HealthPolicy,
	input: JudgeInput,
	before: Memory | null,
) {
	if (role === 'off') return { voice: null, memory: null };
	const looked = judge.look(policy, input, before ?? judge.start());
	return { voice: withRole({ role, verdict: looked.verdict, mayPromote: true }), memory: looked.memory };
}

/**
 * The limits against the stable slot ask in a cruder way what the sequential judge asks with an error bound. Where that
 * one decides and has something to compare, they only inform, unless the team asked for them to decide.
 */
function limitsPolicy(policy: HealthPolicy, sequential: Verdict | null): HealthPolicy {
	if (!baselineYields(policy) || sequential === null || !isComparing(sequential)) return policy;
	return withYieldedBaseline(policy);
}

/** Totals are kept with the look: they are large, and every screen would get them with each verdict. */
function withoutTotals({ totals: _, ...input }: JudgeInput): JudgeInput {
	return input;
}

function combine(name: string, given: JudgeInput, limits: Verdict, voices: readonly Voice[]): Verdict {
	const outcome = outcomeOf(voices);
	const reasons: readonly Reason[] = voices.flatMap(({ verdict }) => verdict.reasons);
	return {
		at: limits.at,
		outcome,
		summary: summaryOf(outcome, voices),
		reasons: reasons.toSorted(byImportance),
		judge: name,
		input: withoutTotals({ ...given, ...limits.input }),
		answer: answerOf(outcome, voices),
		evidence: voices.flatMap(({ verdict }) => verdict.evidence ?? []),
	};
}

/**
 * The judge of a policy. Its verdicts speak for all judges of the policy: harm shown by any that decides is harm, doubt
 * of any that decides is doubt. Pure: the same looks give the same verdicts and memory.
 */
export function createPolicyJudge(policy: HealthPolicy): Judge<PolicyMemory> {
	return combineJudges(policyJudges, policy);
}

/** The same over any judges. */
export function combineJudges<L, S, K, A>(
	judges: PolicyJudges<L, S, K, A>,
	made: HealthPolicy,
): Judge<CombinedMemory<L, S, K, A>> {
	const { limits, sequential, kayenta, analysis } = judges;
	return {
		name: policyJudgeName(made, judges),
		start: () => ({
			limits: limits.start(),
			sequential: made.sequential.role === 'off' ? null : sequential.start(),
			kayenta: made.kayenta.role === 'off' ? null : kayenta.start(),
			analysis: made.analysis.role === 'off' ? null : analysis.start(),
		}),
		look(policy, input, memory) {
			const bySequence = turn(sequential, policy.sequential.role, policy, input, memory.sequential);
			const byKayenta = turn(kayenta, policy.kayenta.role, policy, input, memory.kayenta);
			const byAnalysis = turn(analysis, policy.analysis.role, policy, input, memory.analysis);
			const held = limitsPolicy(policy, bySequence.voice?.verdict ?? null);
			const byLimits = limits.look(held, input, memory.limits);
			const limitsVoice: Voice = { role: 'decide', verdict: byLimits.verdict, mayPromote: false };
			const voices = [bySequence.voice, limitsVoice, byKayenta.voice, byAnalysis.voice].filter((one) => one !== null);
			return {
				verdict: combine(policyJudgeName(policy, judges), input, byLimits.verdict, voices),
				memory: {
					limits: byLimits.memory,
					sequential: bySequence.memory,
					kayenta: byKayenta.memory,
					analysis: byAnalysis.memory,
				},
			};
		},
	};
}
