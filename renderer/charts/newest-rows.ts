/** The end of a pair of series as rows of a table. */
import type { AlignedPair } from './align-series.ts';

export interface TableRow {
	readonly at: number;
	readonly stable: number | null;
	readonly canary: number | null;
}

/** At most `count` rows, newest first. */
export function newestRows(pair: AlignedPair, count: number): readonly TableRow[] {
	const rows: TableRow[] = [];
	for (let index = pair.x.length - 1; index >= 0 && rows.length < count; index--) {
		const at = pair.x[index];
		if (at === undefined) continue;
		rows.push({ at, stable: pair.stable[index] ?? null, canary: pair.canary[index] ?? null });
	}
	return rows;
}
