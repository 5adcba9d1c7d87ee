/**
 * The score of a canary from the labels of its metrics, as Kayenta's WeightedSumScorer, ScoringHelper and
 * ThresholdScoreClassifier define it (github.com/spinnaker/kayenta).
 */
import { formatCounted } from '../../format.ts';
import type { KayentaMetricResult, KayentaPolicy, KayentaResult } from './model.ts';

/** From this share of metrics without data on, the canary fails. */
const tooMuchMissing = 0.5;

type Group = KayentaResult['groups'][number];
type Score = Omit<KayentaResult, 'metrics'>;

/** Halves away from zero at two decimals of the written number, as Apache's Precision.round. */
function roundToCents(value: number): number {
	return Math.round(Number(`${value.toFixed(10)}e2`)) / 100;
}

const isJudged = ({ label }: KayentaMetricResult): boolean => label !== 'Nodata' && label !== 'Error';

/** Share of passes in per cent. A group without any data counts as 100, as in Kayenta. */
function groupScore(results: readonly KayentaMetricResult[]): number {
	const judged = results.filter(isJudged);
	if (judged.length === 0) return 100;
	return (judged.filter(({ label }) => label === 'Pass').length / judged.length) * 100;
}

function groupsOf(results: readonly KayentaMetricResult[], weights: KayentaPolicy['groupWeights']): readonly Group[] {
	const names = [...new Set(results.flatMap(({ groups }) => groups))];
	const given = Object.values(weights).reduce((sum, weight) => sum + weight, 0);
	const isGiven = (name: string): boolean => Object.hasOwn(weights, name);
	const rest = (100 - given) / names.filter((name) => !isGiven(name)).length;
	return names.map((name) => ({
		name,
		score: groupScore(results.filter(({ groups }) => groups.includes(name))),
		weight: isGiven(name) ? (weights[name] ?? 0) : rest,
	}));
}

/** A reason to fail whatever the groups say; null when there is none. */
function knockOut(results: readonly KayentaMetricResult[]): string | null {
	const failed = results.find(({ critical, label }) => critical && label !== 'Pass');
	if (failed !== undefined) return `${failed.metric} is critical and did not pass: ${failed.reason}`;
	const missing = results.filter(({ label }) => label === 'Nodata').length;
	if (missing / results.length < tooMuchMissing) return null;
	return `${missing} of ${formatCounted(results.length, 'metric')} have no data; half of them is too many`;
}

function verdictOf(score: number, { pass, marginal }: KayentaPolicy['thresholds']): KayentaResult['classification'] {
	if (score >= pass) return 'Pass';
	return score >= marginal ? 'Marginal' : 'Fail';
}

/**
 * Scores the labels of all metrics; muted ones do not count. Where nothing could be judged the score is 0 as in Kayenta,
 * but the canary is `Nodata`: nothing speaks for it and nothing against it.
 */
export function scoreMetrics(policy: KayentaPolicy, all: readonly KayentaMetricResult[]): Score {
	const results = all.filter(({ muted }) => !muted);
	const groups = groupsOf(results, policy.groupWeights);
	if (!results.some(isJudged)) {
		const reason = results[0] === undefined ? 'no metric is scored' : `no metric could be judged: ${results[0].reason}`;
		return { score: 0, classification: 'Nodata', reason, groups };
	}
	const out = knockOut(results);
	if (out !== null) return { score: 0, classification: verdictOf(0, policy.thresholds), reason: out, groups };
	const score = roundToCents(groups.reduce((sum, group) => sum + (group.score * group.weight) / 100, 0));
	const classification = verdictOf(score, policy.thresholds);
	return { score, classification, reason: explain(results, score, policy.thresholds), groups };
}

function explain(
	results: readonly KayentaMetricResult[],
	score: number,
	{ pass, marginal }: KayentaPolicy['thresholds'],
): string {
	const held = `score ${score}, pass from ${pass}, marginal from ${marginal}`;
	const bad = results.filter(({ label }) => label !== 'Pass');
	if (bad.length === 0) return `${formatCounted(results.length, 'metric')} passed; ${held}`;
	const told = bad.map(({ metric, label, reason }) => `${metric} is ${label} (${reason})`).join('; ');
	return `${told}; ${held}`;
}
