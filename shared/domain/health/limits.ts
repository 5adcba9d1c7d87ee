/**
 * The fixed and baseline limits with Argo Rollouts' limits over looks: how often a rule may be broken, how many looks may
 * be undecided, and how many in a row unreadable, before it counts (argo-rollouts analysis/analysis.go). Without any of
 * them it is the judge of limits, word for word.
 */
import { formatCount, formatCounted } from '../format.ts';
import { thresholdJudgeName } from './defaults.ts';
import { countLook, type LimitsMemory, noLooks } from './limits-memory.ts';
import type { HealthPolicy, Judge, JudgeInput, Reason, Verdict } from './model.ts';
import { byImportance, judgeByThresholds, nothingJudged, outcomeOf, summarise } from './threshold-judge.ts';

export type { LimitsMemory } from './limits-memory.ts';

/** Written into verdicts that counted looks: they cannot be judged again from their own input alone. */
export const limitsJudgeName = 'threshold-limits/1';

/** True when a policy counts nothing: one broken look is a verdict, undecided and unreadable ones never are. */
function countsNothing({ limits }: HealthPolicy): boolean {
	const { failureLimit, inconclusiveLimit, consecutiveErrorLimit, dryRun = [] } = limits;
	return failureLimit === 0 && inconclusiveLimit < 0 && consecutiveErrorLimit < 0 && dryRun.length === 0;
}

const isRule = ({ rule }: Reason): boolean => rule.startsWith('absolute.') || rule.startsWith('baseline.');

/** Rules that `signalbox.yaml` calls by the name of their limit. */
const limitNames: Readonly<Record<string, string>> = {
	'absolute.throughput': 'absolute.throughputChange',
	'baseline.throughput': 'baseline.throughputDrop',
};

/** Rules on trial are shown and do not decide. The sample and the source are no rules: they cannot be put on trial. */
function onTrial(reason: Reason, dryRun: readonly string[]): Reason {
	const names = [reason.rule, limitNames[reason.rule] ?? reason.rule];
	if (!isRule(reason) || !names.some((name) => dryRun.includes(name))) return reason;
	return { ...reason, role: 'inform', text: `${reason.text} (dry run)` };
}

/** The reasons with the rules on trial taken out of the decision, which may leave nobody to decide. */
function tried(reasons: readonly Reason[], dryRun: readonly string[]): readonly Reason[] {
	const rules = reasons.map((reason) => onTrial(reason, dryRun));
	const deciding = rules.filter((reason) => isRule(reason) && reason.role === 'decide');
	const anyJudged = deciding.length === 0 || deciding.some(({ outcome }) => outcome !== 'not-judged');
	const isSaid = rules.some(({ rule }) => rule === nothingJudged().rule);
	return anyJudged || isSaid ? rules : [...rules, nothingJudged()];
}

/** A failure that its limit still allows informs, with the count in its text; one beyond the limit decides. */
function counted(reason: Reason, memory: LimitsMemory, failureLimit: number): Reason {
	if (reason.role !== 'decide' || reason.outcome !== 'failed' || failureLimit === 0) return reason;
	const failed = memory.failures[reason.rule]?.count ?? 0;
	const times = formatCounted(failed, 'failure');
	if (failureLimit < 0) return { ...reason, role: 'inform', text: `${reason.text} (${times}, any number allowed)` };
	const limit = formatCount(failureLimit);
	if (failed > failureLimit) return { ...reason, text: `${reason.text} (${times}, ${limit} allowed)` };
	return { ...reason, role: 'inform', text: `${reason.text} (${formatCount(failed)} of ${limit} allowed failures)` };
}

/** What the counts of looks say beside the rules: too many unreadable in a row go back, too many undecided wait for a person. */
function countReasons({ limits }: HealthPolicy, memory: LimitsMemory): readonly Reason[] {
	const said = { metric: null, role: 'decide', baseline: null } as const;
	const { consecutiveErrors, inconclusive } = memory;
	const reasons: Reason[] = [];
	if (limits.consecutiveErrorLimit >= 0 && consecutiveErrors > limits.consecutiveErrorLimit) {
		const text = `the metrics could not be read at ${formatCounted(consecutiveErrors, 'look')} in a row, ${formatCount(limits.consecutiveErrorLimit)} allowed`;
		const numbers = { value: consecutiveErrors, limit: limits.consecutiveErrorLimit, count: consecutiveErrors };
		reasons.push({ ...said, ...numbers, rule: 'limits.consecutiveErrors', outcome: 'failed', text });
	}
	if (limits.inconclusiveLimit >= 0 && inconclusive > limits.inconclusiveLimit) {
		const text = `${formatCounted(inconclusive, 'look')} without a clear answer, ${formatCount(limits.inconclusiveLimit)} allowed: a person must decide`;
		const numbers = { value: inconclusive, limit: limits.inconclusiveLimit, count: inconclusive };
		reasons.push({ ...said, ...numbers, rule: 'limits.inconclusive', outcome: 'unknown', text });
	}
	return reasons;
}

/** One look by fixed and baseline limits, with what the looks before it counted. */
export function judgeByLimits(
	policy: HealthPolicy,
	input: JudgeInput,
	before: LimitsMemory,
): { readonly verdict: Verdict; readonly memory: LimitsMemory } {
	const plain = judgeByThresholds(policy, input);
	if (countsNothing(policy)) return { verdict: plain, memory: before };
	const { limits } = policy;
	const rules = tried(plain.reasons, limits.dryRun ?? []);
	const memory = countLook(before, policy, plain.input, rules, input.progress?.stepIndex ?? null);
	const judged = rules.map((reason) => counted(reason, memory, limits.failureLimit));
	const reasons = [...countReasons(policy, memory), ...judged].toSorted(byImportance);
	const allowed = judged.find((reason, index) => reason.role !== rules[index]?.role);
	const outcome = outcomeOf(reasons);
	// A broken rule that may be broken is no sign of health: the release waits for a look at which nothing is broken.
	const isHeld = outcome === 'healthy' && allowed !== undefined;
	const verdict: Verdict = {
		...plain,
		outcome: isHeld ? 'inconclusive' : outcome,
		summary: isHeld ? `Inconclusive: ${allowed.text}` : summarise(outcome, reasons),
		reasons,
		judge: limitsJudgeName,
	};
	return { verdict, memory };
}

/** The judge of limits as the engine takes it. */
export const limitsJudge: Judge<LimitsMemory> = {
	name: thresholdJudgeName,
	start: () => noLooks,
	look: judgeByLimits,
};
