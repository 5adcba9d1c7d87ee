/** Two or three plain sentences about a month, from its numbers alone. */
import type { MetricAnswer } from '../delivery/metrics.ts';
import { metricChange, metricDirection, metricText, monthTitle } from '../delivery/words.ts';
import { formatCount, formatCounted, formatDuration } from '../format.ts';
import { listed } from '../pipeline/words.ts';
import { metricOf, servicesOf, shippedTo } from '../maturity/select.ts';
import type { AntiPatternFinding } from '../maturity/model.ts';
import type { ReportInputs } from './inputs.ts';

export function summarise(inputs: ReportInputs, antiPatterns: readonly AntiPatternFinding[]): readonly string[] {
	return [shippedSentence(inputs), failureSentence(inputs), slowestSentence(inputs, antiPatterns)].filter(
		(sentence) => sentence !== '',
	);
}

function shippedSentence({ maturity }: ReportInputs): string {
	const { facts, month } = maturity;
	const shipped = shippedTo(maturity);
	if (shipped.length === 0) return `Nothing shipped to production in ${monthTitle(month)}.`;
	const services = new Set(shipped.map(({ service }) => service)).size;
	const all = servicesOf(maturity).length;
	const where = all === 1 ? '' : ` of ${formatCount(services)} of ${formatCounted(all, 'service')}`;
	const head = `${formatCounted(shipped.length, 'deployment')}${where} reached production in ${monthTitle(month)}`;
	return `${head}, ${metricText(orNothing(metricOf(facts, 'deployment-frequency')), 'per-day')}${comparedText(metricOf(facts, 'deployment-frequency'))}.`;
}

function failureSentence({ maturity }: ReportInputs): string {
	const { facts } = maturity;
	const rate = metricOf(facts, 'change-fail-rate');
	if (rate === null || rate.state === 'not-measured') return 'How many of them failed is not measured.';
	if (rate.state === 'no-data') return '';
	if (rate.n === 0) return `None of ${formatCounted(rate.of ?? 0, 'deployment')} failed.`;
	const recovery = metricOf(facts, 'recovery-time');
	const open = facts.failures.filter(({ recovered }) => recovered === null).length;
	const back =
		recovery?.state === 'measured' && recovery.value !== null
			? `; it took ${formatDuration(recovery.value)}${recovery.n === 1 ? '' : ' in the middle'} to recover`
			: '';
	const still = open === 0 ? '' : `; ${formatCount(open)} not recovered from yet`;
	return `${formatCount(rate.n)} of ${formatCounted(rate.of ?? 0, 'deployment')} failed (${metricText(rate, 'share')}${comparedText(rate)})${back}${still}.`;
}

function slowestSentence({ maturity }: ReportInputs, antiPatterns: readonly AntiPatternFinding[]): string {
	const lead = metricOf(maturity.facts, 'change-lead-time');
	const found = antiPatterns.filter(({ state }) => state === 'found').map(({ title }) => title.toLowerCase());
	const patterns = found.length === 0 ? '' : ` Found in the data: ${listed(found)}.`;
	if (lead?.state !== 'measured') return `Lead time is ${metricText(orNothing(lead), 'ms')}.${patterns}`;
	return `A commit took ${metricText(lead, 'ms')} in the middle from its author to production${comparedText(lead)}.${patterns}`;
}

function orNothing(answer: MetricAnswer | null): Pick<MetricAnswer, 'state' | 'value'> {
	return answer ?? { state: 'not-measured', value: null };
}

/** ", better than the month before: -5 h". */
function comparedText(answer: MetricAnswer | null): string {
	const direction = answer === null ? null : metricDirection(answer);
	if (answer === null || direction === null) return '';
	if (direction === 'same') return ', as in the month before';
	return `, ${direction} by ${metricChange(answer).replace(/^[+-]/, '')} than the month before`;
}
