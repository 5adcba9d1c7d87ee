/** Charts that are drawn together: one frame for all of them, one cursor over all of them. */

export interface ChartGroup {
	/** Key of the shared cursor. */
	readonly cursorKey: string;
	/** Asks for `draw` in the next frame; asked twice before it, drawn once. */
	schedule(draw: () => void): void;
	/** Forgets a chart that goes away. */
	cancel(draw: () => void): void;
	/** Script time of the last frames that drew, ms, oldest first; for the measurement in the tests. */
	readonly timings: readonly number[];
}

const keptTimings = 240;

/** Makes a group. `requestFrame` is `requestAnimationFrame` in a window. */
export function createChartGroup(cursorKey: string, requestFrame: (run: () => void) => void): ChartGroup {
	const waiting = new Set<() => void>();
	const timings: number[] = [];
	let isAsked = false;

	function flush(): void {
		isAsked = false;
		const started = performance.now();
		const draws = [...waiting];
		waiting.clear();
		for (const draw of draws) draw();
		timings.push(performance.now() - started);
		if (timings.length > keptTimings) timings.shift();
	}

	return {
		cursorKey,
		timings,
		schedule(draw) {
			waiting.add(draw);
			if (isAsked) return;
			isAsked = true;
			requestFrame(flush);
		},
		cancel(draw) {
			waiting.delete(draw);
		},
	};
}
