/** A policy in words, for the screen: who decides, who informs, and what happens to "keep looking". */
import { formatCounted, formatDuration, formatMs, formatNumber, formatPercent, formatTimes } from '../../format.ts';
import { formatSize } from '../evidence/values.ts';
import type { AnalysisLimits } from '../analysis/model.ts';
import type { HealthPolicy, JudgeRole } from '../model.ts';
import { baselineYields } from './yielding.ts';
import type { Margin, SequentialMetric } from '../sequential/model.ts';

const listed = (words: readonly string[]): string =>
	words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;

function marginWords(metric: SequentialMetric, margin: Margin): string {
	if (margin.value === 0) return 'any worsening';
	if (margin.in === 'share') return `a worsening of ${formatPercent(margin.value)}`;
	return `a worsening of ${formatSize('difference', metric.unit, margin.value)}`;
}

const consequence = { 'roll-back': 'rolls back', hold: 'holds the release', inform: 'is only shown' } as const;

function metricWords(metric: SequentialMetric): string {
	const harm = marginWords(metric, metric.harmMargin);
	const beyond = metric.harmMargin.value === 0 ? `${harm}` : `more than ${harm}`;
	const promote = marginWords(metric, metric.promoteMargin);
	return `${metric.label}: ${beyond} ${consequence[metric.criticality]}; no worse once ${promote} is excluded`;
}

function absoluteWords({ absolute }: HealthPolicy): readonly string[] {
	const { errorRate, p95Latency, throughputChange, memory } = absolute;
	return [
		errorRate === null ? null : `error rate ${formatPercent(errorRate)}`,
		p95Latency === null ? null : `p95 ${formatMs(p95Latency)}`,
		throughputChange === null ? null : `throughput ${formatPercent(throughputChange)} either way`,
		memory === null ? null : `memory ${formatPercent(memory)}`,
	].filter((text) => text !== null);
}

function baselineWords({ baseline }: HealthPolicy): readonly string[] {
	const { errorRateRatio, p95LatencyRatio, throughputDrop } = baseline;
	return [
		errorRateRatio === null ? null : `error rate ${formatTimes(errorRateRatio)}`,
		p95LatencyRatio === null ? null : `p95 ${formatTimes(p95LatencyRatio)}`,
		throughputDrop === null ? null : `throughput ${formatPercent(throughputDrop)} less`,
	].filter((text) => text !== null);
}

const atLooks = (count: number): string =>
	count === 0 ? 'at once' : `after more than ${formatCounted(count, 'look')}`;

function limitsWords({ limits }: HealthPolicy): string {
	const { failureLimit, inconclusiveLimit, consecutiveErrorLimit, dryRun = [] } = limits;
	const parts = [
		failureLimit < 0 ? 'a broken limit holds, and never takes back' : `a broken limit decides ${atLooks(failureLimit)}`,
		inconclusiveLimit < 0 ? null : `doubt holds ${atLooks(inconclusiveLimit)}`,
		consecutiveErrorLimit < 0 ? null : `no data takes back ${atLooks(consecutiveErrorLimit)} in a row`,
		dryRun.length === 0 ? null : `only tried: ${listed(dryRun)}`,
	];
	return `Limits: ${parts.filter((text) => text !== null).join('; ')}.`;
}

const undecided = {
	'go-on': 'goes on',
	hold: 'holds the release',
	promote: 'lets it pass',
	'roll-back': 'rolls it back',
} as const;

function sequentialWords({ sequential }: HealthPolicy): readonly string[] {
	if (sequential.role === 'off') return [];
	const { alpha, beta, undecidedAtStep, undecidedAtEnd } = sequential;
	return [
		`A false alarm of the sequential judge has a chance of at most ${formatPercent(alpha)} in the whole deployment, a wrong "no worse" of ${formatPercent(beta)}.`,
		...sequential.metrics.map((metric) => `${metricWords(metric)}.`),
		`Undecided when a step is over ${undecided[undecidedAtStep]}; undecided at the end ${undecided[undecidedAtEnd]}.`,
	];
}

function analysisLimitWords({ failureLimit }: AnalysisLimits): string {
	return failureLimit < 0 ? 'any number of failures' : formatCounted(failureLimit, 'failure');
}

function otherWords({ kayenta, analysis }: HealthPolicy): readonly string[] {
	const { pass, marginal } = kayenta.thresholds;
	const score = `Kayenta score: passes from ${formatNumber(pass, 2)}, marginal from ${formatNumber(marginal, 2)}.`;
	return [
		...(kayenta.role === 'off' ? [] : [score]),
		...(analysis.role === 'off'
			? []
			: analysis.metrics.map(({ name, intervalMs, limits, dryRun }) => {
					const pace = intervalMs === null ? 'once' : `every ${formatDuration(intervalMs)}`;
					return `Analysis ${name}: measured ${pace}, allows ${analysisLimitWords(limits)}${dryRun ? ', only tried' : ''}.`;
				})),
	];
}

/** One sentence a line: first who decides and who informs, then the figures of each. */
export function describePolicy(policy: HealthPolicy): readonly string[] {
	const fixed = absoluteWords(policy);
	const against = baselineWords(policy);
	const parts: readonly (readonly [string, JudgeRole])[] = [
		['the sequential judge', policy.sequential.role],
		['the fixed limits', fixed.length === 0 ? 'off' : policy.absolute.role],
		['the limits against the stable slot', against.length === 0 ? 'off' : policy.baseline.role],
		['the Kayenta-compatible judge', policy.kayenta.role],
		["the team's own analysis", policy.analysis.role],
	];
	const named = (role: JudgeRole) => parts.filter(([, played]) => played === role).map(([name]) => name);
	const deciding = named('decide');
	const informing = named('inform');
	return [
		deciding.length === 0 ? 'Nothing decides but the sample.' : `These decide: ${listed(deciding)}.`,
		...(informing.length === 0 ? [] : [`These only inform: ${listed(informing)}.`]),
		...(baselineYields(policy) && against.length > 0
			? ['The limits against the stable slot only inform while the sequential judge can compare.']
			: []),
		...sequentialWords(policy),
		...(fixed.length === 0 ? [] : [`Fixed limits: ${listed(fixed)}.`]),
		...(against.length === 0 ? [] : [`Against the stable slot: ${listed(against)}.`]),
		limitsWords(policy),
		...otherWords(policy),
	];
}
