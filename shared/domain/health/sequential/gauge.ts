/**
 * Gauges: memory, queue lengths, whatever has a value at any instant. Canary and stable are compared block by block, in
 * units of the metric's own margin, so that changing the unit changes nothing: by level (`gauge-level.ts`) and by trend
 * (`gauge-trend.ts`). The evidence for harm is the mean of both e-values, which is an e-value again (Vovk & Wang 2021,
 * "E-values: calibration, combination and applications", Annals of Statistics 49(3)), so one line serves both.
 */
import { formatDuration } from '../../format.ts';
import { finiteExp, logMeanExp } from '../../statistics/log-space.ts';
import { formatSize } from '../evidence/values.ts';
import {
	type Band,
	type LevelModel,
	levelInterval,
	likelihoods,
	logEvidenceBeyond,
	observeLevel,
	type Quadratic,
	startLevel,
} from './gauge-level.ts';
import { logEvidenceOfGrowth, noTrend, observeTrend, type TrendMemory, trendBounds } from './gauge-trend.ts';
import type { Direction, Margin, SequentialMetric } from './model.ts';

/** How far ahead a trend is followed: growth that harms later than this is for the next release. */
export const defaultHorizonMs = 60 * 60_000;

/** Plain data; never changed in place. */
export interface GaugeMemory {
	/** What 1 stands for; null where the metric has no margin. */
	readonly scale: Margin | null;
	readonly direction: Direction;
	/** How long slow swings of the slots against each other last, ms. */
	readonly memoryMs: number;
	/** Blocks in which both slots had a value that could be compared. */
	readonly blocks: number;
	/** Blocks in which both had a value: the means are over these. */
	readonly paired: number;
	readonly canaryMean: number;
	readonly stableMean: number;
	/** Time since the last block that was used, ms. */
	readonly waitedMs: number;
	/** Canary minus stable in that block, in the metric's unit; null before the first. */
	readonly lastDifference: number | null;
	readonly level: readonly LevelModel[];
	readonly trend: TrendMemory;
}

const isPositive = (value: number): boolean => Number.isFinite(value) && value > 0;

/** Any worsening is harm where the harm margin is 0; then the margin of promotion says what is large. */
function scaleOf({ harmMargin, promoteMargin }: SequentialMetric): Margin | null {
	return [harmMargin, promoteMargin].find(({ value }) => isPositive(value)) ?? null;
}

/** Sign of the worse direction; 0 where both are. */
function signOf(direction: Direction): 1 | 0 | -1 {
	return direction === 'either' ? 0 : direction === 'increase' ? 1 : -1;
}

/** Before the first block. The scale is taken from the margins of the metric. `memoryMs`: `SequentialPolicy.drift.memoryMs`. */
export function startGauge(metric: SequentialMetric, memoryMs: number = 5 * 60_000): GaugeMemory {
	const counts = { blocks: 0, paired: 0, canaryMean: 0, stableMean: 0, waitedMs: 0, lastDifference: null };
	return {
		scale: scaleOf(metric),
		direction: metric.direction,
		memoryMs,
		...counts,
		level: startLevel(),
		trend: noTrend,
	};
}

/** The unit of comparison in the metric's own unit; null where a share is asked of a stable value of zero. */
function unitSize(scale: Margin | null, stableMean: number): number | null {
	if (scale === null) return null;
	const size = scale.in === 'units' ? scale.value : scale.value * Math.abs(stableMean);
	return isPositive(size) ? size : null;
}

export interface GaugeBlock {
	/** Values at the end of the block, in the metric's unit; null, absent or not a number where there is none. */
	readonly canary: number | null | undefined;
	readonly stable: number | null | undefined;
	/** Length of the block, ms of process time. */
	readonly blockMs: number;
}

/**
 * One closed block. A block without length, as a duplicate is, changes nothing; one in which a slot has no value only
 * takes its time. A share is taken of the mean of the stable slot so far, so that a stable gauge that touches zero for
 * an instant does not make the canary look infinite.
 */
export function observeGauge(memory: GaugeMemory, { canary, stable, blockMs }: GaugeBlock): GaugeMemory {
	if (!isPositive(blockMs)) return memory;
	const elapsedMs = memory.waitedMs + blockMs;
	if (typeof canary !== 'number' || typeof stable !== 'number' || !Number.isFinite(canary - stable)) {
		return { ...memory, waitedMs: elapsedMs };
	}
	const paired = memory.paired + 1;
	const canaryMean = memory.canaryMean + (canary - memory.canaryMean) / paired;
	const stableMean = memory.stableMean + (stable - memory.stableMean) / paired;
	const seen = { ...memory, paired, canaryMean, stableMean };
	const size = unitSize(memory.scale, stableMean);
	if (size === null) return { ...seen, waitedMs: elapsedMs };
	const difference = (canary - stable) / size;
	const growth = memory.lastDifference === null ? null : (canary - stable - memory.lastDifference) / size;
	return {
		...seen,
		blocks: memory.blocks + 1,
		waitedMs: 0,
		lastDifference: canary - stable,
		level: observeLevel(memory.level, difference, elapsedMs, memory.memoryMs),
		trend: observeTrend(memory.trend, { difference, growth, elapsedMs }, signOf(memory.direction)),
	};
}

export interface GaugeTrend {
	/** Evidence for growth that passes the harm margin within the horizon; an e-value. */
	readonly harm: number;
	/** Growth of canary minus stable in an hour, in the kind of the finding; the bounds hold at all looks together. */
	readonly perHour: number;
	readonly low: number;
	readonly high: number;
	/** Time until the harm margin is passed at this pace; 0 when it is passed already, null when it never will be. */
	readonly passesInMs: number | null;
	/** "grows 2.1 percentage points an hour faster; at this pace it passes the margin in 40 min". */
	readonly words: string;
}

export interface GaugeFinding {
	/** Null when it is judged; else why it is not, in words. */
	readonly notJudged: string | null;
	/** `ratio` where the margin is a share of the stable slot. All differences and margins here are of this kind. */
	readonly kind: 'ratio' | 'difference';
	/** E-value for harm beyond the margin, of level and trend together; it decides at `line`. */
	readonly harm: number;
	/** The level's own part of it. */
	readonly levelHarm: number;
	readonly isHarm: boolean;
	/** E-value against a worsening of the promote margin or more; at most 1 while a shown trend heads for the harm margin. */
	readonly nonInferior: number;
	/** Means over the blocks, in the metric's unit. */
	readonly canary: number | null;
	readonly stable: number | null;
	readonly estimate: number | null;
	/** Bounds of the estimate at all looks together with confidence 1 - alpha; null where open. */
	readonly low: number | null;
	readonly high: number | null;
	readonly harmMargin: number | null;
	readonly promoteMargin: number | null;
	/** Null until there are ten increments. */
	readonly trend: GaugeTrend | null;
	/** Blocks compared. */
	readonly samples: number;
	readonly assumption: string;
}

/** A margin in units of comparison. Null where it cannot be told, as a share of zero. */
function marginIn(margin: Margin, size: number, stableMean: number): number | null {
	const own = margin.in === 'units' ? margin.value : margin.value * Math.abs(stableMean);
	return Number.isFinite(own) && (own > 0 || margin.value === 0) ? own / size : null;
}

function harmBand(direction: Direction, margin: number): Band {
	return {
		low: direction === 'increase' ? Number.NEGATIVE_INFINITY : -margin,
		high: direction === 'decrease' ? Number.POSITIVE_INFINITY : margin,
	};
}

/** Every direction that is worse must be excluded; "no difference" is the shift that is hoped for. */
function logNonInferior(given: readonly Quadratic[], direction: Direction, margin: number): number {
	const above = { low: margin, high: Number.POSITIVE_INFINITY };
	const below = { low: Number.NEGATIVE_INFINITY, high: -margin };
	const hoped = margin > 0 ? [0] : [];
	const bands = direction === 'increase' ? [above] : direction === 'decrease' ? [below] : [above, below];
	return Math.min(...bands.map((band) => logEvidenceBeyond(given, band, hoped)));
}

function logTrendHarm(
	memory: GaugeMemory,
	direction: Direction,
	margin: number,
	horizonMs: number,
	alpha: number,
): number {
	const ask = (sign: 1 | -1): number => logEvidenceOfGrowth(memory.trend, margin, horizonMs, alpha, sign);
	const worse = signOf(direction);
	return worse === 0 ? logMeanExp([ask(1), ask(-1)]) : ask(worse);
}

/** Time until the margin is passed in the direction of the slope, where that is a worse direction. */
function passesIn(perHour: number, recent: number, margin: number, direction: Direction): number | null {
	const worse = signOf(direction) || Math.sign(perHour);
	if (worse * perHour <= 0) return null;
	return Math.max(0, (margin - worse * recent) / (worse * perHour)) * 3_600_000;
}

/** A projection is not known to the second. */
const wholeMinutes = (ms: number): number => Math.max(1, Math.round(ms / 60_000)) * 60_000;

function trendWords(
	metric: SequentialMetric,
	kind: GaugeFinding['kind'],
	perHour: number,
	passesInMs: number | null,
): string {
	if (perHour === 0) return 'does not grow faster';
	const size = `${formatSize(kind, metric.unit, perHour)}${kind === 'ratio' ? ' of the stable value' : ''}`;
	const pace = `${perHour > 0 ? 'grows' : 'falls'} ${size} an hour faster`;
	if (passesInMs === null) return pace;
	if (passesInMs === 0) return `${pace}; it is past the margin already`;
	return `${pace}; at this pace it passes the margin in ${formatDuration(wholeMinutes(passesInMs))}`;
}

function findTrend(
	memory: GaugeMemory,
	metric: SequentialMetric,
	alpha: number,
	margin: number,
	toKind: number,
	log: number,
): GaugeTrend | null {
	const bounds = trendBounds(memory.trend, alpha);
	if (bounds === null || memory.scale === null) return null;
	const passesInMs = passesIn(bounds.perHour, bounds.recent, margin, metric.direction);
	const perHour = bounds.perHour * toKind;
	const words = trendWords(metric, memory.scale.in === 'share' ? 'ratio' : 'difference', perHour, passesInMs);
	return { harm: finiteExp(log), perHour, low: bounds.low * toKind, high: bounds.high * toKind, passesInMs, words };
}

function assumptionOf({ scale, memoryMs }: GaugeMemory): string {
	const lasting = formatDuration(memoryMs);
	return `the slots swing against each other slowly by up to about 30 % of the margin, for ${lasting} or so, beside noise of any size${
		scale?.in === 'share' ? '; shares are of the mean of the stable slot' : ''
	}; growth from block to block is independent but for neighbours`;
}

function reasonNotJudged(memory: GaugeMemory): string | null {
	if (memory.scale === null) return 'it has no margin';
	if (memory.blocks > 0) return null;
	return memory.paired > 0
		? 'the margin is a share, and the stable value is zero; give the margin in units'
		: 'there were no values of both slots at the same time';
}

/** A number that can be stored, or null for an open bound. */
const closed = (value: number): number | null => (Number.isFinite(value) ? value : null);

/**
 * What the blocks show. `alpha`: of the intervals, over all looks. `line`: at which the e-value for harm decides.
 * `metric` must be the one that the memory was started with.
 */
export function gaugeFinding(
	memory: GaugeMemory,
	metric: SequentialMetric,
	alpha: number,
	line: number,
	horizonMs: number = defaultHorizonMs,
): GaugeFinding {
	const kind: GaugeFinding['kind'] = memory.scale?.in === 'share' ? 'ratio' : 'difference';
	const isSeen = memory.paired > 0;
	const head = {
		...{ kind, samples: memory.blocks, assumption: assumptionOf(memory), notJudged: reasonNotJudged(memory) },
		canary: isSeen ? memory.canaryMean : null,
		stable: isSeen ? memory.stableMean : null,
	};
	const size = unitSize(memory.scale, memory.stableMean);
	if (memory.scale === null || head.notJudged !== null || size === null) {
		const open = { estimate: null, low: null, high: null, harmMargin: null, promoteMargin: null, trend: null };
		const notJudged = head.notJudged ?? 'the margin is a share, and the stable value is zero; give the margin in units';
		return { ...head, notJudged, ...open, harm: 1, levelHarm: 1, isHarm: false, nonInferior: 1 };
	}
	const toKind = memory.scale.value;
	const harmMargin = marginIn(metric.harmMargin, size, memory.stableMean) ?? 1;
	const promoteMargin = marginIn(metric.promoteMargin, size, memory.stableMean);
	const given = likelihoods(memory.level, memory.blocks);
	const logLevel = logEvidenceBeyond(given, harmBand(metric.direction, harmMargin));
	const logTrend = logTrendHarm(memory, metric.direction, harmMargin, horizonMs, alpha);
	const interval = levelInterval(given, alpha);
	const plain = (memory.canaryMean - memory.stableMean) / size;
	const harm = finiteExp(logMeanExp([logLevel, logTrend]));
	const trend = findTrend(memory, metric, alpha, harmMargin, toKind, logTrend);
	const isHeading =
		trend !== null && trend.low * trend.high > 0 && (trend.passesInMs ?? Number.POSITIVE_INFINITY) <= horizonMs;
	const noWorse = promoteMargin === null ? 1 : finiteExp(logNonInferior(given, metric.direction, promoteMargin));
	return {
		...head,
		...{ harm, isHarm: harm >= line, levelHarm: finiteExp(logLevel) },
		nonInferior: isHeading ? Math.min(1, noWorse) : noWorse,
		estimate: Math.min(interval.high, Math.max(interval.low, plain)) * toKind,
		low: closed(interval.low * toKind),
		high: closed(interval.high * toKind),
		harmMargin: harmMargin * toKind,
		promoteMargin: promoteMargin === null ? null : promoteMargin * toKind,
		trend,
	};
}
