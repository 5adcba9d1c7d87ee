/** Which months the screen offers. */
import { addMonths } from '../../../shared/domain/delivery/periods.ts';

/** Newest first: the last whole month, the one under way, and every one that has deployments. Pure text, no clock. */
export function offeredMonths(today: string, known: readonly string[]): readonly string[] {
	const current = today.slice(0, 7);
	const last = addMonths(current, -1);
	const others = known
		.filter((month) => month !== last && month !== current)
		.toSorted()
		.toReversed();
	return [last, current, ...others];
}
