/** What is drawn behind and over the lines: the limit, the steps, the looks of the judge. */
import type uPlot from 'uplot';
import type { ChartTheme } from './chart-theme.ts';

/** Something that happened at an instant, drawn over all charts. */
export interface ChartMark {
	/** ms since the epoch. */
	readonly at: number;
	/** `step`: the traffic changed; `look`: the verdict changed; `command`: a person acted. */
	readonly kind: 'step' | 'look' | 'command';
	readonly label: string;
	/** How a look ended; null for the others. */
	readonly tone: 'good' | 'warn' | 'bad' | null;
}

/** What the marks need when a frame is drawn; read anew for each frame. */
export interface MarkState {
	readonly theme: ChartTheme;
	readonly marks: readonly ChartMark[];
	readonly limit: number | null;
}

const lookSize = 4;

function visible(chart: uPlot, marks: readonly ChartMark[]): readonly { mark: ChartMark; left: number }[] {
	const { left, width } = chart.bbox;
	return marks
		.map((mark) => ({ mark, left: chart.valToPos(mark.at, 'x', true) }))
		.filter((place) => place.left >= left && place.left <= left + width);
}

/** Shades the time since the last step, behind the lines. */
export function drawShade(chart: uPlot, state: MarkState): void {
	const step = state.marks.findLast((mark) => mark.kind === 'step');
	if (step === undefined) return;
	const { left, top, width, height } = chart.bbox;
	const from = Math.max(left, chart.valToPos(step.at, 'x', true));
	if (from >= left + width) return;
	chart.ctx.save();
	chart.ctx.globalAlpha = 0.4;
	chart.ctx.fillStyle = state.theme.shade;
	chart.ctx.fillRect(from, top, left + width - from, height);
	chart.ctx.restore();
}

function drawLimit(chart: uPlot, state: MarkState, ratio: number): void {
	if (state.limit === null) return;
	const { left, top, width, height } = chart.bbox;
	const y = Math.round(chart.valToPos(state.limit, 'y', true));
	if (y < top || y > top + height) return;
	const { ctx } = chart;
	ctx.strokeStyle = state.theme.limit;
	ctx.lineWidth = 1.25 * ratio;
	ctx.setLineDash([5 * ratio, 4 * ratio]);
	ctx.beginPath();
	ctx.moveTo(left, y);
	ctx.lineTo(left + width, y);
	ctx.stroke();
	ctx.setLineDash([]);
}

function drawStep(chart: uPlot, state: MarkState, place: { mark: ChartMark; left: number }, ratio: number): void {
	const { ctx, bbox } = chart;
	ctx.strokeStyle = state.theme.faint;
	ctx.lineWidth = ratio;
	if (place.mark.kind === 'command') ctx.setLineDash([2 * ratio, 3 * ratio]);
	ctx.beginPath();
	ctx.moveTo(Math.round(place.left), bbox.top);
	ctx.lineTo(Math.round(place.left), bbox.top + bbox.height);
	ctx.stroke();
	ctx.setLineDash([]);
}

/** Labels stand beside their mark; steps come first, others are left out where they would run into one. */
function drawLabels(chart: uPlot, state: MarkState, places: readonly { mark: ChartMark; left: number }[]): void {
	const { ctx, bbox } = chart;
	const ratio = devicePixelRatio;
	ctx.fillStyle = state.theme.ink;
	ctx.font = state.theme.font.replace('11px', `${10 * ratio}px`);
	ctx.textBaseline = 'top';
	ctx.textAlign = 'left';
	const taken: { readonly from: number; readonly to: number }[] = [];
	for (const kind of ['step', 'command'] as const) {
		for (const place of places) {
			if (place.mark.kind !== kind) continue;
			const from = place.left + 3 * ratio;
			const to = from + ctx.measureText(place.mark.label).width + 4 * ratio;
			if (to > bbox.left + bbox.width || taken.some((other) => from < other.to && to > other.from)) continue;
			ctx.fillText(place.mark.label, from, bbox.top + 2 * ratio);
			taken.push({ from, to });
		}
	}
}

function drawLook(chart: uPlot, state: MarkState, place: { mark: ChartMark; left: number }, ratio: number): void {
	const { ctx, bbox } = chart;
	const size = lookSize * ratio;
	const bottom = bbox.top + bbox.height;
	ctx.fillStyle = place.mark.tone === 'bad' ? state.theme.limit : state.theme.ink;
	ctx.beginPath();
	ctx.moveTo(place.left, bottom - size * 1.6);
	ctx.lineTo(place.left - size, bottom);
	ctx.lineTo(place.left + size, bottom);
	ctx.fill();
}

/** Draws limit, steps, commands and looks over the lines. */
export function drawMarks(chart: uPlot, state: MarkState): void {
	const ratio = devicePixelRatio;
	chart.ctx.save();
	drawLimit(chart, state, ratio);
	const places = visible(chart, state.marks);
	for (const place of places) {
		if (place.mark.kind === 'look') drawLook(chart, state, place, ratio);
		else drawStep(chart, state, place, ratio);
	}
	drawLabels(chart, state, places);
	chart.ctx.restore();
}
