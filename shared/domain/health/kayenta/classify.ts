/**
 * The label of one metric, as Kayenta's NetflixACAJudge and MannWhitneyClassifier define it (github.com/spinnaker/kayenta).
 *
 * On purpose not as there: what cannot be tested is no data instead of a pass; constants get no random noise; numbers do
 * not depend on the unit; infinite values are an error instead of a wrong interval.
 */
import { formatCount, formatCounted } from '../../format.ts';
import type { MannWhitney, TestMethod } from '../../statistics/mann-whitney.ts';
import { canReject, mannWhitney } from '../../statistics/mann-whitney.ts';
import { ascending, mean, median } from '../../statistics/summaries.ts';
import type { KayentaLabel, KayentaMetric, KayentaMetricResult, KayentaPolicy, KayentaSeries } from './model.ts';
import { preparePoints } from './points.ts';

interface Sides {
	readonly canary: readonly number[];
	readonly baseline: readonly number[];
}

interface Finding {
	readonly label: KayentaLabel;
	readonly reason: string;
	/** Fails the whole canary. */
	readonly critical: boolean;
	readonly test: MannWhitney | null;
}

/** A number of a unit that is not known here. */
function plain(value: number): string {
	return String(Number(value.toPrecision(4)));
}

/**
 * Mean of the canary over the baseline's; null where either is 0, because then the ratio says nothing (as in Kayenta), and
 * where either is below: -5 over -10 is half, and yet higher. (Kayenta lets such a rise pass.)
 */
export function meanRatio({ canary, baseline }: Sides): number | null {
	const [above, below] = [mean(canary), mean(baseline)];
	return above === null || below === null || above <= 0 || below <= 0 ? null : above / below;
}

function noData(metric: KayentaMetric, reason: string): Finding {
	switch (metric.whenNoData) {
		case 'pass':
			return { label: 'Pass', reason: `${reason}; the policy calls that a pass`, critical: false, test: null };
		case 'fail':
			return { label: 'NodataFailMetric', reason, critical: metric.critical, test: null };
		case 'nodata':
			return { label: 'Nodata', reason, critical: metric.critical, test: null };
	}
}

/** Why there is too little to compare; null when there is enough. */
function shortage(sides: Sides, policy: KayentaPolicy): string | null {
	const [canary, baseline] = [sides.canary.length, sides.baseline.length];
	if (canary === 0 && baseline === 0) return 'there are no points at all';
	if (canary === 0) return 'the canary has no points';
	if (baseline === 0) return 'the baseline has no points';
	if (Math.min(canary, baseline) >= policy.minimumPoints) return null;
	return `${formatCount(canary)} and ${formatCounted(baseline, 'point')} of the canary and the baseline; ${formatCount(policy.minimumPoints)} of each are needed`;
}

function isSame({ canary, baseline }: Sides): boolean {
	if (canary.length !== baseline.length) return canary.every((point) => baseline.every((other) => other === point));
	const [left, right] = [ascending(canary), ascending(baseline)];
	return left.every((point, index) => point === right[index]);
}

/** Size of the effect in the measure asked for; null when it cannot be computed, and then it does not count. */
function effectOf(metric: KayentaMetric, sides: Sides, test: MannWhitney): number | null {
	return metric.effectSize.measure === 'cles' ? test.cles : meanRatio(sides);
}

function reaches(effect: number | null, label: 'High' | 'Low', limit: number | null, metric: KayentaMetric): boolean {
	if (effect === null) return true;
	const threshold = limit ?? (metric.effectSize.measure === 'cles' ? 0.5 : 1);
	return label === 'High' ? effect >= threshold : effect <= threshold;
}

/** What the interval must clear. */
function marginOf(policy: KayentaPolicy, sides: Sides, test: MannWhitney): number {
	const of = policy.toleranceOf === 'shift' ? test.shift.value : (median(sides.baseline) ?? 0);
	return policy.tolerance * Math.abs(of);
}

/**
 * On which side the interval lies. Where most points tie, shift, interval and margin are all exactly 0 though the test
 * is sure; then the test decides. (Kayenta's root finding lands on either side of 0 there, by chance.)
 */
function sideOf(policy: KayentaPolicy, sides: Sides, test: MannWhitney): 'High' | 'Low' | null {
	const margin = marginOf(policy, sides, test);
	const isShownAtZero = margin === 0 && test.pValue < 1 - policy.confidence;
	if (test.shift.low > margin || (isShownAtZero && test.shift.low === 0 && test.cles > 0.5)) return 'High';
	if (test.shift.high < -margin || (isShownAtZero && test.shift.high === 0 && test.cles < 0.5)) return 'Low';
	return null;
}

function compare(metric: KayentaMetric, policy: KayentaPolicy, sides: Sides, test: MannWhitney): Finding {
	const side = sideOf(policy, sides, test);
	const interval = `${plain(test.shift.low)} to ${plain(test.shift.high)}`;
	const pass = (reason: string): Finding => ({ label: 'Pass', reason, critical: false, test });
	if (side === null) return pass(`no difference beyond the tolerance: the shift lies in ${interval}`);
	const word = side === 'High' ? 'higher' : 'lower';
	const isWatched = metric.direction === 'either' || (metric.direction === 'increase') === (side === 'High');
	if (!isWatched) return pass(`the canary is ${word} by ${interval}, which is not the direction that counts`);
	const { allowedIncrease, allowedDecrease, criticalIncrease, criticalDecrease } = metric.effectSize;
	const effect = effectOf(metric, sides, test);
	if (!reaches(effect, side, side === 'High' ? allowedIncrease : allowedDecrease, metric)) {
		return pass(`the canary is ${word} by ${interval}, an effect of ${plain(effect ?? 0)} that is allowed`);
	}
	const critical =
		metric.critical && reaches(effect, side, side === 'High' ? criticalIncrease : criticalDecrease, metric);
	return { label: side, reason: `the canary is ${word}, by ${interval}`, critical, test };
}

function find(metric: KayentaMetric, policy: KayentaPolicy, sides: Sides, method: TestMethod): Finding {
	const short = shortage(sides, policy);
	if (short !== null) return noData(metric, short);
	if (isSame(sides)) return { label: 'Pass', reason: 'the points of both are the same', critical: false, test: null };
	if (!canReject(sides.canary.length, sides.baseline.length, policy.confidence)) {
		return noData(metric, `too few points to show anything at a confidence of ${plain(policy.confidence * 100)} %`);
	}
	const test = mannWhitney(sides.canary, sides.baseline, { confidence: policy.confidence, method });
	return test === null ? noData(metric, 'there are no points at all') : compare(metric, policy, sides, test);
}

/** Classifies one metric. Without a series it has no data. */
export function classifyMetric(
	metric: KayentaMetric,
	policy: KayentaPolicy,
	series: KayentaSeries | undefined,
	method: TestMethod,
): KayentaMetricResult {
	const points = preparePoints(metric, series);
	const sides = points.state === 'ready' ? points : { canary: [], baseline: [] };
	const finding: Finding =
		points.state === 'ready'
			? find(metric, policy, points, method)
			: { label: 'Error', reason: points.reason, critical: metric.critical, test: null };
	return {
		metric: metric.name,
		groups: metric.groups.length === 0 ? ['ungrouped'] : metric.groups,
		label: finding.label,
		critical: finding.critical,
		muted: metric.muted,
		reason: finding.reason,
		points: { canary: sides.canary.length, baseline: sides.baseline.length },
		mean: { canary: mean(sides.canary), baseline: mean(sides.baseline) },
		pValue: finding.test?.pValue ?? null,
		shift: finding.test?.shift ?? null,
		margin: finding.test === null ? null : marginOf(policy, sides, finding.test),
		meanRatio: meanRatio(sides),
		cles: finding.test?.cles ?? null,
	};
}
