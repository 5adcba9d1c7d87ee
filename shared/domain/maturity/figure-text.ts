/** Figures as they are printed. */
import { formatDuration, formatNumber, formatPercent } from '../format.ts';
import type { Figure } from './model.ts';

/** A figure with its unit: "12 min", "7.3 %", "9.5". */
export function figureText(value: number | null, unit: Figure['unit']): string {
	if (value === null) return 'not measured';
	if (unit === 'ms') return formatDuration(value);
	if (unit === 'share') return formatPercent(value);
	const number = formatNumber(value, value < 10 ? 2 : 1);
	return unit === 'count' ? number : `${number} a ${unit === 'per-day' ? 'day' : 'week'}`;
}
