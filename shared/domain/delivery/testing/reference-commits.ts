/** The brute-force reference of judging: which commits a deployment brings, by sets of ancestors. */
import type { HistoryInput } from '../judge-history.ts';
import type { JudgedDeployment } from '../judged.ts';
import type { Known } from './reference-standing.ts';
import { lookUp } from './reference-tellings.ts';

export interface ReferenceLead {
	readonly deployment: number;
	readonly sha: string;
	readonly squash: string | null;
	readonly authoredAt: number;
	readonly leadMs: number;
	readonly isBot: boolean;
	readonly excluded: 'negative' | null;
}

export interface ReferenceCommits {
	readonly reasons: readonly JudgedDeployment['noLeadTime'][];
	readonly leads: readonly ReferenceLead[];
	/** Of each deployment with lead times: commits that are new with it. */
	readonly fresh: readonly ReadonlySet<number>[];
	readonly bringer: (hash: string) => number;
}

export function referenceCommits(input: HistoryInput, known: readonly Known[]): ReferenceCommits {
	const graph = input.commits ?? [];
	const ancestors = (of: number): ReadonlySet<number> => {
		const parents = graph[of]?.parents ?? [];
		return new Set([of, ...parents.flatMap((parent) => [...ancestors(parent)])]);
	};
	const reasons = known.map((_, index) => reason(known, index));
	/** New at each counted deployment: its ancestors without those of all counted ones before it. */
	const added = known.map(({ head, standing }, index) => {
		if (standing !== 'counted' || head < 0) return new Set<number>();
		const before = known.slice(0, index).filter((other) => other.standing === 'counted' && other.head >= 0);
		const reached = before.map((other) => ancestors(other.head));
		return new Set([...ancestors(head)].filter((commit) => !reached.some((set) => set.has(commit))));
	});
	const hasLeads = (index: number) => known[index]?.standing === 'counted' && reasons[index] === null;
	const items = known.flatMap((_, index) => carried(input, [...(added[index] ?? [])], index));
	const originals = new Set(graph.flatMap(({ squashOf }) => (squashOf ?? []).map(({ sha }) => sha)));
	const leads = items
		.filter((item, index) => !originals.has(item.sha) || items.findIndex(({ sha }) => sha === item.sha) === index)
		.filter(({ deployment }) => hasLeads(deployment))
		.map((item) => {
			const leadMs = (known[item.deployment]?.at ?? 0) - item.authoredAt;
			return { ...item, leadMs, excluded: leadMs < 0 ? ('negative' as const) : null };
		});
	const fresh = added.map((set, index) => (hasLeads(index) ? set : new Set<number>()));
	const bringer = (hash: string) => {
		const direct = fresh.findIndex((set) => set.has(lookUp(input.commits, hash)));
		return direct >= 0 ? direct : fresh.findIndex((set) => set.has(squashThatHolds(input, hash)));
	};
	return { reasons, leads, fresh, bringer };
}

function reason(known: readonly Known[], index: number): JudgedDeployment['noLeadTime'] {
	const own = known[index];
	if (own === undefined || own.standing !== 'counted') return null;
	if (own.commit === null) return 'not-linked';
	if (own.head < 0) return 'commit-unknown';
	const before = known.slice(0, index).findLast(({ standing }) => standing === 'counted');
	if (before === undefined) return 'first-recorded';
	return before.head < 0 ? 'previous-not-linked' : null;
}

type Carried = Pick<ReferenceLead, 'deployment' | 'sha' | 'squash' | 'authoredAt' | 'isBot'>;

/** Commits as themselves first, then originals by their squashes, those by when the squash was authored. */
function carried(input: HistoryInput, indices: readonly number[], deployment: number): readonly Carried[] {
	const ours = indices
		.flatMap((index) => input.commits?.[index] ?? [])
		.filter(({ isOurs, isMerge }) => isOurs && !isMerge)
		.toSorted((left, right) => left.authoredAt - right.authoredAt || (left.sha < right.sha ? -1 : 1));
	const isSquash = (commit: (typeof ours)[number]) => (commit.squashOf ?? []).length > 0;
	return [
		...ours
			.filter((commit) => !isSquash(commit))
			.map(({ sha, authoredAt, isBot }) => ({ deployment, sha, squash: null, authoredAt, isBot })),
		...ours
			.filter(isSquash)
			.flatMap(({ sha: squash, squashOf }) =>
				(squashOf ?? []).map((original) => ({ deployment, squash, ...original })),
			),
	];
}

function squashThatHolds(input: HistoryInput, hash: string): number {
	const graph = input.commits ?? [];
	const [first] = graph
		.filter(({ squashOf }) => (squashOf ?? []).some(({ sha }) => sha === hash))
		.toSorted((left, right) => left.authoredAt - right.authoredAt || (left.sha < right.sha ? -1 : 1));
	return graph.findIndex((commit) => commit === first);
}
