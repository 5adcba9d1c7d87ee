/** A load test kept its budget. Every report must hold by itself: an average over two runs would hide the slow one. */
import { formatMs, formatPercent, formatRate } from '../format.ts';
import { listed } from '../pipeline/words.ts';
import type { PerformanceFacts, PerformanceMetric } from './evidence.ts';
import type { GateRule } from './model.ts';
import { type EvidenceOf, failed, missing, nothingFound, passed, type Ruling } from './ruling.ts';

type PerformanceRule = Extract<GateRule, { readonly kind: 'performance' }>;
type Limit = PerformanceRule['limits'][number];

export function metricText(metric: PerformanceMetric, value: number): string {
	if (metric === 'throughput') return formatRate(value);
	return metric === 'error-rate' ? formatPercent(value) : formatMs(value);
}

function metricName(metric: PerformanceMetric): string {
	return metric.replace('-', ' ');
}

function figure(facts: PerformanceFacts, metric: PerformanceMetric): number | null {
	const value = facts.metrics[metric];
	return value !== undefined && Number.isFinite(value) ? value : null;
}

/** The figure of the report that is worst for the limit; null where one report lacks it. */
export function worstFigure({ metric, bound }: Limit, reports: readonly EvidenceOf<'performance'>[]): number | null {
	const figures = reports.flatMap(({ facts }) => figure(facts, metric) ?? []);
	if (figures.length === 0 || figures.length < reports.length) return null;
	return bound === 'at-most' ? Math.max(...figures) : Math.min(...figures);
}

export function ruleOnPerformance(rule: PerformanceRule, reports: readonly EvidenceOf<'performance'>[]): Ruling {
	const limit = limitText(rule);
	const found = foundText(rule, reports);
	const broken = [...brokenLimits(rule, reports), ...brokenThresholds(reports)];
	if (broken.length > 0) return failed(found, limit, listed(broken));
	const reason = missingText(rule, reports);
	return reason === null ? passed(found, limit, 'Every limit is kept') : missing(found, limit, reason);
}

function brokenLimits(rule: PerformanceRule, reports: readonly EvidenceOf<'performance'>[]): readonly string[] {
	return rule.limits.flatMap((limit) => {
		const { metric, bound, value } = limit;
		const each = reports.flatMap(({ facts }) => figure(facts, metric) ?? []);
		const wrong = each.filter((one) => (bound === 'at-most' ? one > value : one < value));
		const worst = bound === 'at-most' ? Math.max(...wrong) : Math.min(...wrong);
		return wrong.length === 0
			? []
			: [`${metricName(metric)} ${metricText(metric, worst)}, limit ${metricText(metric, value)}`];
	});
}

function brokenThresholds(reports: readonly EvidenceOf<'performance'>[]): readonly string[] {
	return reports.flatMap(({ facts }) =>
		facts.thresholds.flatMap(({ name, isPassed }) => (isPassed ? [] : [`the tool's own limit ${name} is broken`])),
	);
}

function missingText(rule: PerformanceRule, reports: readonly EvidenceOf<'performance'>[]): string | null {
	for (const { metric } of rule.limits) {
		const silent = reports.find(({ facts }) => figure(facts, metric) === null);
		if (silent !== undefined) return `The report ${silent.file} says nothing of ${metricName(metric)}`;
	}
	const idle = reports.find(({ facts }) => facts.requests === 0);
	if (idle !== undefined) return `No request was made, says ${idle.file}`;
	const hasAny = rule.limits.length > 0 || reports.every(({ facts }) => facts.thresholds.length > 0);
	return hasAny ? null : 'Neither the gate nor the tool has a limit to hold the figures against';
}

function limitText({ limits }: PerformanceRule): string {
	if (limits.length === 0) return "the tool's own limits";
	return limits
		.map(
			({ metric, bound, value }) =>
				`${metricName(metric)} ${bound === 'at-most' ? 'at most' : 'at least'} ${metricText(metric, value)}`,
		)
		.join(', ');
}

function foundText(rule: PerformanceRule, reports: readonly EvidenceOf<'performance'>[]): string {
	const told = rule.limits.flatMap((limit) => {
		const worst = worstFigure(limit, reports);
		return worst === null ? [] : [`${metricName(limit.metric)} ${metricText(limit.metric, worst)}`];
	});
	const own = reports.flatMap(({ facts }) => facts.thresholds);
	const kept = `${own.filter(({ isPassed }) => isPassed).length} of ${own.length} limits of the tool kept`;
	return [...told, ...(own.length === 0 ? [] : [kept])].join(', ') || nothingFound;
}
