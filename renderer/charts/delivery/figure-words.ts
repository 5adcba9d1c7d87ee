/** Words and scales of charts, beside what `words.ts` of the domain says of a figure. Pure. */
import { formatDuration, formatNumber } from '../../../shared/domain/format.ts';
import type { MetricAnswer, MetricUnit } from '../../../shared/domain/delivery/metrics.ts';
import { metricChange, metricDirection } from '../../../shared/domain/delivery/words.ts';

type Unit = MetricUnit | 'per-week' | 'count' | 'days';

export interface ChangeWords {
	/** `-5 h`, `+2.1 points`, `the same`. */
	readonly text: string;
	readonly verdict: 'better' | 'worse' | 'same';
}

/** How the figure changed, and whether that is the better direction; null where either period has none. */
export function changeWords(answer: Pick<MetricAnswer, 'change' | 'unit' | 'lessIsBetter'>): ChangeWords | null {
	const verdict = metricDirection(answer);
	return verdict === null ? null : { text: verdict === 'same' ? 'the same' : metricChange(answer), verdict };
}

/** What an axis says at a value: shorter than the figure itself. */
export function tickWords(value: number, unit: Unit): string {
	if (value === 0) return '0';
	if (unit === 'share') return `${exact(value * 100)} %`;
	if (unit === 'ms') return formatDuration(value);
	return exact(value);
}

/** As many decimals as the value has: a line at 0.25 that is called 0.3 would be no scale. */
function exact(value: number): string {
	const digits = [0, 1, 2, 3, 4].find((count) => Math.abs(Number(value.toFixed(count)) - value) < 1e-9);
	return formatNumber(value, digits ?? 5);
}

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const timeSteps = [
	...[1_000, 10_000, 30_000, minute, 2 * minute, 5 * minute, 15 * minute, 30 * minute],
	...[hour, 2 * hour, 4 * hour, 8 * hour, 12 * hour, day, 2 * day, 4 * day, 7 * day, 14 * day, 28 * day],
];

/** Round values from 0 to above the highest one, some three to five of them. */
export function ticksTo(highest: number, unit: Unit): readonly number[] {
	if (!(highest > 0)) return [0];
	const rough = highest / 4;
	const power = 10 ** Math.floor(Math.log10(rough));
	const decimal = ([1, 2, 2.5, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
	const step = unit === 'ms' ? (timeSteps.find((each) => each >= rough) ?? Math.ceil(rough / day) * day) : decimal;
	const count = Math.ceil(highest / step - 1e-9);
	return Array.from({ length: count + 1 }, (_, index) => step * index);
}
