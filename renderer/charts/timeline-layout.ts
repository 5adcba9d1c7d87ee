/** Places deployments on one time axis, in lanes, without overlap. Pure: the drawing is in `timeline.tsx`. */

/** One bar of the timeline. */
export interface TimelineItem {
	readonly id: string;
	readonly lane: string;
	readonly label: string;
	/** What happened in words, for the tooltip and for screen readers. */
	readonly description: string;
	readonly tone: 'good' | 'warn' | 'bad' | 'busy' | 'neutral';
	/** ms since the epoch. */
	readonly from: number;
	/** Null while it is under way. */
	readonly to: number | null;
}

export interface PlacedItem {
	readonly item: TimelineItem;
	/** Position and width as shares of the axis, 0..1. */
	readonly left: number;
	readonly width: number;
	/** Row within its lane, from 0. */
	readonly row: number;
}

export interface TimelineLane {
	readonly name: string;
	readonly rows: number;
	readonly items: readonly PlacedItem[];
}

export interface TimelineLayout {
	readonly from: number;
	readonly to: number;
	readonly lanes: readonly TimelineLane[];
	readonly ticks: readonly { readonly at: number; readonly left: number }[];
}

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const tickSteps = [
	minute,
	5 * minute,
	15 * minute,
	hour,
	3 * hour,
	6 * hour,
	12 * hour,
	day,
	2 * day,
	7 * day,
	14 * day,
	28 * day,
];

/** A bar is never thinner than this share of the axis, so that a short deployment can still be hit. */
const thinnest = 0.006;
const margin = 0.02;

function ticksBetween(from: number, to: number, wanted: number): number[] {
	const step = tickSteps.find((candidate) => (to - from) / candidate <= wanted) ?? (to - from) / wanted;
	const offset = new Date(from).getTimezoneOffset() * minute;
	const first = Math.ceil((from - offset) / step) * step + offset;
	const ticks: number[] = [];
	for (let at = first; at <= to && ticks.length < wanted + 2; at += step) ticks.push(at);
	return ticks;
}

function placeLane(
	name: string,
	items: readonly TimelineItem[],
	share: (at: number) => number,
	now: number,
): TimelineLane {
	const ends: number[] = [];
	const placed = [...items]
		.sort((left, right) => left.from - right.from)
		.map((item): PlacedItem => {
			const left = share(item.from);
			const width = Math.max(thinnest, share(item.to ?? now) - left);
			const free = ends.findIndex((end) => end <= left);
			const row = free === -1 ? ends.length : free;
			ends[row] = left + width;
			return { item, left, width, row };
		});
	return { name, rows: Math.max(1, ends.length), items: placed };
}

/** Lays items out between the first start and `now` or the last end, with a small margin on both sides. */
export function layoutTimeline(items: readonly TimelineItem[], now: number): TimelineLayout {
	const first = Math.min(now, ...items.map((item) => item.from));
	const last = Math.max(...items.map((item) => item.to ?? now), ...(items.length === 0 ? [now] : []));
	const span = Math.max(last - first, 10 * minute);
	const from = first - span * margin;
	const to = first + span * (1 + margin);
	const share = (at: number): number => (at - from) / (to - from);
	const names = [...new Set(items.map((item) => item.lane))];
	return {
		from,
		to,
		lanes: names.map((name) =>
			placeLane(
				name,
				items.filter((item) => item.lane === name),
				share,
				now,
			),
		),
		ticks: ticksBetween(from, to, 8).map((at) => ({ at, left: share(at) })),
	};
}
