/** Where a strength of evidence stands on its way to the line at which it decides. */
import type { Strength } from './model.ts';

/** True once it has reached its line: an e-value or a score from below, a p-value from above. */
export function hasReachedLine({ kind, value, line }: Strength): boolean {
	return kind === 'p-value' ? value <= line : value >= line;
}

/**
 * Share of the way to the line, 0..1: for e- and p-values on a logarithmic scale, on which independent evidence adds
 * up evenly. 0 for what cannot be told.
 */
export function shareOfLine(strength: Strength): number {
	if (hasReachedLine(strength)) return 1;
	const { kind, value, line } = strength;
	const share = kind === 'score' ? value / line : Math.log(value) / Math.log(line);
	return Number.isFinite(share) ? Math.min(1, Math.max(0, share)) : 0;
}
