/** Bars over time. A gap is a gap; a measured zero is a line on the ground; a part of a bucket is hatched. */
import type { MetricUnit } from '../../domain/delivery/metrics.ts';
import { formatMetric } from '../../domain/delivery/words.ts';
import { shape, type Element } from '../html/element.ts';
import { drawing, heightOf, inks, label, niceTop, type Plot, round, valueLines } from './frame.ts';
import type { BarChart, BarPoint } from './model.ts';

const plot: Plot = { width: 340, height: 126, left: 62, right: 8, top: 10, bottom: 22 };

export function drawBars(chart: BarChart, id: string): Element {
	const { points, unit } = chart;
	const top = topOf(points, unit);
	const hatch = `${id}-hatch`;
	return drawing(id, plot, chart, [
		shape('defs', {}, [hatching(hatch)]),
		...valueLines(plot, top, (value) => axisText(value, unit)),
		...points.flatMap((point, index) => bar(point, index, { count: points.length, top, hatch })),
		...edgeLabels(points),
	]);
}

/** Spans are read in their own units, so their top is round in the unit that they are printed in. */
function topOf(points: readonly BarPoint[], unit: MetricUnit): number {
	const largest = Math.max(0, ...points.map(({ value }) => value ?? 0));
	if (unit !== 'ms') return unit === 'share' ? Math.min(1, niceTop(largest)) : niceTop(largest);
	const step = [86_400_000, 3_600_000, 60_000, 1_000].find((each) => largest >= 2 * each) ?? 1;
	return niceTop(largest / step / 2) * 2 * step;
}

function axisText(value: number, unit: MetricUnit): string {
	return value === 0 ? '0' : formatMetric(value, unit);
}

function bar(
	{ state, value, isPartial }: BarPoint,
	index: number,
	{ count, top, hatch }: { readonly count: number; readonly top: number; readonly hatch: string },
): readonly Element[] {
	if (state !== 'measured' || value === null) return [];
	const slot = (plot.width - plot.left - plot.right) / count;
	const height = Math.max(heightOf(value, top, plot), 1);
	return [
		shape('rect', {
			x: round(plot.left + slot * index + slot * 0.15),
			y: round(plot.height - plot.bottom - height),
			width: round(slot * 0.7),
			height: round(height),
			fill: isPartial ? `url(#${hatch})` : inks.bar,
			stroke: inks.bar,
			strokeWidth: isPartial ? 0.75 : 0,
		}),
	];
}

function hatching(id: string): Element {
	const size = { width: 4, height: 4, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)' };
	return shape('pattern', { id, ...size }, [
		shape('rect', { width: 4, height: 4, fill: '#ffffff' }),
		shape('line', { x1: 0, y1: 0, x2: 0, y2: 4, stroke: inks.bar, strokeWidth: 2 }),
	]);
}

function edgeLabels(points: readonly BarPoint[]): readonly Element[] {
	const y = plot.height - 6;
	const [first, last] = [points[0], points.at(-1)];
	if (first === undefined || last === undefined) return [];
	return [
		label({ x: plot.left, y, anchor: 'start' }, first.label),
		...(first === last ? [] : [label({ x: plot.width - plot.right, y, anchor: 'end' }, last.label)]),
	];
}
