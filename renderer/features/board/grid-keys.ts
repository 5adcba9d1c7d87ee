/** Where a key leads on the board's grid. Pure. */

export interface Place {
	readonly row: number;
	readonly column: number;
}

/** The place that a key leads to, kept inside the grid; null when the key does not move. */
export function placeAfter(
	key: string,
	from: Place,
	size: { readonly rows: number; readonly columns: number },
	isFar = false,
): Place | null {
	const move = moves[key];
	if (move === undefined || size.rows === 0 || size.columns === 0) return null;
	const wanted = move(from, size, isFar);
	return {
		row: Math.min(size.rows - 1, Math.max(0, wanted.row)),
		column: Math.min(size.columns - 1, Math.max(0, wanted.column)),
	};
}

const pageRows = 10;

type Move = (from: Place, size: { readonly rows: number; readonly columns: number }, isFar: boolean) => Place;

const moves: Readonly<Record<string, Move>> = {
	ArrowUp: ({ row, column }) => ({ row: row - 1, column }),
	ArrowDown: ({ row, column }) => ({ row: row + 1, column }),
	ArrowLeft: ({ row, column }) => ({ row, column: column - 1 }),
	ArrowRight: ({ row, column }) => ({ row, column: column + 1 }),
	PageUp: ({ row, column }) => ({ row: row - pageRows, column }),
	PageDown: ({ row, column }) => ({ row: row + pageRows, column }),
	Home: ({ row }, _size, isFar) => ({ row: isFar ? 0 : row, column: 0 }),
	End: ({ row }, size, isFar) => ({ row: isFar ? size.rows - 1 : row, column: size.columns - 1 }),
};
