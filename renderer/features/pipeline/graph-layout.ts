/**
 * Where the jobs of one stage stand and how the lines between them run. Pure; knows sizes, not pixels of a screen.
 * Jobs stand below each other, so that names have room; lines run in lanes at their left, as in a history of commits.
 * Jobs that are needed by the very same others share a lane, so every line of a lane is true.
 */
import { type EdgeLabel, Graph, type GraphLabel, layout, type NodeLabel } from '@dagrejs/dagre';
import type { Job } from '../../../shared/domain/pipeline/model.ts';

export interface PlacedJob {
	readonly job: Job;
	/** Top, from the stage's first job on. */
	readonly y: number;
}

/** Where a line meets a job: the job's id, and its middle. */
export interface LaneEnd {
	readonly id: string;
	readonly y: number;
}

export interface Lane {
	/** Distance from the left edge of the stage. */
	readonly x: number;
	/** Jobs that are needed, and the ones that need all of them. */
	readonly from: readonly LaneEnd[];
	readonly to: readonly LaneEnd[];
}

export interface StageLayout {
	readonly jobs: readonly PlacedJob[];
	readonly lanes: readonly Lane[];
	/** Room left of the jobs that the lanes take; 0 where nothing needs anything. */
	readonly gutter: number;
	readonly height: number;
}

export interface LayoutSizes {
	readonly height: number;
	readonly gap: number;
	readonly lane: number;
	/** Lanes move closer together before they take more than this from the jobs. */
	readonly mostGutter: number;
}

type Needs = ReadonlyMap<string, readonly Job[]>;

/** Lays out the jobs of one stage. Needs of jobs of other stages are kept by the stages' own order, and drawn nowhere. */
export function layoutStage(jobs: readonly Job[], sizes: LayoutSizes): StageLayout {
	const needs = needsWithin(jobs);
	const ordered = needs.size === 0 ? jobs : inOrder(jobs, needs);
	const step = sizes.height + sizes.gap;
	const placed = ordered.map((job, index) => ({ job, y: index * step }));
	const middles = new Map(placed.map(({ job, y }) => [job.id, y + sizes.height / 2]));
	const { lanes, gutter } = lanesOf(jobs, needs, middles, sizes);
	return {
		jobs: placed,
		lanes,
		gutter,
		height: Math.max(0, placed.length * step - sizes.gap),
	};
}

/** For each job the ones of this stage that it needs; jobs that need none are left out. */
function needsWithin(jobs: readonly Job[]): Needs {
	const byName = new Map<string, Job[]>();
	for (const job of jobs) byName.set(job.name, [...(byName.get(job.name) ?? []), job]);
	const entries = jobs.map((job) => {
		const needed = job.needs.flatMap((name) => byName.get(name) ?? []).filter((other) => other.id !== job.id);
		return [job.id, needed] as const;
	});
	return new Map(entries.filter(([, needed]) => needed.length > 0));
}

/** By rank, then so that few lines cross: both as dagre finds them. */
function inOrder(jobs: readonly Job[], needs: Needs): readonly Job[] {
	const graph = new Graph<GraphLabel, NodeLabel, EdgeLabel>();
	graph.setGraph({ rankdir: 'LR', nodesep: 1, ranksep: 100 });
	graph.setDefaultEdgeLabel(() => ({}));
	for (const job of jobs) graph.setNode(job.id, { width: 1, height: 1 });
	// Told from the last to the first, it keeps the order of the file where lines do not ask for another.
	for (const [id, needed] of [...needs].toReversed()) for (const other of needed) graph.setEdge(other.id, id);
	layout(graph);
	const place = (job: Job): { readonly x: number; readonly y: number } => {
		const { x = 0, y = 0 } = graph.node(job.id);
		return { x, y };
	};
	return jobs.toSorted((left, right) => {
		const a = place(left);
		const b = place(right);
		return Math.round(a.x - b.x) || a.y - b.y;
	});
}

function lanesOf(
	jobs: readonly Job[],
	needs: Needs,
	middles: ReadonlyMap<string, number>,
	sizes: LayoutSizes,
): { readonly lanes: readonly Lane[]; readonly gutter: number } {
	const found = [...sharedNeeds(jobs, needs).values()]
		.map(({ from, to }) => ({ from: endsOf(from, middles), to: endsOf(to, middles) }))
		.toSorted((left, right) => spanOf(left)[1] - spanOf(left)[0] - (spanOf(right)[1] - spanOf(right)[0]));
	// Short lines stand next to the jobs, and a lane is used again below where the one above has ended.
	const taken: (readonly [number, number])[][] = [];
	const numbered = found.map((each) => {
		const [top, bottom] = spanOf(each);
		const free = taken.findIndex((spans) => spans.every(([start, end]) => bottom < start || top > end));
		const lane = free === -1 ? taken.length : free;
		taken[lane] = [...(taken[lane] ?? []), [top, bottom]];
		return { ...each, lane };
	});
	const count = taken.length;
	if (count === 0) return { lanes: [], gutter: 0 };
	const width = Math.min(sizes.lane, sizes.mostGutter / (count + 1));
	const lanes = numbered.map(({ lane, ...each }) => ({ ...each, x: (count - lane) * width }));
	return { lanes, gutter: (count + 1) * width };
}

/** Jobs by the set of jobs that need them. */
function sharedNeeds(
	jobs: readonly Job[],
	needs: Needs,
): ReadonlyMap<string, { readonly from: readonly string[]; readonly to: readonly string[] }> {
	const groups = new Map<string, { readonly from: readonly string[]; readonly to: readonly string[] }>();
	for (const job of jobs) {
		const to = jobs.filter((other) => needs.get(other.id)?.some((needed) => needed.id === job.id)).map(({ id }) => id);
		if (to.length === 0) continue;
		const key = JSON.stringify(to);
		groups.set(key, { from: [...(groups.get(key)?.from ?? []), job.id], to });
	}
	return groups;
}

function endsOf(ids: readonly string[], middles: ReadonlyMap<string, number>): readonly LaneEnd[] {
	return ids.map((id) => ({ id, y: middles.get(id) ?? 0 }));
}

/** Top and bottom of a lane. */
export function spanOf({ from, to }: Pick<Lane, 'from' | 'to'>): readonly [number, number] {
	const all = [...from, ...to].map(({ y }) => y);
	return [Math.min(...all), Math.max(...all)];
}

/** The part of a lane that concerns one job: what it needs there, or what needs it. Null where it has no part in it. */
export function partOf(lane: Lane, id: string): Lane | null {
	const from = lane.from.filter((end) => end.id === id);
	if (from.length > 0) return { ...lane, from };
	const to = lane.to.filter((end) => end.id === id);
	return to.length > 0 ? { ...lane, to } : null;
}

/** Jobs at the other ends of a job's lines. */
export function neighboursOf(lanes: readonly Lane[], id: string): ReadonlySet<string> {
	const parts = lanes.flatMap((lane) => partOf(lane, id) ?? []);
	return new Set(parts.flatMap(({ from, to }) => [...from, ...to].map((end) => end.id)));
}
