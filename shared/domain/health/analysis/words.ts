/** What an analysis shows: a reason and an entry of the evidence for each metric. */
import { formatNumber } from '../../format.ts';
import type { JudgeAnswer, MetricEvidence } from '../evidence/model.ts';
import type { Reason, RuleRole } from '../model.ts';
import { effectiveCount, isCompleted, passedLimit } from './assess.ts';
import type { AnalysisMetric } from './model.ts';
import type { MetricMemory } from './taking.ts';

/** One metric at one look. */
export interface MetricSight {
	readonly metric: AnalysisMetric;
	readonly memory: MetricMemory;
	/** A measurement should have been there, and was not. */
	readonly isAwaited: boolean;
	readonly role: RuleRole;
}

function allowance(count: number, limit: number, what: string): string {
	return limit < 0
		? `${formatNumber(count)} ${what}, any number allowed`
		: `${formatNumber(count)} of ${formatNumber(limit)} allowed ${what}`;
}

/** What the newest measurement did while its limit still holds. */
function lately({ metric, memory }: MetricSight): string {
	const { result } = memory;
	const { limits } = metric;
	const value = memory.value === '' ? '' : ` (${memory.value.slice(0, 60)})`;
	if (result.last === 'Failed') return `failed${value}, ${allowance(result.failed, limits.failureLimit, 'failures')}`;
	if (result.last === 'Inconclusive') {
		return `undecided${value}, ${allowance(result.inconclusive, limits.inconclusiveLimit, 'undecided measurements')}`;
	}
	if (result.last === 'Error') {
		const why = result.message.slice(0, 200);
		return `could not be measured: ${why}, ${allowance(result.consecutiveError, limits.consecutiveErrorLimit, 'errors in a row')}`;
	}
	return `held${value}`;
}

function taken({ metric, memory }: MetricSight): string {
	const wanted = effectiveCount(metric);
	const count = formatNumber(memory.result.count);
	return wanted === null ? `${count} measured so far` : `${count} of ${formatNumber(wanted)} measured`;
}

/** The finding in one sentence. */
export function sentenceOf(sight: MetricSight): string {
	const { metric, memory } = sight;
	const dry = metric.dryRun ? ' (dry run)' : '';
	const name = `${metric.name}${dry}`;
	const { phase, last } = memory.result;
	if (isCompleted(phase)) {
		const passed = passedLimit(metric.limits, memory.result)?.message;
		const ended = phase === 'Successful' ? `${name} passed: ${taken(sight)}` : `${name} ended ${phase.toLowerCase()}`;
		return phase === 'Successful'
			? ended
			: `${ended}: ${passed ?? 'the limits were not reached in time'}; the newest ${lately(sight)}`;
	}
	if (sight.isAwaited) return `${name} is due and was not measured`;
	if (last === null) return `${name} is not measured before its initial delay is over`;
	return `${name} ${lately(sight)}; ${taken(sight)}`;
}

function outcomeOf({ memory, isAwaited }: MetricSight): Reason['outcome'] {
	const { phase, last } = memory.result;
	if (phase === 'Failed' || phase === 'Error') return 'failed';
	if (phase === 'Inconclusive' || isAwaited) return 'unknown';
	if (phase === 'Successful' || last === 'Successful') return 'passed';
	if (last === 'Failed') return 'failed';
	return last === null ? 'not-judged' : 'unknown';
}

/** True while nothing of this metric speaks against going on to the next step. */
export function allowsGoingOn({ memory, isAwaited }: MetricSight): boolean {
	const { phase, last } = memory.result;
	return phase === 'Successful' || (!isCompleted(phase) && !isAwaited && last !== 'Error');
}

/** A failure that its limit still allows is shown, and decides nothing. */
function isAllowed({ memory }: MetricSight): boolean {
	const { phase, last } = memory.result;
	return !isCompleted(phase) && (last === 'Failed' || last === 'Inconclusive');
}

export function reasonOf(sight: MetricSight): Reason {
	const { metric, memory } = sight;
	return {
		rule: `analysis.${metric.name}`,
		metric: null,
		outcome: outcomeOf(sight),
		role: isAllowed(sight) ? 'inform' : sight.role,
		value: memory.number,
		baseline: null,
		limit: metric.limits.failureLimit < 0 ? null : metric.limits.failureLimit,
		count: memory.result.count,
		text: sentenceOf(sight),
	};
}

function answerOf({ memory, isAwaited }: MetricSight): MetricEvidence['answer'] {
	const { phase, last } = memory.result;
	const ended: Partial<Record<typeof phase, JudgeAnswer | 'unknown'>> = {
		Failed: 'roll-back',
		Error: 'roll-back',
		Inconclusive: 'unknown',
		Successful: 'promote',
	};
	const answer = ended[phase];
	if (answer !== undefined) return answer;
	if (isAwaited || last === 'Error') return 'unknown';
	return last === null ? 'not-judged' : 'keep-looking';
}

export function evidenceOf(sight: MetricSight): MetricEvidence {
	const { metric, memory, role } = sight;
	const { failureLimit } = metric.limits;
	return {
		metric: metric.name,
		label: metric.name,
		judge: 'analysis',
		role,
		criticality: role === 'inform' ? 'inform' : 'roll-back',
		answer: answerOf(sight),
		unit: 'number',
		canary: memory.number,
		stable: null,
		estimate: null,
		harmMargin: null,
		promoteMargin: null,
		samples: { canary: memory.result.count, stable: 0 },
		minimumSamples: effectiveCount(metric) ?? 0,
		harm: failureLimit < 0 ? null : { kind: 'score', value: memory.result.failed, line: failureLimit + 1 },
		nonInferior: null,
		assumption: null,
		words: sentenceOf(sight),
		source: memory.source,
		query: memory.query === '' ? metric.query : memory.query,
		at: memory.measuredAt,
	};
}
