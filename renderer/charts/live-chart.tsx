/** A metric of two slots as it comes in: figures as text, lines on a canvas, and the same as a table. */
import 'uplot/dist/uPlot.min.css';
import { useEffect, useId, useRef, useState, type RefObject } from 'react';
import type { MetricName } from '../../shared/domain/health/model.ts';
import { formatMetric } from '../../shared/domain/health/trust.ts';
import type { ChartGroup } from './chart-group.ts';
import type { ChartMark } from './chart-marks.ts';
import { clockText } from './chart-scale.ts';
import { watchChartTheme } from './chart-theme.ts';
import { ChartTable } from './chart-table.tsx';
import styles from './live-chart.module.css';
import { createLivePlot, type CursorReadout, type LivePlot, type PlotSettings } from './live-plot.ts';
import { metricTitles } from './metric-format.ts';
import type { AlignedPair } from './align-series.ts';

/** Where the points of a chart come from; read imperatively, so that a point costs no React render. */
export interface SeriesSource {
	subscribe(changed: () => void): () => void;
	read(): AlignedPair;
}

/** The newest figure of a slot, or the word for why there is none ("not measured", "stale"). */
export interface CurrentFigure {
	readonly text: string;
	readonly isMeasured: boolean;
	/** Source, age and query, for whoever looks closer. */
	readonly title: string | undefined;
}

export interface LiveChartProps {
	readonly metric: MetricName;
	readonly source: SeriesSource;
	readonly group: ChartGroup;
	/** Limit in the metric's unit; null draws no line. */
	readonly limit: number | null;
	/** The limit in words; null when there is none. */
	readonly limitText: string | null;
	readonly marks: readonly ChartMark[];
	/** Time axis held still (replay); null follows the data. */
	readonly range: readonly [number, number] | null;
	readonly canary: CurrentFigure;
	/** Null when nothing stands beside the canary. */
	readonly stable: CurrentFigure | null;
	/** Names of the two lines: versions. */
	readonly names: { readonly stable: string; readonly canary: string };
}

/** What a screen reader is told of the chart as a whole. */
function chartSummary(props: Pick<LiveChartProps, 'metric' | 'canary' | 'stable' | 'limitText'>): string {
	const parts = [
		`canary ${props.canary.text}`,
		props.stable === null ? null : `stable ${props.stable.text}`,
		props.limitText,
	].filter((part) => part !== null);
	return `${metricTitles[props.metric]}: ${parts.join(', ')}`;
}

function readoutText(metric: MetricName, readout: CursorReadout): string {
	const figure = (value: number | null): string => (value === null ? 'no reading' : formatMetric(metric, value));
	return `${clockText(readout.at, true)}  canary ${figure(readout.canary)}, stable ${figure(readout.stable)}`;
}

function usePlot(
	host: RefObject<HTMLDivElement | null>,
	readout: RefObject<HTMLParagraphElement | null>,
	props: LiveChartProps,
): void {
	const { metric, group, source } = props;
	const plot = useRef<LivePlot | null>(null);
	const settings = useRef<PlotSettings>(props);
	settings.current = props;

	useEffect(() => {
		const element = host.current;
		if (element === null) return;
		const chart = createLivePlot({
			host: element,
			metric,
			cursorKey: group.cursorKey,
			settings: settings.current,
			onCursor(at) {
				if (readout.current !== null) readout.current.textContent = at === null ? '' : readoutText(metric, at);
			},
		});
		plot.current = chart;
		const draw = (): void => chart.setData(source.read());
		const unsubscribe = source.subscribe(() => group.schedule(draw));
		const unwatch = watchChartTheme(chart.retheme);
		const resizes = new ResizeObserver(chart.resize);
		resizes.observe(element);
		draw();
		return () => {
			resizes.disconnect();
			unwatch();
			unsubscribe();
			group.cancel(draw);
			plot.current = null;
			chart.destroy();
		};
	}, [host, readout, metric, group, source]);

	const { limit, marks, range } = props;
	useEffect(() => plot.current?.setSettings({ limit, marks, range }), [limit, marks, range]);
}

/** See the file's head. The canvas is one image to assistive technology; the figures and the table are text. */
export function LiveChart(props: LiveChartProps) {
	const { metric, canary, stable, limitText, source, names } = props;
	const headingId = useId();
	const host = useRef<HTMLDivElement>(null);
	const readout = useRef<HTMLParagraphElement>(null);
	const [isTable, setTable] = useState(false);
	usePlot(host, readout, props);
	return (
		<section className={styles.chart} aria-labelledby={headingId} data-metric={metric}>
			<header className={styles.header}>
				<h2 id={headingId} className={styles.title}>
					{metricTitles[metric]}
				</h2>
				<span className={styles.limit}>{limitText ?? ''}</span>
				<button
					type="button"
					className={styles.toggle}
					aria-pressed={isTable}
					aria-label={`Show ${metricTitles[metric]} as a table`}
					onClick={() => setTable((shown) => !shown)}
				>
					{isTable ? 'Chart' : 'Table'}
				</button>
			</header>
			<p className={styles.figures}>
				<span className={styles.canary} data-measured={canary.isMeasured} title={canary.title}>
					<span className={styles.hidden}>canary </span>
					{canary.text}
				</span>
				{stable !== null && (
					<span className={styles.stable} data-measured={stable.isMeasured} title={stable.title}>
						stable {stable.text}
					</span>
				)}
			</p>
			<div className={styles.stage}>
				<div ref={host} className={styles.plot} role="img" aria-label={chartSummary(props)} hidden={isTable} />
				{isTable && <ChartTable metric={metric} source={source} names={names} />}
			</div>
			<p ref={readout} className={styles.readout} aria-hidden="true" />
		</section>
	);
}
