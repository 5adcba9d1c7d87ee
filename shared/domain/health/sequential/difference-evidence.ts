/**
 * Differences between the slots, one a block, each with a known error: the log of a quantile of latency.
 *
 * d_t = shift + drift_t + noise_t. Swings that both slots share cancel. Each model says how large the noise beyond the
 * known error is (`tau`) and how the slots drift apart (`sd`, AR(1)); its likelihood comes from the Kalman filter and is a
 * parabola in the shift, so a model is six numbers (Harvey 1989, "Forecasting, structural time series models", ch. 3.4).
 * The e-value is the mixture over how much worse it may be, against the largest likelihood that any model gives to "no harm".
 */
import { logSumExp } from '../../statistics/log-space.ts';

export interface DifferenceModel {
	readonly tau: number;
	readonly sd: number;
	/** Weight of the model when there is harm; 0 for models that only stand for "no harm". */
	readonly underHarm: number;
}

/** log-likelihood(shift) = constant + slope * shift - curve * shift^2 / 2, and the filter: mean - weight * shift, variance. */
export interface DifferenceState {
	readonly model: DifferenceModel;
	readonly constant: number;
	readonly slope: number;
	readonly curve: number;
	readonly mean: number;
	readonly weight: number;
	readonly variance: number;
	readonly isFresh: boolean;
}

/** Noise and drift to be ready for, in units of the log ratio. `sd` is the policy's drift of one slot. */
export function differenceModels(sd: number): readonly DifferenceModel[] {
	const apart = sd * Math.SQRT2;
	const drifts = apart > 0 ? [apart / 8, apart / 4, apart / 2, apart] : [];
	return [
		{ tau: 0, sd: 0, underHarm: 0.6 },
		{ tau: 0.15, sd: 0, underHarm: 0.2 },
		{ tau: 0.4, sd: 0, underHarm: 0 },
		{ tau: 1.1, sd: 0, underHarm: 0 },
		...drifts.map((drift, index) => ({ tau: 0, sd: drift, underHarm: index === 1 ? 0.2 : 0 })),
		...(apart > 0 ? [{ tau: 0.15, sd: apart / 2, underHarm: 0 }] : []),
	];
}

export function startDifferences(models: readonly DifferenceModel[]): readonly DifferenceState[] {
	return models.map((model) => ({
		model,
		constant: 0,
		slope: 0,
		curve: 0,
		mean: 0,
		weight: 0,
		variance: model.sd * model.sd,
		isFresh: true,
	}));
}

function observe(state: DifferenceState, difference: number, error: number, rho: number): DifferenceState {
	const { model } = state;
	const stationary = model.sd * model.sd;
	const kept = state.isFresh ? 1 : rho;
	const mean = state.mean * kept;
	const weight = state.weight * kept;
	const before = state.isFresh ? stationary : state.variance * rho * rho + stationary * (1 - rho * rho);
	const total = before + error * error + model.tau * model.tau;
	const innovation = difference - mean;
	const sensitivity = 1 - weight;
	const gain = before / total;
	return {
		model,
		constant: state.constant - 0.5 * ((innovation * innovation) / total + Math.log(2 * Math.PI * total)),
		slope: state.slope + (innovation * sensitivity) / total,
		curve: state.curve + (sensitivity * sensitivity) / total,
		mean: mean + gain * innovation,
		weight: weight + gain * sensitivity,
		variance: before * (1 - gain),
		isFresh: false,
	};
}

/**
 * The states after one more difference. `error` is its standard error; `rho` what is left of a drift since the last block.
 */
export function observeDifference(
	states: readonly DifferenceState[],
	difference: number,
	error: number,
	rho: number,
): readonly DifferenceState[] {
	return states.map((state) => observe(state, difference, error, rho));
}

const at = (state: DifferenceState, shift: number): number =>
	state.constant + state.slope * shift - 0.5 * state.curve * shift * shift;

/** What is far worse is seldom, but must not pass for noise: every half more up to a hundredfold. */
const far = [4.5, 6.7, 10, 15, 22, 33, 50, 75, 110];
const farTogether = 0.05;

/** How much worse, as log ratios beyond the margin, and the log of how likely that is beforehand. */
const prior: readonly { readonly worse: number; readonly logWeight: number }[] = [
	...(
		[
			[1.05, 0.1],
			[1.1, 0.25],
			[1.2, 0.3],
			[1.4, 0.2],
			[2, 0.1],
			[3, 0.05],
		] as const
	).map(([times, weight]) => ({ worse: Math.log(times), logWeight: Math.log(weight * (1 - farTogether)) })),
	...far.map((times) => ({ worse: Math.log(times), logWeight: Math.log(farTogether / far.length) })),
];

const largestAt = (states: readonly DifferenceState[], shift: number): number =>
	states.reduce((most, state) => Math.max(most, at(state, shift)), Number.NEGATIVE_INFINITY);

/** log of the e-value against "worse by `margin` (size of the log ratio) at most". */
export function differenceLogE(states: readonly DifferenceState[], margin: number, sign: 1 | -1 = 1): number {
	const speaking = states.filter(({ model }) => model.underHarm > 0);
	const total = Math.log(speaking.reduce((sum, { model }) => sum + model.underHarm, 0));
	// One flat list: this is asked many times a look, to find the bound that is told.
	const terms = new Float64Array(prior.length * speaking.length);
	let index = 0;
	for (const state of speaking) {
		const logModel = Math.log(state.model.underHarm) - total;
		for (const { worse, logWeight } of prior) {
			terms[index] = logWeight + logModel + at(state, sign * (margin + worse));
			index += 1;
		}
	}
	return logSumExp(terms) - largestAt(states, sign * margin);
}
