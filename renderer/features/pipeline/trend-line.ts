/** A gate's figure over releases: the line, and the words that say the same. Pure. */
import { formatCount, formatMs, formatNumber, formatPercent } from '../../../shared/domain/format.ts';
import type { GateTrend } from '../../../shared/domain/gates/model.ts';

/** A figure in the trend's unit. */
export function trendValue(unit: GateTrend['unit'], value: number): string {
	switch (unit) {
		case 'share':
			return formatPercent(value);
		case 'ms':
			return formatMs(value);
		case 'count':
			return formatCount(value);
		case 'lines':
			return `${formatCount(value)} lines`;
		case 'per-second':
			return `${formatNumber(value, 1)}/s`;
	}
}

/** "84.1 %, better than 83.9 % of 2.4.0, over 12 runs" */
export function trendText({ unit, value, before, values, higherIsBetter }: GateTrend): string {
	const now = value === null ? 'no figure in this run' : trendValue(unit, value);
	const runs = values.filter((each) => each !== null).length;
	const over = runs > 1 ? `, over ${formatCount(runs)} runs` : '';
	if (before === null) return `${now}, no release to compare with${over}`;
	const was = `${trendValue(unit, before.value)} of ${before.version}`;
	if (value === null) return `${now}, was ${was}${over}`;
	if (value === before.value) return `${now}, the same as in ${before.version}${over}`;
	return `${now}, ${value > before.value === higherIsBetter ? 'better' : 'worse'} than ${was}${over}`;
}

export interface TrendLine {
	/** Stretches without a gap, as points of a polyline. */
	readonly stretches: readonly string[];
	/** The last figure; null where this run has none. */
	readonly last: { readonly x: number; readonly y: number } | null;
}

/** Points in a box of `width` by `height`, with room for the last one's mark. */
export function trendLine(values: GateTrend['values'], width: number, height: number): TrendLine {
	const known = values.filter((value) => value !== null);
	const low = Math.min(...known);
	const span = Math.max(...known) - low;
	const room = 4;
	const x = (index: number): number =>
		values.length < 2 ? width - room : room + (index / (values.length - 1)) * (width - 2 * room);
	const y = (value: number): number =>
		span === 0 ? height / 2 : room + (1 - (value - low) / span) * (height - 2 * room);
	const stretches: string[][] = [[]];
	for (const [index, value] of values.entries()) {
		if (value === null) stretches.push([]);
		else stretches.at(-1)?.push(`${x(index).toFixed(1)},${y(value).toFixed(1)}`);
	}
	const newest = values.at(-1) ?? null;
	return {
		stretches: stretches.filter((points) => points.length > 1).map((points) => points.join(' ')),
		last: newest === null ? null : { x: x(values.length - 1), y: y(newest) },
	};
}
