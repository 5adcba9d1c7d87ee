/** Sums and exponentials of likelihoods that are kept as logarithms. */

/** log of the sum of exponentials, shifted by the largest so that nothing overflows. Minus infinity for no terms. */
export function logSumExp(logs: ArrayLike<number>): number {
	let largest = Number.NEGATIVE_INFINITY;
	for (let index = 0; index < logs.length; index++) largest = Math.max(largest, logs[index] ?? largest);
	if (!Number.isFinite(largest)) return largest;
	let sum = 0;
	// Terms below the last bit of the largest are not worth an exponential.
	for (let index = 0; index < logs.length; index++) {
		const below = (logs[index] ?? largest) - largest;
		if (below > -40) sum += Math.exp(below);
	}
	return largest + Math.log(sum);
}

/** log(e^a + e^b) without overflow. */
export function logAddExp(a: number, b: number): number {
	const high = Math.max(a, b);
	return high === Number.NEGATIVE_INFINITY ? high : high + Math.log1p(Math.exp(Math.min(a, b) - high));
}

/** log of the mean of exponentials. */
export function logMeanExp(logs: ArrayLike<number>): number {
	return logSumExp(logs) - Math.log(logs.length);
}

/** exp, held below infinity: evidence is stored as JSON, which has no infinity. */
export function finiteExp(log: number): number {
	return Math.exp(Math.min(log, 700));
}
