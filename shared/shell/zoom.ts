/** Steps of the size of what a window shows. 1 is as drawn. */

const step = 0.1;
const smallest = 0.5;
const largest = 3;

/** The next size up or down in steps of 10 %, within what settings allow; a size between steps goes to the next full one. */
export function nextZoom(zoom: number, direction: 'in' | 'out'): number {
	// In tenths, so that ten steps of 0.1 make exactly one; the margin takes up what the division leaves.
	const tenths = zoom / step;
	const next = direction === 'in' ? Math.floor(tenths + 1e-6) + 1 : Math.ceil(tenths - 1e-6) - 1;
	return Math.min(largest, Math.max(smallest, next / 10));
}
