/** One uPlot chart of two slots, without React: made once, given data once per patch, thrown away once. */
import uPlot from 'uplot';
import type { MetricName } from '../../shared/domain/health/model.ts';
import { drawMarks, drawShade, type ChartMark } from './chart-marks.ts';
import { timeTicks, valueRange, valueTicks } from './chart-scale.ts';
import { readChartTheme, type ChartTheme } from './chart-theme.ts';
import type { AlignedPair } from './align-series.ts';

/** What a chart draws besides its points. */
export interface PlotSettings {
	readonly limit: number | null;
	readonly marks: readonly ChartMark[];
	/** Time axis held still, ms since the epoch: a replay; null lets it follow the data. */
	readonly range: readonly [number, number] | null;
}

/** The points below the cursor. */
export interface CursorReadout {
	readonly at: number;
	readonly stable: number | null;
	readonly canary: number | null;
}

export interface LivePlot {
	setData(data: AlignedPair): void;
	setSettings(settings: PlotSettings): void;
	/** Reads the colours again. */
	retheme(): void;
	resize(): void;
	destroy(): void;
}

export interface LivePlotOptions {
	readonly host: HTMLElement;
	readonly metric: MetricName;
	readonly cursorKey: string;
	readonly settings: PlotSettings;
	/** Null when the cursor left. */
	readonly onCursor: (readout: CursorReadout | null) => void;
}

interface PlotState {
	theme: ChartTheme;
	settings: PlotSettings;
}

const emptyData: AlignedPair = { x: [], stable: [], canary: [] };

function toUplot(data: AlignedPair): uPlot.AlignedData {
	return [data.x, data.stable, data.canary];
}

function axes(metric: MetricName, state: PlotState): uPlot.Axis[] {
	const shared: uPlot.Axis = {
		stroke: () => state.theme.faint,
		font: state.theme.font,
		ticks: { show: false },
	};
	return [
		{ ...shared, size: 22, gap: 4, space: 64, grid: { show: false }, values: (_chart, ticks) => timeTicks(ticks) },
		{
			...shared,
			size: 50,
			gap: 6,
			space: 30,
			grid: { stroke: () => state.theme.line, width: 1 },
			values: (_chart, ticks) => valueTicks(metric, ticks),
		},
	];
}

function line(color: () => string, width: number): uPlot.Series {
	return { stroke: color, width, points: { show: isLonely }, spanGaps: false };
}

/** A single reading has no line yet: it is drawn as a dot. */
function isLonely(chart: uPlot, series: number): boolean {
	const column = chart.data[series] ?? [];
	let count = 0;
	for (const value of column) if (value !== null && value !== undefined && ++count > 1) return false;
	return count === 1;
}

function cursorReadout(chart: uPlot): CursorReadout | null {
	const index = chart.cursor.idx;
	const at = index === null || index === undefined ? undefined : chart.data[0][index];
	if (index === null || index === undefined || at === undefined) return null;
	return { at, stable: chart.data[1]?.[index] ?? null, canary: chart.data[2]?.[index] ?? null };
}

function plotOptions(options: LivePlotOptions, state: PlotState): uPlot.Options {
	const { host, metric } = options;
	return {
		width: Math.max(host.clientWidth, 1),
		height: Math.max(host.clientHeight, 1),
		ms: 1,
		legend: { show: false },
		padding: [6, 28, 0, 0],
		cursor: {
			sync: { key: options.cursorKey, setSeries: false },
			drag: { setScale: false, x: false, y: false },
			points: { size: 6 },
			y: false,
		},
		scales: {
			x: { time: true, range: (_chart, min, max) => [...(state.settings.range ?? followRange(min, max))] },
			y: { range: (_chart, _min, max) => valueRange(metric, Number.isFinite(max) ? max : null, state.settings.limit) },
		},
		axes: axes(metric, state),
		series: [{}, line(() => state.theme.stable, 1.5), line(() => state.theme.canary, 1.9)],
		hooks: {
			drawClear: [(chart) => drawShade(chart, { theme: state.theme, ...state.settings })],
			draw: [(chart) => drawMarks(chart, { theme: state.theme, ...state.settings })],
			setCursor: [(chart) => options.onCursor(cursorReadout(chart))],
		},
	};
}

/** At least a minute, so that the first points do not race over the chart. */
function followRange(min: number | null, max: number | null): readonly [number, number] {
	if (min === null || max === null || !Number.isFinite(min) || !Number.isFinite(max))
		return [Date.now() - 60_000, Date.now()];
	return max - min >= 60_000 ? [min, max] : [max - 60_000, max];
}

/** Makes the chart inside `host`, which gives it its size. */
export function createLivePlot(options: LivePlotOptions): LivePlot {
	const state: PlotState = { theme: readChartTheme(options.host), settings: options.settings };
	const chart = new uPlot(plotOptions(options, state), toUplot(emptyData), options.host);
	return {
		setData: (data) => chart.setData(toUplot(data)),
		setSettings(settings) {
			state.settings = settings;
			chart.setData(chart.data);
		},
		retheme() {
			state.theme = readChartTheme(options.host);
			chart.redraw(false, true);
		},
		resize() {
			const width = options.host.clientWidth;
			const height = options.host.clientHeight;
			if (width > 0 && height > 0 && (width !== chart.width || height !== chart.height))
				chart.setSize({ width, height });
		},
		destroy: () => chart.destroy(),
	};
}
