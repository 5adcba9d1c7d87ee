/** How the single items of a metric spread. */
import type { ReactElement } from 'react';
import { formatCount, formatCounted } from '../../../shared/domain/format.ts';
import type { DistributionBin, MetricUnit } from '../../../shared/domain/delivery/metrics.ts';
import { BarsPlot } from './bars-plot.tsx';
import { ChartFrame } from './chart-frame.tsx';
import { formatMetric } from '../../../shared/domain/delivery/words.ts';
import { ticksTo } from './figure-words.ts';

/** `1 h to 4 h`, `more than 7 d`, `less than 1 h`. */
export function binWords(bin: DistributionBin, unit: MetricUnit): string {
	if (unit === 'per-day') return `${daysBin(bin)} a day`;
	if (bin.to === null) return `${formatMetric(bin.from, unit)} and more`;
	if (bin.from === 0) return `less than ${formatMetric(bin.to, unit)}`;
	return `${formatMetric(bin.from, unit)} to ${formatMetric(bin.to, unit)}`;
}

/** Deployments of a day are whole: `none`, `1`, `3 to 4`, `20 or more`. */
function daysBin({ from, to }: DistributionBin): string {
	if (to === null) return `${formatCount(from)} or more`;
	if (to - from > 1) return `${formatCount(from)} to ${formatCount(to - 1)}`;
	return from === 0 ? 'none' : formatCount(from);
}

function binLabel(bin: DistributionBin, unit: MetricUnit): string {
	if (unit === 'per-day') return daysBin(bin);
	if (bin.to === null) return `≥ ${formatMetric(bin.from, unit)}`;
	return `< ${formatMetric(bin.to, unit)}`;
}

export function DistributionChart(props: {
	readonly title: string;
	readonly under: string;
	readonly name: readonly string[];
	readonly unit: MetricUnit;
	/** What is counted: `change`, `deployment`. */
	readonly noun: string;
	readonly bins: readonly DistributionBin[];
	readonly isFilling?: boolean;
}): ReactElement {
	const { bins, unit, noun } = props;
	const all = bins.reduce((sum, bin) => sum + bin.count, 0);
	const ticks = ticksTo(Math.max(0, ...bins.map((bin) => bin.count)), 'count').filter(Number.isInteger);
	const share = (count: number): string => (all === 0 ? '0 %' : `${Math.round((count / all) * 100)} %`);
	return (
		<ChartFrame
			{...props}
			summary={`${formatCounted(all, noun)} in all`}
			words={bins.map((bin) => `${binWords(bin, unit)}: ${formatCounted(bin.count, noun)}, ${share(bin.count)}`)}
			table={{
				head: ['Range', `Number of ${noun}s`, 'Share'],
				rows: bins.map((bin) => [binWords(bin, unit), bin.count, share(bin.count)]),
			}}
		>
			{({ width, height, active, onActive }) => (
				<BarsPlot
					bars={bins.map((bin) => ({ label: binLabel(bin, unit), value: bin.count, isPartial: false, gap: null }))}
					{...{ ticks, width, height, active, onActive }}
					tickWords={formatCount}
					isTight
				/>
			)}
		</ChartFrame>
	);
}
