/** What each deployment counts as: told by its outcome and by which versions ran here before. */
import type { DeploymentStanding } from './judged.ts';
import type { PlacedDeployment } from './place.ts';
import { nameOf, type OwnStanding, standingWords } from './judging-words.ts';

export interface Standing {
	readonly standing: OwnStanding;
	readonly why: string;
	/** Of rollbacks: where the version that it went back to ran last; null where that was before the first record. */
	readonly target: number | null;
	/** What ran until then; null before the first. */
	readonly running: number | null;
	/** The counted deployment before it in the history; null before the first. */
	readonly previous: number | null;
}

/** Which deployment last brought a version, for versions by name and for those that only a commit stands for. */
interface Ran {
	readonly versions: Map<string, number>;
	/** Of all deployments, for one that has no version. */
	readonly commits: Map<string, number>;
	/** Of deployments without a version, for one that has both. */
	readonly unnamed: Map<string, number>;
}

/** `placed` in its order. Two deployments are of the same version by name; where one has none, by commit. */
export function standingsOf(placed: readonly PlacedDeployment[]): readonly Standing[] {
	const ran: Ran = { versions: new Map(), commits: new Map(), unnamed: new Map() };
	let runningAt: number | null = null;
	let isBack = false;
	let previous: number | null = null;
	return placed.map((deployment, index) => {
		const running = runningAt === null ? null : (placed[runningAt] ?? null);
		const seen = lastRun(ran, deployment);
		const isTold = isBack && running !== null && isToldAgain(deployment, running);
		const standing = isTold ? 'same-version' : standingOf(deployment, running, seen !== null);
		const why = standingWords[standing](deployment, running, seen !== null);
		const target = standing === 'rollback' ? seen : null;
		const judged = { standing, why, target, running: runningAt, previous };
		if (standing === 'counted') previous = index;
		if (isSuccess(standing)) {
			runningAt = index;
			isBack = standing === 'rollback';
			note(ran, deployment, index);
		}
		return judged;
	});
}

/** What it brought runs from then on. */
export function isSuccess(standing: DeploymentStanding | undefined): boolean {
	return standing === 'counted' || standing === 'rollback' || standing === 'same-version';
}

/** Users met something new: it can have failed. */
export function canFail(standing: DeploymentStanding | undefined): boolean {
	return standing === 'counted' || standing === 'taken-back';
}

function standingOf(deployment: PlacedDeployment, running: PlacedDeployment | null, hasRun: boolean): OwnStanding {
	const { fact } = deployment;
	if (!deployment.isEnded) return 'unfinished';
	const isMet = fact.tookTraffic ?? (fact.outcome === 'taken-back' || fact.firstTrafficAt !== null);
	if (fact.outcome !== 'succeeded') return isMet ? 'taken-back' : 'attempt';
	if (fact.isRollback === true || (fact.isRollback === null && deployment.takesBack !== null)) return 'rollback';
	if (running !== null && isSameVersion(deployment, running)) return 'same-version';
	return hasRun ? 'rollback' : 'counted';
}

/** A rollback that another source has told as well: one way back is one rollback. */
function isToldAgain(deployment: PlacedDeployment, rollback: PlacedDeployment): boolean {
	const { fact, isEnded } = deployment;
	if (!isEnded || fact.outcome !== 'succeeded' || fact.source === rollback.fact.source) return false;
	return isSameVersion(deployment, rollback);
}

/** By name; where one of them has none, by commit. Two of which neither is known are never the same. */
export function isSameVersion(one: PlacedDeployment, other: PlacedDeployment): boolean {
	if (one.versions.length > 0 && other.versions.length > 0)
		return one.versions.some((name) => other.versions.includes(name));
	return one.commit !== null && one.commit === other.commit;
}

function lastRun(ran: Ran, { versions, commit }: PlacedDeployment): number | null {
	if (versions.length === 0) return commit === null ? null : (ran.commits.get(commit) ?? null);
	const byName = versions.map((name) => ran.versions.get(name) ?? -1);
	const byCommit = commit === null ? -1 : (ran.unnamed.get(commit) ?? -1);
	const last = Math.max(...byName, byCommit);
	return last < 0 ? null : last;
}

function note(ran: Ran, { versions, commit }: PlacedDeployment, index: number): void {
	for (const name of versions) ran.versions.set(name, index);
	if (commit === null) return;
	ran.commits.set(commit, index);
	if (versions.length === 0) ran.unnamed.set(commit, index);
}

/** "2.3.1", or the start of the commit where that stands for it. */
export function titleOf(deployment: PlacedDeployment): string {
	return nameOf(deployment.fact.version, deployment.commit);
}
