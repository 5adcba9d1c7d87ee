/** The four charts of a deployment, drawn in one frame and with one cursor. */
import { memo, type ReactElement, useMemo, useState } from 'react';
import type { HealthPolicy, MetricName, Verdict } from '../../../shared/domain/health/model.ts';
import type { Deployment } from '../../../shared/domain/deployment/model.ts';
import { createChartGroup } from '../../charts/chart-group.ts';
import type { ChartMark } from '../../charts/chart-marks.ts';
import { type CurrentFigure, LiveChart, type LiveChartProps, type SeriesSource } from '../../charts/live-chart.tsx';
import { limitOf } from './chart-marks-of.ts';
import { scaledMetrics } from './closeness.ts';
import styles from './live.module.css';

/** The figures of one metric now. */
export interface MetricFigures {
	readonly canary: CurrentFigure;
	readonly stable: CurrentFigure | null;
}

function sameFigure(left: CurrentFigure | null, right: CurrentFigure | null): boolean {
	return left?.text === right?.text && left?.isMeasured === right?.isMeasured && left?.title === right?.title;
}

function sameChart(left: LiveChartProps, right: LiveChartProps): boolean {
	return (
		sameFigure(left.canary, right.canary) &&
		sameFigure(left.stable, right.stable) &&
		left.source === right.source &&
		left.group === right.group &&
		left.limit === right.limit &&
		left.limitText === right.limitText &&
		left.marks === right.marks &&
		left.range === right.range &&
		left.names === right.names
	);
}

const QuietChart = memo(LiveChart, sameChart);

export function ChartGrid(props: {
	readonly deployment: Deployment;
	readonly sourceOf: (metric: MetricName) => SeriesSource;
	readonly figuresOf: (metric: MetricName) => MetricFigures;
	/** The verdict whose limits are drawn; null before the first look. */
	readonly limits: Verdict | null;
	/** What is drawn until then; null draws nothing. */
	readonly policy: HealthPolicy | null;
	readonly marks: readonly ChartMark[];
	/** Time axis held still (replay); null follows the data. */
	readonly range: readonly [number, number] | null;
}): ReactElement {
	const { deployment, sourceOf, figuresOf, limits, policy, marks, range } = props;
	const [group] = useState(() => createChartGroup(`deployment-${deployment.id}`, (run) => requestAnimationFrame(run)));
	const sources = useMemo(() => new Map(scaledMetrics.map((metric) => [metric, sourceOf(metric)])), [sourceOf]);
	const stableVersion = deployment.from?.version ?? 'none';
	const canaryVersion = deployment.release.version;
	const names = useMemo(() => ({ stable: stableVersion, canary: canaryVersion }), [stableVersion, canaryVersion]);
	return (
		<div className={styles.charts}>
			{scaledMetrics.map((metric) => {
				const source = sources.get(metric);
				if (source === undefined) return null;
				const { canary, stable } = figuresOf(metric);
				const limit = limitOf(limits, policy, metric);
				return (
					<QuietChart
						key={metric}
						metric={metric}
						source={source}
						group={group}
						limit={limit.value}
						limitText={limit.text}
						marks={marks}
						range={range}
						canary={canary}
						stable={stable}
						names={names}
					/>
				);
			})}
		</div>
	);
}
