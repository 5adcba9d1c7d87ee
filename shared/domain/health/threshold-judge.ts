/**
 * The judge of limits: fixed ones and those against the stable slot. A pure function of policy and input, without memory.
 *
 * Order of the outcome: any deciding rule that failed makes the release unhealthy, whatever else is unknown; else any
 * deciding rule that is unknown makes it inconclusive; healthy is what is left, and needs at least one deciding rule that passed.
 */
import { fail, ok } from '../result.ts';
import type { Result } from '../result.ts';
import { formatCounted } from '../format.ts';
import { absoluteRules, minimumSampleRule } from './absolute-rules.ts';
import { baselineRatioRules } from './baseline-rules.ts';
import { thresholdJudgeName } from './defaults.ts';
import type { HealthPolicy, Judge, JudgeInput, Reason, Verdict, VerdictOutcome } from './model.ts';
import { normaliseInput } from './readings.ts';
import { throughputRules } from './throughput-rules.ts';

/** Said when every deciding rule had to be left out: then nothing speaks for the release. */
export function nothingJudged(): Reason {
	return {
		rule: 'source',
		metric: 'requests',
		outcome: 'unknown',
		role: 'decide',
		value: null,
		baseline: null,
		limit: null,
		count: null,
		text: 'none of the rules that decide could be judged',
	};
}

/** What the deciding reasons come to. */
export function outcomeOf(reasons: readonly Reason[]): VerdictOutcome {
	const deciding = reasons.filter((reason) => reason.role === 'decide');
	if (deciding.some((reason) => reason.outcome === 'failed')) return 'unhealthy';
	if (deciding.some((reason) => reason.outcome === 'unknown')) return 'inconclusive';
	return 'healthy';
}

const outcomeOrder: readonly Reason['outcome'][] = ['failed', 'unknown', 'passed', 'not-judged'];

/** Deciding before informing, trouble before peace; otherwise the order of the rules stays. */
export function byImportance(left: Reason, right: Reason): number {
	if (left.role !== right.role) return left.role === 'decide' ? -1 : 1;
	return outcomeOrder.indexOf(left.outcome) - outcomeOrder.indexOf(right.outcome);
}

function troubles(reasons: readonly Reason[], outcome: 'failed' | 'unknown'): string {
	const told = reasons.filter((reason) => reason.role === 'decide' && reason.outcome === outcome);
	const first = told[0]?.text ?? 'no reason was given';
	return told.length > 1 ? `${first}; and ${formatCounted(told.length - 1, 'more reason')}` : first;
}

/** The outcome in one sentence, most important reason first. */
export function summarise(outcome: VerdictOutcome, reasons: readonly Reason[]): string {
	if (outcome === 'unhealthy') return `Unhealthy: ${troubles(reasons, 'failed')}`;
	if (outcome === 'inconclusive') return `Inconclusive: ${troubles(reasons, 'unknown')}`;
	const passed = reasons.filter((reason) => reason.role === 'decide' && reason.outcome === 'passed');
	const rules = passed.filter((reason) => reason.rule !== 'minimum-sample');
	const sample = passed.find((reason) => reason.rule === 'minimum-sample');
	const behind = sample?.value == null ? '' : ` on ${formatCounted(sample.value, 'request')}`;
	if (rules.length === 0) return `Healthy: no rule decides, only the sample was asked for${behind}`;
	return `Healthy: ${formatCounted(rules.length, 'rule')} passed${behind}; ${rules[0]?.text ?? ''}`;
}

/** One look by fixed and baseline limits. */
export function judgeByThresholds(policy: HealthPolicy, given: JudgeInput): Verdict {
	const input = normaliseInput(given);
	const rules = [
		...absoluteRules(policy, input),
		...baselineRatioRules(policy, input),
		...throughputRules(policy, input),
	];
	const deciding = rules.filter((rule) => rule.role === 'decide');
	const anyJudged = deciding.length === 0 || deciding.some((rule) => rule.outcome !== 'not-judged');
	const all = [...rules, minimumSampleRule(policy, input), ...(anyJudged ? [] : [nothingJudged()])];
	const reasons = all.toSorted(byImportance);
	const outcome = outcomeOf(reasons);
	return { at: input.at, outcome, summary: summarise(outcome, reasons), reasons, judge: thresholdJudgeName, input };
}

/** `threshold/1` as the engine takes it. */
export const thresholdJudge: Judge = {
	name: thresholdJudgeName,
	start: () => null,
	look: (policy, input) => ({ verdict: judgeByThresholds(policy, input), memory: null }),
};

/** Judges a stored verdict's input again. Fails with `unsupported` when another judge spoke it. */
export function replayVerdict(verdict: Verdict, policy: HealthPolicy): Result<Verdict> {
	if (verdict.judge !== thresholdJudgeName) {
		return fail(
			'unsupported',
			`This verdict was given by ${verdict.judge}, which this version of Signalbox cannot replay.`,
			'Read the reasons stored with the verdict; they are unchanged.',
		);
	}
	return ok(judgeByThresholds(policy, verdict.input));
}
