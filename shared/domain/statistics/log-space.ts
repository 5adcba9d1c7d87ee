/** Sums and exponentials of likelihoods that are kept as logarithms. */

/** log of the sum of exponentials, shifted by the largest so that nothing overflows. Minus infinity for no terms. */
export function logSumExp(logs: readonly number[]): number {
	let largest = Number.NEGATIVE_INFINITY;
	for (const value of logs) if (value > largest) largest = value;
	if (!Number.isFinite(largest)) return largest;
	let sum = 0;
	for (const value of logs) sum += Math.exp(value - largest);
	return largest + Math.log(sum);
}

/** log of the mean of exponentials. */
export function logMeanExp(logs: readonly number[]): number {
	return logSumExp(logs) - Math.log(logs.length);
}

/** exp, held below infinity: evidence is stored as JSON, which has no infinity. */
export function finiteExp(log: number): number {
	return Math.exp(Math.min(log, 700));
}
