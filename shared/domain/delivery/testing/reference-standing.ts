/**
 * The brute-force reference of judging, written from the definitions with no thought of speed and in another shape than the
 * code it checks: each question is asked of all deployments again. This part: order and standing.
 */
import { type DeploymentFact, factRef } from '../facts.ts';
import type { HistoryInput } from '../judge-history.ts';
import type { DeploymentStanding } from '../judged.ts';
import { finished, lookUp, type Told } from './reference-tellings.ts';

export interface Known extends Told {
	readonly ref: string;
	readonly at: number;
	readonly metAt: number;
	/** Index among the commits; -1 where it is not known. */
	readonly head: number;
	readonly standing: DeploymentStanding;
}

/** `told`: each deployment once. */
export function referenceStandings(input: HistoryInput, told: readonly Told[]): readonly Known[] {
	const ordered: Known[] = [];
	for (const one of told.toSorted((left, right) => (isBefore(left.fact, right.fact) ? -1 : 1))) {
		const head = one.commit === null ? -1 : lookUp(input.commits, one.commit);
		const at = finished(one.fact) ?? one.fact.startedAt;
		const placed = { ...one, ref: factRef(one.fact), at, metAt: one.fact.firstTrafficAt ?? at, head };
		ordered.push({ ...placed, standing: standing(placed, ordered) });
	}
	return ordered;
}

/** In order of their ends, then starts, then refs. */
export function isBefore(one: DeploymentFact, other: DeploymentFact): boolean {
	const [left, right] = [finished(one) ?? one.startedAt, finished(other) ?? other.startedAt];
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
	if (fact.isRollback === null && placed.takesBack !== null) return 'rollback';
	if (running !== undefined && isSame(running, placed)) return 'same-version';
	return ran.some((known) => isSame(known, placed)) ? 'rollback' : 'counted';
}

type Named = Pick<Known, 'fact' | 'named' | 'names' | 'commit'>;

/** What one source tells is compared as it tells it; else all names are. */
export function isSame(one: Named, other: Named): boolean {
	if (one.fact.source === other.fact.source) {
		if (one.named !== null && other.named !== null) return one.named === other.named;
		const isByCommit = one.named === null && other.named === null && one.commit !== null && other.commit !== null;
		if (isByCommit) return one.commit === other.commit;
	}
	if (one.names.length === 0 || other.names.length === 0) return one.commit !== null && one.commit === other.commit;
	return one.names.some((name) => other.names.includes(name));
}
