/** What the test of one metric found; the judge puts it into evidence and words. */
import type { Estimate, Strength } from '../evidence/model.ts';

export interface Finding {
	/** True once there is something to compare. */
	readonly isCompared: boolean;
	readonly canary: number | null;
	readonly stable: number | null;
	readonly estimate: Estimate | null;
	/** Margins in the kind of the estimate. */
	readonly harmMargin: number | null;
	readonly promoteMargin: number | null;
	readonly samples: { readonly canary: number; readonly stable: number };
	readonly harm: Strength | null;
	readonly nonInferior: Strength | null;
	readonly isHarmShown: boolean;
	readonly isNoWorse: boolean;
	/** Why it could not be compared, in words; null when it could. */
	readonly gap: string | null;
	/** What the test takes for granted. */
	readonly assumption: string | null;
	/** Something to add to the words: a leak, a gap. */
	readonly note: string | null;
}

/** How alpha and time stand at a look. */
export interface Stakes {
	readonly alpha: number;
	readonly beta: number;
	/** Planned time that has passed, 0..1; above 1 after the deadline. */
	readonly fraction: number;
	/** What is left of a drift after one block. */
	readonly rho: number;
	/** Blocks that the planned time holds. */
	readonly plannedBlocks: number;
}

/** Nothing to compare, and why. */
export function noFinding(gap: string): Finding {
	return {
		isCompared: false,
		canary: null,
		stable: null,
		estimate: null,
		harmMargin: null,
		promoteMargin: null,
		samples: { canary: 0, stable: 0 },
		harm: null,
		nonInferior: null,
		isHarmShown: false,
		isNoWorse: false,
		gap,
		assumption: null,
		note: null,
	};
}

/** The e-value as stored: finite, so that JSON keeps it. */
export function eValueOf(logE: number): number {
	return Math.exp(Math.min(Math.max(logE, -700), 700));
}
