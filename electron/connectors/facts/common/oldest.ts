/** Pages of lists that a host gives in the order of a time of their entries. */
import { millisOf } from './instants.ts';

/** The oldest time of a page in this field, ms; null where there is none. Also of entries that cannot be understood otherwise. */
export function oldestOf(entries: readonly unknown[], field: string): number | null {
	const times = entries.flatMap((entry) => {
		const value =
			typeof entry === 'object' && entry !== null ? Object.entries(entry).find(([name]) => name === field)?.[1] : null;
		return typeof value === 'string' ? (millisOf(value) ?? []) : [];
	});
	return times.length === 0 ? null : Math.min(...times);
}
