/** When a failed deployment was put right: the first of rollback, remediating deployment and the end of all its incidents. */
import { compareText, countPassing } from '../order.ts';
import type { Cause } from './causes.ts';
import type { DeploymentFailure, JudgedDeployment } from './judged.ts';
import type { PlacedDeployment } from './place.ts';
import type { Remedy } from './remedies.ts';
import { isSuccess, type Standing } from './standing.ts';

type Recovered = NonNullable<DeploymentFailure['recovered']>;

export type RecoveryOf = (
	index: number,
	found: { readonly causes: readonly Cause[]; readonly remedies: readonly Remedy[] },
) => DeploymentFailure['recovered'];

/** An end before the beginning (clocks, wrong links) is taken only where there is no other: it is shown and counts nowhere. */
export function recoveryOf(placed: readonly PlacedDeployment[], standings: readonly Standing[]): RecoveryOf {
	const rollbacks = standings.flatMap(({ standing, target }, index) =>
		standing === 'rollback' ? [{ index, target: target ?? -1 }] : [],
	);
	const byDeployment = (index: number): Recovered | null => {
		const deployment = placed[index];
		if (deployment === undefined) return null;
		const by = standings[index]?.standing === 'rollback' ? 'rollback' : 'deployment';
		return { at: deployment.at, by, ref: deployment.ref };
	};
	return (index, { causes, remedies }) => {
		const back = rollbackPast(rollbacks, index);
		const ends = [
			...remedies.map(({ by }) => byDeployment(by)),
			back === null ? null : byDeployment(back),
			ownEnd(placed, standings, index),
			incidentsEnd(causes),
		].flatMap((end) => end ?? []);
		const brokenAt = placed[index]?.metAt ?? 0;
		const ordered = ends.sort(compare);
		return ordered.find(({ at }) => at >= brokenAt) ?? ordered[0] ?? null;
	};
}

/**
 * Of a failed deployment that was put right: how long that took, ms. Null for one that was taken back by its own source without
 * anybody knowing since when users had met it: its beginning and its end are the same instant, and 0 would make a median better.
 */
export function recoveryMs({ standing, firstTrafficAt, failure }: TimedFailure): number | null {
	if (failure?.recovered == null) return null;
	const took = failure.recovered.at - failure.brokenAt;
	return took === 0 && standing === 'taken-back' && firstTrafficAt === null ? null : took;
}

type TimedFailure = Pick<JudgedDeployment, 'standing' | 'firstTrafficAt' | 'failure'>;

/** The first rollback to something that ran before it: from then on it does not run any more. */
function rollbackPast(
	rollbacks: readonly { readonly index: number; readonly target: number }[],
	failed: number,
): number | null {
	for (let next = countPassing(rollbacks, ({ index }) => index <= failed); next < rollbacks.length; next++) {
		const rollback = rollbacks[next];
		if (rollback !== undefined && rollback.target < failed) return rollback.index;
	}
	return null;
}

/** Taken back by its own source it is over when the way back is done; else when something next succeeded here. */
function ownEnd(placed: readonly PlacedDeployment[], standings: readonly Standing[], index: number): Recovered | null {
	const own = placed[index];
	if (own === undefined || standings[index]?.standing !== 'taken-back') return null;
	if (own.fact.outcome === 'taken-back') return { at: own.at, by: 'rollback', ref: own.ref };
	for (let next = index + 1; next < placed.length; next++) {
		const later = placed[next];
		const standing = standings[next]?.standing;
		if (later !== undefined && isSuccess(standing))
			return { at: later.at, by: standing === 'rollback' ? 'rollback' : 'deployment', ref: later.ref };
	}
	return null;
}

/** The last of its incidents to be resolved; null while one is open, or where it has none. */
function incidentsEnd(causes: readonly Cause[]): Recovered | null {
	const ends: Recovered[] = [];
	for (const { incident, ref } of causes) {
		if (incident.resolvedAt === null) return null;
		ends.push({ at: incident.resolvedAt, by: 'incident', ref });
	}
	return ends.sort(compare).at(-1) ?? null;
}

const order = { rollback: 0, deployment: 1, incident: 2 } as const;

function compare(left: Recovered, right: Recovered): number {
	if (left.at !== right.at) return left.at - right.at;
	if (left.by !== right.by) return order[left.by] - order[right.by];
	return compareText(left.ref, right.ref);
}
