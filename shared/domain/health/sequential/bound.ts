/** Bounds that agree with the tests: what a test would just still show. */

const reach = 2.2;
const step = 0.2;
const rounds = 7;

/**
 * The largest margin (size of a log ratio, negative for the other side) beyond which harm is still shown: the lower bound of
 * the worsening. Sought from `margin`, the one that decides, so that the bound lies beyond it exactly when harm is shown. Null
 * when nothing is shown on this side of the scale.
 */
export function shownBeyond(isShown: (margin: number) => boolean, margin: number): number | null {
	let shown = margin;
	let open = margin;
	if (isShown(margin)) {
		do {
			shown = open;
			open += step;
		} while (open < reach && isShown(open));
	} else {
		do {
			open = shown;
			shown -= step;
		} while (shown > -reach && !isShown(shown));
		if (shown <= -reach) return null;
	}
	for (let round = 0; round < rounds; round += 1) {
		const middle = (shown + open) / 2;
		if (isShown(middle)) shown = middle;
		else open = middle;
	}
	return shown;
}

/** A bound of the worsening as a bound of the difference: less is worse turns the sides. */
export function sided(
	sign: 1 | -1,
	least: number | null,
	most: number | null,
): { readonly low: number | null; readonly high: number | null } {
	const turn = (value: number | null) => (value === null ? null : sign * value);
	return sign > 0 ? { low: least, high: most } : { low: turn(most), high: turn(least) };
}
