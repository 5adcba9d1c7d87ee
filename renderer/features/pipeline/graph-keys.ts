/** Where an arrow leads in the graph: up and down within a stage, left and right between stages. Pure. */

/** Jobs of each stage from top to bottom; stages without jobs are passed over. `at`: the job in focus. */
export function jobAfter(key: string, columns: readonly (readonly string[])[], at: string): string | null {
	const column = columns.findIndex((ids) => ids.includes(at));
	const ids = columns[column] ?? [];
	const row = ids.indexOf(at);
	switch (key) {
		case 'ArrowDown':
			return ids[row + 1] ?? null;
		case 'ArrowUp':
			return ids[row - 1] ?? null;
		case 'Home':
			return ids[0] ?? null;
		case 'End':
			return ids.at(-1) ?? null;
		case 'ArrowRight':
			return besides(columns.slice(column + 1), row);
		case 'ArrowLeft':
			return besides(columns.slice(0, Math.max(0, column)).toReversed(), row);
		default:
			return null;
	}
}

function besides(columns: readonly (readonly string[])[], row: number): string | null {
	const next = columns.find((ids) => ids.length > 0);
	return next?.[Math.min(row, next.length - 1)] ?? null;
}
