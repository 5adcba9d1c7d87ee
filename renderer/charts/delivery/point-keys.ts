/** Which point of a chart a key moves to. Pure. */

/** Null: the key means nothing here. `active` null: none is chosen yet. */
export function pointAfterKey(key: string, active: number | null, count: number, page = 10): number | null {
	if (count === 0) return null;
	const last = count - 1;
	const from = active ?? -1;
	const to = (index: number): number => Math.min(last, Math.max(0, index));
	switch (key) {
		case 'ArrowRight':
		case 'ArrowUp':
			return to(from + 1);
		case 'ArrowLeft':
		case 'ArrowDown':
			return active === null ? last : to(from - 1);
		case 'PageDown':
			return to(from + page);
		case 'PageUp':
			return to(from - page);
		case 'Home':
			return 0;
		case 'End':
			return last;
		default:
			return null;
	}
}
