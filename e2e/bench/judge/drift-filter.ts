/**
 * How likely the split of each minute's events is when the slots drift apart: the exact forward filter of a hidden
 * Markov model over a grid of the log ratio (Rabiner, Proc. IEEE 77, 1989, section III.A).
 */

/** A stationary AR(1) of the log ratio between the slots: `sd` is the stationary one. */
export interface RatioDrift {
	readonly rho: number;
	readonly sd: number;
}

export interface DriftFilter {
	/**
	 * Log likelihood of the splits up to each minute: given `canary[t] + stable[t]` events, `canary[t]` of them fell on the
	 * canary. Without the binomial coefficients, which cancel in ratios.
	 */
	logLikelihoods(canary: readonly number[], stable: readonly number[]): readonly number[];
}

/** Half the width of the grid in standard deviations. */
const gridReach = 4.5;

const normalised = (row: Float64Array): Float64Array => {
	const sum = row.reduce((total, value) => total + value, 0);
	return row.map((value) => value / sum);
};

/** `points` on the grid; 51 are a sixth of a standard deviation apart. */
export function createDriftFilter({ rho, sd }: RatioDrift, points = 51): DriftFilter {
	const grid = Float64Array.from({ length: points }, (_, index) => gridReach * sd * ((2 * index) / (points - 1) - 1));
	const fresh = sd * Math.sqrt(1 - rho ** 2);
	const start = normalised(grid.map((ratio) => Math.exp(-0.5 * (ratio / sd) ** 2)));
	const steps = Array.from(grid, (from) =>
		normalised(grid.map((to) => Math.exp(-0.5 * ((to - rho * from) / fresh) ** 2))),
	);
	const logShare = grid.map((ratio) => -Math.log1p(Math.exp(-ratio)));
	const logRest = grid.map((ratio) => -Math.log1p(Math.exp(ratio)));

	function moved(belief: Float64Array): Float64Array {
		const next = new Float64Array(points);
		for (const [from, step] of steps.entries()) {
			const mass = belief[from] ?? 0;
			for (let to = 0; to < points; to += 1) next[to] = (next[to] ?? 0) + mass * (step[to] ?? 0);
		}
		return next;
	}

	return {
		logLikelihoods(canary, stable) {
			let belief = start;
			let sum = 0;
			return canary.map((onCanary, minute) => {
				const onStable = stable[minute] ?? 0;
				const prior = minute === 0 ? belief : moved(belief);
				const joint = prior.map((mass, index) => {
					return mass * Math.exp(onCanary * (logShare[index] ?? 0) + onStable * (logRest[index] ?? 0));
				});
				sum += Math.log(joint.reduce((total, mass) => total + mass, 0));
				belief = normalised(joint);
				return sum;
			});
		},
	};
}
