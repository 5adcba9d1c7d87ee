/**
 * "No worse": a worsening of the whole margin is excluded with confidence 1 - beta.
 *
 * Drift plays no part here: the claim is about what was served in these minutes, and a slot that drifts is not thereby worse.
 * A tenth of beta is spent on the way by a normal mixture boundary, the rest at the deadline in one look, because that
 * is when the answer is needed; whoever goes on looking after it is held to the boundary again (alpha spending: Lan & DeMets 1983, Biometrika 70(3); boundary: Howard, Ramdas, McAuliffe
 * & Sekhon 2021, Annals of Statistics 49(2), eq. 3.6 one-sided).
 */
import { normalQuantile, normalUpperTail } from '../../statistics/normal.ts';

const spentOnTheWay = 0.1;

/** After the deadline: the boundary at ten times the planned time, which lies above it at all times from one to ten. */
const afterwards = 10;

/** What is asked for at a fraction of the planned time: a z-score, and the p-value line it stands for. */
export function requiredZ(beta: number, fraction: number): number {
	if (fraction === 1) return normalQuantile(1 - (1 - spentOnTheWay) * beta);
	// Intrinsic time 1 at the deadline; the boundary is tightest at half of it.
	const time = fraction > 1 ? afterwards : Math.max(fraction, 1e-3);
	const tuned = 0.1;
	const bound = 2 * (time + tuned) * Math.log((1 / (2 * spentOnTheWay * beta)) * Math.sqrt((time + tuned) / tuned) + 1);
	return Math.sqrt(bound / time);
}

export interface NonInferiority {
	readonly z: number;
	readonly required: number;
	readonly isShown: boolean;
	/** One-sided p-value of this look, and the line it is held against. */
	readonly pValue: number;
	readonly line: number;
}

/** `gap` is how far the estimate lies inside the margin, in standard errors' unit. */
export function nonInferiority(gap: number, error: number, beta: number, fraction: number): NonInferiority {
	const z = error > 0 ? gap / error : gap > 0 ? Number.MAX_VALUE : Number.NEGATIVE_INFINITY;
	const required = requiredZ(beta, fraction);
	const pValue = Number.isFinite(z) ? normalUpperTail(z) : z > 0 ? 0 : 1;
	return { z, required, isShown: z >= required, pValue, line: normalUpperTail(required) };
}
