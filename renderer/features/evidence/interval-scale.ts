/** The axis of an interval: zero, both margins and the interval on it, worse always to the right. Pure. */
import type { MetricEvidence } from '../../../shared/domain/health/evidence/model.ts';

/** An interval that is wider than this many times what matters runs out of the axis, with an arrow. */
const mostReach = 4;
/** Room beyond the outermost mark, of the length of the axis. */
const room = 0.08;

export interface IntervalScale {
	/** Where a difference stands, 0 (left, better) to 1 (right, worse); held inside of the axis. */
	position(value: number): number;
	/** True where a difference lies beyond the axis. */
	isCut(value: number): boolean;
	/** Differences at which the margins stand: both sides where either way is worse. */
	readonly harm: readonly number[];
	readonly promote: readonly number[];
	readonly isWorseBelow: boolean;
}

type Marks = Pick<MetricEvidence, 'estimate' | 'harmMargin' | 'promoteMargin' | 'direction'>;

function sides(margin: number | null, direction: MetricEvidence['direction']): readonly number[] {
	if (margin === null) return [];
	const size = Math.abs(margin);
	if (direction === 'either') return size === 0 ? [0] : [-size, size];
	return [direction === 'decrease' ? -size : size];
}

function largest(values: readonly (number | null)[]): number {
	return Math.max(0, ...values.map((value) => (value === null || !Number.isFinite(value) ? 0 : Math.abs(value))));
}

/** The axis for one metric. Without an estimate it still shows the margins. */
export function intervalScale({ estimate, harmMargin, promoteMargin, direction }: Marks): IntervalScale {
	const harm = sides(harmMargin, direction);
	const promote = sides(promoteMargin, direction);
	// The margins are what an interval is read against; without any, it is read against itself.
	const margins = largest([...harm, ...promote]);
	const matters =
		margins || largest([estimate?.value ?? null]) || largest([estimate?.low ?? null, estimate?.high ?? null]) || 1;
	const reach = matters * mostReach;
	const shown = [0, estimate?.value ?? 0, estimate?.low ?? 0, estimate?.high ?? 0, ...harm, ...promote]
		.filter((value) => Number.isFinite(value))
		.map((value) => Math.min(reach, Math.max(-reach, value)));
	// As much to the better side as half of what matters, so that zero never stands at the edge.
	const low = Math.min(...shown, direction === 'decrease' ? -matters : -matters / 2);
	const high = Math.max(...shown, direction === 'decrease' ? matters / 2 : matters);
	const pad = (high - low) * room;
	const from = low - pad;
	const to = high + pad;
	const isWorseBelow = direction === 'decrease';
	return {
		position(value) {
			const share = Math.min(1, Math.max(0, (value - from) / (to - from)));
			return isWorseBelow ? 1 - share : share;
		},
		isCut: (value) => value < from || value > to,
		harm,
		promote,
		isWorseBelow,
	};
}

/** The interval as positions on the axis. An open or cut end reaches the edge and carries an arrow. */
export interface PlacedInterval {
	readonly left: number;
	readonly right: number;
	readonly isLeftOpen: boolean;
	readonly isRightOpen: boolean;
	/** Position of the estimate itself; null where there is none on the axis. */
	readonly value: number | null;
}

/** Null where nothing is known of the difference. */
export function placeInterval(evidence: Marks, scale: IntervalScale): PlacedInterval | null {
	const { estimate } = evidence;
	if (estimate === null) return null;
	const { low, high, value } = estimate;
	if (low === null && high === null && value === null) return null;
	const hasInterval = low !== null || high !== null;
	const [leftEnd, rightEnd] = scale.isWorseBelow ? [high, low] : [low, high];
	const at = (end: number | null, edge: number): number => {
		if (!hasInterval && value !== null) return scale.position(value);
		return end === null ? edge : scale.position(end);
	};
	const isOpen = (end: number | null): boolean => hasInterval && (end === null || scale.isCut(end));
	return {
		left: at(leftEnd, 0),
		right: at(rightEnd, 1),
		isLeftOpen: isOpen(leftEnd),
		isRightOpen: isOpen(rightEnd),
		value: value === null || scale.isCut(value) ? null : scale.position(value),
	};
}
