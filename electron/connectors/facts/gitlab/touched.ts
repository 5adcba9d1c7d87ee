/** Pages of lists that are in the order of `updated_at`. */
import { millisOf } from '../common/instants.ts';

/** The oldest `updated_at` of a page, ms; null where there is none. */
export function oldestOf(entries: readonly unknown[]): number | null {
	const times = entries.flatMap((entry) => {
		const value = typeof entry === 'object' && entry !== null && 'updated_at' in entry ? entry.updated_at : null;
		return typeof value === 'string' ? (millisOf(value) ?? []) : [];
	});
	return times.length === 0 ? null : Math.min(...times);
}
