/** What a chart shows of its axes: ranges and the text of their ticks. */
import type { MetricName } from '../../shared/domain/health/model.ts';
import { tickText } from './metric-format.ts';

/** Smallest top of an axis, so that noise near zero does not fill the chart. */
const smallestTop: Readonly<Record<MetricName, number>> = {
	requests: 10,
	errorRate: 0.005,
	p95Latency: 50,
	throughput: 1,
	memory: 1,
};

/** From zero to a little above the highest value and the limit, so that the distance to the limit is seen. */
export function valueRange(metric: MetricName, highest: number | null, limit: number | null): [number, number] {
	if (metric === 'memory' && (highest === null || highest <= 1)) return [0, 1];
	const top = Math.max(highest === null ? 0 : highest * 1.12, limit === null ? 0 : limit * 1.15, smallestTop[metric]);
	return [0, Number.isFinite(top) ? top : smallestTop[metric]];
}

/** Ticks of the value axis; the unit stands once per tick and in as few digits as the steps allow. */
export function valueTicks(metric: MetricName, values: readonly number[]): string[] {
	const step = Math.abs((values[1] ?? 0) - (values[0] ?? 0));
	return values.map((value) => tickText(metric, value, step));
}

const twoDigits = (value: number): string => String(value).padStart(2, '0');

/** Wall-clock time in the zone of the screen: `14:02`, or `14:02:31` where ticks are closer than a minute. */
export function clockText(at: number, withSeconds: boolean): string {
	const date = new Date(at);
	const minutes = `${twoDigits(date.getHours())}:${twoDigits(date.getMinutes())}`;
	return withSeconds ? `${minutes}:${twoDigits(date.getSeconds())}` : minutes;
}

/** Ticks of the time axis. */
export function timeTicks(values: readonly number[]): string[] {
	const step = (values[1] ?? 0) - (values[0] ?? 0);
	return values.map((at) => clockText(at, step > 0 && step < 60_000));
}
