/** Order of texts, and finding a place in lists that are in order already. */

/** By code unit, so that it is the same on every machine; for `sort`. */
export function compareText(left: string, right: string): number {
	return left < right ? -1 : Number(left > right);
}

/** How many items at the beginning pass a check, of a list in which none passes after the first that does not. */
export function countPassing<T>(items: readonly T[], passes: (item: T) => boolean): number {
	let [low, high] = [0, items.length];
	while (low < high) {
		const middle = (low + high) >>> 1;
		const item = items[middle];
		if (item !== undefined && passes(item)) low = middle + 1;
		else high = middle;
	}
	return low;
}
