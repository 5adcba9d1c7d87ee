/** The way of the evidence on this side of the wire: what was fetched, and each look that came since. Pure. */
import type { EvidencePoint } from '../../../shared/domain/health/evidence/model.ts';

/** More points than this no chart can show; the older half is thinned then. */
export const mostPoints = 1_200;

function thinned(points: readonly EvidencePoint[]): readonly EvidencePoint[] {
	if (points.length <= mostPoints) return points;
	const half = Math.floor(points.length / 2);
	// A change of the answer is kept: it is what the trail is read for.
	return points.filter(
		(point, index) => index >= half || index % 2 === 0 || point.answer !== points[index - 1]?.answer,
	);
}

/** The trail with one more look; a look that is not newer than the last is already there. */
export function withPoint(points: readonly EvidencePoint[], point: EvidencePoint): readonly EvidencePoint[] {
	const last = points.at(-1);
	return last !== undefined && point.at <= last.at ? points : thinned([...points, point]);
}

/** Fetched looks, with those behind them that were seen meanwhile. */
export function joinTrails(
	fetched: readonly EvidencePoint[],
	seen: readonly EvidencePoint[],
): readonly EvidencePoint[] {
	return seen.reduce(withPoint, fetched);
}

/** Looks up to an instant: what was known then. */
export function pointsUntil(points: readonly EvidencePoint[], at: number): readonly EvidencePoint[] {
	return (points.at(-1)?.at ?? 0) <= at ? points : points.filter((point) => point.at <= at);
}

/** Looks that came over the wire since the trail was fetched. */
export interface Seen {
	readonly points: readonly EvidencePoint[];
	/** How many there were; points are thinned, this is not. */
	readonly looks: number;
}

export const nothingSeen: Seen = { points: [], looks: 0 };

/** One more look; the same `seen` when it is not newer. */
export function withLook(seen: Seen, point: EvidencePoint): Seen {
	const points = withPoint(seen.points, point);
	return points === seen.points ? seen : { points, looks: seen.looks + 1 };
}

/** What was seen after an instant, up to which a trail was fetched again. */
export function seenAfter(seen: Seen, at: number): Seen {
	const points = seen.points.filter((point) => point.at > at);
	return points.length === seen.points.length ? seen : { points, looks: points.length };
}
