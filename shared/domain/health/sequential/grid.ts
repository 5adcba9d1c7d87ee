/** The common grid of log ratios on which the likelihoods of counts are kept. */

/** Distance of two points; finer than any block can tell apart (`informationCap`). */
export const gridStep = 0.1;

/** Log ratios canary/stable from 1/9 to 20 times: what lies beyond is as bad as the end. */
export const shiftGrid: Float64Array = Float64Array.from({ length: 53 }, (_, index) => -2.2 + index * gridStep);

const first = -2.2;

/**
 * Value between the points by cubic interpolation (Catmull-Rom), the ends held. Log-likelihoods are smooth and nearly
 * parabolas, so the error is far below what any decision line could notice.
 */
export function interpolate(values: Float64Array, shift: number): number {
	const last = values.length - 1;
	const position = Math.min(Math.max((shift - first) / gridStep, 0), last);
	const index = Math.min(Math.floor(position), last - 1);
	const t = position - index;
	const at = (offset: number): number => values[Math.min(Math.max(index + offset, 0), last)] ?? 0;
	const [p0, p1, p2, p3] = [at(-1), at(0), at(1), at(2)];
	return p1 + 0.5 * t * (p2 - p0 + t * (2 * p0 - 5 * p1 + 4 * p2 - p3 + t * (3 * (p1 - p2) + p3 - p0)));
}

/** log(sum(exp(values))) without overflow; -Infinity for an empty list. */
export function logSumExp(values: readonly number[]): number {
	let largest = Number.NEGATIVE_INFINITY;
	for (const value of values) largest = Math.max(largest, value);
	if (!Number.isFinite(largest)) return largest;
	let sum = 0;
	for (const value of values) sum += Math.exp(value - largest);
	return largest + Math.log(sum);
}
