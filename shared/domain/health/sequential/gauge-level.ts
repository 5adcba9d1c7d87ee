/**
 * The level of a gauge: does canary minus stable lie beyond a margin? All numbers here are in units of the margin.
 *
 * Model of the difference in each block: a constant shift, a slow swing of the slots against each other (AR(1), as
 * long-lived as the policy says) and white noise. The shift is what is asked for. How large swing and noise are is not
 * known, so a grid of sizes stands for it. Evidence is universal inference (Wasserman, Ramdas, Balakrishnan 2020, PNAS
 * 117:16880): a mixture over shifts beyond the null and all grid points, over the largest likelihood that any shift within
 * the null reaches at any grid point. For data of the model it is an e-process, whatever the true sizes on the grid.
 *
 * The likelihood is that of a scalar Kalman filter (Durbin & Koopman, "Time series analysis by state space methods",
 * 2012, chapters 4 and 7). The filter is linear in the data, so it runs on the data and on the constant 1 at once; then
 * the likelihood is a quadratic in the shift, and a few numbers for each grid point are all that is kept.
 */
import { logMeanExp } from '../../statistics/log-space.ts';
import { logNormalCdf } from '../../statistics/normal.ts';

/** Standard deviations on the grid. The large ones are there so that a gauge noisier than its margin raises no alarm. */
const whiteNoise = [0.05, 0.15, 0.5, 1.5, 5, 20] as const;
const slowSwing = [0.1, 0.3] as const;
const grid = whiteNoise.flatMap((white) => slowSwing.map((swing) => ({ white: white ** 2, swing: swing ** 2 })));

/**
 * How far beyond the margin a shift may lie: half-normal, with these standard deviations mixed evenly. Not a list of
 * shifts: between two of them a quiet gauge would show less evidence the worse it is.
 */
const reaches = [1, 8, 64] as const;
/** Standard deviations of the shift in the mixture that intervals are made from. */
const priorSpreads = [1, 8] as const;

/** One grid point: the filter's state, and the sums that make its log likelihood a quadratic in the shift. */
export interface LevelModel {
	/** Expected swing from the data alone, and from a constant 1 alone. */
	readonly state: number;
	readonly unitState: number;
	readonly variance: number;
	/** Sums over blocks of: log of the innovation's variance, and data^2, data*unit, unit^2 over it. */
	readonly logDet: number;
	readonly dataData: number;
	readonly dataUnit: number;
	readonly unitUnit: number;
}

/** Before the first block. */
export function startLevel(): readonly LevelModel[] {
	const nothing = { state: 0, unitState: 0, logDet: 0, dataData: 0, dataUnit: 0, unitUnit: 0 };
	return grid.map(({ swing }) => ({ ...nothing, variance: swing }));
}

/**
 * One more block with its difference, `elapsedMs` after the last one that had a value: what was missed in between only
 * lets the swing go on unseen.
 */
export function observeLevel(
	models: readonly LevelModel[],
	difference: number,
	elapsedMs: number,
	memoryMs: number,
): readonly LevelModel[] {
	const kept = Math.exp(-elapsedMs / memoryMs);
	return grid.map(({ white, swing }, index) => {
		const before = models[index] ?? {
			state: 0,
			unitState: 0,
			variance: swing,
			logDet: 0,
			dataData: 0,
			dataUnit: 0,
			unitUnit: 0,
		};
		const predicted = kept * kept * before.variance + swing * (1 - kept * kept);
		const total = predicted + white;
		const data = difference - kept * before.state;
		const unit = 1 - kept * before.unitState;
		const gain = predicted / total;
		return {
			state: kept * before.state + gain * data,
			unitState: kept * before.unitState + gain * unit,
			variance: predicted * (1 - gain),
			logDet: before.logDet + Math.log(2 * Math.PI * total),
			dataData: before.dataData + (data * data) / total,
			dataUnit: before.dataUnit + (data * unit) / total,
			unitUnit: before.unitUnit + (unit * unit) / total,
		};
	});
}

/** What a shift says of the data: log likelihood `base + slope * shift - curve * shift^2 / 2`. */
export interface Quadratic {
	readonly base: number;
	readonly slope: number;
	readonly curve: number;
}

/**
 * The likelihoods of the grid. Where the data are wilder than even the widest grid point allows, all are flattened by
 * that factor (quasi-likelihood; McCullagh & Nelder 1989, section 9.2); otherwise they are left as they are.
 */
export function likelihoods(models: readonly LevelModel[], blocks: number): readonly Quadratic[] {
	let wildness = Number.POSITIVE_INFINITY;
	for (const { dataData, dataUnit, unitUnit } of models) {
		wildness = Math.min(wildness, (dataData - (dataUnit * dataUnit) / unitUnit) / Math.max(1, blocks - 1));
	}
	const factor = Math.max(1, wildness);
	return models.map(({ logDet, dataData, dataUnit, unitUnit }) => ({
		base: -(logDet + dataData / factor) / 2,
		slope: dataUnit / factor,
		curve: unitUnit / factor,
	}));
}

const valueAt = ({ base, slope, curve }: Quadratic, shift: number): number =>
	base + slope * shift - (curve * shift * shift) / 2;

/** Shifts from `low` to `high`, either of which may be infinite. */
export interface Band {
	readonly low: number;
	readonly high: number;
}

function largestWithin(given: readonly Quadratic[], band: Band): number {
	let largest = Number.NEGATIVE_INFINITY;
	for (const likelihood of given) {
		const likeliest = Math.min(band.high, Math.max(band.low, likelihood.slope / likelihood.curve));
		largest = Math.max(largest, valueAt(likelihood, likeliest));
	}
	return largest;
}

/** log of the mean likelihood when the shift lies beyond `edge` on side `sign`, half-normal with standard deviation `reach`. */
function averagedBeyond(likelihood: Quadratic, edge: number, sign: 1 | -1, reach: number): number {
	const slope = sign * (likelihood.slope - likelihood.curve * edge);
	const sharpness = Math.sqrt(likelihood.curve + 1 / (reach * reach));
	const pull = slope / sharpness;
	return valueAt(likelihood, edge) + Math.log(2 / (reach * sharpness)) + (pull * pull) / 2 + logNormalCdf(pull);
}

/** log evidence against a shift within the band. `also`: single shifts that are added to the mixture. */
export function logEvidenceBeyond(given: readonly Quadratic[], band: Band, also: readonly number[] = []): number {
	const sides = [[band.high, 1] as const, [band.low, -1] as const].filter(([edge]) => Number.isFinite(edge));
	const logs = given.flatMap((likelihood) => [
		...sides.flatMap(([edge, sign]) => reaches.map((reach) => averagedBeyond(likelihood, edge, sign, reach))),
		...also.map((shift) => valueAt(likelihood, shift)),
	]);
	return logMeanExp(logs) - largestWithin(given, band);
}

/** log of the mean likelihood when the shift is normal about 0 with this variance. */
function averaged({ base, slope, curve }: Quadratic, variance: number): number {
	return base - Math.log1p(variance * curve) / 2 + (slope * slope) / (2 * (curve + 1 / variance));
}

/**
 * All shifts that a mixture about 0 does not beat 1/alpha times at any grid point: where the shift lies, at all looks
 * together with confidence 1 - alpha.
 */
export function levelInterval(given: readonly Quadratic[], alpha: number): Band {
	const all = given.flatMap((likelihood) => priorSpreads.map((spread) => averaged(likelihood, spread * spread)));
	const level = logMeanExp(all) + Math.log(alpha);
	let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
	for (const { base, slope, curve } of given) {
		const height = base + (slope * slope) / (2 * curve) - level;
		if (height < 0) continue;
		const reach = Math.sqrt((2 * height) / curve);
		low = Math.min(low, slope / curve - reach);
		high = Math.max(high, slope / curve + reach);
	}
	return { low, high };
}
