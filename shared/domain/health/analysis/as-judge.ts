/**
 * An analysis that a team brought along from Argo Rollouts, as a judge. It means here what it means there: failed or in
 * error goes back, inconclusive waits for a person, and a run that goes on stops no step (background analysis), but the
 * last one waits for measurements that were counted out. Losing the source holds the release in our own rules; here the
 * team's `consecutiveErrorLimit` rolls back, because the team said so.
 */
import { formatCounted } from '../../format.ts';
import type { JudgeAnswer } from '../evidence/model.ts';
import type { HealthPolicy, Judge, JudgeInput, Reason, Verdict, VerdictOutcome } from '../model.ts';
import { normaliseLook } from '../readings.ts';
import { byImportance } from '../threshold-judge.ts';
import { assessRun, effectiveCount, isCompleted } from './assess.ts';
import type { AnalysisPhase } from './model.ts';
import { type AnalysisMemory, emptyMemory, isDue, memoryOf, takeMeasurements } from './taking.ts';
import { allowsGoingOn, evidenceOf, type MetricSight, reasonOf } from './words.ts';

export type { AnalysisMemory } from './taking.ts';

/** Name and version, written into each verdict. */
export const analysisJudgeName = 'analysis/1';

function runOf(sights: readonly MetricSight[]) {
	return assessRun(sights.map(({ metric, memory }) => ({ metric, result: memory.result })));
}

function sightsOf(policy: HealthPolicy, input: JudgeInput, memory: AnalysisMemory): readonly MetricSight[] {
	return policy.analysis.metrics.map((metric) => {
		const own = memoryOf(memory, metric.name);
		const isAwaited = own.takenAt !== input.at && isDue(metric, own, memory.startedAt ?? input.at, input);
		const role = metric.dryRun || policy.analysis.role !== 'decide' ? 'inform' : 'decide';
		return { metric, memory: own, isAwaited, role };
	});
}

/** Whether a run that goes on may be called healthy for now. Nobody counts out the metrics without an end. */
function mayGoOn(sights: readonly MetricSight[], input: JudgeInput): boolean {
	const deciding = sights.filter(({ metric }) => !metric.dryRun);
	if (!deciding.every(allowsGoingOn)) return false;
	if (input.progress?.isLastStep === false) return true;
	return deciding.every(({ metric, memory }) =>
		effectiveCount(metric) === null ? memory.result.last !== null : isCompleted(memory.result.phase),
	);
}

/** At the end of the last step Argo ends a background analysis well, unless it was not measured at all. */
function isAtEnd(sights: readonly MetricSight[], input: JudgeInput): boolean {
	return input.progress?.isLastStep === true && input.progress.stepElapsed && mayGoOn(sights, input);
}

interface Said {
	readonly outcome: VerdictOutcome;
	readonly answer: JudgeAnswer;
}

function sayOf(phase: AnalysisPhase, sights: readonly MetricSight[], input: JudgeInput): Said {
	if (phase === 'Failed' || phase === 'Error') return { outcome: 'unhealthy', answer: 'roll-back' };
	if (phase === 'Inconclusive' || sights.length === 0) return { outcome: 'inconclusive', answer: 'keep-looking' };
	// Dry runs alone say nothing either way.
	if (sights.every(({ metric }) => metric.dryRun)) return { outcome: 'healthy', answer: 'keep-looking' };
	if (phase === 'Successful' || isAtEnd(sights, input)) return { outcome: 'healthy', answer: 'promote' };
	return { outcome: mayGoOn(sights, input) ? 'healthy' : 'inconclusive', answer: 'keep-looking' };
}

function summarise({ outcome, answer }: Said, message: string, reasons: readonly Reason[]): string {
	if (outcome === 'unhealthy') return `Unhealthy: ${message}`;
	const first = reasons[0]?.text ?? 'the analysis has no metric';
	if (outcome === 'inconclusive') return `Inconclusive: ${message === '' ? first : message}`;
	const metrics = formatCounted(reasons.length, 'metric');
	return answer === 'promote'
		? `Healthy: the analysis of ${metrics} ended well; ${first}`
		: `Healthy: the analysis of ${metrics} goes on; ${first}`;
}

/** One look of the analysis. The verdict's input keeps the measurements, so that it can be judged again. */
export function judgeByAnalysis(
	policy: HealthPolicy,
	given: JudgeInput,
	before: AnalysisMemory,
): { readonly verdict: Verdict; readonly memory: AnalysisMemory } {
	const input = normaliseLook(given);
	const wasInconclusive = runOf(sightsOf(policy, input, before)).phase === 'Inconclusive';
	const memory = takeMeasurements(policy.analysis.metrics, input, before, wasInconclusive);
	const sights = sightsOf(policy, input, memory);
	const { phase, message } = runOf(sights);
	const said = sayOf(phase, sights, input);
	const reasons = sights.map(reasonOf).toSorted(byImportance);
	const verdict: Verdict = {
		at: input.at,
		...said,
		summary: summarise(said, message, reasons),
		reasons,
		judge: analysisJudgeName,
		input,
		evidence: sights.map(evidenceOf),
	};
	return { verdict, memory };
}

/** `analysis/1` as the engine takes it. */
export const analysisJudge: Judge<AnalysisMemory> = {
	name: analysisJudgeName,
	start: () => emptyMemory,
	look: judgeByAnalysis,
};
