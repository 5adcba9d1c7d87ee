/** Figures of delivery as people read them: each with its unit, and never a 0 for what was not measured. Pure. */
import {
	formatCount,
	formatCounted,
	formatDuration,
	formatNumber,
	formatPercent,
} from '../../../shared/domain/format.ts';
import type { MetricAnswer, MetricUnit, MetricValue } from '../../../shared/domain/delivery/metrics.ts';

type Unit = MetricUnit | 'per-week' | 'count' | 'days';

/** `1.3 a day`, `1 d 4 h`, `7.3 %`. */
export function figureWords(value: number, unit: Unit): string {
	switch (unit) {
		case 'ms':
			return formatDuration(value);
		case 'share':
			return formatPercent(value);
		case 'per-day':
			return `${formatNumber(value, value < 10 ? 2 : 1)} a day`;
		case 'per-week':
			return `${formatNumber(value, 1)} a week`;
		case 'days':
			return formatCounted(Math.round(value * 10) / 10, 'day');
		case 'count':
			return formatCount(value);
		default:
			return unit satisfies never;
	}
}

/** Why there is no figure, in two words. */
export function stateWords(state: MetricValue['state']): string {
	return state === 'not-measured' ? 'not measured' : 'no data';
}

/** The figure, or why there is none. */
export function valueWords(value: Pick<MetricValue, 'state' | 'value'>, unit: MetricUnit): string {
	if (value.state !== 'measured' || value.value === null) return stateWords(value.state);
	return figureWords(value.value, unit);
}

export interface ChangeWords {
	/** `5 h less`, `2.1 points more`, `the same`. */
	readonly text: string;
	readonly verdict: 'better' | 'worse' | 'same';
}

/** Smallest difference that is worth a word. */
const least = { 'per-day': 0.005, ms: 1_000, share: 0.0005 } as const;

/** How the figure changed, and whether that is the better direction; null where either period has none. */
export function changeWords(answer: Pick<MetricAnswer, 'change' | 'unit' | 'lessIsBetter'>): ChangeWords | null {
	const { change, unit, lessIsBetter } = answer;
	if (change === null) return null;
	const size = Math.abs(change);
	if (size < least[unit]) return { text: 'the same', verdict: 'same' };
	const amount = unit === 'share' ? `${formatNumber(size * 100, 1)} points` : figureWords(size, unit);
	const isLess = change < 0;
	return { text: `${amount} ${isLess ? 'less' : 'more'}`, verdict: isLess === lessIsBetter ? 'better' : 'worse' };
}

/** What an axis says at a value: shorter than the figure itself. */
export function tickWords(value: number, unit: Unit): string {
	if (value === 0) return '0';
	if (unit === 'share') return `${formatNumber(value * 100, value < 0.1 ? 1 : 0)} %`;
	if (unit === 'ms') return formatDuration(value);
	return formatNumber(value, value < 10 ? 1 : 0);
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
