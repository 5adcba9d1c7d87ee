/** The common grid of log ratios on which the likelihoods of counts are kept. */

/** Distance of two points; finer than any block can tell apart (`informationCap`). */
export const gridStep = 0.1;

/** Smallest log ratio canary/stable that is kept: a ninth. What lies beyond is as good as the end. */
export const firstShift = -2.2;

/** Points of the grid: up to 18 times. */
export const shiftCount = 52;

/** Models that blur the log ratio keep every third point: their likelihoods are that much smoother. */
export const coarseStride = 3;

/**
 * Value between the points by cubic interpolation (Catmull-Rom), the ends held. Log-likelihoods are smooth and nearly
 * parabolas, so the error is far below what any decision line could notice. `stride` is the distance of the kept points.
 */
export function interpolate(values: Float64Array, shift: number, stride = 1): number {
	const last = values.length - 1;
	const position = Math.min(Math.max((shift - firstShift) / (gridStep * stride), 0), last);
	const index = Math.min(Math.floor(position), last - 1);
	const t = position - index;
	const p1 = values[index] ?? 0;
	const p2 = values[index + 1] ?? 0;
	// Beyond the ends the curve goes on as a parabola would.
	const p0 = index > 0 ? (values[index - 1] ?? 0) : 2 * p1 - p2;
	const p3 = index + 2 <= last ? (values[index + 2] ?? 0) : 2 * p2 - p1;
	return p1 + 0.5 * t * (p2 - p0 + t * (2 * p0 - 5 * p1 + 4 * p2 - p3 + t * (3 * (p1 - p2) + p3 - p0)));
}
