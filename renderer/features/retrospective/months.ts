/** Which months the screen offers. */

/** Newest first: the last whole month, the one under way, and every one that has deployments. Pure text, no clock. */
export function offeredMonths(today: string, known: readonly string[]): readonly string[] {
	const current = today.slice(0, 7);
	const last = monthBefore(current);
	const others = known
		.filter((month) => month !== last && month !== current)
		.toSorted()
		.toReversed();
	return [last, current, ...others];
}

/** The month before `2026-01` is `2025-12`. */
export function monthBefore(month: string): string {
	const year = Number(month.slice(0, 4));
	const number = Number(month.slice(5, 7));
	return number === 1 ? `${year - 1}-12` : `${year}-${String(number - 1).padStart(2, '0')}`;
}
