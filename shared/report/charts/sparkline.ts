/** A line the size of a word, broken where nothing was measured; its last point is marked. */
import { shape, type Element } from '../html/element.ts';
import { drawing, inks, type Plot, round } from './frame.ts';
import type { BarPoint } from './model.ts';

const plot: Plot = { width: 90, height: 20, left: 2, right: 4, top: 3, bottom: 3 };

export function drawSparkline(
	points: readonly BarPoint[],
	words: { readonly title: string; readonly description: string },
	id: string,
): Element {
	const places = placesOf(points);
	const last = places.findLast((place) => place !== null) ?? null;
	return drawing(id, plot, words, [
		...runsOf(places).map((run) =>
			shape('path', {
				d: run.map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${x} ${y}`).join(''),
				fill: 'none',
				stroke: inks.bar,
				strokeWidth: 1.25,
				// A single point between two gaps is drawn as a dot by its round ends.
				strokeLineCap: 'round',
			}),
		),
		last === null ? null : shape('circle', { cx: last.x, cy: last.y, r: 1.8, fill: inks.bar }),
	]);
}

interface Place {
	readonly x: number;
	readonly y: number;
}

function placesOf(points: readonly BarPoint[]): readonly (Place | null)[] {
	const largest = Math.max(...points.map(({ value }) => value ?? 0), Number.MIN_VALUE);
	const span = plot.width - plot.left - plot.right;
	const height = plot.height - plot.top - plot.bottom;
	return points.map(({ state, value }, index) => {
		if (state !== 'measured' || value === null) return null;
		const x = plot.left + (points.length === 1 ? span : (span * index) / (points.length - 1));
		return { x: round(x), y: round(plot.top + height * (1 - Math.max(0, value) / largest)) };
	});
}

/** Stretches without a gap. */
function runsOf(places: readonly (Place | null)[]): readonly (readonly Place[])[] {
	const runs: Place[][] = [[]];
	for (const place of places) {
		if (place === null) runs.push([]);
		else runs.at(-1)?.push(place);
	}
	return runs.filter((run) => run.length > 0).map((run) => (run.length === 1 ? [...run, ...run] : run));
}
