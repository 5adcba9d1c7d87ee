/** Charts that are drawn together: one frame for all of them, one cursor over all of them. */

export interface ChartGroup {
	/** Key of the shared cursor. */
	readonly cursorKey: string;
	/** Asks for `draw` in the next frame; asked twice before it, drawn once. */
	schedule(draw: () => void): void;
	/** Forgets a chart that goes away. */
	cancel(draw: () => void): void;
}

/** Makes a group. `requestFrame` is `requestAnimationFrame` in a window. */
export function createChartGroup(cursorKey: string, requestFrame: (run: () => void) => void): ChartGroup {
	const waiting = new Set<() => void>();
	let isAsked = false;

	function flush(): void {
		isAsked = false;
		const draws = [...waiting];
		waiting.clear();
		for (const draw of draws) draw();
	}

	return {
		cursorKey,
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
