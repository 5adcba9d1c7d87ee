/** Which way is worse, and margins as sizes of log ratios. */
import type { Direction } from './model.ts';

/** 1: more is worse, -1: less is worse. */
export type WorseSign = 1 | -1;

/** The ways in which a metric may be worse; alpha is split over them. */
export function signsOf(direction: Direction): readonly WorseSign[] {
	return direction === 'either' ? [1, -1] : direction === 'increase' ? [1] : [-1];
}

/** A share (0.1 is 10 % of the stable slot's value) as the size of a log ratio on the side that is worse. */
export function shiftOf(share: number, sign: WorseSign): number {
	return sign > 0 ? Math.log1p(share) : -Math.log1p(-Math.min(share, 0.999));
}
