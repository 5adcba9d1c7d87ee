/**
 * The brute-force reference of judging, written from the definitions with no thought of speed and in another shape than the
 * code it checks: each question is asked of all deployments again. This part: order and standing.
 */
import { type DeploymentFact, factRef } from '../facts.ts';
import type { HistoryInput } from '../judge-history.ts';
import type { DeploymentStanding, GraphCommit } from '../judged.ts';

export interface Known {
	readonly fact: DeploymentFact;
	readonly ref: string;
	readonly at: number;
	readonly metAt: number;
	readonly commit: string | null;
	/** Index among the commits; -1 where it is not known. */
	readonly head: number;
	readonly standing: DeploymentStanding;
}

/** By plain search: one commit whose hash begins so. */
export function lookUp(commits: readonly GraphCommit[] | null, hash: string): number {
	const graph = commits ?? [];
	const whole = graph.findIndex(({ sha }) => sha === hash);
	if (whole >= 0) return whole;
	const fitting = hash.length < 4 ? [] : graph.filter(({ sha }) => sha.startsWith(hash));
	return fitting.length === 1 ? graph.findIndex((commit) => commit === fitting[0]) : -1;
}

export function referenceStandings(input: HistoryInput): readonly Known[] {
	const ordered: Known[] = [];
	for (const fact of input.deployments.toSorted((left, right) => (isBefore(left, right) ? -1 : 1))) {
		const ref = factRef(fact);
		const told = (input.said.deploymentCommit.get(ref) ?? fact.commit)?.toLowerCase() ?? null;
		const head = told === null ? -1 : lookUp(input.commits, told);
		const commit = input.commits?.[head]?.sha ?? told;
		const at = endOf(fact) ?? fact.startedAt;
		const placed = { fact, ref, at, metAt: fact.firstTrafficAt ?? at, commit, head };
		ordered.push({ ...placed, standing: standing(placed, ordered) });
	}
	return ordered;
}

function endOf({ outcome, finishedAt }: DeploymentFact): number | null {
	return outcome === 'running' ? null : finishedAt;
}

function isBefore(one: DeploymentFact, other: DeploymentFact): boolean {
	const [left, right] = [endOf(one) ?? one.startedAt, endOf(other) ?? other.startedAt];
	if (left !== right) return left < right;
	if (one.startedAt !== other.startedAt) return one.startedAt < other.startedAt;
	return factRef(one) < factRef(other);
}

export const succeeded = (standing: DeploymentStanding): boolean =>
	['counted', 'rollback', 'same-version'].includes(standing);

function standing(placed: Omit<Known, 'standing'>, earlier: readonly Known[]): DeploymentStanding {
	const { fact } = placed;
	if (fact.outcome === 'running' || fact.finishedAt === null) return 'unfinished';
	if (fact.outcome !== 'succeeded') {
		const isTakenBack = fact.outcome === 'taken-back';
		if (fact.tookTraffic === true) return 'taken-back';
		if (fact.tookTraffic === false) return 'attempt';
		return isTakenBack || fact.firstTrafficAt !== null ? 'taken-back' : 'attempt';
	}
	const ran = earlier.filter((known) => succeeded(known.standing));
	const running = ran.at(-1);
	if (running?.standing === 'rollback' && running.fact.source !== fact.source && isSame(running, placed))
		return 'same-version';
	if (fact.isRollback === true) return 'rollback';
	if (fact.isRollback === null && fact.takesBack !== null) return 'rollback';
	if (running !== undefined && isSame(running, placed)) return 'same-version';
	return ran.some((known) => isSame(known, placed)) ? 'rollback' : 'counted';
}

export function isSame(one: Pick<Known, 'fact' | 'commit'>, other: Pick<Known, 'fact' | 'commit'>): boolean {
	if (one.fact.version === null || other.fact.version === null)
		return one.commit !== null && one.commit === other.commit;
	return one.fact.version === other.fact.version;
}
