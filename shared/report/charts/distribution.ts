/** How often each span occurred: one bar a span, lying down, so that its words have room. */
import { formatCount } from '../../domain/format.ts';
import { shape, type Element } from '../html/element.ts';
import { drawing, inks, label, type Plot, round } from './frame.ts';
import type { DistributionChart } from './model.ts';

const row = 18;
const left = 118;
const width = 340;

export function drawDistribution(chart: DistributionChart, id: string): Element {
	const { bins } = chart;
	const plot: Plot = { width, height: bins.length * row + 8, left, right: 40, top: 4, bottom: 4 };
	const largest = Math.max(1, ...bins.map(({ count }) => count));
	return drawing(id, plot, chart, [
		...bins.flatMap(({ label: text, count }, index) => {
			const y = plot.top + index * row;
			const length = (count / largest) * (width - left - plot.right);
			return [
				label({ x: left - 6, y: y + 12, anchor: 'end' }, text),
				shape('rect', { x: left, y: y + 3, width: round(length), height: row - 6, fill: inks.bar }),
				label({ x: left + length + 5, y: y + 12, anchor: 'start' }, formatCount(count)),
			];
		}),
		shape('line', { x1: left, x2: left, y1: 2, y2: plot.height - 2, stroke: inks.axis, strokeWidth: 1 }),
	]);
}
