/** A reading as the figure beside its chart. What was not measured is said in words, never shown as a number. */
import { formatAge, formatDuration } from '../../../shared/domain/format.ts';
import type { MetricName, Reading, ReadingState } from '../../../shared/domain/health/model.ts';
import { formatMetric } from '../../../shared/domain/health/trust.ts';
import type { SlotName } from '../../../shared/domain/target/model.ts';
import type { SeriesPoint } from '../../../shared/rpc/views.ts';
import type { CurrentFigure } from '../../charts/live-chart.tsx';

const stateText: Readonly<Record<Exclude<ReadingState, 'measured'>, string>> = {
	missing: 'no data',
	stale: 'stale',
	'not-a-number': 'not a number',
	partial: 'incomplete',
	failed: 'could not be read',
	'not-configured': 'not measured',
};

function sourceText(reading: Reading): string {
	const window = `over ${formatDuration(reading.windowMs)}`;
	return [`${reading.source}, ${window}`, reading.detail, reading.query]
		.filter((part) => part !== null && part !== '')
		.join('\n');
}

/** The figure of one slot; `null` reading: the source has not been asked yet. */
export function figureOf(reading: Reading | null): CurrentFigure {
	if (reading === null) return { text: 'not read yet', isMeasured: false, title: undefined };
	const title = sourceText(reading);
	if (reading.value !== null && reading.state === 'measured') {
		return { text: formatMetric(reading.metric, reading.value), isMeasured: true, title };
	}
	if (reading.value !== null && reading.state === 'partial') {
		return { text: `${formatMetric(reading.metric, reading.value)}, incomplete`, isMeasured: false, title };
	}
	return { text: reading.state === 'measured' ? 'no data' : stateText[reading.state], isMeasured: false, title };
}

/** The figure that a recorded point shows. */
export function figureOfPoint(metric: MetricName, point: SeriesPoint | null): CurrentFigure {
	if (point === null || point[1] === null) return { text: 'no data', isMeasured: false, title: undefined };
	return { text: formatMetric(metric, point[1]), isMeasured: true, title: undefined };
}

/** The reading of a metric and slot among all; null when there is none yet. */
export function readingOf(readings: readonly Reading[], metric: MetricName, slot: SlotName): Reading | null {
	return readings.find((reading) => reading.metric === metric && reading.slot === slot) ?? null;
}

/** "Prometheus, 12 s ago": where a number comes from and how old it is at `now`. */
export function provenance(reading: Reading, now: number): string {
	return reading.at === null
		? `${reading.source}, no data yet`
		: `${reading.source}, ${formatAge(Math.floor((now - reading.at) / 1000) * 1000)}`;
}
