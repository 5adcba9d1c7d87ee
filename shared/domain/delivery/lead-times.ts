/**
 * Which commits reached production with which deployment, and how long they had waited. Walking the deployments in order, what
 * is reached for the first time is the deployment's batch: this is `git log previous..this`, and the first one that contains it.
 */
import { compareText } from '../order.ts';
import { type FindCommit, wholeHashOf } from './commit-index.ts';
import type { GraphCommit, JudgedDeployment, LeadItem } from './judged.ts';
import type { PlacedDeployment } from './place.ts';
import type { Standing } from './standing.ts';

export interface Walk {
	readonly leads: readonly LeadItem[];
	/** Of each deployment. */
	readonly noLeadTime: readonly JudgedDeployment['noLeadTime'][];
	/** Of each deployment: its lead items. */
	readonly batch: readonly number[];
	/** Of each deployment: commits (indices) that it was the first to bring, whichever service they are of, merges too. */
	readonly brought: readonly (readonly number[])[];
	/** The deployment that first brought a commit; null where that was before the records or is not known. */
	readonly bringerOf: (hash: string) => number | null;
	readonly find: FindCommit;
	/** A full hash of an abbreviated one that is known; else as it is. */
	readonly wholeHash: (hash: string) => string;
}

/** `commits` null: there is no repository; a deployment that names a commit then has `commit-unknown`. */
export function walkCommits(
	placed: readonly PlacedDeployment[],
	standings: readonly Standing[],
	commits: readonly GraphCommit[] | null,
	find: FindCommit,
): Walk {
	const graph = commits ?? [];
	const reachedBy = new Int32Array(graph.length).fill(unreached);
	const batches = createBatches(graph);
	const leads: LeadItem[] = [];
	const noLeadTime: JudgedDeployment['noLeadTime'][] = [];
	const batch: number[] = [];
	const brought: (readonly number[])[] = [];
	let state: 'first' | 'known' | 'unknown' = 'first';
	for (const [index, deployment] of placed.entries()) {
		const isCounted = standings[index]?.standing === 'counted';
		const commit = deployment.commit === null ? null : find(deployment.commit);
		const reason = isCounted ? reasonFor(deployment.commit, commit, state) : null;
		const isMeasured = isCounted && reason === null;
		const reached = isCounted && commit !== null ? mark(graph, reachedBy, commit, isMeasured ? index : before) : [];
		const items = batches.take(reached, isMeasured ? { index, at: deployment.at } : null);
		for (const item of items) leads.push(item);
		noLeadTime.push(reason);
		batch.push(items.length);
		brought.push(isMeasured ? reached : []);
		if (isCounted) state = commit === null ? 'unknown' : 'known';
	}
	const bringerOf = (hash: string) => bringer(reachedBy, find(hash)) ?? bringer(reachedBy, batches.squashOf(hash));
	const wholeHash = (hash: string) => wholeHashOf(graph, find, hash);
	return { leads, noLeadTime, batch, brought, bringerOf, find, wholeHash };
}

const unreached = -1;
/** Reached by a deployment that cannot say since when: it only tells what is not new any more. */
const before = -2;

function bringer(reachedBy: Int32Array, commit: number | null): number | null {
	const found = commit === null ? undefined : reachedBy[commit];
	return found === undefined || found < 0 ? null : found;
}

function reasonFor(
	named: string | null,
	commit: number | null,
	state: 'first' | 'known' | 'unknown',
): JudgedDeployment['noLeadTime'] {
	if (named === null) return 'not-linked';
	if (commit === null) return 'commit-unknown';
	if (state === 'first') return 'first-recorded';
	return state === 'unknown' ? 'previous-not-linked' : null;
}

/** Marks every ancestor that nobody reached before, itself included; answers them. */
function mark(graph: readonly GraphCommit[], reachedBy: Int32Array, from: number, by: number): readonly number[] {
	if (reachedBy[from] !== unreached) return [];
	reachedBy[from] = by;
	const reached = [from];
	for (let next = 0; next < reached.length; next++) {
		for (const parent of graph[reached[next] ?? 0]?.parents ?? []) {
			if (reachedBy[parent] !== unreached) continue;
			reachedBy[parent] = by;
			reached.push(parent);
		}
	}
	return reached;
}

interface Batches {
	/** Takes commits as reached; with a deployment, the lead items that they make. */
	readonly take: (
		reached: readonly number[],
		deployment: { readonly index: number; readonly at: number } | null,
	) => readonly LeadItem[];
	/** The squash that an original commit came in by. */
	readonly squashOf: (original: string) => number | null;
}

interface Source {
	readonly sha: string;
	readonly squash: string | null;
	readonly authoredAt: number;
	readonly isBot: boolean;
}

/** An original commit of a squash counts once, whether it comes by one squash, by two, or by a branch as itself. */
function createBatches(graph: readonly GraphCommit[]): Batches {
	const squashes = firstSquashes(graph);
	const taken = new Set<string>();
	const isNew = (sha: string): boolean => {
		if (taken.has(sha)) return false;
		taken.add(sha);
		return true;
	};
	const take: Batches['take'] = (reached, deployment) => {
		const sources: Source[] = [];
		const squashed: GraphCommit[] = [];
		for (const index of reached) {
			const commit = graph[index];
			if (commit === undefined || commit.isMerge || !commit.isOurs) continue;
			if (isSquash(commit)) squashed.push(commit);
			else if (!squashes.has(commit.sha) || isNew(commit.sha)) sources.push(asItself(commit));
		}
		for (const commit of squashed.sort(byAuthored)) {
			for (const original of commit.squashOf ?? []) {
				if (isNew(original.sha)) sources.push({ ...original, squash: commit.sha });
			}
		}
		return deployment === null ? [] : sources.sort(byAuthored).map((source) => leadItem(source, deployment));
	};
	return { take, squashOf: (original) => squashes.get(original) ?? null };
}

function asItself({ sha, authoredAt, isBot }: GraphCommit): Source {
	return { sha, squash: null, authoredAt, isBot };
}

function isSquash({ squashOf }: GraphCommit): boolean {
	return squashOf !== null && squashOf.length > 0;
}

/** Original commit to its squash; of several the one authored first. */
function firstSquashes(graph: readonly GraphCommit[]): ReadonlyMap<string, number> {
	const found = new Map<string, number>();
	for (const [index, commit] of graph.entries()) {
		if (commit.squashOf === null) continue;
		for (const { sha } of commit.squashOf) {
			const known = found.get(sha);
			const other = known === undefined ? undefined : graph[known];
			if (other === undefined || byAuthored(commit, other) < 0) found.set(sha, index);
		}
	}
	return found;
}

type Authored = Pick<Source, 'sha' | 'authoredAt'>;

function byAuthored(left: Authored, right: Authored): number {
	if (left.authoredAt !== right.authoredAt) return left.authoredAt - right.authoredAt;
	return compareText(left.sha, right.sha);
}

function leadItem(source: Source, deployment: { readonly index: number; readonly at: number }): LeadItem {
	const leadMs = deployment.at - source.authoredAt;
	return {
		deployment: deployment.index,
		sha: source.sha,
		squash: source.squash,
		authoredAt: source.authoredAt,
		leadMs,
		isBot: source.isBot,
		excluded: leadMs < 0 ? 'negative' : null,
	};
}
