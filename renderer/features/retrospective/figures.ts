/** Figures of anti-patterns and checks in words. */
import { formatMetric } from '../../../shared/domain/delivery/words.ts';
import type { Figure } from '../../../shared/domain/maturity/model.ts';

/** The value with its unit; in words where there is none. */
export function figureText(value: number | null, unit: Figure['unit']): string {
	return value === null ? 'not measured' : formatMetric(value, unit);
}
