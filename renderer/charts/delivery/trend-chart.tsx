/** One metric over the buckets of a period. */
import type { ReactElement } from 'react';
import type { MetricUnit } from '../../../shared/domain/delivery/metrics.ts';
import { BarsPlot, type PlotReference } from './bars-plot.tsx';
import { ChartFrame } from './chart-frame.tsx';
import styles from './chart.module.css';
import { formatMetric } from '../../../shared/domain/delivery/words.ts';
import { ticksTo, tickWords } from './figure-words.ts';
import type { TrendBar } from './trend-bars.ts';

export function TrendChart(props: {
	readonly title: string;
	readonly under: string;
	readonly summary: string;
	readonly name: readonly string[];
	readonly unit: MetricUnit;
	readonly bars: readonly TrendBar[];
	/** Value of the whole period, as a line. */
	readonly reference?: PlotReference | null;
	readonly isFilling?: boolean;
}): ReactElement {
	const { bars, unit, reference = null } = props;
	const highest = Math.max(reference?.value ?? 0, ...bars.map((bar) => bar.value ?? 0));
	const ticks = ticksTo(highest, unit);
	return (
		<ChartFrame
			{...props}
			words={bars.map((bar) => bar.words)}
			table={{
				head: ['From', 'Value', 'Whole', 'What it is'],
				rows: bars.map((bar) => [
					bar.from,
					bar.value === null ? (bar.gap ?? '') : formatMetric(bar.value, unit),
					bar.isPartial ? 'no' : 'yes',
					bar.words,
				]),
			}}
			legend={<Legend bars={bars} />}
		>
			{({ width, height, active, onActive }) => (
				<BarsPlot
					{...{ bars, ticks, width, height, reference, active, onActive }}
					tickWords={(value) => tickWords(value, unit)}
				/>
			)}
		</ChartFrame>
	);
}

/** Only what can be seen in it. */
function Legend({ bars }: { readonly bars: readonly TrendBar[] }): ReactElement | null {
	const hasPartial = bars.some((bar) => bar.isPartial && bar.value !== null);
	const hasGap = bars.some((bar) => bar.gap !== null);
	if (!hasPartial && !hasGap) return null;
	return (
		<p className={styles.legend}>
			{hasPartial && (
				<span>
					<svg width="14" height="12" aria-hidden="true">
						<path d="M1 11 11 1M5 12 13 4M0 6 6 0" className={styles.hatch} />
					</svg>
					not a whole bucket
				</span>
			)}
			{hasGap && (
				<span>
					<svg width="12" height="12" aria-hidden="true">
						<circle cx="6" cy="6" r="3.5" className={styles.gap} />
					</svg>
					nothing that could be measured: a gap, not 0
				</span>
			)}
		</p>
	);
}
