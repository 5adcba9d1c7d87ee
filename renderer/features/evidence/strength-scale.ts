/** The axis of a strength over time: logarithmic, evidence grows upwards, the decision line on it. Pure. */
import type { Strength } from '../../../shared/domain/health/evidence/model.ts';

/** Less evidence than this is drawn at the bottom: how far an e-value has fallen says nothing more. */
const lowestShare = -0.35;
/** More than this is drawn at the top, with the number beside the chart. */
const highestShare = 2;

type Line = Pick<Strength, 'kind' | 'line'>;

/**
 * Share of the way from "no evidence" (0) to the decision line (1): logarithms for e- and p-values, the plain ratio for
 * scores. Beyond the ends of the axis it is held there.
 */
export function heightOf({ kind, line }: Line, value: number): number {
	if (value === Number.POSITIVE_INFINITY) return kind === 'p-value' ? lowestShare : highestShare;
	if (Number.isNaN(value)) return lowestShare;
	const share = kind === 'score' ? value / line : Math.log(value) / Math.log(line);
	// The logarithm of zero: no evidence at all for an e-value, all of it for a p-value.
	if (Number.isNaN(share)) return lowestShare;
	return Math.min(highestShare, Math.max(lowestShare, share));
}

export interface StrengthScale {
	/** Position of a value, 0 at the top to 1 at the bottom. */
	y(value: number): number;
	/** Position of an instant, 0 to 1. */
	x(at: number): number;
	readonly lineY: number;
	/** Values worth a tick: none, and the line. */
	readonly ticks: readonly { readonly value: number; readonly y: number }[];
}

export interface StrengthPoint {
	readonly at: number;
	readonly value: number;
}

/** Axes that hold all points; `range` holds the time axis still, as in a replay. */
export function strengthScale(
	line: Line,
	points: readonly StrengthPoint[],
	range: readonly [number, number] | null,
): StrengthScale {
	const heights = points.map((point) => heightOf(line, point.value));
	const low = Math.min(0, ...heights);
	const high = Math.max(1.15, ...heights.map((height) => height + 0.1));
	const from = range?.[0] ?? points[0]?.at ?? 0;
	const to = Math.max(from + 1, range?.[1] ?? points.at(-1)?.at ?? 1);
	const place = (height: number): number => 1 - (height - low) / (high - low);
	const none = line.kind === 'score' ? 0 : 1;
	return {
		y: (value) => place(heightOf(line, value)),
		x: (at) => Math.min(1, Math.max(0, (at - from) / (to - from))),
		lineY: place(1),
		ticks: [none, line.line].map((value) => ({ value, y: place(heightOf(line, value)) })),
	};
}

/** Lines of an SVG path over a box of `width` by `height`; a gap in the looks is a gap in the line. */
export function strengthPath(
	scale: StrengthScale,
	points: readonly { readonly at: number; readonly value: number | null }[],
	width: number,
	height: number,
): string {
	let path = '';
	let isDrawing = false;
	for (const { at, value } of points) {
		if (value === null) {
			isDrawing = false;
			continue;
		}
		const x = (scale.x(at) * width).toFixed(1);
		const y = (scale.y(value) * height).toFixed(1);
		path += `${isDrawing ? 'L' : 'M'}${x} ${y}`;
		isDrawing = true;
	}
	return path;
}

/** The first point at which the line was reached; null when it never was. */
export function crossingOf(line: Line, points: readonly StrengthPoint[]): StrengthPoint | null {
	return points.find((point) => heightOf(line, point.value) >= 1) ?? null;
}
