/** What all charts share: the drawing with its title and description, the scale, and its lines. */
import { shape, type Child, type Element } from '../html/element.ts';

export interface Plot {
	readonly width: number;
	readonly height: number;
	readonly left: number;
	readonly right: number;
	readonly top: number;
	readonly bottom: number;
}

/** Inks on white paper, at least 4.5 : 1 for text and 3 : 1 for shapes. */
export const inks = { bar: '#2b5d8a', text: '#3a4650', line: '#c9d1d8', axis: '#6b7883' } as const;

/** `id` is unique in the page: title and description are found by it. */
export function drawing(
	id: string,
	plot: Plot,
	words: { readonly title: string; readonly description: string },
	children: readonly Child[],
): Element {
	const { width, height } = plot;
	return shape(
		'svg',
		{
			xmlns: 'http://www.w3.org/2000/svg',
			viewBox: `0 0 ${width} ${height}`,
			role: 'img',
			ariaLabelledBy: `${id}-title ${id}-desc`,
			fontFamily: 'system-ui, sans-serif',
			fontSize: 10,
		},
		[
			shape('title', { id: `${id}-title` }, [words.title]),
			shape('desc', { id: `${id}-desc` }, [words.description]),
			...children,
		],
	);
}

/** A round number that is not below `largest`: 1, 2, 2.5 or 5 times a power of ten. */
export function niceTop(largest: number): number {
	if (!(largest > 0)) return 1;
	const power = 10 ** Math.floor(Math.log10(largest));
	const step = [1, 2, 2.5, 5, 10].find((each) => each * power >= largest) ?? 10;
	return step * power;
}

/** Height of a value above the bottom line, in the drawing's unit. */
export function heightOf(value: number, top: number, plot: Plot): number {
	return (Math.max(0, value) / top) * (plot.height - plot.top - plot.bottom);
}

export function round(value: number): number {
	return Math.round(value * 100) / 100;
}

/** Lines at nothing, half and full height with their words. */
export function valueLines(plot: Plot, top: number, textOf: (value: number) => string): readonly Element[] {
	return [0, top / 2, top].flatMap((value) => {
		const y = round(plot.height - plot.bottom - heightOf(value, top, plot));
		return [
			shape('line', {
				...{ x1: plot.left, x2: plot.width - plot.right, y1: y, y2: y },
				stroke: value === 0 ? inks.axis : inks.line,
				strokeWidth: 1,
			}),
			label({ x: plot.left - 5, y: y + 3.5, anchor: 'end' }, textOf(value)),
		];
	});
}

export function label(
	place: { readonly x: number; readonly y: number; readonly anchor: 'start' | 'middle' | 'end' },
	text: string,
): Element {
	return shape('text', { x: round(place.x), y: round(place.y), textAnchor: place.anchor, fill: inks.text }, [text]);
}
