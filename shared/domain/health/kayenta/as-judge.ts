/**
 * The Kayenta-compatible judge at every look: it gathers one point a block and slot and judges all points so far whenever
 * a block was closed. Testing again and again without a correction is what Kayenta does; the evidence says so.
 */
import { formatCounted } from '../../format.ts';
import type { JudgeAnswer } from '../evidence/model.ts';
import type { HealthPolicy, Judge, JudgeInput, Verdict, VerdictOutcome } from '../model.ts';
import { normaliseLook } from '../readings.ts';
import { emptySide, lookAtSides, seriesOf, type SideMemory, type Sides } from './blocks.ts';
import { kayentaJudgeName } from './defaults.ts';
import { evidenceOf, reasonsOf, scoreWords, waitingWords } from './findings.ts';
import { judgeKayenta } from './judge.ts';
import type { KayentaMetric, KayentaMetricResult, KayentaPolicy, KayentaResult } from './model.ts';
import { scoreMetrics } from './score.ts';

/** What the judge remembers between looks; plain data. */
export interface KayentaMemory {
	readonly sides: Sides<SideMemory>;
	/** Judgement of the blocks closed so far; null before there are enough. */
	readonly result: KayentaResult | null;
}

interface Said {
	readonly outcome: VerdictOutcome;
	readonly answer: JudgeAnswer;
}

const undecided: Said = { outcome: 'inconclusive', answer: 'keep-looking' };

/**
 * A pass waits for a metric that could not be compared, or whose points are still coming. One that has none at all is
 * left to the policy and to Kayenta's share of missing metrics: not every service has every metric.
 */
function isAwaited({ label, points }: KayentaMetricResult): boolean {
	return label === 'Error' || (label === 'Nodata' && points.canary + points.baseline > 0);
}

/**
 * A failing score rolls back only where a metric failed. Kayenta also fails a canary for data that is missing; here that
 * is no finding against the release, unless the policy made missing data a failure.
 */
function sayOf({ classification, metrics }: KayentaResult): Said {
	const scored = metrics.filter(({ muted }) => !muted);
	if (classification === 'Fail') {
		const isShown = scored.some(({ label }) => label === 'High' || label === 'Low' || label === 'NodataFailMetric');
		return isShown ? { outcome: 'unhealthy', answer: 'roll-back' } : undecided;
	}
	return classification === 'Pass' && !scored.some(isAwaited) ? { outcome: 'healthy', answer: 'promote' } : undecided;
}

/**
 * A metric that spoke and has fallen silent passes by what it said before. It is told as an error, which waits: harm that
 * was shown stays shown, and where gaps are read as 0 silence is a value.
 */
function withSilence(policy: KayentaPolicy, result: KayentaResult, { canary }: Sides<SideMemory>): KayentaResult {
	const blocks = Math.max(1, policy.minimumPoints);
	const isSilent = (metric: KayentaMetric): boolean => {
		const points = Object.hasOwn(canary.points, metric.name) ? (canary.points[metric.name] ?? []) : [];
		const isGap = (point: number | null) => point === null || Number.isNaN(point);
		return metric.nanStrategy === 'remove' && points.length > blocks && points.slice(-blocks).every(isGap);
	};
	const metrics = result.metrics.map((one): KayentaMetricResult => {
		const metric = policy.metrics.find(({ name }) => name === one.metric);
		if (one.label !== 'Pass' || one.points.canary === 0 || metric === undefined || !isSilent(metric)) return one;
		const reason = `the canary has shown no value for the last ${formatCounted(blocks, 'point')}`;
		return { ...one, label: 'Error', critical: metric.critical, reason };
	});
	return metrics.some((one, index) => one !== result.metrics[index])
		? { ...scoreMetrics(policy, metrics), metrics }
		: result;
}

function hasEnough({ canary, stable }: Sides<SideMemory>, { minimumPoints }: KayentaPolicy): boolean {
	return Math.min(canary.blocks, stable.blocks) >= Math.max(1, minimumPoints);
}

/** Judges again when a block was closed; between blocks the last judgement stands. */
function remember(policy: HealthPolicy, given: JudgeInput, input: JudgeInput, before: KayentaMemory): KayentaMemory {
	const sides = lookAtSides(policy, given, input, before.sides);
	const isNew = sides.canary.blocks > before.sides.canary.blocks || sides.stable.blocks > before.sides.stable.blocks;
	if (!isNew || !hasEnough(sides, policy.kayenta)) return { sides, result: before.result };
	const judged = judgeKayenta(policy.kayenta, seriesOf(policy.kayenta.metrics, sides));
	return { sides, result: withSilence(policy.kayenta, judged, sides) };
}

const titles = { healthy: 'Healthy', unhealthy: 'Unhealthy', inconclusive: 'Inconclusive' } as const;

/** One look of the judge. */
export function judgeByKayenta(
	policy: HealthPolicy,
	given: JudgeInput,
	before: KayentaMemory,
): { readonly verdict: Verdict; readonly memory: KayentaMemory } {
	const input = normaliseLook(given);
	const memory = remember(policy, given, input, before);
	const { sides } = memory;
	// Before there are enough points each metric still tells how many it has.
	const result = memory.result ?? judgeKayenta(policy.kayenta, seriesOf(policy.kayenta.metrics, sides));
	const said = memory.result === null ? undecided : sayOf(memory.result);
	const words = memory.result === null ? waitingWords(policy, sides) : scoreWords(memory.result);
	const evidence = policy.kayenta.metrics.flatMap((metric) => {
		const found = result.metrics.find((one) => one.metric === metric.name);
		return found === undefined ? [] : [evidenceOf(policy, metric, found, sides)];
	});
	const verdict: Verdict = {
		at: input.at,
		...said,
		summary: `${titles[said.outcome]}: ${words}`,
		reasons: reasonsOf(policy, result, evidence, said.outcome),
		judge: kayentaJudgeName,
		input,
		evidence,
	};
	return { verdict, memory };
}

/** `kayenta/1` as the engine takes it. */
export const kayentaJudge: Judge<KayentaMemory> = {
	name: kayentaJudgeName,
	start: () => ({ sides: { canary: emptySide, stable: emptySide }, result: null }),
	look: judgeByKayenta,
};
